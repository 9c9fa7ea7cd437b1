"""The pure rooms on their own: a typical mail, hostile shapes, an intent, a load; each beside a named yardstick."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from functools import partial
from textwrap import fill

from classifiers.intent import read_text
from parsers.message import read_message
from parsers.vocabulary import MailRules
from tests.bench.rig import Figures, median
from tests.parsers.hostile_mails import MAILS, typed
from tests.parsers.shapes import LONG, MARKUPS, TEXTS, repeated
from tests.support.mails import make_mail
from worker.keywords import KeywordShelf

TIMES = 60
LINE = "I looked at my statement again and one of the payments was taken twice, which I do not understand at all. "
HOSTILE = {
    "texts": [typed(b"text/plain; charset=utf-8", repeated(shape).encode()) for shape in TEXTS],
    "markups": [typed(b"text/html; charset=utf-8", repeated(shape).encode()) for shape in MARKUPS],
    "pages": [typed(b"text/html", page.encode()) for page in LONG.values()],
    "mails": list(MAILS.values()),
}
_LOAD = """
import time
from worker.keywords import KeywordShelf
start = time.process_time()
KeywordShelf(None).current()
# Not `ru_maxrss`: a child begins with its parent's.
resident = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time() - start, int(resident.split()[1]) / 1024)
"""


def measure() -> Figures:
    """CPU milliseconds, medians; hostile shapes are the slowest of all."""
    plain = f"{fill(LINE * 37, 76)}\nIt was $49.00 on 3 November 2026, invoice ABCD1234-0001.\n"
    typical = make_mail(body=plain, html="<div>" + f"<p style='margin:0'>{LINE}</p>" * 145 + "</div>")
    mail = LINE * 5 + "Please refund one of the two payments of $49 and cancel the second account."
    keywords = KeywordShelf(None).current()
    ours = spent(partial(read, typical))
    bare = spent(lambda: message_from_bytes(typical, policy=default).get_body())
    load, resident = (float(value) for value in _child(_LOAD).split())
    return {
        "typical mail bytes": len(typical),
        "typical mail read, ms": ours,
        "typical mail, stdlib policy.default, ms": bare,
        "ratio to the stdlib": round(ours / bare, 2),
        **{f"hostile 100 kB, slowest of {len(HOSTILE[kind])} {kind}, ms": slowest(HOSTILE[kind]) for kind in HOSTILE},
        "600 characters, intent ms": spent(lambda: read_text("Charged twice", mail, keywords, "en")),
        "keywords load, CPU s": round(load, 2),
        "keywords resident MB": round(resident),
    }


def read(raw: bytes) -> object:
    """All of `parsers/`."""
    return read_message(raw, arrived_at=datetime.now(UTC), rules=MailRules())


def slowest(mails: Sequence[bytes]) -> float:
    """The median of the one that takes longest."""
    worst = max(mails, key=lambda raw: spent(partial(read, raw), 1))
    return spent(partial(read, worst), 5)


def spent(work: Callable[[], object], times: int = TIMES) -> float:
    """Median CPU milliseconds."""
    took = []
    for _ in range(times):
        start = time.thread_time()
        work()
        took.append((time.thread_time() - start) * 1000)
    return round(median(took), 3)


def _child(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

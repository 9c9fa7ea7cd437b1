"""Mails a second from inbox to draft and note over Dovecot, beside fetching the same mails with imapclient alone."""

import resource
import subprocess
import sys
import time

from imapclient import IMAPClient  # type: ignore[import-untyped]

from tests.bench.rig import Figures, Rig, rig
from tests.support.dovecot import PASSWORD

MAILS = 270
_ONCE = "import sys; sys.argv = ['deskhand', '--config', sys.argv[1], 'once']; from worker.cli import main; main()"


def measure() -> Figures:
    """Wall and CPU, every person's facts read anew; memory is the high-water mark of a worker process of its own."""
    with rig() as found:
        found.cache = 0.0
        found.deliver(MAILS)
        bare = fetch_alone(found)
        start, cpu = time.monotonic(), time.process_time()
        app = found.app()
        app.keywords.current()
        ready, warm = time.monotonic(), time.process_time()
        counts, _ = app.once(lambda said: None)
        wall, used = time.monotonic() - ready, time.process_time() - warm
    done = sum(counts.values())
    return {
        "mails": done,
        "drafted": counts["drafted"],
        "fetch alone, mails/s": round(MAILS / bare, 1),
        "end to end, mails/s": round(done / wall, 1),
        "end to end, mails per CPU second": round(done / used, 1),
        "ratio to fetch alone": round(wall / bare, 1),
        "start seconds": round(ready - start, 2),
        "start CPU seconds": round(warm - cpu, 2),
        "worker resident MB": memory(),
    }


def fetch_alone(found: Rig) -> float:
    """Seconds to fetch all bodies in batches of 50."""
    with IMAPClient("127.0.0.1", port=found.account.server.port, ssl=False, timeout=60) as client:
        client.login(found.account.user, PASSWORD)
        start = time.monotonic()
        client.select_folder("INBOX", readonly=True)
        uids = client.search()
        for at in range(0, len(uids), 50):
            client.fetch(uids[at : at + 50], ["BODY.PEEK[]", "RFC822.SIZE", "FLAGS", "INTERNALDATE"])
        return time.monotonic() - start


def memory() -> float:
    """Megabytes that a worker process of its own came to hold over the sample inbox."""
    with rig() as found:
        found.deliver(54)
        subprocess.run(
            [sys.executable, "-c", _ONCE, str(found.folder / "config.toml")], capture_output=True, check=False
        )
        return round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 0)

"""What the sections share: a mail server, a stand-in in its own process, an installation, many mails."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from imapclient import IMAPClient  # type: ignore[import-untyped]

from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.mailbox import Account
from worker.app import App
from worker.billing import StripeBook
from worker.config.settings import load_settings
from worker.demo.mails import samples

Figures = dict[str, float]
KEY = "rk_test_bench"

_STAND_IN = """
import sys, threading
from importlib.resources import files
from pathlib import Path
from worker.demo.stripe import StandIn
stand_in = StandIn(Path(str(files("worker.demo").joinpath("scenario.toml"))))
print(stand_in.start(), flush=True)
sys.stdin.read()
"""

_CONFIG = """
[inbox]
host = "127.0.0.1"
port = {port}
security = "none"
username = "{user}"
password = {{ env = "DESKHAND_BENCH_PASSWORD" }}
addresses = ["support@deskhand.example"]
authserv_ids = ["mx.deskhand.example"]
since = "all"
sender_cap_per_hour = 1000000
[stripe]
api_key = {{ env = "DESKHAND_BENCH_KEY" }}
api_base = "{stripe}"
requests_per_second = 100
[helpdesk]
kind = "imap"
[store]
url = "sqlite:///deskhand.db"
[log]
level = "error"
"""


@dataclass(kw_only=True)
class Rig:
    """One installation to measure."""

    folder: Path
    account: Account
    stripe: str
    cache: float = 180.0

    def app(self) -> App:
        """The product in this process, without the limit on requests that it keeps for Stripe's sake."""
        app = App(load_settings(self.folder / "config.toml"))
        app.billing = StripeBook(KEY, api_base=self.stripe, take=lambda number: 0.0, cache_seconds=self.cache)
        return app

    def configure(self) -> None:
        """Write the configuration."""
        text = _CONFIG.format(port=self.account.server.port, user=self.account.user, stripe=self.stripe)
        (self.folder / "config.toml").write_text(text, encoding="utf-8")

    def deliver(self, number: int, first: int = 0) -> None:
        """Put many mails into the inbox, each of its own."""
        with IMAPClient("127.0.0.1", port=self.account.server.port, ssl=False, timeout=60) as client:
            client.login(self.account.user, PASSWORD)
            for raw in mails(number, first):
                client.append("INBOX", raw)


def mails(number: int, first: int = 0) -> Iterator[bytes]:
    """The sample inbox again and again, each mail with an id of its own."""
    now, kinds = datetime.now(UTC), samples()
    for n in range(first, first + number):
        mail = kinds[n % len(kinds)]
        yield mail.raw(now).replace(b"Message-ID: <", f"Message-ID: <{n}.".encode(), 1)


@contextmanager
def rig() -> Iterator[Rig]:
    """Everything started, and stopped at the end."""
    os.environ |= {"DESKHAND_BENCH_PASSWORD": PASSWORD, "DESKHAND_BENCH_KEY": KEY}
    server = Dovecot().start()
    stand_in = subprocess.Popen([sys.executable, "-c", _STAND_IN], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert stand_in.stdout is not None
    with tempfile.TemporaryDirectory(prefix="deskhand-bench-") as folder:
        url = stand_in.stdout.readline().decode().strip()
        found = Rig(folder=Path(folder), account=Account(server, server.user()), stripe=url)
        found.configure()
        try:
            yield found
        finally:
            stand_in.kill()
            stand_in.wait()
            server.remove()


def median(values: list[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]

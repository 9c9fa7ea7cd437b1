"""A real Dovecot account, a Stripe stand-in, a configuration that joins them, and a sink where a sender would go."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.dovecot import PASSWORD, Dovecot, free_port
from tests.support.dovecot import dovecot as dovecot
from tests.support.mailbox import Account
from worker.demo.mails import Sample, samples
from worker.demo.stripe import StandIn

# Notes every address that the process connects to: nothing may go to a mail submission port.
_WATCHED = """
import os, sys
seen = open(os.environ["DESKHAND_TEST_CONNECTS"], "a", buffering=1)
sys.addaudithook(lambda event, about: event == "socket.connect" and seen.write(repr(about[1]) + "\\n"))
from worker.cli import main
main()
"""


def _free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


class Sink:
    """Takes any mail that somebody would send."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.mails.append(envelope.original_content or b"")
        return "250 taken"


@pytest.fixture
def sink() -> Iterator[Sink]:
    """On port 25, where a mailer would go, if this account may listen there and nobody else does."""
    found = Sink()
    controller = Controller(found, hostname="127.0.0.1", port=25 if _free(25) else free_port())
    controller.start()
    yield found
    controller.stop()


@dataclass(kw_only=True)
class Product:
    """One installation: its folder, its inbox, and its command line."""

    folder: Path
    account: Account
    stripe: StandIn
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def run(self, *arguments: str, status: int | None = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        """A `deskhand` command, with every connection noted."""
        done = subprocess.run(
            [sys.executable, "-c", _WATCHED, "--config", str(self.folder / "config.toml"), *arguments],
            capture_output=True,
            text=True,
            timeout=100,
            env=self.environment | environment,
            cwd=Path(__file__).parents[2],
            check=False,
        )
        assert status is None or done.returncode == status, done.stderr + done.stdout
        return done

    def json(self, *arguments: str, status: int | None = 0, **environment: str) -> Any:
        """What a command prints with `--json`."""
        return json.loads(self.run(*arguments, "--json", status=status, **environment).stdout)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DESKHAND_TEST_PASSWORD": PASSWORD,
            "DESKHAND_TEST_STRIPE_KEY": "rk_test_x",
            "DESKHAND_TEST_CONNECTS": str(self.folder / "connects"),
        }

    @property
    def stripe_port(self) -> int:
        """Where the stand-in answers."""
        return int(self.stripe.url.rsplit(":", 1)[1].strip("/"))

    @property
    def connects(self) -> set[int]:
        """The ports that were connected to."""
        path = self.folder / "connects"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return {int(line.split(",")[1].strip(" )")) for line in lines if line.startswith("(")}

    def deliver(self, *names: str) -> list[Sample]:
        """Put sample mails into the inbox."""
        wanted = [mail for mail in samples() if not names or mail.name in names]
        self.account.deliver(*(mail.raw(self.now) for mail in wanted), at=self.now)
        return wanted

    def configure(self, **changes: str) -> None:
        """Write the configuration."""
        text = _CONFIG.format(
            host=self.account.server.host,
            port=self.account.server.port,
            user=self.account.user,
            stripe=self.stripe.url,
            helpdesk=changes.get("helpdesk", "imap"),
            store=changes.get("store", "sqlite:///deskhand.db"),
        )
        (self.folder / "config.toml").write_text(text + changes.get("more", ""), encoding="utf-8")


_CONFIG = """
[inbox]
host = "{host}"
port = {port}
security = "none"
username = "{user}"
password = {{ env = "DESKHAND_TEST_PASSWORD" }}
addresses = ["support@deskhand.example"]
authserv_ids = ["mx.deskhand.example"]
since = "all"
timeout = 10

[stripe]
api_key = {{ env = "DESKHAND_TEST_STRIPE_KEY" }}
api_base = "{stripe}"
requests_per_second = 100
[stripe.handle_metadata]
github = "github_username"

[helpdesk]
kind = "{helpdesk}"

[store]
url = "{store}"
"""


@pytest.fixture
def product(tmp_path: Path, dovecot: Dovecot) -> Iterator[Product]:
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(files("worker.demo").joinpath("scenario.toml").read_text(encoding="utf-8"), encoding="utf-8")
    stripe = StandIn(scenario)
    stripe.start()
    found = Product(folder=tmp_path, account=Account(dovecot, dovecot.user()), stripe=stripe)
    found.configure()
    yield found
    stripe.stop()

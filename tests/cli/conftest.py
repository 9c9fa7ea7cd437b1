"""An installation on a maildir, and its command line without the cost of a process."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from worker.cli import main
from worker.demo.mails import samples
from worker.demo.stripe import StandIn

_CONFIG = """
[inbox]
kind = "maildir"
path = "mail"
addresses = ["support@deskhand.example"]
authserv_ids = ["mx.deskhand.example"]
[stripe]
api_key = {{ env = "DESKHAND_TEST_KEY" }}
api_base = "{stripe}"
requests_per_second = 100
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Its standard output."""
        return json.loads(self.out)


@dataclass
class Installation:
    """A folder with a configuration, a maildir and a store."""

    folder: Path
    stripe: StandIn
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *arguments: str) -> Ran:
        """A `deskhand` command."""
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "argv", ["deskhand", "--config", str(self.folder / "config.toml"), *arguments])
        status = 0
        try:
            main()
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        said = self.capsys.readouterr()
        return Ran(status, said.out, said.err)

    def receive(self, *names: str) -> None:
        """Put sample mails into the maildir."""
        now = datetime.now(UTC)
        for mail in samples():
            if mail.name in names:
                (self.folder / "mail" / "new" / f"{mail.name}.eml").write_bytes(mail.raw(now))

    def mail(self, name: str) -> Path:
        """A sample mail as a file."""
        path = self.folder / f"{name}.eml"
        path.write_bytes(next(mail for mail in samples() if mail.name == name).raw(datetime.now(UTC)))
        return path


@pytest.fixture
def installation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    for part in ("new", "cur", "tmp"):
        (tmp_path / "mail" / part).mkdir(parents=True)
    monkeypatch.setenv("DESKHAND_TEST_KEY", "rk_test_x")
    with StandIn(Path(str(files("worker.demo").joinpath("scenario.toml")))) as stripe:
        (tmp_path / "config.toml").write_text(_CONFIG.format(stripe=stripe.url), encoding="utf-8")
        yield Installation(tmp_path, stripe, capsys, monkeypatch)

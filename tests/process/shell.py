"""A folder with an installation, and a shell in it: commands are processes, and what was typed is remembered."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx

from worker.demo.mails import SERVER, SUPPORT, samples
from worker.demo.stripe import StandIn

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("deskhand")
SECRET = "rk_test_x"
PATIENCE = 60.0

CONFIG = """
[inbox]
kind = "maildir"
path = "mail"
addresses = ["{support}"]
authserv_ids = ["{server}"]
since = "all"
[stripe]
api_key = {{ env = "STRIPE_API_KEY" }}
api_base = "{stripe}"
requests_per_second = 100
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Its standard output, which is one JSON value and nothing else."""
        return json.loads(self.out)


class Running:
    """A command that stays: its lines as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.out: list[str] = []
        self.err: list[str] = []
        self._threads = [
            threading.Thread(target=lines.extend, args=(pipe,), daemon=True)
            for pipe, lines in ((process.stdout, self.out), (process.stderr, self.err))
        ]
        for thread in self._threads:
            thread.start()

    def says(self, words: str) -> str:
        """Its first line with these words, on either stream; waits for it."""
        return until(lambda: next((line for line in [*self.out, *self.err] if words in line), ""), self.told)

    def end(self, number: int = signal.SIGTERM) -> Ran:
        """Sends the signal; what the process then left behind."""
        self.process.send_signal(number)
        return self.left()

    def left(self) -> Ran:
        """Waits for its end."""
        status = self.process.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        return Ran(status=status, out="".join(self.out), err="".join(self.err))

    def told(self) -> str:
        """All it said so far, for a failing test."""
        return f"{self.process.poll()=}\n{''.join(self.out)}\n{''.join(self.err)}"


@dataclass
class Shell:
    """An installation on a maildir and the stand-in; `typed` is every command line of this test."""

    folder: Path
    stripe: StandIn
    typed: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, *arguments: str, typing: str | bytes = "", **environment: str) -> Ran:
        """`deskhand` with these arguments, in this folder. No command ends in a traceback."""
        self.typed.append(arguments)
        given = typing.encode() if isinstance(typing, str) else typing
        done = subprocess.run(
            [str(PROGRAM), *arguments],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env=self.environment | environment,
            timeout=PATIENCE,
            check=False,
        )
        ran = Ran(status=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
        assert "Traceback" not in ran.err, ran.err
        assert SECRET not in ran.out + ran.err
        return ran

    @contextmanager
    def started(self, *arguments: str) -> Iterator[Running]:
        """`deskhand` with these arguments, while it stays."""
        self.typed.append(arguments)
        process = subprocess.Popen(
            [str(PROGRAM), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=self.environment,
        )
        running = Running(process)
        try:
            yield running
        finally:
            process.kill()
            running.left()
            for pipe in (process.stdout, process.stderr):
                assert pipe
                pipe.close()

    @property
    def environment(self) -> dict[str, str]:
        """A user's own, with the key; nothing of ours that this machine may have set."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
        return plain | {"STRIPE_API_KEY": SECRET, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}

    def configure(self, more: str = "", text: str = CONFIG) -> None:
        """Writes config.toml."""
        known = {"support": SUPPORT, "server": SERVER, "stripe": self.stripe.url}
        (self.folder / "config.toml").write_text(text.format(**known) + more, encoding="utf-8")

    def receive(self, *names: str) -> None:
        """Puts sample mails into the maildir, as they are and as .eml files in the folder."""
        now = datetime.now(UTC)
        for mail in samples():
            if mail.name in names:
                (self.folder / "mail" / "new" / mail.name).write_bytes(mail.raw(now))
                (self.folder / f"{mail.name}.eml").write_bytes(mail.raw(now))

    @property
    def cases(self) -> list[str]:
        """The ids of all cases, read from the store beside the commands; none while it is being made."""
        with closing(sqlite3.connect(self.folder / "deskhand.db")) as store, suppress(sqlite3.OperationalError):
            return [str(id) for (id,) in store.execute("SELECT id FROM cases")]
        return []


def until(ask: Callable[[], T], told: Callable[[], str] = lambda: "") -> T:
    """The first answer that is something; waits for it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := ask():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain\n{told()}")


def get(url: str, **options: Any) -> httpx.Response:
    """A GET as soon as somebody listens there."""
    return httpx.get(url, timeout=PATIENCE, trust_env=False, **options)

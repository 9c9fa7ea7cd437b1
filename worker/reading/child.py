"""The process that reads what might run away: it answers over one pipe, and its parent kills it when it is late."""

import contextlib
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from parsers.message import read_message
from parsers.vocabulary import MailRules, Message

START_SECONDS = 60.0  # to import everything, on a busy machine
_WARMING = b"From: <a@warm.example>\r\nSubject: Hello\r\n\r\nI would like to know when the next payment is due.\r\n"
_CODE = "import sys; sys.path.append(sys.argv[3]); from worker.reading.child import serve; serve()"


class ChildFailed(Exception):
    """The child took too long, too much, or died; the message says which."""


class Child:
    """One child. Not for several threads at once."""

    def __init__(self, extra_bytes: int) -> None:
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _CODE, str(theirs.fileno()), str(extra_bytes), _home()],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._ready = False

    def read(self, raw: bytes, arrived_at: datetime, rules: MailRules, seconds: float) -> Message:
        """The message, or `ChildFailed`, after which this child must be ended. The clock starts when it is ready."""
        try:
            if not self._ready:
                self._answer(START_SECONDS)
                self._ready = True
            self._pipe.send((raw, arrived_at, rules))
            answer = self._answer(seconds)
        except (EOFError, OSError) as failure:
            raise ChildFailed("reading it ended the process") from failure
        if isinstance(answer, Message):
            return answer
        raise ChildFailed(f"reading it failed with {answer}")

    def _answer(self, seconds: float) -> Any:
        if not self._pipe.poll(seconds):
            raise ChildFailed(f"reading it took more than {seconds:g} s")
        return self._pipe.recv()

    def end(self) -> None:
        """Kill it, however busy it is."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()


def _home() -> str:
    """Where our rooms lie: the child may run from a checkout that is not installed."""
    return str(Path(__file__).resolve().parents[2])


def serve() -> None:
    """The child's whole life: warm up, say so, then answer each mail until the pipe closes."""
    pipe = Connection(int(sys.argv[1]))
    read_message(_WARMING, arrived_at=datetime.now(UTC), rules=MailRules())
    pipe.send("ready")
    while True:
        try:
            raw, arrived_at, rules = pipe.recv()
        except EOFError:
            return
        with _limited(int(sys.argv[2])):
            answer = _read(raw, arrived_at, rules)
        pipe.send(answer)


def _read(raw: bytes, arrived_at: datetime, rules: MailRules) -> Message | str:
    try:
        return read_message(raw, arrived_at=arrived_at, rules=rules)
    except Exception as failure:  # whatever it is, the parent wants its name and reads the beginning instead
        return type(failure).__name__


@contextlib.contextmanager
def _limited(extra_bytes: int) -> Iterator[None]:
    """At most `extra_bytes` more address space than now; without /proc (not Linux) only the time is limited."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + extra_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))

"""The worker: collects mail and has it worked off, once or until told to stop."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from parsers.errors import ConfigError, TransientError
from parsers.vocabulary import Outcome
from worker.ports import Inbox
from worker.run.attempts import Attempts, Handle, later, pause, said
from worker.run.once import Once, Paragraph
from worker.store import CaseBook, owner_name

log = logging.getLogger(__name__)
T = TypeVar("T")

_IDLE = 1.0  # seconds between looks for mail that another process took in, or whose backoff is over
_GRACE = 60.0  # seconds for the mails in hand when told to stop
_PAUSES = (1.0, 2.0, 4.0)  # seconds before each further try in `once`
_IN_A_ROW = 5  # mails with passing faults in a row, after which there is a pause before each further one


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something to do every so many seconds beside the mail, as deleting what is too old."""

    name: str
    every: float
    do: Callable[[], object]


class Worker:
    """Works off the mails of a case book. Inbox, mails and chores each fail alone.

    `trouble` says after `once` why the inbox could not be read; None where it could.
    """

    def __init__(
        self,
        book: CaseBook,
        handle: Handle,
        *,
        inbox: Inbox | None = None,
        max_attempts: int = 5,
        lease: float = 120.0,
        threads: int = 1,
        poll_seconds: float = 60.0,
        chores: Sequence[Chore] = (),
        pauses: Sequence[float] = _PAUSES,
    ) -> None:
        self._book = book
        self._attempts = Attempts(book, handle, max_attempts=max_attempts, lease=lease)
        self._inbox = inbox
        self._owners = [owner_name(number) for number in range(threads)]
        self._poll_seconds = poll_seconds
        self._chores = tuple(chores)
        self._pauses = tuple(pauses)
        self._leave = threading.Event()
        self._fatal: list[BaseException] = []
        self.trouble: str | None = None

    def once(self, say: Paragraph = lambda progress: None) -> dict[str, int]:
        """Collect, work off everything that waits, and count the outcomes; `waiting` is what then remains.

        What is stored is worked off even where the inbox cannot be reached. Raises `ConfigError`.
        """
        self._leave.clear()
        say("collecting mail")
        self._collect_once()
        self._book.wake()
        run = Once(self._attempts, pauses=self._pauses, say=say)
        threads = [self._start(run.work, owner, self._leave) for owner in self._owners]
        self._end(threads, grace=None)
        return {**{outcome.value: run.counts[outcome.value] for outcome in Outcome}, "waiting": self._book.waiting()}

    def run(self, stop: threading.Event) -> None:
        """Collect, work and do the chores until `stop` is set; the mails in hand are then finished.

        Raises `ConfigError`; every other trouble is waited out.
        """
        self._leave.clear()
        threads = [self._start(self._toil, owner) for owner in self._owners]
        threads += [self._start(self._watch), self._start(self._keep_house)]
        while not stop.wait(0.2) and not self._leave.is_set():
            pass
        self._leave.set()
        self._book.arrived.set()
        if self._inbox:
            self._inbox.close()
        self._end(threads, grace=_GRACE)

    def _start(self, body: Callable[..., None], *about: object) -> threading.Thread:
        thread = threading.Thread(target=self._guarded, args=(body, *about), daemon=True)
        thread.start()
        return thread

    def _guarded(self, body: Callable[..., None], *about: object) -> None:
        try:
            body(*about)
        except BaseException as error:  # handed to the thread that waits for us
            self._fatal.append(error)
            self._leave.set()

    def _end(self, threads: Sequence[threading.Thread], *, grace: float | None) -> None:
        until = monotonic() + grace if grace is not None else None
        for thread in threads:
            thread.join(None if until is None else max(0.0, until - monotonic()))
        self._attempts.close()
        if self._fatal:
            raise self._fatal.pop()

    def _collect_once(self) -> None:
        for further in (*self._pauses, None):
            error = self._collect()
            self.trouble = said(error) if error else None
            if further is None or not isinstance(error, TransientError):
                return
            self._leave.wait(further)

    def _collect(self) -> Exception | None:
        """Look into the inbox; what went wrong, for that must not keep us from what is stored already."""
        try:
            if self._inbox:
                self._inbox.collect(self._book)
        except ConfigError:
            raise
        except Exception as error:
            if not self._leave.is_set():
                log.warning("the inbox could not be read: %s", said(error))
            return error
        return None

    def _watch(self) -> None:
        """Look into the inbox for ever, at each hint and at least every `poll_seconds`."""
        failures = 0
        while self._inbox and not self._leave.is_set():
            error = self._collect() or self._wait(self._inbox)
            failures = failures + 1 if error else 0
            if error:
                self._leave.wait(pause(failures, error))

    def _wait(self, inbox: Inbox) -> Exception | None:
        try:
            inbox.wait(self._poll_seconds)
        except ConfigError:
            raise
        except Exception as error:
            log.warning("waiting for mail was cut short: %s", said(error))
            return error
        return None

    def _toil(self, owner: str) -> None:
        """Work off what is due, for ever."""
        faults = 0
        self._patiently(self._book.free)
        while not self._leave.is_set():
            claim = self._patiently(lambda: self._attempts.claim(owner))
            if claim is None:
                self._rest()
                continue
            faults = faults + 1 if self._attempts.work(claim, later).fault else 0
            if faults >= _IN_A_ROW:
                self._leave.wait(pause(faults - _IN_A_ROW + 1))

    def _patiently(self, ask: Callable[[], T]) -> T | None:
        """What the store answers; None after a pause where it cannot."""
        try:
            return ask()
        except Exception as error:  # whatever it is: no mail waits for a worker that has ended
            log.warning("the store cannot be worked with: %s", said(error))
            self._leave.wait(pause(1))
            return None

    def _rest(self) -> None:
        """Until this process takes mail in, or it is time to look for what others did."""
        self._book.arrived.wait(_IDLE)
        if not self._leave.is_set():
            self._book.arrived.clear()

    def _keep_house(self) -> None:
        due = {chore.name: monotonic() for chore in self._chores}
        while due and not self._leave.wait(max(0.0, min(due.values()) - monotonic())):
            for chore in self._chores:
                if due[chore.name] <= monotonic():
                    due[chore.name] = monotonic() + chore.every
                    self._do(chore)

    def _do(self, chore: Chore) -> None:
        try:
            chore.do()
        except ConfigError:
            raise
        except Exception as error:  # it comes round again, and must not stop the mail
            log.warning("%s did not work out: %s", chore.name, said(error))

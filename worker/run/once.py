"""Working off what waits, once: quick retries, and an end even where the other side is down."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from time import monotonic

from parsers.errors import TransientError
from worker.run.attempts import LONGEST, Attempt, Attempts, asked, later
from worker.store import Claim

Paragraph = Callable[[str], None]

# After so many mails in a row that met a passing fault, and so many seconds, the other side counts as down, and the
# rest need not each wait for it.
_DOWN_MAILS = 10
_DOWN_SECONDS = 60.0


class Once:
    """Shared by the threads of one run; `counts` are outcomes.

    A mail that meets a passing fault is tried again after each of `pauses` (seconds). Any other failure is tried again
    at once, until the mail is quarantined.
    """

    def __init__(self, attempts: Attempts, *, pauses: Sequence[float], say: Paragraph) -> None:
        self._attempts = attempts
        self._pauses = tuple(pauses)
        self._say = say
        self._lock = threading.Lock()
        self._tries: Counter[int] = Counter()
        self._retrying: set[int] = set()
        self._faulty: set[int] = set()
        self._went_well = monotonic()
        self.counts: Counter[str] = Counter()

    def work(self, owner: str, stop: threading.Event) -> None:
        """Until nothing is due that is worth another try, or `stop` is set."""
        while not stop.is_set() and not self._given_up():
            claim = self._attempts.claim(owner)
            if claim:
                self._note(claim, self._attempts.work(claim, self._delay))
            elif not self._retrying:
                return
            else:
                stop.wait(0.05)

    def _note(self, claim: Claim, attempt: Attempt) -> None:
        with self._lock:
            if attempt.outcome:
                self.counts[attempt.outcome.value] += 1
            if not attempt.fault:
                self._retrying.discard(claim.mail_id)
                self._faulty.clear()
                self._went_well = monotonic()
            else:
                self._faulty.add(claim.mail_id)
            progress = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        self._say(progress or "working")

    def _delay(self, claim: Claim, error: Exception) -> float:
        if not isinstance(error, TransientError):
            return 0.0
        with self._lock:
            tries = self._tries[claim.mail_id]
            self._tries[claim.mail_id] += 1
            if tries < len(self._pauses) and asked(error) <= max(self._pauses):
                self._retrying.add(claim.mail_id)
                return max(self._pauses[tries], asked(error))
            self._retrying.discard(claim.mail_id)
        # Not in this run: the mail is left for the next one.
        return max(LONGEST, later(claim, error))

    def _given_up(self) -> bool:
        return len(self._faulty) >= _DOWN_MAILS and monotonic() - self._went_well > _DOWN_SECONDS

"""One attempt at one mail, and what its failure means: the only place that catches `SupportError`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from parsers.errors import ConfigError, LostLease, NotShownYet, TransientError
from parsers.redaction import scrub
from parsers.vocabulary import Outcome
from worker.inbox.pause import Backoff
from worker.run.heartbeat import Heartbeat
from worker.store import CaseBook, Claim

log = logging.getLogger(__name__)

_LONGEST_SAID = 20_000  # characters of an error that are looked through
LONGEST = 300.0  # seconds that a mail or a service is left alone at most, unless it asked for more

Handle = Callable[[Claim], object]
"""Does all the work of one mail; must have kept its case when it returns. Runs again after a crash or a fault."""

Delay = Callable[[Claim, Exception], float]
"""How many seconds a mail waits after a failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of it. `outcome` is None where the mail waits for another attempt, or is another worker's now;
    `fault` is whether a passing fault of somebody else's was met.
    """

    outcome: Outcome | None
    fault: bool = False


class Attempts:
    """Has mails worked off by `handle`, which does not catch.

    A passing fault costs no attempt: Stripe may be down for a day. Any other failure is tried `max_attempts` times,
    the death of the worker among them, then the mail is quarantined. A mail that another worker took over is dropped.
    """

    def __init__(self, book: CaseBook, handle: Handle, *, max_attempts: int, lease: float) -> None:
        self._book = book
        self._handle = handle
        self._max_attempts = max_attempts
        self._lease = lease
        self._heartbeat = Heartbeat(book.renew)

    def close(self) -> None:
        """End the heartbeat."""
        self._heartbeat.stop()

    def claim(self, owner: str) -> Claim | None:
        """The next mail that is due."""
        return self._book.claim(owner, self._lease)

    def work(self, claim: Claim, delay: Delay) -> Attempt:
        """Have one mail worked off. Raises `ConfigError` only: that concerns every mail."""
        try:
            if claim.attempts > self._max_attempts:
                return self._put_aside(claim, f"the worker died on it {self._max_attempts} times")
            with self._heartbeat.beating(claim):
                self._handle(claim)
                return Attempt(outcome=self._book.finish(claim))
        except LostLease:
            log.info("case %s: another worker has taken over", claim.case_id)
            return Attempt(outcome=None)
        except ConfigError:
            self._put_back(claim, lambda: self._book.postpone(claim, "the configuration is wrong", 0))
            raise
        except Exception as error:  # RecursionError and MemoryError too: a mail may be made to bring them about
            return self._failed(claim, error, delay)

    def _failed(self, claim: Claim, error: Exception, delay: Delay) -> Attempt:
        passing, why = isinstance(error, TransientError), said(error)
        log.warning("case %s, attempt %d: %s", claim.case_id, claim.attempts, why)
        if not passing and claim.attempts >= self._max_attempts:
            return self._put_aside(claim, why)
        wait = delay(claim, error)
        self._put_back(claim, lambda: self._book.postpone(claim, why, wait, count=not passing))
        return Attempt(outcome=None, fault=passing and not isinstance(error, NotShownYet))

    def _put_aside(self, claim: Claim, why: str) -> Attempt:
        """Quarantine, if need be without the error: a mail may be made to bring about one that cannot be kept."""
        for reason in (why, "it failed, and how could not be written down"):
            if self._put_back(claim, partial(self._book.quarantine, claim, reason)):
                return Attempt(outcome=Outcome.QUARANTINED)
        return Attempt(outcome=None)

    def _put_back(self, claim: Claim, let_go: Callable[[], None]) -> bool:
        """Whether the mail is out of our hands. A slip here must not end the worker: the lease will run out."""
        try:
            let_go()
        except LostLease:
            log.info("case %s: another worker has taken over", claim.case_id)
        except Exception as slip:  # whatever it is, the store's trouble or ours
            log.warning("case %s: could not be put back: %s", claim.case_id, said(slip))
        else:
            return True
        return False


def pause(failures: int, error: Exception | None = None) -> float:
    """Seconds after so many failures in a row, one or more: doubling from two, with jitter, and never less than the
    other side asked for.
    """
    backoff = Backoff(first=4.0, cap=LONGEST)
    backoff.failures = failures
    return max(backoff.pause, asked(error))


def asked(error: Exception | None) -> float:
    """How many seconds the other side wants to be left alone; 0 where it did not say."""
    return (error.retry_after or 0.0) if isinstance(error, TransientError) else 0.0


def later(claim: Claim, error: Exception) -> float:
    """The usual delay: by passing faults in a row, or by attempts."""
    return pause(claim.faults + 1 if isinstance(error, TransientError) else claim.attempts, error)


def said(error: BaseException) -> str:
    """The error in one line, without secrets; its kind alone where it cannot even say what it is."""
    try:
        words = f"{type(error).__name__}: {error}"
    except Exception:  # a message made of what a mail holds may fail to be made
        words = type(error).__name__
    line = "".join(char if char.isprintable() else " " for char in words[:_LONGEST_SAID])
    return scrub(line)[:500]

"""Keeps the leases of the mails that this process works on, while it works on them."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from parsers.errors import LostLease
from worker.store import Claim

log = logging.getLogger(__name__)


class Heartbeat:
    """One thread for all claims of a process; a mail that is done sooner than a third of its lease costs nothing.

    A process that is frozen does not beat: its mails are taken over, and what it does on waking is refused.
    """

    def __init__(self, renew: Callable[[Claim], None]) -> None:
        self._renew = renew
        self._claims: dict[int, tuple[Claim, float]] = {}
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def beating(self, claim: Claim) -> Iterator[None]:
        """Renew the claim's lease as long as the body runs."""
        with self._lock:
            self._claims[claim.mail_id] = (claim, monotonic())
            if self._thread is None:
                self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._claims.pop(claim.mail_id, None)

    def stop(self) -> None:
        """End the thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        self._woken.set()
        if thread:
            thread.join()
        self._woken.clear()

    def _beat(self) -> None:
        while not self._woken.wait(self._pause()):
            for claim in self._due():
                self._renew_one(claim)

    def _pause(self) -> float:
        with self._lock:
            leases = [claim.lease for claim, _ in self._claims.values()]
        return min(leases, default=3.0) / 6

    def _due(self) -> list[Claim]:
        now = monotonic()
        with self._lock:
            due = [claim for claim, at in self._claims.values() if now - at >= claim.lease / 3]
            self._claims.update({claim.mail_id: (claim, now) for claim in due})
        return due

    def _renew_one(self, claim: Claim) -> None:
        try:
            self._renew(claim)
        except LostLease:
            log.warning("case %s: the lease is lost; what is still done here will be refused", claim.case_id)
            with self._lock:
                self._claims.pop(claim.mail_id, None)
        except Exception as error:  # the store is out of reach: the next beat tries again
            log.warning("case %s: the lease could not be renewed: %s", claim.case_id, error)

"""When a server that fails is left alone, so that not every mail waits for it."""

import threading
import time
from collections.abc import Callable

from parsers.vocabulary import Silence

IN_A_ROW = 3  # failures, after which there is a pause
FIRST, LONGEST = 30.0, 900.0  # seconds
# What says something about the server, and not about one mail.
_ITS_OWN = frozenset({Silence.TIMEOUT, Silence.RATE_LIMITED, Silence.UNAVAILABLE, Silence.REFUSED})


class Patience:
    """Counts failures in a row; the pause doubles until an answer comes. Safe for several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0

    @property
    def exhausted(self) -> bool:
        """Whether it is to be left alone now."""
        with self._lock:
            return self._clock() < self._until

    def failed(self, silence: Silence, retry_after: float | None = None) -> None:
        """A question came to nothing; what a single mail may bring about does not count."""
        if silence not in _ITS_OWN:
            return
        with self._lock:
            self._failures += 1
            doubled = FIRST * 2 ** min(self._failures - IN_A_ROW, 10) if self._failures >= IN_A_ROW else 0.0
            self._until = self._clock() + min(max(doubled, retry_after or 0.0), LONGEST)

    def succeeded(self) -> None:
        """An answer came."""
        with self._lock:
            self._failures, self._until = 0, 0.0

"""How fast Stripe may be asked: a token bucket, since production's checkout shares the account's limit."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

Take = Callable[[int], float]
"""Reserve so many requests; returns the seconds to wait before they may be sent. May raise `RateLimited`."""


class TokenBucket:
    """A bucket of one process: `rate` tokens a second, at most `burst` saved up.

    Tokens are reserved, not asked for: whoever overdraws waits, and the next one waits behind.
    """

    def __init__(self, rate: float, *, burst: float | None = None, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._burst = max(burst if burst is not None else rate, 1.0)
        self._clock = clock
        self._tokens = self._burst
        self._at = clock()
        self._lock = Lock()

    def take(self, number: int) -> float:
        """Reserve `number` tokens; returns the seconds until they are there, 0 where they are already."""
        with self._lock:
            now = self._clock()
            self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate) - number
            self._at = now
            return max(0.0, -self._tokens / self._rate)

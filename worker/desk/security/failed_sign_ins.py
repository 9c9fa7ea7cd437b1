"""How often somebody may fail to sign in."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW = 15 * 60.0
LIMITS = {"pair": 8, "address": 30, "name": 60}
_KEYS = 10_000


class Failures:
    """Counts failed sign-ins of the last quarter of an hour: of a name from an address, of an address, of a name.

    A stranger who fails as somebody keeps out himself long before he keeps out them. Of more than 10,000 keys the
    longest unused are forgotten: memory is bounded.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._at: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def wait(self, name: str, address: str) -> float:
        """Seconds until another attempt is allowed; 0 now."""
        now = self._clock()
        with self._lock:
            return max(self._left(key, now) for key in _keys(name, address))

    def add(self, name: str, address: str) -> None:
        """One more failure."""
        now = self._clock()
        with self._lock:
            for key in _keys(name, address):
                self._at.setdefault(key, deque(maxlen=LIMITS[key[0]])).append(now)
                self._at.move_to_end(key)
            while len(self._at) > _KEYS:
                self._at.popitem(last=False)

    def forgive(self, name: str, address: str) -> None:
        """They signed in: what failed for this name from this address does not count any more."""
        with self._lock:
            self._at.pop(_keys(name, address)[0], None)

    def _left(self, key: tuple[str, str], now: float) -> float:
        times = self._at.get(key)
        if not times or len(times) < LIMITS[key[0]]:
            return 0.0
        return max(0.0, times[0] + WINDOW - now)


def _keys(name: str, address: str) -> tuple[tuple[str, str], ...]:
    folded = name.casefold()[:64]
    return ("pair", f"{address} {folded}"), ("address", address), ("name", folded)

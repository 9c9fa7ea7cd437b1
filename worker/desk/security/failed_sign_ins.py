"""How often somebody may fail to sign in."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

WINDOW = 15 * 60.0
LIMITS = {"pair": 8, "address": 30, "name": 60}
_KEYS = 10_000
_NETWORK = 64  # bits of an IPv6 address that tell a network; whoever has one has all its addresses

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to sign in. `wait`: seconds until there may be one; 0: this one may be made, and counts already."""

    wait: float
    keys: tuple[Key, ...]
    at: float


class Failures:
    """Counts failed sign-ins of the last quarter of an hour: of a name from an address, of an address, of a name.

    An attempt counts as failed from before it is made until it is known not to have: of many at once no more are made
    than of as many in a row. A stranger who fails as somebody keeps out himself long before he keeps out them. Of more
    than 10,000 keys the longest unused are forgotten: memory is bounded.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._at: OrderedDict[Key, deque[float]] = OrderedDict()

    def reserve(self, name: str, address: str) -> Attempt:
        """Count an attempt before it is made; one that has to wait is not counted."""
        keys = _keys(name, address)
        with self._lock:
            now = self._clock()
            wait = max(self._left(key, now) for key in keys)
            if not wait:
                self._count(keys, now)
        return Attempt(wait=wait, keys=keys, at=now)

    def give_back(self, attempt: Attempt) -> None:
        """It was not made after all."""
        with self._lock:
            for key in attempt.keys:
                times = self._at.get(key)
                if times and attempt.at in times:
                    times.remove(attempt.at)

    def forgive(self, attempt: Attempt) -> None:
        """They signed in: what failed for this name from this address does not count any more."""
        self.give_back(attempt)
        with self._lock:
            self._at.pop(attempt.keys[0], None)

    def _count(self, keys: tuple[Key, ...], now: float) -> None:
        for key in keys:
            self._at.setdefault(key, deque()).append(now)
            self._at.move_to_end(key)
        while len(self._at) > _KEYS:
            self._at.popitem(last=False)

    def _left(self, key: Key, now: float) -> float:
        times = self._at.get(key, deque())
        while times and times[0] + WINDOW <= now:
            times.popleft()
        return times[0] + WINDOW - now if len(times) >= LIMITS[key[0]] else 0.0


def _keys(name: str, address: str) -> tuple[Key, ...]:
    folded, place = name.casefold()[:64], _place(address)
    return ("pair", f"{place} {folded}"), ("address", place), ("name", folded)


def _place(address: str) -> str:
    """The address, of IPv6 its network."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or int(found) >> (128 - _NETWORK))

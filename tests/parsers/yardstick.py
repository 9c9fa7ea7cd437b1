"""How long a fifth of a second is on this machine now: tests compare processor time with that of a fixed loop."""

import time
from collections.abc import Callable
from functools import cache

LOOPS = 5  # a core that the product was measured on takes 200 ms for so many
TRIES = 4  # what else the machine does is not our time


def is_quick(work: Callable[[], object]) -> bool:
    """Whether `work` takes no more processor time than the loops; measured again, both of them, if it does."""
    if seconds(work) < LOOPS * _calm_loop():
        return True
    return any(seconds(work) < LOOPS * seconds(_loop) for _ in range(TRIES))


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


@cache
def _calm_loop() -> float:
    return min(seconds(_loop) for _ in range(3))


def _loop() -> int:
    total = 0
    for number in range(1_000_000):
        total += number % 7
    return total

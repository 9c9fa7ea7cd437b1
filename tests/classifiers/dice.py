"""Chance for drawn accounts: what is rare, what is usual, and when it was."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import TypeVar

from tests.support.making import ago

T = TypeVar("T")


def rarely(dice: Random, once_in: int = 12) -> bool:
    """True once in so many times."""
    return dice.randrange(once_in) == 0


def some(dice: Random, usual: T, others: Sequence[T], once_in: int = 4) -> T:
    """Mostly the usual one."""
    return dice.choice(others) if rarely(dice, once_in) else usual


def some_time(dice: Random) -> datetime:
    """Of late, more often than not."""
    return ago(some(dice, dice.uniform(0, 35), (dice.uniform(35, 400),)))

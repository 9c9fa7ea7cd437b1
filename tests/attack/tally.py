"""What an attack counts."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple, Protocol, TypeVar

MOST_SHOWN = 10
TRIES = 2000  # of one class, unless told

T = TypeVar("T")


class Tally(NamedTuple):
    """How many were tried, how many held, and the first of those that did not, each in words."""

    tried: int
    held: int
    failures: tuple[str, ...]


class Attack(Protocol):
    """One class of attack: the same generator draws the same tries."""

    def __call__(self, rng: Random, tries: int = TRIES) -> Tally: ...


def tally(rng: Random, tries: int, draw: Callable[[Random], T], broken: Callable[[T], str]) -> Tally:
    """Draw `tries` times; `broken` says what got through, or nothing. An exception got through, too."""
    failures: list[str] = []
    for _ in range(tries):
        drawn = draw(rng)
        try:
            said = broken(drawn)
        except Exception as slip:  # whatever it is, an attack brought it about
            said = f"{type(slip).__name__}: {slip}"
        if said:
            failures.append(f"{said} <- {drawn!r}"[:2000])
    return Tally(tries, tries - len(failures), tuple(failures[:MOST_SHOWN]))

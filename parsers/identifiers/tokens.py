"""The noun of this room: an identifier before its place is known."""

import re
from typing import NamedTuple

from parsers.vocabulary import IdentifierKind


class Token(NamedTuple):
    """A kind, its normalised value, and the half-open range of characters."""

    kind: IdentifierKind
    value: str
    start: int
    end: int


def any_of(*words: str) -> str:
    """An alternation of `words`, the longest first; a blank in a word stands for white space."""
    ordered = sorted({word for line in words for word in line.split("|")}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered) + ")"

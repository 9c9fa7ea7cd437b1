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
    """An alternation of the words in `words` (parted by bars), the longest first; a blank stands for white space.

    Written as a tree by first letters, for an engine tries alternatives one by one.
    """
    return _tree(sorted({word for line in words for word in line.split("|")}))


def _tree(words: list[str]) -> str:
    branches: dict[str, list[str]] = {}
    for word in words:
        if word:
            branches.setdefault(word[0], []).append(word[1:])
    written = [(r"\s" if char == " " else re.escape(char)) + _tree(rest) for char, rest in branches.items()]
    if not written:
        return ""
    return f"(?:{'|'.join(written)})" + ("?" if "" in words else "")

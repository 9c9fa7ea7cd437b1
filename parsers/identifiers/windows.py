"""The neighbourhood of every digit: most of a mail has none, and need not be searched for numbers."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from parsers.identifiers.tokens import Token

BEFORE, AFTER = 72, 32  # characters of context that the patterns look at
MAX_SEARCHED = 12_000  # characters near digits; what has more is a table, not a letter
_GLUE = "\n\x01\n"
_DIGITS = re.compile(r"\d[^\n]{0,31}", re.ASCII)


class Windows:
    """The parts of `text` around its digits, as one shorter text; and the way back."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []  # in the shorter text
        self.sources: list[tuple[int, int]] = []
        at = 0
        pieces: list[str] = []
        for start, end in _regions(text):
            if at > MAX_SEARCHED:
                break
            self.starts.append(at)
            self.sources.append((start, end))
            pieces += (text[start : min(end, start + MAX_SEARCHED)], _GLUE)
            at += len(pieces[-2]) + len(_GLUE)
        self.text = "".join(pieces)

    def back(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """Tokens of the shorter text where they stand in the longer; one that spans two regions is none."""
        for token in tokens:
            index = bisect_right(self.starts, token.start) - 1
            start, end = self.sources[index]
            shift = start - self.starts[index]
            if token.end + shift <= end:
                yield token._replace(start=token.start + shift, end=token.end + shift)


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """Merged ranges, cut at white space where there is some."""
    begin = end = -1
    for hit in _DIGITS.finditer(text):
        low, high = _cut(text, hit.start() - BEFORE, end), min(len(text), hit.end() + AFTER)
        if low > end:
            if end >= 0:
                yield begin, end
            begin = low
        end = max(end, high)
    if end >= 0:
        yield begin, end


def _cut(text: str, at: int, after: int) -> int:
    low = max(0, at, after)
    blank = text.find(" ", low, low + 20) if low else -1
    return blank if blank >= 0 else low

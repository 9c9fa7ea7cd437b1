"""Characters that read as ASCII, changed one for one so that positions in the text stay the same."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Latin-1 and superscripts, subscripts, circled digits, full-width forms, mathematical letters and digits.
_BLOCKS = ((0xA0, 0x100), (0x2000, 0x2100), (0x2460, 0x2469), (0xFE50, 0xFE70), (0xFF01, 0xFFE7), (0x1D400, 0x1D800))
_DIGIT_BLOCKS = ((0x660, 0x1A9A), (0x1B50, 0x1C5A), (0xA620, 0xABFA), (0x104A0, 0x104AA), (0x1FBF0, 0x1FBFA))
KEPT = "¥£¢"  # currency signs whose full-width forms fold to these, not to ASCII


def to_ascii(text: str) -> str:
    """`text` with full-width, mathematical and other nations' digits, letters and signs as ASCII; same length."""
    return text if text.isascii() else text.translate(_table())


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    return dict(_pairs())


def _pairs() -> Iterator[tuple[int, str]]:
    for start, end in _DIGIT_BLOCKS:
        for point in range(start, end):
            digit = unicodedata.decimal(chr(point), None)
            if digit is not None:
                yield point, str(digit)
    for start, end in _BLOCKS:
        for point in range(start, end):
            plain = unicodedata.normalize("NFKC", chr(point))
            if len(plain) == 1 and (plain.isascii() or plain in KEPT) and ord(plain) != point:
                yield point, plain
    for point in (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212):
        yield point, "-"

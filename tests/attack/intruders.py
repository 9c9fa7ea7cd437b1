"""Octets that have no place in a header, and letters that pass for others: what forgers put between honest ones."""

from random import Random

from parsers.authentication.confusables import LOOKS_LIKE

CONTROLS = tuple(bytes([octet]) for octet in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
C1 = tuple(bytes([octet]) for octet in range(0x80, 0xA0)) + tuple(chr(point).encode() for point in range(0x80, 0xA0))
UNSEEN = tuple(
    chr(point).encode()
    for point in (
        *(0xAD, 0x34F, 0x61C, 0x115F, 0x17B4, 0x180B, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F)),
        *(*range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC)),
        *(0x1D173, 0xE0001, 0xE0020, 0xE0061, 0xE007F, 0xE0100, 0xE01EF),
    )
)
BLANKS = tuple(chr(point).encode() for point in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
ESCAPES = tuple(b"\x1b" + rest for rest in (b"(B", b"$B", b"(J", b"$@", b"$(C", b".A", b"N", b"", b"%G", b"[0m"))
BROKEN = (b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xc0\xae", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc2", b"\xe2\x80")
FOLDS = (b"\r\n ", b"\r\n\t", b"\n ", b"\r", b" ", b"\t", b"\r\n \r\n ")
MARKS = tuple(chr(point).encode() for point in (0x300, 0x323, 0x338, 0x489, 0x20DD))
KINDS = (CONTROLS, C1, UNSEEN, BLANKS, ESCAPES, BROKEN, FOLDS, MARKS)


def intruder(rng: Random) -> bytes:
    """One of any kind, each kind as often."""
    return rng.choice(rng.choice(KINDS))


def intruded(rng: Random, word: bytes) -> bytes:
    """`word` with up to three intruders, none of them within another or at an end."""
    places = sorted({rng.randrange(1, len(word)) for _ in range(rng.randint(1, 3))}, reverse=True)
    for at in places:
        word = word[:at] + intruder(rng) + word[at:]
    return word


def disguised(rng: Random, word: str) -> bytes:
    """`word` with one or more letters as another that looks like it."""
    places = [at for at, char in enumerate(word) if _twins(char)]
    chosen = rng.sample(places, rng.randint(1, min(3, len(places))))
    letters = [rng.choice(_twins(char)) if at in chosen else char for at, char in enumerate(word)]
    return "".join(letters).encode()


def _twins(char: str) -> str:
    """Look-alikes of one character: confusables, full-width and mathematical forms."""
    wide = chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else ""
    bold = chr(0x1D400 + ord(char.upper()) - ord("A")) if char.isascii() and char.isalpha() else ""
    return LOOKS_LIKE.get(char.lower(), "") + wide + bold

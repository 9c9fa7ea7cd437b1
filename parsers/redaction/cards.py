"""Card numbers in any common spelling (ISO/IEC 7812: length, issuer range, Luhn), and the CVC beside one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from parsers.redaction.found import Found, found

MIN_DIGITS, MAX_DIGITS = 13, 19
NEAR = 160  # characters around a card number in which "security code" means its CVC

# Issuer ranges by their first six digits, with the lengths in use. Source: the networks' published ranges as listed
# in "Payment card number" (Wikipedia, 2026); Maestro's prefixes are narrowed to those still issued.
_SIXTEEN_UP = (16, 17, 18, 19)
RANGES: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (220000, 220499, _SIXTEEN_UP),  # Mir
    (222100, 272099, (16,)),  # Mastercard
    (300000, 305999, (14, 16)),  # Diners Club
    (309500, 309599, (14, 16)),
    (340000, 349999, (15,)),  # American Express
    (352800, 358999, _SIXTEEN_UP),  # JCB
    (360000, 369999, (14, 16, 19)),  # Diners Club
    (370000, 379999, (15,)),  # American Express
    (380000, 399999, (14, 16, 19)),  # Diners Club
    (400000, 499999, (13, 16, 19)),  # Visa
    (500000, 509999, _SIXTEEN_UP),  # Maestro, Verve, RuPay, Elo
    (510000, 559999, (16,)),  # Mastercard
    (560000, 589999, _SIXTEEN_UP),  # Maestro
    (600000, 609999, (16, 19)),  # Discover, RuPay, Hipercard
    (620000, 629999, _SIXTEEN_UP),  # UnionPay
    (630400, 630499, _SIXTEEN_UP),  # Maestro
    (636000, 639999, (16, 19)),  # InterPayment, Elo, InstaPayment
    (644000, 659999, _SIXTEEN_UP),  # Discover, RuPay, Troy
    (675900, 677999, _SIXTEEN_UP),  # Maestro
    (810000, 829999, _SIXTEEN_UP),  # UnionPay, RuPay
    (979200, 979299, (16,)),  # Troy
)
# As they are printed: no id or hash looks like this, so that a letter may stand beside it.
USUAL = ([4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3])
_LOWS = [low for low, _, _ in RANGES]
_DIGIT_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED_VALUES = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))

# What people and mail clients put between digits: spaces, dots, slashes, bars, dashes, line ends, quote marks,
# characters without width.
_BETWEEN = r"[\s._/\\|,*:;>\u00ad\u200b-\u200f\u2060\u2063\ufeff\u00b7\u2022-]"
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}{{0,6}}[0-9]){{{MIN_DIGITS - 1},}}")
_DIGITS = re.compile(r"[0-9]+")
_REGULAR = re.compile(r"(?:[4-9],|1\d,)*(?:\d{1,2},)|(?:1,)+|(?:2,)+1?,?|(?:3,)+\d,")
_TOKEN_BEFORE = re.compile(r"[A-Za-z0-9_]{1,12}\Z")

_EXPIRY = (
    r"(?:\W{0,6}(?:exp\w{0,6}|valid\w{0,3}(?:\s(?:thru|until|to))?|bis|until)?\W{0,4}"
    r"(?:0?[1-9]|1[0-2])[\s/.|-]{0,3}(?:20)?\d\d)"
)
_BARE_CVC = re.compile(
    rf"(?:{_EXPIRY}[\s,;|/:.-]{{1,6}}|[\s,;|/:.-]{{1,4}})(\d{{3,4}})(?![\w/]|[.,-]\d)", re.IGNORECASE
)
_STRONG_WORD = r"cvc2?|cvv2?|cvn2?|c\.v\.[cv]\.?|csc|kartenpr(?:ü|ue)f(?:nummer|ziffer)|cryptogramme(?:\svisuel)?"
_STEMS = ("cv", "c.v", "csc", "kartenpr", "cryptogr")  # without one of them no strong word can hit
_SOFT_WORD = (
    r"(?:security|card|verification|sicherheits|pr(?:ü|ue)f)[\s-]?(?:code|number|value|nummer|ziffer)|cid"
    r"|code\sde\ss[ée]curit[ée]|c[óo]digo\sde\sseguran[çc]a|c[óo]digo\sde\sseguridad|codice\sdi\ssicurezza"
    r"|beveiligingscode|3\sdigits\son\sthe\sback"
)
_FILLER = r"[\s:=#(]{0,4}(?:(?:code|number|no\.?|is|ist|est|es|è|é|of|my|card)[\s:=#(]{1,3}){0,3}"
_STRONG_CVC = re.compile(rf"(?<!\w)(?:{_STRONG_WORD})(?!\w){_FILLER}(\d{{3,4}})(?!\w)", re.IGNORECASE)
_SOFT_CVC = re.compile(rf"(?<!\w)(?:{_SOFT_WORD})(?!\w){_FILLER}(\d{{3,4}})(?!\w)", re.IGNORECASE)


def find_cards(text: str) -> Iterator[Found]:
    """Card numbers, then their CVCs. `text`: with lookalike characters folded (`parsers.ascii_forms`)."""
    cards = [card for run in _RUN.finditer(text) for card in _cards_in(text, *run.span())]
    yield from cards
    lower = text.lower()
    if any(stem in lower for stem in _STEMS):
        for hit in _STRONG_CVC.finditer(text):
            yield found("cvc", *hit.span(1))
    for card in cards:
        yield from _right_after(text, card)
    starts = [card.span.start for card in cards]
    for hit in _SOFT_CVC.finditer(text) if cards else ():
        before = bisect_right(starts, hit.end() + NEAR) - 1
        if before >= 0 and cards[before].span.end > hit.start() - NEAR:
            yield found("cvc", *hit.span(1))


def _cards_in(text: str, start: int, end: int) -> Iterator[Found]:
    """The cards within one run of digits: windows between group boundaries, the whole run first."""
    groups = [hit.span() for hit in _DIGITS.finditer(text, start, end)]
    if len(groups) == 1 and end - start > MAX_DIGITS:
        return
    run = _run(text, groups)
    digits, offsets = run.digits, run.offsets
    first = 0
    while first < len(groups):
        lengths = _lengths(digits[offsets[first] : offsets[first] + 6])
        last = _card_from(run, first, lengths) if lengths else None
        if last is None:
            first += 1
            continue
        yield found("card_number", groups[first][0], groups[last][1], digits[offsets[last + 1] - 4 : offsets[last + 1]])
        first = last + 1


class _Run(NamedTuple):
    """A run of digits: its groups, their sizes, all digits in a row, and where in it each group begins.

    `sums`: Luhn's running sums, for windows that end on an even and on an odd position.
    """

    text: str
    groups: list[tuple[int, int]]
    sizes: list[int]
    digits: str
    offsets: list[int]
    sums: tuple[list[int], list[int]]


def _run(text: str, groups: list[tuple[int, int]]) -> _Run:
    sizes = [high - low for low, high in groups]
    digits = "".join([text[low:high] for low, high in groups])
    plain, doubled = (digits.encode().translate(table) for table in (_DIGIT_VALUES, _DOUBLED_VALUES))
    even, odd = bytearray(plain), bytearray(doubled)
    even[1::2], odd[1::2] = doubled[1::2], plain[1::2]
    return _Run(text, groups, sizes, digits, [0, *accumulate(sizes)], ([0, *accumulate(even)], [0, *accumulate(odd)]))


def _card_from(run: _Run, first: int, lengths: Sequence[int]) -> int | None:
    """The last group of the card that begins with group `first`; the shortest that holds wins."""
    text, groups, sizes, _, offsets, sums = run
    at = offsets[first]
    for count in lengths:
        if at + count > offsets[-1]:
            break
        running = sums[(at + count - 1) % 2]  # the last digit of a card is not doubled
        if (running[at + count] - running[at]) % 10:
            continue
        last = bisect_left(offsets, at + count, first, min(len(offsets), first + MAX_DIGITS + 1)) - 1
        whole = last < len(groups) and offsets[last + 1] == at + count
        if (
            whole
            and (last == first or _is_regular(tuple(sizes[first : last + 1])))
            and (sizes[first : last + 1] in USUAL or _stands_apart(text, groups[first][0], groups[last][1]))
        ):
            return None if _is_phone(text, groups[first][0], count) else last
    return None


@lru_cache(maxsize=4096)
def _lengths(first_six: str) -> tuple[int, ...]:
    if len(first_six) < 6:
        return ()
    low, high, lengths = RANGES[max(0, bisect_right(_LOWS, int(first_six)) - 1)]
    return lengths if low <= int(first_six) <= high else ()


@lru_cache(maxsize=1024)
def _is_regular(lengths: tuple[int, ...]) -> bool:
    """Groups as people type them: of four and more with a shorter last one, or all of one, two or three digits."""
    return _REGULAR.fullmatch("".join(f"{length}," for length in lengths)) is not None


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Not part of an id or a hash: around it stands no letter, or a word of letters alone ("Visa4242…exp")."""
    if (text[start - 1 : start].isalnum() or text[start - 1 : start] == "_") and start:
        token = _TOKEN_BEFORE.search(text, max(0, start - 12), start)
        if token is None or not token[0].isalpha() or len(token[0]) < 3:
            return False
    following = text[end : end + 3]
    return not (following[:1] == "_" or following[:1].isalnum()) or following.isalpha()


def _is_phone(text: str, start: int, count: int) -> bool:
    """E.164: a plus sign and at most 15 digits."""
    return count <= 15 and text[max(0, start - 1) : start] == "+"


def _right_after(text: str, card: Found) -> Iterator[Found]:
    """Three or four digits after the card and its expiry date; straight after the card only at the end of a line."""
    end = card.span.end
    bare = _BARE_CVC.match(text, end)
    amex = text[card.span.start] == "3"
    if bare and (len(bare[1]) == 3 or amex) and (bare.start(1) - end > 4 or _line_ends(text, bare.end())):
        yield found("cvc", *bare.span(1))


def _line_ends(text: str, at: int) -> bool:
    return text[at : at + 1] in ("", "\n", "\r", ",", ".", ";", ")")

"""What a text names: Stripe ids, numbers, addresses, amounts, dates and handles, each with where it stood."""

import re
from collections.abc import Iterator
from itertools import islice

from parsers.ascii_forms import to_ascii
from parsers.identifiers.amounts import find_amounts
from parsers.identifiers.card_endings import find_last4
from parsers.identifiers.dates import find_dates
from parsers.identifiers.email_addresses import find_addresses
from parsers.identifiers.handles import find_handles
from parsers.identifiers.numbers import find_numbers
from parsers.identifiers.stripe_ids import find_stripe_ids
from parsers.identifiers.tokens import Token
from parsers.identifiers.windows import Windows
from parsers.vocabulary import Identifier, MailRules, Place, Span

__all__ = ["find_identifiers"]

MAX_FOUND = 200  # of each sort in one text; a mail that names more is no letter

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}", re.IGNORECASE)


def find_identifiers(text: str, place: Place, *, rules: MailRules) -> tuple[Identifier, ...]:
    """Every identifier in `text`, in order, each value once; spans count in it.

    What stands in a link of the new text is `Place.URL`. `text` is redacted already: a card number stands there as
    "[card number ending 4242]", which names its last four digits.
    """
    plain = to_ascii(text)
    links = [hit.span() for hit in _URL.finditer(plain)] if "://" in plain or "www." in plain.lower() else []
    known: dict[tuple[str, str, Place], Identifier] = {}
    for token in _tokens(plain, links, rules):
        linked = place is Place.NEW_TEXT and any(start <= token.start < end for start, end in links)
        found = _identifier(token, text, Place.URL if linked else place)
        known.setdefault((found.kind, found.value, found.place), found)
    return tuple(sorted(known.values(), key=lambda each: (each.span.start, each.span.end, each.value)))


def _tokens(plain: str, links: list[tuple[int, int]], rules: MailRules) -> Iterator[Token]:
    """Every token; amounts, dates and last digits are not looked for inside ids, addresses and links."""
    named = [
        *islice(find_stripe_ids(plain), MAX_FOUND),
        *islice(find_addresses(plain, rules.addresses), MAX_FOUND),
        *islice(find_handles(plain, rules.handle_labels), MAX_FOUND),
    ]
    yield from named
    windows = Windows(_blanked(plain, [*links, *((token.start, token.end) for token in named)]))
    rest = windows.text
    for find in (find_numbers, find_last4, find_dates, find_amounts):
        found = list(islice(find(rest), MAX_FOUND))
        yield from windows.back(found)
        rest = _blanked(rest, [(token.start, token.end) for token in found])


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with these spans as characters that no pattern knows; same length."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            pieces += (text[at : max(at, start)], "\0" * (end - max(at, start)))
            at = end
    return "".join((*pieces, text[at:]))


def _identifier(token: Token, text: str, place: Place) -> Identifier:
    return Identifier(
        kind=token.kind,
        value=token.value,
        written=text[token.start : token.end],
        place=place,
        span=Span(token.start, token.end),
    )

"""What must never be stored, logged or shown, replaced by words that say what stood there."""

import re
from collections.abc import Sequence
from itertools import chain

from parsers.ascii_forms import to_ascii
from parsers.redaction.accounts import find_ibans, find_social_security_numbers
from parsers.redaction.cards import find_cards
from parsers.redaction.found import Found
from parsers.redaction.keys import find_keys
from parsers.vocabulary import Span

__all__ = ["Found", "placeholder", "placeholders", "redact", "scrub"]

LABELS = {
    "cvc": "CVC",
    "ssn": "social security number",
    "stripe_secret_key": "secret key",
    "stripe_restricted_key": "restricted key",
    "webhook_secret": "webhook secret",
    "client_secret": "client secret",
    "portal_session": "portal link",
    "api_key": "API key",
    "access_token": "access token",
    "private_key": "private key",
    "password": "password",
}
MAX_LOOKS = 5
SHORTEST = 8  # characters of the shortest secret with the word that tells
ENDING = {"card_number": "card number", "iban": "IBAN"}

_PLACEHOLDER = re.compile(
    rf"\[(?:(?:{'|'.join(LABELS.values())}) removed|(?:{'|'.join(ENDING.values())}) ending [0-9A-Z]{{4}})\]"
)


def redact(text: str) -> tuple[str, tuple[Found, ...]]:
    """`text` with every secret replaced by a bracketed name, and what was found; spans count in the given `text`.

    Doing it twice changes nothing. Time grows with the length of `text` alone.
    """
    found = _apart(_ordered(_found(text))) if len(text) >= SHORTEST else ()
    if not found:
        return text, ()
    pieces: list[str] = []
    at = 0
    for each in found:
        pieces += (text[at : each.span.start], placeholder(each))
        at = each.span.end
    return "".join((*pieces, text[at:])), found


def scrub(text: str) -> str:
    """Only the text of `redact`."""
    return redact(text)[0]


def _found(text: str) -> list[Found]:
    """Every secret. Looks again with what was found taken out, for that changes what stands beside the rest."""
    plain = to_ascii(text)
    if "[" in plain:
        plain = _PLACEHOLDER.sub(lambda hit: _taken(len(hit[0])), plain)
    found: list[Found] = []
    for _ in range(MAX_LOOKS):
        more = list(chain(find_keys(plain), find_cards(plain), find_ibans(plain), find_social_security_numbers(plain)))
        if not more:
            break
        found += more
        plain = _without(plain, _apart(_ordered(more)))
    return found


def _ordered(found: Sequence[Found]) -> list[Found]:
    return sorted(found, key=lambda each: (each.span.start, -each.span.end))


def _without(text: str, found: Sequence[Found]) -> str:
    pieces: list[str] = []
    at = 0
    for each in found:
        pieces += (text[at : each.span.start], _taken(each.span.end - each.span.start))
        at = each.span.end
    return "".join((*pieces, text[at:]))


def _taken(length: int) -> str:
    """What a placeholder is to the patterns: brackets around nothing they know."""
    return "[" + "\0" * (length - 2) + "]" if length > 1 else "]"


def _apart(found: Sequence[Found]) -> tuple[Found, ...]:
    """Overlapping finds as one, under the name of the first: what is left of the other must not show."""
    apart: list[Found] = []
    for each in found:
        if apart and each.span.start < apart[-1].span.end:
            last = apart[-1]
            end = max(last.span.end, each.span.end)
            apart[-1] = Found(kind=last.kind, hint=last.hint, span=Span(last.span.start, end))
        else:
            apart.append(each)
    return tuple(apart)


def placeholder(found: Found) -> str:
    """What stands in a redacted text where `found` stood."""
    if found.kind in ENDING:
        return f"[{ENDING[found.kind]} ending {found.hint}]"
    return f"[{LABELS[found.kind]} removed]"


def placeholders(text: str) -> frozenset[str]:
    """Every placeholder that stands in `text`."""
    return frozenset(_PLACEHOLDER.findall(text)) if "[" in text else frozenset()

"""Stripe's object ids in a text: a search, never a validation, for Stripe calls them opaque."""

import re
from collections.abc import Iterator

from parsers.identifiers.tokens import Token
from parsers.vocabulary import IdentifierKind

KINDS = {
    "cus": IdentifierKind.CUSTOMER,
    "sub": IdentifierKind.SUBSCRIPTION,
    "si": IdentifierKind.SUBSCRIPTION_ITEM,
    "in": IdentifierKind.INVOICE,
    "ch": IdentifierKind.CHARGE,
    "py": IdentifierKind.CHARGE,
    "pi": IdentifierKind.PAYMENT_INTENT,
    "re": IdentifierKind.REFUND,
    "pyr": IdentifierKind.REFUND,
    "du": IdentifierKind.DISPUTE,
    "dp": IdentifierKind.DISPUTE,
    "cs": IdentifierKind.CHECKOUT_SESSION,
    "pm": IdentifierKind.PAYMENT_METHOD,
}

# The underscore may be escaped: some clients send Markdown. What goes on with an underscore is a client secret.
_ID = re.compile(
    rf"(?<![A-Za-z0-9_])((?i:{'|'.join(KINDS)}))\\?_((?:live|test)\\?_)?([A-Za-z0-9]{{6,200}})(?![A-Za-z0-9]|\\?_)"
)
LONG = 14  # letters and digits of the shortest body in use (docs.stripe.com, "API upgrades": up to 255 characters)


def find_stripe_ids(text: str) -> Iterator[Token]:
    """Each id as Stripe writes it."""
    for hit in _ID.finditer(text) if "_" in text else ():
        prefix, mode, body = hit[1].lower(), (hit[2] or "").replace("\\", ""), hit[3]
        if _looks_made(body) and (not mode or prefix == "cs"):
            yield Token(KINDS[prefix], f"{prefix}_{mode}{body}", *hit.span())


def _looks_made(body: str) -> bool:
    """Made by a machine rather than a word such as `in_progress`, `sub_categories2` or `re_authentication`."""
    digits = sum(char.isdigit() for char in body)
    mixed = not (body.islower() or body.isupper())
    return bool(digits or mixed) if len(body) >= LONG else digits >= 2

"""Stripe's object ids in a text: a search, never a validation, for Stripe calls them opaque."""

import re
from collections.abc import Iterator

from parsers.vocabulary import Identifier, IdentifierKind, Place, Span

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
    "cs_live": IdentifierKind.CHECKOUT_SESSION,
    "cs_test": IdentifierKind.CHECKOUT_SESSION,
    "pm": IdentifierKind.PAYMENT_METHOD,
}

_ID = re.compile(rf"(?<![A-Za-z0-9_])({'|'.join(KINDS)})_[A-Za-z0-9]{{8,200}}(?![A-Za-z0-9_])")


def find_stripe_ids(text: str, place: Place) -> Iterator[Identifier]:
    """Each id as Stripe writes it."""
    for hit in _ID.finditer(text):
        yield Identifier(kind=KINDS[hit[1]], value=hit[0], written=hit[0], place=place, span=Span(*hit.span()))

"""What a text names: Stripe ids, numbers, addresses, amounts, dates and handles, each with where it stood."""

from collections.abc import Iterator

from parsers.identifiers.stripe_ids import find_stripe_ids
from parsers.vocabulary import Identifier, MailRules, Place

__all__ = ["find_identifiers"]


def find_identifiers(text: str, place: Place, *, rules: MailRules) -> tuple[Identifier, ...]:
    """Every identifier in `text`, in order; spans count in it. What stands in a link of the new text is `Place.URL`."""
    return tuple(sorted(_found(text, place, rules), key=lambda each: (each.span.start, each.span.end)))


def _found(text: str, place: Place, rules: MailRules) -> Iterator[Identifier]:
    yield from find_stripe_ids(text, place)

"""The noun of this room: a secret, and where it stood."""

from dataclasses import dataclass

from parsers.vocabulary import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One secret: its kind, what may be told of it (last4, a key's prefix; may be empty), and where it stood.

    Kinds: card_number, cvc, iban, ssn, stripe_secret_key, stripe_restricted_key, webhook_secret, client_secret,
    portal_session, api_key, access_token, private_key, password.
    """

    kind: str
    hint: str
    span: Span


def found(kind: str, start: int, end: int, hint: str = "") -> Found:
    """The same, shorter to write."""
    return Found(kind=kind, hint=hint, span=Span(start, end))

"""Authentication-Results (RFC 8601) to a verdict on the From domain, with its evidence."""

from collections.abc import Sequence

from parsers.vocabulary import Authentication, AuthenticationStatus, Mailbox, MailRules


def authenticate(headers: Sequence[tuple[str, str]], senders: Sequence[Mailbox], rules: MailRules) -> Authentication:
    """What may be believed of the From address. `headers`: topmost first, decoded and on one line each."""
    return Authentication(status=AuthenticationStatus.UNAUTHENTICATED, evidence=("no trusted header speaks for it",))

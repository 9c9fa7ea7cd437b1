"""What in a mail may lead to somebody: senders, ids and numbers, addresses; each once, the most trusted first."""

from collections.abc import Iterable

from classifiers.references.own_address import claimed
from parsers.domains import address_key
from parsers.vocabulary import Certainty, Identifier, IdentifierKind, Mailbox, Message, Place, Reading
from worker.billing.identifiers import FOLLOWED

MOST_SENDERS = 3
MOST_ADDRESSES = 3

_TRUST = tuple(Place)  # the enumeration stands in falling order of trust


def worth_reading(message: Message, reading: Reading) -> bool:
    """Whether the outcome could hang on Stripe at all; what could not be decrypted may be about anything."""
    if message.automatic:
        return message.automatic.certainty is Certainty.LIKELY
    return reading.about_billing or reading.doubted or message.encrypted is not None


def senders(message: Message) -> tuple[Mailbox, ...]:
    """From addresses, each once however it is spelt."""
    written: dict[str, Mailbox] = {}
    for mailbox in message.senders:
        if "@" in mailbox.address:
            written.setdefault(mailbox.folded, mailbox)
    return tuple(written.values())[:MOST_SENDERS]


def named(message: Message) -> list[Identifier]:
    """Stripe ids, invoice and receipt numbers, and handles."""
    return _each_once(each for each in message.identifiers if each.kind in FOLLOWED)


def addresses(message: Message) -> list[Identifier]:
    """Addresses in the text; never from a signature, nor ours, nor one that only wants the answer sent elsewhere."""
    barred = {each.folded for each in (*message.senders, *message.to, *message.foreign_reply_to)}
    found = _each_once(
        each
        for each in message.identifiers
        if each.kind is IdentifierKind.ADDRESS
        and each.place is not Place.SIGNATURE
        and address_key(each.value) not in barred
    )
    return found[:MOST_ADDRESSES]


def claimed_addresses(message: Message) -> list[Identifier]:
    """Those of them that the customer calls their own: they count whomever From finds."""
    return [each for each in addresses(message) if claimed(each, message)]


def _each_once(found: Iterable[Identifier]) -> list[Identifier]:
    kept: dict[tuple[IdentifierKind, str], Identifier] = {}
    for identifier in sorted(found, key=lambda each: _TRUST.index(each.place)):
        kept.setdefault((identifier.kind, _key(identifier)), identifier)
    return list(kept.values())


def _key(identifier: Identifier) -> str:
    address = identifier.kind is IdentifierKind.ADDRESS
    return address_key(identifier.value) if address else identifier.value.casefold()

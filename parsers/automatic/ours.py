"""Our own mail, come back."""

import re

from parsers.automatic.envelope import Envelope, certain, likely, without_tag
from parsers.domains import address_key, domain_key
from parsers.vocabulary import Automatic, AutomaticKind

_OUR_ID = re.compile(r"<(?:draft|note)\.[0-9a-f]{8,64}(?:\.r\d{1,6})?@")


def is_our_id(message_id: str) -> bool:
    """Whether a Message-ID has the shape that we give to drafts and notes."""
    return _OUR_ID.match(message_id.strip().lower()) is not None


def carries_our_mark(envelope: Envelope) -> Automatic | None:
    """Our header, or a Message-ID that we gave. Another id in our domain may be a colleague's or our web form's."""
    if "x-deskhand-case" in envelope.fields:
        return certain(AutomaticKind.LOOP, "X-Deskhand-Case: our own header")
    message_id = envelope.first("message-id").lower()
    domain = domain_key(envelope.rules.message_id_domain)
    if not domain or domain_key(message_id.rpartition("@")[2].removesuffix(">")) != domain:
        return None
    if is_our_id(message_id):
        return certain(AutomaticKind.LOOP, f"Message-ID of our own, in {domain}")
    if any(sender.endswith(f"@{domain}") for sender in envelope.senders):
        return None  # anybody of that domain; our own addresses are the next rule's
    return likely(AutomaticKind.LOOP, f"Message-ID in our own domain {domain}")


def is_from_us(envelope: Envelope) -> Automatic | None:
    """From one of our addresses, with or without a tag."""
    ours = {address_key(address) for address in envelope.rules.addresses}
    sender = next((each for each in envelope.senders if each in ours or without_tag(each) in ours), None)
    return certain(AutomaticKind.OWN, f"From: {sender}, one of our own addresses") if sender else None

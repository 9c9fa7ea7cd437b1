"""Lists, newsletters and senders that take no answers; a person may write through the same systems."""

import re

from parsers.automatic.envelope import Envelope, certain, likely
from parsers.domains import address_spellings
from parsers.vocabulary import Automatic, AutomaticKind

_LIST = (
    "list-id",
    "list-post",
    "x-mailman-version",
    "x-beenthere",
    "mailing-list",
    "x-mailing-list",
    "x-google-group-id",
)
_WEAK = ("list-unsubscribe", "list-unsubscribe-post", "feedback-id")
_CAMPAIGN = (
    "x-campaign",
    "x-campaign-id",
    "x-campaignid",
    "x-mc-user",
    "x-mailchimp-campaign",
    "x-mailer-lid",
    "x-sfmc-stack",
    "x-hs-cid",
    "x-kmail-account",
)
_MASS_WORDS = re.compile(
    r"(?:click|link)[^\n]{0,60}unsubscribe|unsubscribe\s?(?:[:<|\]]|here|link)|^\W{0,9}unsubscribe\W{0,9}$|opt[- ]out"
    r"|view (?:this |it )?(?:e-?mail )?(?:in (?:your|a) browser|online)|manage (?:your )?preferences"
    r"|you (?:are receiving|received) this|im browser (?:ansehen|anzeigen|öffnen)|se désabonner|me désinscrire"
    r"|(?:hier|newsletter|mehr)[^\n]{0,40}(?:abmelden|abbestellen)|para darse de baja|cancelar la suscripción aquí"
    r"|per disiscriver|annulla l['’]iscrizione|cancelar inscrição|hier uitschrijven|hier afmelden",
    re.IGNORECASE | re.MULTILINE,
)
_MASS_SENDER = re.compile(
    r"(?:news(?:letter)?s?|marketing|promo(?:tion)?s?|updates?|notifications?|notify|notice|mailer|digest|campaign"
    r"|offers?|alerts?"
    r"|announce(?:ments?)?|info-?mail|bulletin|events?)(?:[-+._\d]|$)"
)
MANY_LINKS = 4


def is_from_list(envelope: Envelope) -> Automatic | None:
    """A mailing list's own headers. Where the list is our own address (a Google group), its members are people."""
    name = next((name for name in _LIST if envelope.says(name)), "")
    if not name:
        return None
    reason = f"{name.title()}: {envelope.first(name)}"
    if envelope.addresses_us and reads_like_a_person(envelope):
        return None if _is_our_list(envelope) else likely(AutomaticKind.LIST, reason)
    return certain(AutomaticKind.LIST, reason)


def _is_our_list(envelope: Envelope) -> bool:
    """Whether the list headers name one of our addresses: `List-ID: <support.example.com>`, `List-Post: <mailto:…>`."""
    said = " ".join(envelope.first(name) for name in _LIST).lower()
    ours = [spelling for address in envelope.rules.addresses for spelling in address_spellings(address)]
    return any(address in said or f"<{address.replace('@', '.')}>" in said for address in ours)


def is_bulk(envelope: Envelope) -> Automatic | None:
    """Precedence, campaign headers; the unsubscribe and feedback headers alone never suffice for certain."""
    precedence = envelope.first("precedence").lower() or envelope.first("x-precedence").lower()
    strong = f"Precedence: {precedence}" if precedence in ("bulk", "junk", "list") else ""
    campaign = next((name for name in _CAMPAIGN if envelope.says(name)), "")
    strong = strong or (f"{campaign.title()}: {envelope.first(campaign)}" if campaign else "")
    weak = next((name for name in _WEAK if envelope.says(name)), "")
    if not strong and not weak:
        return None
    person = envelope.addresses_us and reads_like_a_person(envelope)
    if not strong:
        return (
            None if person or not _is_mass(envelope) else likely(AutomaticKind.BULK, f"{weak.title()}: a bulk sender's")
        )
    if person:
        return None if _is_our_list(envelope) else likely(AutomaticKind.BULK, strong)
    return certain(AutomaticKind.BULK, strong)


def is_from_nobody(envelope: Envelope) -> Automatic | None:
    """`noreply@`: a system's, though a contact form may send a person's words so."""
    sender = envelope.from_nobody
    if not sender:
        return None
    elsewhere = envelope.first("reply-to").lower()
    named = any(spelling in elsewhere for spelling in address_spellings(sender))
    rule = likely if elsewhere and not named else certain
    return rule(AutomaticKind.NOTIFICATION, f"From: {sender}, which takes no answers")


def reads_like_a_person(envelope: Envelope) -> bool:
    """From an address that takes answers, without a newsletter's furniture; an answer in a thread always."""
    if envelope.from_nobody or _is_mass_sender(envelope):
        return False
    return envelope.is_reply or not _is_mass(envelope)


def _is_mass(envelope: Envelope) -> bool:
    links = envelope.text.count("://")
    return (
        bool(_MASS_WORDS.search(envelope.text))
        or links >= MANY_LINKS
        or _is_mass_sender(envelope)
        or not envelope.text.strip()
    )


def _is_mass_sender(envelope: Envelope) -> bool:
    return any(_MASS_SENDER.match(sender) for sender in envelope.senders)

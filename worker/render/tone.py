"""What a letter needs an ear for, beside the facts: waiting without an answer; a record that is a firm."""

import re

from parsers.domains import domain_key
from parsers.vocabulary import Message

_UNANSWERED = {
    "en": re.compile(
        r"(?i)\b(?:nobody|no ?-?one|no body|never) (?:has |have |ever |even )*"
        r"(?:answer(?:s|ed)?|repl(?:y|ies|ied)|respond(?:s|ed)?|help(?:s|ed)?|cares?|(?:got|gets|wrote|writes) back)\b|"
        r"\b(?:no|without(?: an?| any)?) (?:answer|reply|response)\b|"
        r"\bnever (?:heard|got|had) (?:back|an? (?:answer|reply))|"
        r"\b(?:still )?waiting for (?:an? |your )?(?:answer|reply|response)\b"
    ),
    "de": re.compile(
        r"(?i)\b(?:niemand|keiner)\b[^.!?\n]{0,40}?\b(?:antwortet|geantwortet|hilft|geholfen|meldet|gemeldet|reagiert)|"
        r"\b(?:keine|ohne) (?:antwort|rückmeldung|reaktion)\b|"
        r"\bwarte\w* (?:noch |immer |seit \w+ )*auf (?:eine |ihre )?"
        r"(?:antwort|rückmeldung)"
    ),
}
_CARDS = re.compile(
    r"(?i)do not send us (?:the|any) card number|(?:senden|schicken) Sie uns (?:nicht )?(?:die|keine) Kartennummer"
)
_ROLES = frozenset(
    {
        *("accounts", "accounting", "accountspayable", "ap", "billing", "invoices", "invoice", "finance", "payables"),
        *("office", "info", "admin", "contact", "hello", "support", "team", "purchasing"),
        *("buchhaltung", "rechnung", "rechnungen", "rechnungswesen", "finanzen", "einkauf", "kontakt", "verwaltung"),
    }
)
_WORD = re.compile(r"[^\W\d_]+")


def unanswered(message: Message, language: str) -> bool:
    """Whether they say that they wrote before and nobody answered; known in English and German."""
    pattern = _UNANSWERED.get(language)
    return pattern is not None and pattern.search(message.new_text) is not None


def warns_of_cards(answer: str) -> bool:
    """Whether an answer asks already not to mail card numbers, in English or German."""
    return _CARDS.search(answer) is not None


def greets_a_person(name: str, message: Message) -> bool:
    """Whether the record's name is the writer's: a firm's, told by its domain or a shared mailbox, greets nobody.

    The name that the mail itself is signed with in From settles it.
    """
    sender = message.sender
    if sender is None:
        return True
    words = _words(name)
    if words & _words(sender.name) and not _shared(sender.address):
        return True
    firm = domain_key(sender.address.rpartition("@")[2]).replace("-", "").partition(".")[0]
    return not (_shared(sender.address) or "".join(_WORD.findall(name.casefold())) in firm)


def _shared(address: str) -> bool:
    return address.rpartition("@")[0].casefold().replace("-", "").replace("_", "") in _ROLES


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) > 1}

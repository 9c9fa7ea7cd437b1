"""Bound facts as a template sees them: text in the draft's language, or undefined where a value cannot be shown."""

import re
from collections.abc import Iterable

from classifiers.situations import SITUATIONS
from parsers.vocabulary import Fact, FactKind, Paragraph
from worker.render.gates import Shown
from worker.render.greeting_names import plain_name
from worker.render.locales import plan, worded
from worker.render.plain_text import one_line

LONGEST_PLAN = 80
# A link a customer may be sent: https, or a stand-in on this very machine; never a portal session, which is a
# credential that expires (https://docs.stripe.com/api/customer_portal/sessions).
_LINK = re.compile(
    r"(?:https://[\w.-]+(?::\d+)?|http://(?:127\.0\.0\.1|localhost)(?::\d+)?)(?:[/?][\w\-./~%?=&+]*)?", re.A
)
_SESSION = re.compile(r"/(?:p|session)/(?:session|bps_)|billing\.stripe\.com/session", re.I)
# Markup, template marks, a link or an address: no name that a letter should carry.
_FOREIGN = re.compile(r"[<>{}‹›\x00-\x1f]|://|www\.|@|\w\.(?:com|net|org|io|example)\b", re.I)
_LAST4 = re.compile(r"[0-9]{4}")
_NUMBER = re.compile(r"[\w.#/-]{1,40}")


_BRANDS = {
    "amex": "American Express",
    "diners": "Diners Club",
    "jcb": "JCB",
    "unionpay": "UnionPay",
    "eftpos_au": "eftpos",
}


def values_of(say: Paragraph, language: str) -> dict[str, str | int | None]:
    """What a template may use, by name: None for a fact that may be missing and is, nothing for one that must not be.

    A value that is not what its kind promises counts as missing.
    """
    values: dict[str, str | int | None] = dict.fromkeys(_OPTIONAL.get(say.template, ()))
    for fact in say.facts:
        if (text := shown_text(fact, language)) is not None:
            values[fact.name] = fact.value if isinstance(fact.value, int) and fact.kind is FactKind.COUNT else text
    return values


def _optional(declared: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.partition(":")[0] for name in declared if name.endswith("?"))


_OPTIONAL = {situation.value: _optional(situation.facts) for situation in SITUATIONS}


def shown_of(facts: Iterable[Fact], language: str) -> tuple[Shown, ...]:
    """The same facts for the gates: how each is worded, and what it is bound to."""
    found = ((fact, shown_text(fact, language)) for fact in facts)
    return tuple(Shown(kind=fact.kind, text=text, object=fact.object, field=fact.field) for fact, text in found if text)


def shown_text(fact: Fact, language: str) -> str | None:
    """The words of one fact; None where it holds something else than its kind says."""
    text = worded(fact, language)
    match fact.kind:
        case FactKind.URL:
            return text if _LINK.fullmatch(text) and not _SESSION.search(text) else None
        case FactKind.LAST4:
            return text if _LAST4.fullmatch(text) else None
        case FactKind.INVOICE_NUMBER:
            return text if _NUMBER.fullmatch(text) else None
        case FactKind.NAME:
            return plain_name(text)
        case FactKind.CARD_BRAND:
            brand = one_line(text, LONGEST_PLAN)
            return _BRANDS.get(brand.lower(), brand.capitalize() if brand.islower() else brand) or None
        case FactKind.PLAN:
            title = "" if _FOREIGN.search(text) else one_line(text, LONGEST_PLAN)
            return plan(title, fact.every, language) if title else None
    return text

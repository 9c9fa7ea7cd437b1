"""A bound fact for every name that a situation may ask for."""

from datetime import date, timedelta

from classifiers.situations import Situation
from parsers.vocabulary import Fact, FactKind, Money, Paragraph
from tests.support.clock import MONDAY

DAYS = {
    "charged_on": 2,
    "extra_started": 2,
    "kept_started": 300,
    "first_charged_on": 3,
    "ended_on": 20,
    "due_on": -10,
    "ends_on": -20,
    "period_end": -28,
}
WORDS = {
    FactKind.PLAN: "Pro",
    FactKind.LAST4: "4242",
    FactKind.CARD_BRAND: "visa",
    FactKind.INVOICE_NUMBER: "ABC-0001",
    FactKind.URL: "https://billing.stripe.com/p/login/test1",
}
# Facts about an action that Stripe shows as done are bound to the object that proves it.
OBJECTS = {
    "already_refunded": "re_1",
    "refund_pending": "re_1",
    "lost_dispute": "du_1",
}


def say(situation: Situation, *, optional: bool = True, **values: object) -> Paragraph:
    """A paragraph with every fact it may have, or only those it must have; `values` replaces some."""
    declared = [fact for fact in situation.facts if optional or not fact.endswith("?")]
    return Paragraph(template=situation.value, facts=tuple(_fact(situation, name, values) for name in declared))


def _fact(situation: Situation, declared: str, values: dict[str, object]) -> Fact:
    name, _, kind_name = declared.rstrip("?").partition(":")
    kind = FactKind(kind_name)
    value = values.get(name, _value(name, kind))
    assert isinstance(value, Money | date | int | str)
    field = "ended_at" if name == "ended_on" else "created" if kind is FactKind.DATE else "amount"
    known = "sub_1" if name in {"ended_on", "ends_on"} else "ch_1"
    return Fact(name=name, kind=kind, value=value, object=_object(situation, name, known), field=field)


def _object(situation: Situation, name: str, known: str) -> str:
    proof = OBJECTS.get(situation.value.rpartition("/")[2])
    return proof if proof and name.startswith(("refund", "disputed")) else known


def _value(name: str, kind: FactKind) -> Money | date | int | str:
    if kind is FactKind.AMOUNT:
        return Money(4900, "usd")
    if kind is FactKind.DATE:
        return (MONDAY - timedelta(days=DAYS.get(name, 33))).date()
    return 2 if kind is FactKind.COUNT else WORDS[kind]

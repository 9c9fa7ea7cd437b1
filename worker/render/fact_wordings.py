"""What the facts of a case carry beyond its draft: for the gates on what agents write themselves."""

from collections.abc import Iterator
from datetime import datetime

from parsers.vocabulary import BillingState, Case, Charge, FactKind, Invoice, Money, Subscription, Verdict, exponent
from worker.cldr import month_name
from worker.languages import draft_languages
from worker.render.gates import Shown
from worker.render.locales import day, money

_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Named = tuple[str, str, object]


def word_facts(case: Case, state: BillingState) -> tuple[Shown, ...]:
    """Everything a draft of this case could state, worded in each way people write it; nothing of a person's account
    where the sender is not proven.
    """
    portal = state.portal.login_url
    common = (Shown(kind=FactKind.URL, text=portal, object="portal", field="login_url"),) if portal else ()
    if case.identity is None or case.identity.verdict is not Verdict.VERIFIED:
        return common
    theirs = state.of(frozenset(case.identity.customer_ids))
    return (*common, *(shown for named in _named(theirs) for shown in _worded(*named)))


def _worded(owner: str, field: str, value: object) -> Iterator[Shown]:
    kind, texts = _ways(value)
    yield from (Shown(kind=kind, text=text, object=owner, field=field) for text in texts)


def _ways(value: object) -> tuple[FactKind, tuple[str, ...]]:
    if isinstance(value, Money):
        return FactKind.AMOUNT, tuple(dict.fromkeys(_sums(value)))
    if isinstance(value, datetime):
        return FactKind.DATE, tuple(dict.fromkeys(_days(value)))
    return FactKind.NAME, (str(value),)


def _sums(value: Money) -> Iterator[str]:
    """`$49.00`, `$49`, `49.00 USD`, `USD 49`, `49,00 €`, `49 EUR` …"""
    code, places = value.currency.upper(), exponent(value.currency)
    for language in draft_languages():
        worded = money(value, language)
        figure = worded.strip("-$€£¥₹₩₪ ").removesuffix(code).strip().lstrip("ACRNZHKMX$ ")
        whole = figure[: -places - 1] if places and not value.amount % 10**places else figure
        for one in dict.fromkeys((figure, whole)):
            yield from (worded.replace(figure, one), f"{one} {code}", f"{code} {one}", f"{one}{code}")
            if code in {"EUR", "GBP", "USD"}:
                sign = {"EUR": "€", "GBP": "£", "USD": "$"}[code]
                yield from (f"{sign}{one}", f"{one} {sign}", f"{one}{sign}", f"{sign} {one}")
            names = {"EUR": ("euros", "euro"), "USD": ("dollars", "US-Dollar"), "GBP": ("pounds",)}.get(code, ())
            yield from (f"{one} {name}" for name in (*names, *(name.capitalize() for name in names)))


def _days(value: datetime) -> Iterator[str]:
    """`24 November 2026`, `24 November`, `November 24, 2026`, `24 Nov`, `24. November`, `2026-11-24`, `24.11.2026` …"""
    at = value.date()
    for language in draft_languages():
        for month in (month_name(at.month, language), _SHORT[at.month - 1]):
            for number in (f"{at.day}", f"{at.day}{_ordinal(at.day)}", f"{at.day}."):
                yield from (f"{number} {month} {at.year}", f"{number} {month}")
                yield from (f"{month} {number}, {at.year}", f"{month} {number} {at.year}", f"{month} {number}")
        yield day(at, language)
    yield from (f"{at:%Y-%m-%d}", f"{at:%d.%m.%Y}", f"{at.day}.{at.month}.{at.year}", f"{at:%d.%m.}".rstrip("."))


def _ordinal(number: int) -> str:
    return "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _named(state: BillingState) -> Iterator[Named]:
    """Object, field and value of whatever is known and set."""
    rows = (
        *(row for each in state.customers for row in _customer(each.id, each.name, each.email)),
        *(row for each in state.subscriptions for row in _subscription(each)),
        *(row for each in state.invoices for row in _invoice(each)),
        *(row for each in state.charges for row in _charge(each)),
    )
    yield from (row for row in rows if row[2] is not None and row[2] != "")


def _customer(owner: str, name: str | None, address: str | None) -> Iterator[Named]:
    yield from ((owner, "name", name), (owner, "email", address))


def _subscription(each: Subscription) -> Iterator[Named]:
    for name in ("created", "start_date", "cancel_at", "canceled_at", "ended_at", "trial_start", "trial_end"):
        yield each.id, name, getattr(each, name)
    for item in each.items:
        price = item.price
        yield from ((each.id, "items.period_start", item.period_start), (each.id, "items.period_end", item.period_end))
        yield from ((price.id, "unit_amount", price.unit_amount), (price.id, "nickname", price.nickname))
        yield price.product, "name", price.product_name
    method = each.default_payment_method
    if method:
        yield method.id, "card.last4", method.last4


def _invoice(each: Invoice) -> Iterator[Named]:
    for amount in ("total", "amount_due", "amount_paid", "amount_remaining"):
        yield each.id, amount, Money(getattr(each, amount), each.currency)
    for name in ("created", "finalized_at", "paid_at", "due_date", "number", "receipt_number", "hosted_invoice_url"):
        yield each.id, name, getattr(each, name)


def _charge(each: Charge) -> Iterator[Named]:
    yield from ((each.id, "amount", each.amount), (each.id, "created", each.created))
    yield each.id, "receipt_number", each.receipt_number
    if each.card:
        yield from ((each.id, "card.last4", each.card.last4), (each.id, "card.brand", each.card.brand))
    for refund in each.refunds:
        yield from ((refund.id, "amount", refund.amount), (refund.id, "created", refund.created))
    for dispute in each.disputes:
        yield from ((dispute.id, "amount", dispute.amount), (dispute.id, "created", dispute.created))

"""What an expansion should have brought but did not: refused for want of a right, or not known to the other side."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote

from parsers.stripe_objects import invoice_payment, payment_method, refund
from parsers.vocabulary import Charge, Invoice, PaymentMethod, Unread
from worker.billing.answers import Read
from worker.billing.batching import PAGE_SIZE, Lookup
from worker.billing.partial_state import PartialState

_Dated = TypeVar("_Dated", Charge, Invoice)

_MOST = 6  # of each sort: the newest


def gaps(partial: PartialState) -> list[Lookup[PartialState]]:
    """Look-ups that close the gaps; none where everything came expanded, which is the rule."""
    lookups = [refunds_of(each) for each in _without_refunds(partial.charges)[:_MOST]]
    lookups += [payments_of(each) for each in _without_payments(partial.invoices)[:_MOST]]
    if not any(each.section == "payment_methods" for each in partial.unread):
        lookups += [method(each) for each in _unknown_methods(partial)[:_MOST]]
    return lookups


def _without_refunds(charges: Iterable[Charge]) -> list[Charge]:
    return _newest([each for each in charges if each.amount_refunded and not each.refunds])


def _without_payments(invoices: tuple[Invoice, ...]) -> list[Invoice]:
    """Invoices that were paid or attempted, where not a single one came with its payments."""
    attempted = [each for each in invoices if each.amount_due and (each.status == "paid" or each.attempted)]
    return [] if any(each.payments for each in invoices) else _newest(attempted)


def _newest(found: list[_Dated]) -> list[_Dated]:
    return sorted(found, key=lambda each: each.created.timestamp() if each.created else 0.0, reverse=True)


def _unknown_methods(partial: PartialState) -> list[str]:
    shown = {each.card.id for each in partial.charges if each.card}
    chosen = [each.default_payment_method for each in partial.subscriptions]
    chosen += [each.default_payment_method for each in partial.customers]
    unknown = (each.id for each in chosen if each and each.kind == "unknown" and each.id not in shown)
    return list(dict.fromkeys(unknown))


def refunds_of(charge: Charge) -> Lookup[PartialState]:
    """The charge with its refunds."""
    (answer,) = yield [Read(path="/v1/refunds", params={"charge": charge.id, "limit": PAGE_SIZE})]
    if not answer.ok:
        return PartialState(unread=(Unread(section="refunds", reason=answer.why),))
    found = tuple(each for each in map(refund, answer.rows) if each.charge == charge.id)
    return PartialState(charges=(replace(charge, refunds=found),))


def payments_of(invoice: Invoice) -> Lookup[PartialState]:
    """The invoice with its payments."""
    (answer,) = yield [Read(path="/v1/invoice_payments", params={"invoice": invoice.id, "limit": PAGE_SIZE})]
    if not answer.ok:
        return PartialState(unread=(Unread(section="invoice_payments", reason=answer.why),))
    rows = (row for row in answer.rows if row.get("invoice") in {invoice.id, None})
    return PartialState(invoices=(replace(invoice, payments=tuple(map(invoice_payment, rows))),))


def method(identity: str) -> Lookup[PartialState]:
    """One payment method."""
    path = "/v1/payment_methods/"
    (answer,) = yield [Read(path=path + quote(identity, safe=""), route=path + "{}")]
    if not answer.ok:
        return PartialState(unread=() if answer.missing else (Unread(section="payment_methods", reason=answer.why),))
    return PartialState(payment_methods=(payment_method(answer.json),))


def known_cards(partial: PartialState) -> dict[str, PaymentMethod]:
    """Payment methods by id, as they are; else as a charge showed them."""
    shown = {each.card.id: each.card for each in partial.charges if each.card}
    return shown | {each.id: each for each in partial.payment_methods}

"""The sections of one customer: subscriptions, charges and invoices, read side by side in one round trip."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from parsers.errors import BillingUnavailable
from parsers.stripe_objects import charge, invoice, subscription
from parsers.vocabulary import Charge, Invoice, Unread
from worker.billing.answers import Answer, Read
from worker.billing.batching import PAGE_SIZE, Lookup, Pages, all_pages
from worker.billing.partial_state import PartialState

T = TypeVar("T")

_DROPPED = {"subscriptions": "payment_methods", "charges": "refunds", "invoices": "invoice_payments"}


def sections_of(customer: str) -> Lookup[PartialState]:
    """All subscriptions of any status, and the newest charges and invoices, of one customer id."""
    mine = {"customer": customer, "limit": PAGE_SIZE}
    subscriptions, charges, invoices = yield from all_pages(
        [
            Read(path="/v1/subscriptions", params={**mine, "status": "all"}, expand=("data.default_payment_method",)),
            Read(path="/v1/charges", params=mine, expand=("data.refunds",)),
            Read(path="/v1/invoices", params=mine, expand=("data.payments",)),
        ]
    )
    bills = _objects(invoices, invoice)
    books = {"subscriptions": subscriptions, "charges": charges, "invoices": invoices}
    return PartialState(
        subscriptions=_objects(subscriptions, subscription),
        charges=with_invoices(_objects(charges, charge), bills),
        invoices=bills,
        unread=tuple(unread for name, book in books.items() for unread in _unread(name, book)),
        truncated=tuple(name for name, book in books.items() if book.truncated),
    )


def _objects(book: Pages, build: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    return tuple(build(row) for row in book.rows)


def _unread(section: str, book: Pages) -> tuple[Unread, ...]:
    """What this list leaves open. Raises `BillingUnavailable` where nothing but a missing right explains it."""
    answer = book.first
    if answer.ok:
        return (Unread(section=_DROPPED[section], reason=answer.dropped),) if answer.dropped else ()
    if answer.missing:  # the customer was deleted a moment ago
        return ()
    return (forbidden(section, answer),)


def forbidden(section: str, answer: Answer) -> Unread:
    """The section that the key may not read. Raises `BillingUnavailable` for any other refusal."""
    if answer.status == 403:
        return Unread(section=section, reason=answer.why)
    raise BillingUnavailable(f"{section} could not be read: {answer.why}")


def with_invoices(charges: Iterable[Charge], invoices: Iterable[Invoice]) -> tuple[Charge, ...]:
    """Charges with the invoice each of them paid or tried to pay: since API 2025-03-31 only `payments` tells."""
    paid = {
        key: bill.id for bill in invoices for each in bill.payments for key in (each.payment_intent, each.charge) if key
    }
    return tuple(_with_invoice(each, paid) for each in charges)


def _with_invoice(value: Charge, paid: Mapping[str, str]) -> Charge:
    found = paid.get(value.id) or paid.get(value.payment_intent or "")
    return replace(value, invoice=found) if found else value

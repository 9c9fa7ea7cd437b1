"""An identifier of the mail, followed through Stripe to the object it names and the customer behind it."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from parsers.stripe_objects import charge, checkout_session, customer, invoice, subscription
from parsers.stripe_objects.fields import child, reference, text
from parsers.vocabulary import Identifier, IdentifierKind, Lead, Unread
from worker.billing.answers import Answer, Read
from worker.billing.batching import PAGE_SIZE, Lookup
from worker.billing.partial_state import PartialState
from worker.billing.people import quoted
from worker.billing.sections import forbidden

Json = Mapping[str, Any]

_STRIPE_ID = re.compile(r"[A-Za-z0-9_]{4,255}")

# kind: (path before the id, expansions, section that its permission opens)
_RETRIEVED: dict[IdentifierKind, tuple[str, tuple[str, ...], str]] = {
    IdentifierKind.CUSTOMER: ("/v1/customers/", ("invoice_settings.default_payment_method",), "customers"),
    IdentifierKind.SUBSCRIPTION: ("/v1/subscriptions/", ("default_payment_method",), "subscriptions"),
    IdentifierKind.INVOICE: ("/v1/invoices/", ("payments",), "invoices"),
    IdentifierKind.CHARGE: ("/v1/charges/", ("refunds",), "charges"),
    IdentifierKind.PAYMENT_INTENT: ("/v1/payment_intents/", ("latest_charge.refunds",), "payment_intents"),
    IdentifierKind.REFUND: ("/v1/refunds/", ("charge.refunds",), "charges"),
    IdentifierKind.DISPUTE: ("/v1/disputes/", ("charge.refunds",), "disputes"),
    IdentifierKind.PAYMENT_METHOD: ("/v1/payment_methods/", (), "payment_methods"),
    IdentifierKind.CHECKOUT_SESSION: ("/v1/checkout/sessions/", (), "checkout_sessions"),
    IdentifierKind.SUBSCRIPTION_ITEM: ("/v1/subscription_items/", (), "subscriptions"),
}

FOLLOWED = frozenset({*_RETRIEVED, IdentifierKind.INVOICE_NUMBER, IdentifierKind.RECEIPT_NUMBER, IdentifierKind.HANDLE})


def follow(identifier: Identifier, handles: Mapping[str, str]) -> Lookup[PartialState]:
    """Where an identifier of one of the `FOLLOWED` kinds leads; `handles`: see `follow_handle`."""
    if identifier.kind is IdentifierKind.HANDLE:
        return follow_handle(identifier, handles)
    if identifier.kind is IdentifierKind.INVOICE_NUMBER:
        return _follow_invoice(identifier, "invoice_number", "number")
    if identifier.kind is IdentifierKind.RECEIPT_NUMBER:
        return _follow_receipt(identifier)
    return follow_id(identifier)


def record(customer_id: str) -> Lookup[PartialState]:
    """The record of a customer that was met on an object of theirs."""
    path, expand, section = _RETRIEVED[IdentifierKind.CUSTOMER]
    (answer,) = yield [Read(path=path + quote(customer_id, safe=""), expand=expand, route=path + "{}")]
    if answer.missing:
        return PartialState()
    return (
        PartialState(customers=(customer(answer.json),))
        if answer.ok
        else PartialState(unread=(forbidden(section, answer),))
    )


def follow_id(identifier: Identifier) -> Lookup[PartialState]:
    """What a Stripe id names; the lead is not found where Stripe does not know the id."""
    if not _STRIPE_ID.fullmatch(identifier.value):
        return _nowhere(identifier, "stripe_id")
    path, expand, section = _RETRIEVED[identifier.kind]
    read = Read(path=path + quote(identifier.value, safe=""), expand=expand, route=path + "{}")
    (answer,) = yield [read]
    if not answer.ok:
        return _refused(identifier, "stripe_id", answer, section)
    if identifier.kind is IdentifierKind.SUBSCRIPTION_ITEM:
        return (yield from _subscription_of_item(identifier, answer))
    return _led(identifier, "stripe_id", answer.json)


def _subscription_of_item(identifier: Identifier, item: Answer) -> Lookup[PartialState]:
    """A subscription item names no customer, its subscription does."""
    parent = reference(item.json, "subscription") or ""
    (answer,) = yield [Read(path="/v1/subscriptions/" + quote(parent, safe=""), route="/v1/subscriptions/{}")]
    if not answer.ok:
        return _refused(identifier, "stripe_id", answer, "subscriptions")
    return _led(identifier, "stripe_id", answer.json)


def _nowhere(identifier: Identifier, via: str) -> PartialState:
    return PartialState(leads=(Lead(via=via, written=identifier.written, found=False, identifier=identifier),))


def _refused(identifier: Identifier, via: str, answer: Answer, section: str) -> PartialState:
    """Stripe's "no such object" is an answer; a missing right, an unknown URL or parameter leaves the question open."""
    if answer.missing:
        return _nowhere(identifier, via)
    return PartialState(unread=(Unread(section=section, reason=answer.why),))


def _led(identifier: Identifier, via: str, json: Json) -> PartialState:
    owner = customer_of(json)
    lead = Lead(
        via=via,
        written=identifier.written,
        customers=(owner,) if owner else (),
        object=_subject(json),
        identifier=identifier,
    )
    return PartialState(leads=(lead,)) + _object(json)


def _subject(json: Json) -> str | None:
    """The object in question: the charge, where a payment intent, a refund or a dispute is about one."""
    field = "latest_charge" if json.get("object") == "payment_intent" else "charge"
    return reference(json, field) or text(json, "id")


def customer_of(json: Json) -> str | None:
    """The customer id of any object: its own, its charge's, or none for a guest's payment."""
    if json.get("object") == "customer":
        return text(json, "id")
    return reference(json, "customer") or reference(child(json, "charge"), "customer")


_BUILT: dict[str, Callable[[Json], PartialState]] = {
    "checkout.session": lambda json: PartialState(checkout_sessions=(checkout_session(json),)),
    "customer": lambda json: PartialState(customers=(customer(json),)),
    "subscription": lambda json: PartialState(subscriptions=(subscription(json),)),
    "invoice": lambda json: PartialState(invoices=(invoice(json),)),
    "charge": lambda json: PartialState(charges=(charge(json),)),
    "payment_intent": lambda json: _object(child(json, "latest_charge")),
    "refund": lambda json: _object(child(json, "charge")),
    "dispute": lambda json: _object(child(json, "charge")),
}


def _object(json: Json) -> PartialState:
    """The object itself, where it is of a kind that the judging reads."""
    build = _BUILT.get(str(json.get("object")))
    return build(json) if build else PartialState()


def _follow_invoice(identifier: Identifier, via: str, field: str) -> Lookup[PartialState]:
    """The invoice with this number, or whose receipt bears it: there is no list filter for either, only the search."""
    query = f"{field}:{quoted(identifier.value)}"
    (answer,) = yield [Read(path="/v1/invoices/search", params={"query": query}, expand=("data.payments",))]
    if not answer.ok:
        return _refused(identifier, via, answer, "search")
    found = (row for row in answer.rows if str(row.get(field) or "").casefold() == identifier.value.casefold())
    row = next(found, None)
    return _led(identifier, via, row) if row else _nowhere(identifier, via)


def _follow_receipt(identifier: Identifier) -> Lookup[PartialState]:
    """The invoice whose receipt bears this number, else the charge: receipts of charges cannot be searched for.

    Only the newest page of the account's charges is compared; an older receipt leads nowhere.
    """
    partial = yield from _follow_invoice(identifier, "receipt_number", "receipt_number")
    if any(lead.found for lead in partial.leads):
        return partial
    (answer,) = yield [Read(path="/v1/charges", params={"limit": PAGE_SIZE}, expand=("data.refunds",))]
    row = next((row for row in answer.rows if row.get("receipt_number") == identifier.value), None)
    return _led(identifier, "receipt_number", row) if row else partial


def follow_handle(identifier: Identifier, keys: Mapping[str, str]) -> Lookup[PartialState]:
    """The customers whose metadata carry this handle; `keys` maps a label (`github`) to a metadata key."""
    label, _, handle = identifier.value.partition(":")
    key = keys.get(label)
    if not key or not handle:
        return PartialState()
    query = f"metadata[{quoted(key)}]:{quoted(handle)}"
    (answer,) = yield [Read(path="/v1/customers/search", params={"query": query})]
    if not answer.ok:
        return _refused(identifier, "handle", answer, "search")
    found = tuple(
        each for each in map(customer, answer.rows) if each.metadata.get(key, "").casefold() == handle.casefold()
    )
    lead = Lead(
        via="handle",
        written=identifier.written,
        customers=tuple(each.id for each in found),
        found=bool(found),
        identifier=identifier,
    )
    return PartialState(leads=(lead,), customers=found)

"""Invoices, their lines, and the payments that tie them to charges."""

from parsers.stripe_objects.fields import (
    Json,
    child,
    count,
    flag,
    moment,
    money,
    own_id,
    reference,
    rows,
    text,
    whole,
)
from parsers.vocabulary import Invoice, InvoiceLine, InvoicePayment


def invoice(json: Json) -> Invoice:
    """An `invoice`. `payments` is filled only where it was expanded; before API 2025-03-31 a charge stood on it."""
    transitions = child(json, "status_transitions")
    currency = (text(json, "currency") or "usd").lower()
    return Invoice(
        id=own_id(json),
        customer=reference(json, "customer"),
        status=text(json, "status"),
        number=text(json, "number"),
        receipt_number=text(json, "receipt_number"),
        subscription=_subscription_of(json),
        billing_reason=text(json, "billing_reason"),
        collection_method=text(json, "collection_method") or "charge_automatically",
        currency=currency,
        total=count(json, "total"),
        amount_due=count(json, "amount_due"),
        amount_paid=count(json, "amount_paid"),
        amount_remaining=count(json, "amount_remaining"),
        amount_overpaid=count(json, "amount_overpaid"),
        credited_after=count(json, "post_payment_credit_notes_amount"),
        starting_balance=count(json, "starting_balance"),
        ending_balance=whole(json, "ending_balance"),
        created=moment(json, "created"),
        finalized_at=moment(transitions, "finalized_at"),
        paid_at=moment(transitions, "paid_at"),
        due_date=moment(json, "due_date"),
        attempted=flag(json, "attempted"),
        attempt_count=count(json, "attempt_count"),
        next_payment_attempt=moment(json, "next_payment_attempt"),
        hosted_invoice_url=text(json, "hosted_invoice_url"),
        lines=tuple(invoice_line(row, currency) for row in rows(json, "lines")),
        payments=tuple(invoice_payment(row) for row in rows(json, "payments")) or _older_payment(json),
        customer_email=text(json, "customer_email"),
    )


def _subscription_of(json: Json) -> str | None:
    details = child(child(json, "parent"), "subscription_details")
    return reference(details, "subscription") or reference(json, "subscription")


def _older_payment(json: Json) -> tuple[InvoicePayment, ...]:
    intent, charge = reference(json, "payment_intent"), reference(json, "charge")
    if not intent and not charge:
        return ()
    status = "paid" if text(json, "status") == "paid" else "open"
    return (InvoicePayment(id=intent or charge or "", status=status, payment_intent=intent, charge=charge),)


def invoice_line(json: Json, currency: str = "usd") -> InvoiceLine:
    """A `line_item`; its price and product stand under `pricing`, its origin under `parent`."""
    details = child(child(json, "pricing"), "price_details")
    older = child(json, "price")
    parent = _line_parent(json)
    period = child(json, "period")
    return InvoiceLine(
        id=own_id(json),
        amount=money(json, "amount", currency),
        description=text(json, "description"),
        period_start=moment(period, "start"),
        period_end=moment(period, "end"),
        proration=flag(parent, "proration") or flag(json, "proration"),
        price=reference(details, "price") or reference(json, "price"),
        product=reference(details, "product") or reference(older, "product"),
        subscription=reference(parent, "subscription") or reference(json, "subscription"),
        quantity=whole(json, "quantity"),
    )


def _line_parent(json: Json) -> Json:
    parent = child(json, "parent")
    return child(parent, "subscription_item_details") or child(parent, "invoice_item_details")


def invoice_payment(json: Json) -> InvoicePayment:
    """An `invoice_payment`; what paid is a payment intent or, for old payments, a bare charge."""
    payment = child(json, "payment")
    return InvoicePayment(
        id=own_id(json),
        status=text(json, "status") or "open",
        payment_intent=reference(payment, "payment_intent"),
        charge=reference(payment, "charge") or reference(child(payment, "payment_intent"), "latest_charge"),
        amount_paid=whole(json, "amount_paid"),
    )

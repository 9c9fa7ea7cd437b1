"""Charges, and what takes money back: refunds and disputes."""

from parsers.stripe_objects.customers import means
from parsers.stripe_objects.fields import (
    Json,
    child,
    count,
    flag,
    metadata,
    moment,
    money,
    own_id,
    reference,
    rows,
    text,
    whole,
)
from parsers.vocabulary import Charge, Dispute, PaymentMethod, Refund


def charge(json: Json) -> Charge:
    """A `charge`; `refunds` only where expanded. `invoice` only from answers older than API 2025-03-31."""
    return Charge(
        id=own_id(json),
        customer=reference(json, "customer"),
        amount=money(json, "amount"),
        amount_refunded=count(json, "amount_refunded"),
        amount_captured=whole(json, "amount_captured"),
        status=text(json, "status") or "unknown",
        captured=flag(json, "captured"),
        created=moment(json, "created"),
        payment_intent=reference(json, "payment_intent"),
        invoice=reference(json, "invoice"),
        description=text(json, "description"),
        statement_descriptor=text(json, "calculated_statement_descriptor") or text(json, "statement_descriptor"),
        receipt_number=text(json, "receipt_number"),
        email=text(child(json, "billing_details"), "email"),
        receipt_email=text(json, "receipt_email"),
        card=_paid_with(json),
        disputed=flag(json, "disputed"),
        refunded=flag(json, "refunded"),
        refunds=tuple(refund(row) for row in rows(json, "refunds")),
        failure_code=text(json, "failure_code"),
        failure_message=text(json, "failure_message"),
        outcome=text(child(json, "outcome"), "type"),
        metadata=metadata(json),
    )


def _paid_with(json: Json) -> PaymentMethod | None:
    """The means of payment as it was at the time of the charge; its id may be missing for old sources."""
    details = child(json, "payment_method_details")
    return means(details, reference(json, "payment_method") or "") if details else None


def refund(json: Json) -> Refund:
    """A `refund`."""
    return Refund(
        id=own_id(json),
        charge=reference(json, "charge"),
        amount=money(json, "amount"),
        status=text(json, "status"),
        created=moment(json, "created"),
        reason=text(json, "reason"),
        failure_reason=text(json, "failure_reason"),
    )


def dispute(json: Json) -> Dispute:
    """A `dispute` or an inquiry; `due_by` of 0 means that no answer is possible and reads as None."""
    evidence = child(json, "evidence_details")
    return Dispute(
        id=own_id(json),
        charge=reference(json, "charge"),
        amount=money(json, "amount"),
        status=text(json, "status") or "unknown",
        reason=text(json, "reason"),
        created=moment(json, "created"),
        due_by=moment(evidence, "due_by") if whole(evidence, "due_by") else None,
        is_charge_refundable=flag(json, "is_charge_refundable"),
    )

"""Payments: intent, charges, refunds and disputes, each linked to the others as Stripe links them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from worker.demo.stripe.shapes import Json, make_id, shape
from worker.demo.stripe.words import stamp
from worker.demo.stripe.world import World

_DECLINES = {
    "card_declined": "Your card was declined.",
    "expired_card": "Your card has expired.",
    "insufficient_funds": "Your card has insufficient funds.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What is out of the ordinary of one payment; amounts in minor units, None for the price's own.

    `failed` is the failure code of an attempt; `open_invoice` leaves the invoice unpaid, with or without an attempt.
    `void` marks the invoice void. `dispute` is the dispute's status, `refund_status` the refund's, `refund_failure` why
    it failed. `processing` leaves the debit under way and the invoice open; `means` is a type that is no card, with its
    last digits (`"sepa_debit 3000"`). `credited` was given back by a credit note as credit on the balance. `parts` pays
    the invoice by so many charges; `from_balance` pays it from credit, without any. `draft` leaves the invoice a draft.
    """

    at: datetime | None = None
    amount: int | None = None
    currency: str = "usd"
    description: str | None = None
    captured: bool = True
    failed: str | None = None
    failed_before: str | None = None
    open_invoice: bool = False
    void: bool = False
    refunded: int | None = None
    refunded_at: datetime | None = None
    refund_status: str = "succeeded"
    refund_failure: str | None = None
    processing: bool = False
    means: str | None = None
    credited: int | None = None
    credited_at: datetime | None = None
    parts: int = 1
    from_balance: bool = False
    draft: bool = False
    billing_reason: str | None = None
    dispute: str | None = None
    proration: bool = False
    receipt_number: str | None = None
    number: str | None = None
    email: str | None = None


class Intent:
    """A payment intent and its attempts."""

    def __init__(self, world: World, now: datetime, name: str, customer: Json | None, method: str | None) -> None:
        self.world, self.now, self.name, self.customer, self.method = world, now, name, customer, method
        self.id = make_id("pi", name)

    def charge(self, payment: Payment, at: datetime, total: int, currency: str, *, attempt: str = "") -> Json:
        """One attempt, and the intent as it stands after it."""
        made = self._charge(payment, at, total, currency, attempt)
        self.world.add(made, name=f"{self.name}/charge{attempt and '-' + attempt}")
        self.world.add(self._intent(made, payment), name=f"{self.name}/intent")
        if payment.refunded:
            self._refund(made, payment)
        if payment.dispute:
            self._dispute(made, payment.dispute)
        return made

    def _charge(self, payment: Payment, at: datetime, total: int, currency: str, attempt: str) -> Json:
        taken = payment.failed is None and not payment.processing
        captured = taken and payment.captured
        made = shape(
            "charge",
            id=make_id("ch", self.name, attempt),
            amount=total,
            amount_captured=total if captured else 0,
            captured=captured,
            currency=currency,
            created=stamp(at),
            customer=self.customer["id"] if self.customer else None,
            description=payment.description,
            paid=taken,
            status="succeeded" if taken else "pending" if payment.processing else "failed",
            payment_intent=self.id,
            payment_method=self.method,
            payment_method_details=_other_means(payment.means) if payment.means else self._details(),
            receipt_email=payment.email or (self.customer or {}).get("email"),
            receipt_number=payment.receipt_number,
            failure_code=payment.failed,
            failure_message=_DECLINES.get(payment.failed or ""),
        )
        made["billing_details"] |= {"email": made["receipt_email"], "name": (self.customer or {}).get("name")}
        if payment.failed:
            made["outcome"] |= _declined(payment.failed)
        return made

    def _details(self) -> Json:
        found = self.world.get(self.method or "")
        card = found["card"] if found else shape("payment_method")["card"]
        kept = ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
        return {"card": {**{name: card[name] for name in kept}, "network": card["brand"]}, "type": "card"}

    def _intent(self, charge: Json, payment: Payment) -> Json:
        status = (
            "succeeded" if charge["captured"] else "requires_capture" if charge["paid"] else _after_failure(payment)
        )
        status = "processing" if payment.processing else status
        return shape(
            "payment_intent",
            id=self.id,
            amount=charge["amount"],
            amount_received=charge["amount_captured"],
            amount_capturable=charge["amount"] if status == "requires_capture" else 0,
            capture_method="automatic" if payment.captured else "manual",
            created=charge["created"],
            currency=charge["currency"],
            customer=charge["customer"],
            description=charge["description"],
            latest_charge=charge["id"],
            payment_method=charge["payment_method"],
            status=status,
        )

    def _refund(self, charge: Json, payment: Payment) -> None:
        amount = min(payment.refunded or 0, charge["amount"])
        at = payment.refunded_at or self.now - timedelta(days=1)
        made = shape(
            "refund",
            id=make_id("re", charge["id"]),
            amount=amount,
            charge=charge["id"],
            created=max(stamp(at), charge["created"] + 60),
            currency=charge["currency"],
            payment_intent=self.id,
            status=payment.refund_status,
        )
        if payment.refund_failure:
            made["failure_reason"] = payment.refund_failure
        if payment.refund_status not in {"failed", "canceled"}:
            charge["amount_refunded"] = amount
            charge["refunded"] = amount == charge["amount"]
        self.world.add(made, name=f"{self.name}/refund")

    def _dispute(self, charge: Json, status: str) -> None:
        opened = min(charge["created"] + 86_400, stamp(self.now))
        made = shape(
            "dispute",
            id=make_id("du", charge["id"]),
            amount=charge["amount"],
            charge=charge["id"],
            created=opened,
            currency=charge["currency"],
            payment_intent=self.id,
            status=status,
            is_charge_refundable=status.startswith("warning_"),
        )
        made["evidence_details"]["due_by"] = opened + 7 * 86_400
        charge["disputed"] = True
        self.world.add(made, name=f"{self.name}/dispute")


def _other_means(words: str) -> Json:
    """`payment_method_details` of a type that is no card; a debit has last digits."""
    kind, _, digits = words.partition(" ")
    details: Json = {"sepa_debit": _SEPA, "klarna": _KLARNA}.get(kind, {})
    return {"type": kind, kind: {**details, "last4": digits} if digits else dict(details)}


_SEPA: Json = {
    "bank_code": "37040044",
    "branch_code": None,
    "country": "DE",
    "fingerprint": "demo",
    "last4": "3000",
    "mandate": None,
}
_KLARNA: Json = {"payer_details": None, "payment_method_category": "pay_later", "preferred_locale": "en-US"}


def charge_once(
    world: World, now: datetime, owner: str | None, name: str, payment: Payment, *, email: str | None
) -> Json:
    """A payment without an invoice, of a customer or of a guest."""
    customer = world.get(world.names[owner]) if owner else None
    intent = Intent(world, now, name, customer, default_method(customer) if customer else None)
    at = payment.at or now - timedelta(days=1)
    return intent.charge(replace(payment, email=email), at, payment.amount or 0, payment.currency)


def default_method(customer: Json) -> str | None:
    """The customer's default payment method."""
    found: str | None = customer["invoice_settings"]["default_payment_method"]
    return found


def _after_failure(payment: Payment) -> str:
    return "canceled" if payment.void else "requires_payment_method"


def _declined(code: str) -> dict[str, Any]:
    return {
        "network_status": "declined_by_network",
        "reason": code,
        "seller_message": "The bank did not return any further details with this decline.",
        "type": "issuer_declined",
    }

"""Invoices, payments, refunds and disputes, each linked to the others as Stripe links them."""

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

_DESCRIBED = {"subscription_create": "Subscription creation", "subscription_cycle": "Subscription update"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What is out of the ordinary of one payment; amounts in minor units, None for the price's own.

    `failed` is the failure code of an attempt; `open_invoice` leaves the invoice unpaid, with or without an attempt.
    `void` marks the invoice void. `dispute` is the dispute's status, `refund_status` the refund's.
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
    dispute: str | None = None
    proration: bool = False
    receipt_number: str | None = None
    number: str | None = None
    email: str | None = None


def by_status(payment: Payment, status: str) -> Payment:
    """What the newest payment must look like for the subscription to have this status."""
    if status in {"past_due", "unpaid", "incomplete"}:
        return replace(payment, failed=payment.failed or "card_declined", open_invoice=True)
    if status == "incomplete_expired":
        return replace(payment, failed=payment.failed or "card_declined", void=True)
    return payment


class Bill:
    """One period's invoice and what was tried to get it paid."""

    def __init__(
        self,
        world: World,
        now: datetime,
        owner: str,
        name: str,
        subscription: Json,
        price: Json,
        period: tuple[datetime, datetime],
    ) -> None:
        self.world, self.now, self.owner, self.name = world, now, owner, name
        self.subscription, self.price, self.period = subscription, price, period
        self.customer = world.get(world.names[owner]) or {}

    def write(self, payment: Payment, at: datetime, *, first: bool) -> str:
        """Put the invoice and its payment into the world; returns the invoice's id."""
        quantity = self.subscription["items"]["data"][0]["quantity"]
        total = payment.amount if payment.amount is not None else (self.price["unit_amount"] or 0) * quantity
        invoice = self._invoice(payment, at, total, first)
        invoice["lines"] = _list(f"/v1/invoices/{invoice['id']}/lines", self._lines(invoice, total, payment))
        self.world.add(invoice, name=f"{self.name}/invoice")
        by_hand = self.subscription["collection_method"] == "send_invoice"
        if total and not (by_hand and payment.open_invoice):
            self._pay(invoice, payment, at, total)
        return str(invoice["id"])

    def _invoice(self, payment: Payment, at: datetime, total: int, first: bool) -> Json:
        paid = not (payment.open_invoice or payment.void)
        status = "void" if payment.void else "paid" if paid else "open"
        by_hand = self.subscription["collection_method"] == "send_invoice"
        identity = make_id("in", self.name)
        made = shape(
            "invoice",
            id=identity,
            customer=self.customer["id"],
            customer_email=self.customer["email"],
            customer_name=self.customer["name"],
            created=stamp(self.period[0]),
            effective_at=stamp(at),
            currency=self.price["currency"],
            status=status,
            number=payment.number or self._next_number(),
            billing_reason="subscription_create" if first else "subscription_cycle",
            collection_method=self.subscription["collection_method"],
            due_date=stamp(self.period[0] + timedelta(days=30)) if by_hand else None,
            period_start=stamp(self.period[0]),
            period_end=stamp(self.period[0]),
            hosted_invoice_url=f"https://invoice.stripe.com/i/acct_demo/{identity}",
            invoice_pdf=f"https://pay.stripe.com/invoice/acct_demo/{identity}/pdf",
            receipt_number=payment.receipt_number,
            attempted=not by_hand,
            attempt_count=0 if by_hand else 1 if paid else 2,
            auto_advance=not paid and not payment.void,
            next_payment_attempt=None if paid or by_hand else stamp(self.now + timedelta(days=2)),
        )
        made |= dict.fromkeys(("total", "subtotal", "total_excluding_tax", "subtotal_excluding_tax"), total)
        made |= {"amount_due": total, "amount_paid": total if paid else 0, "amount_remaining": 0 if paid else total}
        made["status_transitions"] |= {"finalized_at": stamp(at), "paid_at": stamp(at) if paid else None}
        made["parent"] = {
            "quote_details": None,
            "subscription_details": {
                "metadata": dict(self.subscription["metadata"]),
                "subscription": self.subscription["id"],
            },
            "type": "subscription_details",
        }
        return made

    def _next_number(self) -> str:
        sequence = self.customer["next_invoice_sequence"]
        self.customer["next_invoice_sequence"] = sequence + 1
        return f"{self.customer['invoice_prefix']}-{sequence:04d}"

    def _lines(self, invoice: Json, total: int, payment: Payment) -> list[Json]:
        lines = [self._line(invoice, total, proration=False)]
        if payment.proration:
            lines = [self._line(invoice, total, proration=True), self._line(invoice, 0, proration=False)]
        return lines

    def _line(self, invoice: Json, amount: int, *, proration: bool) -> Json:
        item = self.subscription["items"]["data"][0]
        product = self.world.get(self.price["product"]) or {}
        made = shape(
            "line_item",
            id=make_id("il", invoice["id"], proration),
            amount=amount,
            subtotal=amount,
            currency=invoice["currency"],
            invoice=invoice["id"],
            quantity=item["quantity"],
            description=f"{item['quantity']} × {product['name']}",
            period={"start": stamp(self.period[0]), "end": stamp(self.period[1])},
        )
        made["parent"] = {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": proration,
                "proration_details": {"credited_items": None},
                "subscription": self.subscription["id"],
                "subscription_item": item["id"],
            },
            "type": "subscription_item_details",
        }
        made["pricing"] = {
            "price_details": {"price": self.price["id"], "product": self.price["product"]},
            "type": "price_details",
            "unit_amount_decimal": self.price["unit_amount_decimal"],
        }
        return made

    def _pay(self, invoice: Json, payment: Payment, at: datetime, total: int) -> None:
        method = self.subscription["default_payment_method"] or default_method(self.customer)
        intent = Intent(self.world, self.now, self.name, self.customer, method)
        if payment.failed_before:
            earlier = replace(payment, failed=payment.failed_before, refunded=None, dispute=None)
            intent.charge(earlier, at - timedelta(minutes=20), total, invoice["currency"], attempt="first")
        made = intent.charge(payment, at, total, invoice["currency"])
        made["description"] = (
            "Subscription creation" if "create" in invoice["billing_reason"] else "Subscription update"
        )
        paid = invoice["status"] == "paid"
        linked = shape(
            "invoice_payment",
            id=make_id("inpay", self.name),
            invoice=invoice["id"],
            created=invoice["created"],
            currency=invoice["currency"],
            amount_requested=total,
            amount_paid=total if paid else None,
            status="paid" if paid else "canceled" if payment.void else "open",
        )
        linked["payment"]["payment_intent"] = intent.id
        linked["status_transitions"]["paid_at"] = stamp(at) if paid else None
        self.world.add(linked)


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
        taken = payment.failed is None
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
            status="succeeded" if taken else "failed",
            payment_intent=self.id,
            payment_method=self.method,
            payment_method_details=self._details(),
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
        if payment.refund_status != "failed":
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


def _list(url: str, rows: list[Json]) -> Json:
    return {"object": "list", "data": rows, "has_more": False, "url": url}

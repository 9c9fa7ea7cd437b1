"""Invoices: one for each period of a subscription, with its lines, and the payment that ties it to a charge."""

from dataclasses import replace
from datetime import datetime, timedelta

from worker.demo.stripe.credits import give_credit
from worker.demo.stripe.payments import Intent, Payment, default_method
from worker.demo.stripe.shapes import Json, listed, make_id, shape
from worker.demo.stripe.words import stamp
from worker.demo.stripe.world import World

_DESCRIBED = {"subscription_create": "Subscription creation", "subscription_cycle": "Subscription update"}


def by_status(payment: Payment, status: str) -> Payment:
    """What the newest payment must look like for the subscription to have this status; a draft is no attempt yet."""
    if payment.draft:
        return payment
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
        invoice["lines"] = listed(f"/v1/invoices/{invoice['id']}/lines", self._lines(invoice, total, payment))
        self.world.add(invoice, name=f"{self.name}/invoice")
        by_hand = self.subscription["collection_method"] == "send_invoice"
        if payment.from_balance:
            invoice |= {"amount_due": 0, "amount_paid": 0, "starting_balance": -total, "ending_balance": 0}
        elif total and not payment.draft and not (by_hand and payment.open_invoice):
            self._pay(invoice, payment, at, total)
        if payment.credited:
            give_credit(self.world, self.now, self.customer, invoice, payment)
        return str(invoice["id"])

    def _invoice(self, payment: Payment, at: datetime, total: int, first: bool) -> Json:
        paid = not (payment.open_invoice or payment.void or payment.processing or payment.draft)
        status = "draft" if payment.draft else "void" if payment.void else "paid" if paid else "open"
        settled = paid or payment.processing or payment.draft
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
            billing_reason=payment.billing_reason or ("subscription_create" if first else "subscription_cycle"),
            collection_method=self.subscription["collection_method"],
            due_date=stamp(self.period[0] + timedelta(days=30)) if by_hand else None,
            period_start=stamp(self.period[0]),
            period_end=stamp(self.period[0]),
            hosted_invoice_url=None if payment.draft else f"https://invoice.stripe.com/i/acct_demo/{identity}",
            invoice_pdf=None if payment.draft else f"https://pay.stripe.com/invoice/acct_demo/{identity}/pdf",
            receipt_number=payment.receipt_number,
            attempted=not by_hand and not payment.draft,
            attempt_count=0 if by_hand or payment.draft else 1 if paid or payment.processing else 2,
            auto_advance=not paid and not payment.void,
            next_payment_attempt=None if settled or by_hand else stamp(self.now + timedelta(days=2)),
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
        sums = [total // payment.parts] * payment.parts
        sums[0] += total - sum(sums)
        for number, part in enumerate(sums, start=1):
            name = f"{self.name}/part-{number}" if payment.parts > 1 else self.name
            intent = Intent(self.world, self.now, name, self.customer, method)
            self._pay_part(invoice, payment, at + timedelta(minutes=number - 1), part, intent)

    def _pay_part(self, invoice: Json, payment: Payment, at: datetime, total: int, intent: Intent) -> None:
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
            id=make_id("inpay", intent.name),
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

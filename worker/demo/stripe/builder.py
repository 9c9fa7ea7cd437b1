"""Linked objects from a few words: a person, a subscription with its whole history, a payment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from worker.demo.stripe.bills import Bill, by_status
from worker.demo.stripe.payments import Payment, charge_once
from worker.demo.stripe.shapes import Json, listed, make_id, shape
from worker.demo.stripe.words import card as parse_card
from worker.demo.stripe.words import period_after, recurring, stamp
from worker.demo.stripe.world import World

PAYS_AFTER = timedelta(hours=1)  # a renewal's invoice stays a draft for about an hour (Stripe: invoice finalization)
Period = tuple[datetime, datetime]

_UNPAID = frozenset(["past_due", "unpaid", "incomplete", "incomplete_expired"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A subscription in words. `payments` says what is out of the ordinary of its payments, the newest first.

    It began at `since`; or it was last renewed at `renewed`, in its `periods`th period. `add_ons` are prices of further
    items; `paused` is what becomes of its invoices while its collection is paused, until `resumes`.
    """

    price: str
    since: datetime | None = None
    renewed: datetime | None = None
    periods: int = 1
    status: str = "active"
    quantity: int = 1
    ended: datetime | None = None
    cancel_at: datetime | None = None
    cancel_at_period_end: bool = False
    canceled_at: datetime | None = None
    trial_days: int = 0
    collection_method: str = "charge_automatically"
    card: str | None = None
    schedule: str | None = None
    reason: str | None = None
    keeps_charging: bool = False
    add_ons: Sequence[str] = ()
    paused: str | None = None
    resumes: datetime | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    payments: Sequence[Payment] = ()


class Builder:
    """Puts people and their history into a world. Names make ids, so that the same scenario gives the same ids."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world = world
        self.now = now

    def product(self, name: str, title: str, *, metadata: Mapping[str, str] | None = None) -> Json:
        """A product; `title` is what customers know it by."""
        long_ago = stamp(self.now - timedelta(days=1000))
        return self.world.add(
            shape(
                "product",
                id=make_id("prod", name),
                name=title,
                created=long_ago,
                updated=long_ago,
                metadata=dict(metadata or {}),
            ),
            name=f"product/{name}",
        )

    def price(self, product: str, name: str, words: str, **fields: Any) -> Json:
        """A price of a product, `"49.00 usd / month"`; its name is `product.name`."""
        amount, currency, interval, count = recurring(words)
        made = shape(
            "price",
            id=make_id("price", product, name),
            product=self.world.names[f"product/{product}"],
            created=stamp(self.now - timedelta(days=1000)),
            currency=currency,
            unit_amount=amount,
            unit_amount_decimal=str(amount),
            **fields,
        )
        made["recurring"] |= {"interval": interval, "interval_count": count}
        if made["billing_scheme"] == "tiered":
            made |= {"unit_amount": None, "unit_amount_decimal": None}
        return self.world.add(made, name=f"price/{product}.{name}")

    def portal(
        self,
        *,
        active: bool = True,
        login_page: bool = True,
        cancel: bool | str = True,
        card: bool = True,
        invoices: bool = True,
    ) -> Json:
        """The customer portal; `cancel` may name its mode, `at_period_end` or `immediately`."""
        made = shape("billing_portal.configuration", id=make_id("bpc", "default"), active=active)
        made["created"] = made["updated"] = stamp(self.now - timedelta(days=900))
        url = "https://billing.stripe.com/p/login/" + make_id("test", "quill")[5:]
        made["login_page"] = {"enabled": login_page, "url": url if login_page else None}
        features = made["features"]
        features["subscription_cancel"]["enabled"] = bool(cancel)
        if isinstance(cancel, str):
            features["subscription_cancel"]["mode"] = cancel
        features["payment_method_update"]["enabled"] = card
        features["invoice_history"]["enabled"] = invoices
        return self.world.add(made, name="portal")

    def customer(
        self,
        name: str,
        email: str | None,
        *,
        full_name: str | None = None,
        since: datetime | None = None,
        card: str | None = "visa 4242 12/2034",
        metadata: Mapping[str, str] | None = None,
        invoice_prefix: str | None = None,
        preferred_locales: Sequence[str] = (),
    ) -> Json:
        """A customer record, with a card as its default method unless `card` is None."""
        made = shape(
            "customer",
            id=make_id("cus", name),
            email=email,
            name=full_name,
            created=stamp(since or self.now - timedelta(days=400)),
            currency="usd",
            invoice_prefix=invoice_prefix or make_id("x", name)[2:9].upper(),
            metadata=dict(metadata or {}),
            preferred_locales=list(preferred_locales),
        )
        self.world.add(made, name=name)
        if card:
            made["invoice_settings"]["default_payment_method"] = self.payment_method(name, card)["id"]
        return made

    def payment_method(self, owner: str, words: str) -> Json:
        """A card attached to the customer of this name."""
        parts = parse_card(words, self.now)
        customer = self.world.get(self.world.names[owner]) or {}
        made = shape("payment_method", id=make_id("pm", owner, words), customer=customer["id"])
        made["created"] = customer["created"]
        made["card"] |= {**parts._asdict(), "display_brand": parts.brand, "fingerprint": parts.fingerprint}
        made["billing_details"] |= {"email": customer["email"], "name": customer["name"]}
        return self.world.add(made)

    def subscribe(self, owner: str, name: str, plan: Plan) -> Json:
        """A subscription of the customer of this name, with an invoice and a payment for every period so far."""
        price = self.world.get(self.world.names[f"price/{plan.price}"]) or {}
        periods = self._periods(plan, price["recurring"])
        made = self._subscription(owner, name, plan, price, periods[0][0])
        self.world.add(made, name=name)
        billed = periods[1:] if plan.trial_days else periods
        payments_of = dict(zip(reversed(billed), plan.payments, strict=False))
        for number, period in enumerate(billed, start=1):
            payment = payments_of.get(period) or Payment()
            if number == len(billed):
                payment = by_status(payment, plan.status)
            at = payment.at or min(period[0] + (PAYS_AFTER if number > 1 else timedelta()), self.now)
            bill = Bill(self.world, self.now, owner, f"{name}/{number}", made, price, period)
            made["latest_invoice"] = bill.write(payment, at, first=number == 1)
        self._close_periods(made, periods)
        return made

    def _subscription(self, owner: str, name: str, plan: Plan, price: Json, began: datetime) -> Json:
        customer = self.world.get(self.world.names[owner]) or {}
        method = self.payment_method(owner, plan.card)["id"] if plan.card else None
        since, ended = stamp(began), plan.ended or _expired(plan, began)
        made = shape(
            "subscription",
            id=make_id("sub", name),
            customer=customer["id"],
            status=plan.status,
            created=since,
            start_date=since,
            billing_cycle_anchor=since,
            currency=price["currency"],
            collection_method=plan.collection_method,
            days_until_due=30 if plan.collection_method == "send_invoice" else None,
            default_payment_method=method,
            cancel_at_period_end=plan.cancel_at_period_end,
            cancel_at=_stamp(plan.cancel_at),
            canceled_at=_stamp(plan.canceled_at or ended),
            ended_at=_stamp(ended),
            schedule=plan.schedule,
            trial_start=since if plan.trial_days else None,
            trial_end=stamp(began + timedelta(days=plan.trial_days)) if plan.trial_days else None,
            metadata=dict(plan.metadata),
        )
        made["cancellation_details"]["reason"] = plan.reason or (_reason(plan) if made["canceled_at"] else None)
        rows = [self._item(made, plan, price), *(self._add_on(made, name) for name in plan.add_ons)]
        made["items"] = listed("/v1/subscription_items?subscription=" + made["id"], rows)
        if plan.paused:
            made["pause_collection"] = {"behavior": plan.paused, "resumes_at": _stamp(plan.resumes)}
        return made

    def _add_on(self, subscription: Json, name: str) -> Json:
        return shape(
            "subscription_item",
            id=make_id("si", subscription["id"], name),
            subscription=subscription["id"],
            price=self.world.get(self.world.names[f"price/{name}"]),
            created=subscription["created"],
        )

    def _item(self, subscription: Json, plan: Plan, price: Json) -> Json:
        return shape(
            "subscription_item",
            id=make_id("si", subscription["id"]),
            subscription=subscription["id"],
            price=price,
            quantity=plan.quantity,
            created=subscription["created"],
        )

    def _periods(self, plan: Plan, rhythm: Json) -> list[Period]:
        """Every period that has begun by now, or by the end of the subscription; a trial comes first."""
        ended = None if plan.keeps_charging else plan.ended
        start, number = plan.since or self.now, 1
        if plan.renewed:
            start, number = plan.renewed, 2 - plan.periods
        first = start + timedelta(days=plan.trial_days)
        periods = [(start, first)] if plan.trial_days else []
        begin = first if number == 1 else _after(start, rhythm, number - 1)
        while begin <= self.now and (ended is None or begin < ended):
            end = _after(first, rhythm, number)
            periods.append((begin, end))
            begin, number = end, number + 1
        return periods

    def _close_periods(self, made: Json, periods: list[Period]) -> None:
        start, end = periods[-1]
        for item in made["items"]["data"]:
            item["current_period_start"], item["current_period_end"] = stamp(start), stamp(end)
        if made["cancel_at_period_end"]:
            made["cancel_at"] = stamp(end)
            made["canceled_at"] = made["canceled_at"] or max(stamp(start), stamp(self.now - timedelta(days=2)))
            made["cancellation_details"]["reason"] = "cancellation_requested"

    def pay_once(self, owner: str | None, name: str, payment: Payment, *, email: str | None = None) -> Json:
        """A payment without an invoice, of a customer or of a guest with this address."""
        return charge_once(self.world, self.now, owner, name, payment, email=email)

    def checkout(
        self,
        name: str,
        *,
        at: datetime,
        status: str = "expired",
        owner: str | None = None,
        email: str | None = None,
        price: str | None = None,
        charge: Json | None = None,
    ) -> Json:
        """A visit to Checkout: by the customer of this name, or by somebody who gave an address."""
        found = self.world.get(self.world.names[f"price/{price}"]) if price else None
        source = charge or found or {}
        amount = source.get("amount", source.get("unit_amount"))
        made = shape(
            "checkout.session",
            id=make_id("cs_test", name),
            created=stamp(at),
            expires_at=stamp(at + timedelta(days=1)),
            status=status,
            mode="payment" if charge else "subscription",
            payment_status="paid" if status == "complete" else "unpaid",
            customer=self.world.names[owner] if owner else None,
            amount_total=amount,
            amount_subtotal=amount,
            payment_intent=charge["payment_intent"] if charge else None,
            url=f"https://checkout.stripe.com/c/pay/{make_id('cs_test', name)}" if status == "open" else None,
        )
        if email:
            made["customer_email"] = email
            made["customer_details"] = _NO_DETAILS | {"email": email}
        if found:
            self.world.attached[made["id"], "line_items"] = [_bought(made, found)]
        return self.world.add(made, name=name)


def _bought(session: Json, price: Json) -> Json:
    amount, title = price["unit_amount"] or 0, price["nickname"] or price["id"]
    made = shape("item", id=make_id("li", session["id"]), price=price, currency=price["currency"], description=title)
    return made | {"amount_subtotal": amount, "amount_total": amount}


_NO_DETAILS: Json = {
    "address": None,
    "business_name": None,
    "email": None,
    "individual_name": None,
    "name": None,
    "phone": None,
    "tax_exempt": "none",
    "tax_ids": [],
}


def _stamp(value: datetime | None) -> int | None:
    return None if value is None else stamp(value)


def _after(start: datetime, rhythm: Json, number: int) -> datetime:
    """The end of the `number`th period counted from `start`; counted at once, so that month ends do not drift."""
    return period_after(start, rhythm["interval"], rhythm["interval_count"] * number)


def _expired(plan: Plan, began: datetime) -> datetime | None:
    """An incomplete subscription expires after 23 hours (Stripe: Subscription.status)."""
    return began + timedelta(hours=23) if plan.status == "incomplete_expired" else None


def _reason(plan: Plan) -> str:
    return "payment_failed" if plan.status in _UNPAID else "cancellation_requested"

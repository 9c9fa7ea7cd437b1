"""The Stripe account that a fault file describes, as the stand-in holds it: days are counted from `now`."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from worker.demo.stripe.builder import Builder
from worker.demo.stripe.shapes import Json, listed, make_id, shape
from worker.demo.stripe.words import stamp
from worker.demo.stripe.world import World

Table = Mapping[str, Any]

_DAYS = re.compile(r"@(-?\d+(?:\.\d+)?)$")
_FULL = {"active": True, "login_page": True, "cancel": True, "card": True, "invoices": True}
_INTENTS = {"succeeded": "succeeded", "failed": "requires_payment_method", "pending": "processing"}


class Account:
    """Puts one customer after the other into a world, then what `[[add]]` and `[[patch]]` say."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.world = World()
        self._builder = Builder(self.world, now)

    def build(self, tables: Table) -> World:
        """The world that a whole fault file describes. Raises `KeyError` for a field that Stripe does not have."""
        wanted = tables.get("portal")
        self._builder.portal(**(_FULL if wanted == "full" else {"login_page": False, **(wanted or {})}))
        for customer in tables.get("stripe", {}).get("customer", ()):
            self._customer(customer)
        for added in tables.get("add", ()):
            self.world.add(self._dated(json.loads(added["json"])))
        for patch in tables.get("patch", ()):
            _patch(self.world, patch["id"], self._dated(json.loads(patch["set"])))
        return self.world

    def at(self, days: float) -> int:
        """Unix time so many days from now."""
        return stamp(self.now + timedelta(days=days))

    def _dated(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._dated(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._dated(each) for each in value]
        found = _DAYS.match(value) if isinstance(value, str) else None
        return self.at(float(found[1])) if found else value

    def _customer(self, table: Table) -> None:
        made = shape("customer", id=table["id"], email=table.get("email"), name=table.get("name"), currency="usd")
        made |= {"created": self.at(table.get("days", -100)), "metadata": dict(table.get("metadata", {}))}
        made |= {"balance": table.get("balance", 0), "invoice_prefix": make_id("x", table["id"])[2:9].upper()}
        self.world.add(made)
        for number, card in enumerate(table.get("card", ())):
            self._card(made, card, default=number == 0)
        for subscription in table.get("subscription", ()):
            self._subscription(made, subscription)
        invoices = {each["id"]: self._invoice(made, each) for each in table.get("invoice", ())}
        for charge in table.get("charge", ()):
            self._charge(made, charge, invoices.get(charge.get("invoice", "")))

    def _card(self, customer: Json, table: Table, *, default: bool) -> None:
        made = shape("payment_method", id=table["id"], customer=customer["id"], created=customer["created"])
        year, month = table.get("exp", "2034-12").split("-")
        made["card"] |= {"brand": table.get("brand", "visa"), "last4": table.get("last4", "4242")}
        made["card"] |= {"exp_year": int(year), "exp_month": int(month), "fingerprint": make_id("fp", table["id"])}
        made["billing_details"] |= {"email": customer["email"], "name": customer["name"]}
        self.world.add(made)
        if default:
            customer["invoice_settings"]["default_payment_method"] = made["id"]

    def _price(self, table: Table) -> Json:
        product, currency = table.get("product", "Acme Pro"), table.get("currency", "usd")
        interval, amount = table.get("interval", "month"), table["price"]
        product_id = make_id("prod", product)
        if self.world.get(product_id) is None:
            self.world.add(shape("product", id=product_id, name=product, created=self.at(-900)))
        price = shape("price", id=make_id("price", product, amount, currency, interval), product=product_id)
        price |= {"currency": currency, "unit_amount": amount, "unit_amount_decimal": str(amount)}
        price["recurring"] |= {"interval": interval, "interval_count": 1}
        return self.world.add(price)

    def _subscription(self, customer: Json, table: Table) -> None:
        price, since = self._price(table), self.at(table["days"])
        start, end = (self.at(day) for day in table["period"])
        made = shape("subscription", id=table["id"], customer=customer["id"], status=table.get("status", "active"))
        made |= dict.fromkeys(("created", "start_date", "billing_cycle_anchor"), since)
        made |= {"currency": price["currency"], "metadata": dict(table.get("metadata", {}))}
        if table.get("cancel_at_period_end"):
            made |= {"cancel_at_period_end": True, "cancel_at": end}
        if "canceled" in table:
            made["canceled_at"] = self.at(table["canceled"])
            made["cancellation_details"]["reason"] = "cancellation_requested"
        if "ended" in table:
            made["ended_at"] = self.at(table["ended"])
        item = shape("subscription_item", id=make_id("si", table["id"]), subscription=table["id"], price=price)
        item |= {"quantity": table.get("quantity", 1), "created": since}
        item |= {"current_period_start": start, "current_period_end": end}
        made["items"] = listed(f"/v1/subscription_items?subscription={table['id']}", [item])
        self.world.add(made)

    def _invoice(self, customer: Json, table: Table) -> Json:
        amount, status, created = table["amount"], table["status"], self.at(table["days"])
        paid = status == "paid"
        made = shape("invoice", id=table["id"], customer=customer["id"], number=table.get("number"), status=status)
        made |= {"customer_email": customer["email"], "customer_name": customer["name"], "created": created}
        made |= dict.fromkeys(("total", "subtotal", "total_excluding_tax", "subtotal_excluding_tax"), amount)
        made |= {"amount_due": amount, "amount_paid": amount if paid else 0, "amount_remaining": 0 if paid else amount}
        made |= {"currency": table.get("currency", "usd"), "attempt_count": table.get("attempts", int(paid))}
        made |= dict.fromkeys(("period_start", "period_end", "effective_at"), created)
        made["attempted"] = made["attempt_count"] > 0
        if "next_attempt" in table:
            made |= {"next_payment_attempt": self.at(table["next_attempt"]), "auto_advance": True}
        if status != "draft":
            made["hosted_invoice_url"] = f"https://invoice.stripe.com/i/acct_faults/{table['id']}"
            made["status_transitions"] |= {"finalized_at": created, "paid_at": created if paid else None}
        made["lines"] = listed(f"/v1/invoices/{table['id']}/lines", [self._line(made, table)])
        if subscription := table.get("subscription"):
            details = {"metadata": {}, "subscription": subscription}
            made["parent"] = {"quote_details": None, "subscription_details": details, "type": "subscription_details"}
            self._latest(subscription, made)
        else:
            made["billing_reason"] = "manual"
        return self.world.add(made)

    def _latest(self, subscription: str, invoice: Json) -> None:
        owner = self.world.get(subscription) or {}
        before = self.world.get(owner.get("latest_invoice") or "")
        if before is None or before["created"] <= invoice["created"]:
            owner["latest_invoice"] = invoice["id"]

    def _line(self, invoice: Json, table: Table) -> Json:
        item = ((self.world.get(table.get("subscription", "")) or {}).get("items") or {"data": [{}]})["data"][0]
        price = item.get("price") or {}
        product = self.world.get(price.get("product", "")) or {}
        says = table.get("description") or table.get("metadata", {}).get("description") or product.get("name", "")
        made = shape("line_item", id=make_id("il", invoice["id"]), invoice=invoice["id"], description=f"1 × {says}")
        made |= {"amount": table["amount"], "subtotal": table["amount"], "currency": invoice["currency"], "quantity": 1}
        made["period"] = {"start": invoice["created"], "end": invoice["created"] + 30 * 86_400}
        if price:
            made["pricing"] = {
                "price_details": {"price": price["id"], "product": price["product"]},
                "type": "price_details",
                "unit_amount_decimal": price["unit_amount_decimal"],
            }
            made["parent"] = {
                "invoice_item_details": None,
                "subscription_item_details": {
                    "invoice_item": None,
                    "proration": False,
                    "proration_details": {"credited_items": None},
                    "subscription": item["subscription"],
                    "subscription_item": item["id"],
                },
                "type": "subscription_item_details",
            }
        return made

    def _charge(self, customer: Json, table: Table, invoice: Json | None) -> None:
        status, amount, intent = table.get("status", "succeeded"), table["amount"], make_id("pi", table["id"])
        taken = status == "succeeded"
        captured = taken and table.get("captured", True)
        method = customer["invoice_settings"]["default_payment_method"]
        made = shape("charge", id=table["id"], customer=customer["id"], payment_intent=intent, status=status)
        made |= {"amount": amount, "captured": captured, "amount_captured": amount if captured else 0}
        made |= {"currency": table.get("currency", "usd"), "created": self.at(table["days"]), "paid": taken}
        made |= {"payment_method": method, "failure_code": table.get("failure"), "receipt_email": customer["email"]}
        made |= {"description": table.get("description"), "payment_method_details": self._details(method)}
        made["billing_details"] |= {"email": customer["email"], "name": customer["name"]}
        self.world.add(made)
        same = ("amount", "created", "currency", "customer", "payment_method")
        paying = shape("payment_intent", id=intent, latest_charge=made["id"], status=_INTENTS[status])
        self.world.add(paying | {name: made[name] for name in same} | {"amount_received": made["amount_captured"]})
        if invoice is not None:
            self._link(invoice, made)

    def _details(self, method: str | None) -> Json | None:
        found = self.world.get(method or "")
        return {"card": {**found["card"], "network": found["card"]["brand"]}, "type": "card"} if found else None

    def _link(self, invoice: Json, charge: Json) -> None:
        paid = charge["status"] == "succeeded"
        linked = shape("invoice_payment", id=make_id("inpay", charge["id"]), invoice=invoice["id"])
        linked |= {"created": charge["created"], "currency": charge["currency"], "amount_requested": charge["amount"]}
        linked |= {"amount_paid": charge["amount"] if paid else None, "status": "paid" if paid else "open"}
        linked["payment"]["payment_intent"] = charge["payment_intent"]
        linked["status_transitions"]["paid_at"] = charge["created"] if paid else None
        self.world.add(linked)


def _patch(world: World, identity: str, values: Table) -> None:
    """Set fields by dotted path (`+` appends to a list); `"__drop__"` takes the key away."""
    target = world.get(identity)
    if target is None:
        raise KeyError(f"no object {identity} to patch")
    for path, value in values.items():
        *steps, last = path.split(".")
        place: Any = target
        for step in steps:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if last == "+":
            place.append(value)
        elif value == "__drop__":
            del place[last]
        else:
            place[last] = value
    world.add(target)

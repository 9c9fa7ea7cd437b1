"""Expansions: an id replaced by its object, a computed list put in; at most four levels, only what Stripe allows."""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from worker.demo.stripe import refusals
from worker.demo.stripe.shapes import Json
from worker.demo.stripe.world import World

_MOST_LEVELS = 4

# Fields that hold an id, by the object that has them; a dot leads into a plain object inside.
_REFERENCES: Mapping[str, frozenset[str]] = {
    "charge": frozenset(["balance_transaction", "customer", "payment_intent"]),
    "checkout.session": frozenset(["customer", "invoice", "payment_intent", "subscription"]),
    "customer": frozenset(["default_source", "invoice_settings.default_payment_method"]),
    "dispute": frozenset(["charge", "payment_intent"]),
    "invoice": frozenset(["customer", "default_payment_method", "default_source"]),
    "invoice_payment": frozenset(["invoice", "payment.charge", "payment.payment_intent"]),
    "line_item": frozenset(["pricing.price_details.price"]),
    "payment_intent": frozenset(["customer", "latest_charge", "payment_method"]),
    "payment_method": frozenset(["customer"]),
    "price": frozenset(["product"]),
    "product": frozenset(["default_price"]),
    "refund": frozenset(["balance_transaction", "charge", "payment_intent"]),
    "subscription": frozenset(
        ["customer", "default_payment_method", "default_source", "latest_invoice", "pending_setup_intent", "schedule"]
    ),
}

# Lists that are left out unless asked for: the kind of their rows, and the row's field that names the owner.
_LISTS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("checkout.session", "line_items"): ("item", ""),
    ("charge", "refunds"): ("refund", "charge"),
    ("customer", "subscriptions"): ("subscription", "customer"),
    ("invoice", "payments"): ("invoice_payment", "invoice"),
}

# What each kind's permission is called, for keys that lack it.
PERMISSION_OF: Mapping[str, str] = {
    "billing_portal.configuration": "rak_customer_portal_read",
    "charge": "rak_charge_read",
    "checkout.session": "rak_checkout_session_read",
    "credit_note": "rak_credit_note_read",
    "customer": "rak_customer_read",
    "dispute": "rak_dispute_read",
    "invoice": "rak_invoice_read",
    "invoice_payment": "rak_invoice_read",
    "line_item": "rak_invoice_read",
    "payment_intent": "rak_payment_intent_read",
    "payment_method": "rak_payment_method_read",
    "price": "rak_plan_read",
    "product": "rak_product_read",
    "refund": "rak_charge_read",
    "subscription": "rak_subscription_read",
    "subscription_item": "rak_subscription_read",
}


class Expander:
    """Expands objects of one world for a key that lacks some permissions."""

    def __init__(self, world: World, lacking: frozenset[str] = frozenset()) -> None:
        self._world = world
        self._lacking = lacking

    def expand(self, value: Json, paths: Iterable[str]) -> Json:
        """A copy of `value` with every path expanded; raises `Refusal` as Stripe does."""
        for path in paths:
            steps = path.split(".")
            if len(steps) > _MOST_LEVELS:
                raise refusals.too_deep(path)
            value = self._object(value, steps, path)
        return value

    def _object(self, value: Json, steps: list[str], path: str, prefix: str = "") -> Json:
        if not steps:
            return value
        kind = value.get("object", "")
        if kind in {"list", "search_result"}:
            return self._rows(value, steps, path)
        step, rest = steps[0], steps[1:]
        made = copy(value)
        made[step] = self._field(value, kind, prefix + step, rest, path)
        return made

    def _rows(self, value: Json, steps: list[str], path: str) -> Json:
        if steps[0] != "data" or len(steps) == 1:
            raise refusals.not_expandable(path)
        return {**value, "data": [self._object(row, steps[1:], path) for row in value["data"]]}

    def _field(self, owner: Json, kind: str, name: str, rest: list[str], path: str) -> Any:
        step = name.rpartition(".")[2]
        found = owner.get(step)
        if (kind, name) in _LISTS:
            return self._object(self._list(owner, kind, name), rest, path)
        if name in _REFERENCES.get(kind, ()):
            return self._reference(found, rest, path)
        if isinstance(found, dict) and rest:
            if "object" in found:
                return self._object(found, rest, path)
            return self._inside(found, kind, name, rest, path)
        raise refusals.not_expandable(path)

    def _inside(self, plain: Json, kind: str, name: str, rest: list[str], path: str) -> Json:
        """A plain object inside, as `invoice_settings`: its fields count as its owner's."""
        return {**plain, rest[0]: self._field(plain, kind, f"{name}.{rest[0]}", rest[1:], path)}

    def _reference(self, found: Any, rest: list[str], path: str) -> Any:
        if isinstance(found, dict):
            return self._object(found, rest, path)
        target = self._world.get(found) if found else None
        if target is None:
            return found
        self._allow(target["object"])
        return self._object(target, rest, path)

    def _list(self, owner: Json, kind: str, name: str) -> Json:
        if isinstance(owner.get(name), dict):
            return owner[name]  # type: ignore[no-any-return]
        row_kind, field = _LISTS[kind, name]
        self._allow(row_kind)
        rows = self._world.attached.get((owner["id"], name)) or self._world.where(row_kind, field, owner["id"])
        return {"object": "list", "data": rows, "has_more": False, "url": f"/v1/{name}?{field}={owner['id']}"}

    def _allow(self, kind: str) -> None:
        permission = PERMISSION_OF.get(kind, "")
        if permission in self._lacking:
            raise refusals.not_permitted(permission)

"""What look-ups bring back, added up as they return."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from parsers.vocabulary import Charge, CheckoutSession, Customer, Invoice, Lead, PaymentMethod, Subscription, Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialState:
    """The parts of a `BillingState`, as far as one look-up knows them."""

    leads: tuple[Lead, ...] = ()
    customers: tuple[Customer, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    charges: tuple[Charge, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    payment_methods: tuple[PaymentMethod, ...] = ()
    checkout_sessions: tuple[CheckoutSession, ...] = ()
    unread: tuple[Unread, ...] = ()
    truncated: tuple[str, ...] = ()

    def __add__(self, other: "PartialState") -> "PartialState":
        """Both; of two objects with one id the earlier stays, see `_both`."""
        merged: dict[str, Any] = {
            each.name: _once((*getattr(self, each.name), *getattr(other, each.name))) for each in fields(self)
        }
        return PartialState(**merged)

    @property
    def customer_ids(self) -> tuple[str, ...]:
        """Every customer a lead names, whether or not its record was read, in the order found."""
        led_to = (customer for lead in self.leads for customer in lead.customers)
        return tuple(dict.fromkeys((*(customer.id for customer in self.customers), *led_to)))


def together(hauls: Iterable[PartialState]) -> PartialState:
    """All of them as one."""
    total = PartialState()
    for partial in hauls:
        total = total + partial
    return total


def _once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values in order, repetitions dropped: the same id for Stripe's objects, equality for the rest."""
    kept: dict[Any, Any] = {}
    for value in values:
        key = getattr(value, "id", value)
        kept[key] = _both(kept[key], value) if key in kept else value
    return tuple(kept.values())


def _both(one: Any, other: Any) -> Any:
    """One of two readings of the same object; a charge keeps the refunds and disputes that either of them knew."""
    if not isinstance(one, Charge) or one == other:
        return one
    return replace(one, refunds=one.refunds or other.refunds, disputes=one.disputes or other.disputes)

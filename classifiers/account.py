"""One person's billing state with its ends tied together: which charge paid which invoice of which subscription."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from parsers.vocabulary import (
    LIVE,
    BillingState,
    Charge,
    Customer,
    Invoice,
    InvoiceLine,
    Money,
    Price,
    Subscription,
    SubscriptionItem,
)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# Stripe: a subscription in one of these states has not begun, or never will.
NEVER_BEGAN = frozenset({"incomplete", "incomplete_expired"})
KNOWN = LIVE | NEVER_BEGAN | {"canceled"}


@dataclass(frozen=True, kw_only=True)
class Account:
    """The records of one person at one moment; every list is sorted by time and id, whatever order Stripe gave."""

    state: BillingState
    now: datetime

    @cached_property
    def customers(self) -> tuple[Customer, ...]:
        """Records that are not deleted, oldest first."""
        alive = (customer for customer in self.state.customers if not customer.deleted)
        return tuple(sorted(alive, key=lambda each: (each.created or LONG_AGO, each.id)))

    @property
    def opened_by_portal(self) -> str | None:
        """The record that Stripe's login page opens: the newest one that has an active subscription."""
        active = {each.customer for each in self.live if each.status == "active"}
        return next((each.id for each in reversed(self.customers) if each.id in active), None)

    @cached_property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Oldest first."""
        return tuple(sorted(self.state.subscriptions, key=lambda each: (began(each), each.id)))

    @cached_property
    def live(self) -> tuple[Subscription, ...]:
        """Live as the policy has it, oldest first."""
        return tuple(each for each in self.subscriptions if each.live)

    @cached_property
    def staying(self) -> tuple[Subscription, ...]:
        """Live, and not set to end."""
        return tuple(each for each in self.live if not ends(each, self.now))

    @property
    def strange(self) -> tuple[Subscription, ...]:
        """Those in a status that Stripe added later: whether they renew is not known."""
        return tuple(each for each in self.subscriptions if each.status not in KNOWN)

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        """Every attempt, oldest first; of each what was given back otherwise than by refund."""
        inorder = sorted(self.state.charges, key=lambda each: (each.created or LONG_AGO, each.id))
        left = {id: sum_of for id in self._invoices_by_id if (sum_of := self.given_back(id))}
        done = [self._lessened(each, left) for each in reversed(inorder)] if left else inorder[::-1]
        return tuple(reversed(done))

    def _lessened(self, charge: Charge, left: dict[str, int]) -> Charge:
        """The charge less what its invoice has still to give back; `left` is used up, the newest charge first."""
        invoice = self.invoice_of(charge)
        if invoice is None or not charge.taken or not left.get(invoice.id):
            return charge
        used = min(left[invoice.id], remainder(charge))
        left[invoice.id] -= used
        notes = tuple(each for each in self.state.credit_notes if each.invoice == invoice.id)
        return replace(charge, credited=used, credit_notes=notes)

    def given_back(self, invoice_id: str) -> int:
        """Minor units of an invoice given back in balance or outside Stripe: by credit note, or as overpaid.

        Where the credit notes were not read, all that Stripe sums up of them counts, refunds among it or not.
        """
        invoice = self._invoices_by_id[invoice_id]
        notes = [each for each in self.state.credit_notes if each.invoice == invoice_id]
        noted = sum(each.given.amount for each in notes) if notes else invoice.credited_after
        return noted + invoice.amount_overpaid

    @cached_property
    def taken(self) -> tuple[Charge, ...]:
        """Money taken before now, oldest first."""
        return tuple(each for each in self.charges if each.taken)

    @cached_property
    def invoices(self) -> tuple[Invoice, ...]:
        """Oldest first."""
        return tuple(sorted(self.state.invoices, key=lambda each: (each.created or LONG_AGO, each.id)))

    @cached_property
    def _subscriptions_by_id(self) -> dict[str, Subscription]:
        return {each.id: each for each in self.subscriptions}

    @cached_property
    def _invoices_by_id(self) -> dict[str, Invoice]:
        return {each.id: each for each in self.invoices}

    @cached_property
    def _invoices_by_payment(self) -> dict[str, Invoice]:
        """By payment intent and charge: since API 2025-03-31 an invoice's payments are the only link."""
        return {
            key: invoice
            for invoice in self.invoices
            for payment in invoice.payments
            for key in (payment.payment_intent, payment.charge)
            if key
        }

    def subscription(self, id: str | None) -> Subscription | None:
        """By id."""
        return self._subscriptions_by_id.get(id or "")

    def invoice(self, id: str | None) -> Invoice | None:
        """By id."""
        return self._invoices_by_id.get(id or "")

    def invoice_of(self, charge: Charge) -> Invoice | None:
        """The invoice that a charge paid or tried to pay."""
        tied = self._invoices_by_payment
        return self.invoice(charge.invoice) or tied.get(charge.id) or tied.get(charge.payment_intent or "")

    @cached_property
    def _newest_invoices(self) -> dict[str | None, Invoice]:
        return {subscription_id(each): each for each in self.invoices}

    def latest_invoice(self, subscription: Subscription) -> Invoice | None:
        """The one the subscription names, else the newest that names the subscription."""
        return self.invoice(subscription.latest_invoice) or self._newest_invoices.get(subscription.id)

    def subscription_of(self, charge: Charge) -> Subscription | None:
        """The subscription whose invoice the charge paid."""
        invoice = self.invoice_of(charge)
        return self.subscription(subscription_id(invoice)) if invoice else None

    def belongs_to(self, charge: Charge) -> str | None:
        """The id of that subscription, also where the subscription itself was not read."""
        invoice = self.invoice_of(charge)
        return subscription_id(invoice) if invoice else None

    @cached_property
    def _taken_by_subscription(self) -> dict[str | None, tuple[Charge, ...]]:
        found: dict[str | None, tuple[Charge, ...]] = {}
        for each in self.taken:
            owner = self.belongs_to(each)
            found[owner] = (*found.get(owner, ()), each)
        return found

    def charges_of(self, subscription: Subscription) -> tuple[Charge, ...]:
        """Money taken for a subscription, oldest first."""
        return self._taken_by_subscription.get(subscription.id, ())

    def products_of(self, charge: Charge) -> frozenset[str]:
        """What a charge paid for: the lines of its invoice, else the subscription's items, else its checkout."""
        invoice = self.invoice_of(charge)
        lines = frozenset(line.product for line in invoice.lines if line.product) if invoice else frozenset()
        if lines:
            return lines
        subscription = self.subscription_of(charge)
        if subscription:
            return frozenset(item.price.product for item in subscription.items)
        sessions = (each for each in self.state.checkout_sessions if each.payment_intent and each.product)
        return frozenset(
            each.product for each in sessions if each.product and each.payment_intent == charge.payment_intent
        )

    def period_of(self, charge: Charge) -> tuple[datetime, datetime] | None:
        """The period a charge pays for, by the longest line of its invoice that is no proration."""
        invoice = self.invoice_of(charge)
        return period_of_lines(invoice.lines) if invoice else None

    def plan_of(self, charge: Charge) -> Price | None:
        """The price behind a charge, where a subscription of the person names it."""
        subscription = self.subscription_of(charge)
        if subscription:
            return main_item(subscription).price if subscription.items else None
        products = self.products_of(charge)
        prices = (item.price for each in self.subscriptions for item in each.items)
        return next((price for price in prices if price.product in products), None)

    def customer_of(self, subscription: Subscription) -> Customer | None:
        """The record a subscription belongs to."""
        return next((each for each in self.customers if each.id == subscription.customer), None)

    def unread(self, *sections: str) -> bool:
        """Whether one of these could not be read: nothing follows from what is absent there."""
        return any(each.section in sections for each in self.state.unread)

    def cut(self, *sections: str) -> bool:
        """Whether one of these was not read, or not to its end."""
        return self.unread(*sections) or any(each in sections for each in self.state.truncated)


def began(subscription: Subscription) -> datetime:
    """When a subscription began."""
    return subscription.created or subscription.start_date or LONG_AGO


def ends(subscription: Subscription, now: datetime) -> bool:
    """Whether a live subscription is set to end: with its period, or at a moment to come."""
    return subscription.live and (
        subscription.cancel_at_period_end or (subscription.cancel_at is not None and subscription.cancel_at > now)
    )


def end_of(subscription: Subscription) -> datetime | None:
    """When it will end or the paid period ends: `cancel_at`, else the latest end among its items' periods."""
    stops = [item.period_end for item in subscription.items if item.period_end]
    return subscription.cancel_at or (max(stops) if stops else None)


def main_item(subscription: Subscription) -> SubscriptionItem:
    """The item with the highest fixed amount; the first by id where there is none."""

    def weight(item: SubscriptionItem) -> tuple[int, str]:
        fixed = item.price.unit_amount
        return (-(fixed.amount * max(item.quantity, 1)) if fixed else 0, item.id)

    return min(subscription.items, key=weight)


def plan_name(price: Price | None) -> str | None:
    """What a plan is called."""
    return (price.product_name or price.nickname) if price else None


def subscription_id(invoice: Invoice | None) -> str | None:
    """The subscription an invoice is for, by itself or by its lines."""
    if invoice is None:
        return None
    return invoice.subscription or next((line.subscription for line in invoice.lines if line.subscription), None)


def period_of_lines(lines: Iterable[InvoiceLine]) -> tuple[datetime, datetime] | None:
    """The longest period among lines that are no prorations."""
    periods = [
        (line.period_start, line.period_end)
        for line in lines
        if not line.proration and line.period_start and line.period_end and line.period_end > line.period_start
    ]
    return max(periods, key=lambda each: (each[1] - each[0], each), default=None)


def remaining(invoice: Invoice) -> Money:
    """What is still to pay of an invoice."""
    return Money(invoice.amount_remaining or invoice.amount_due, invoice.currency)


def remainder(charge: Charge) -> int:
    """What is left to refund, in minor units: amount less refunded, refunds in flight, and credit given for it."""
    return max(0, charge.amount.amount - charge.amount_refunded - charge.pending_refunds - charge.credited)


def in_flight(charge: Charge) -> bool:
    """Whether a refund of the charge is on its way."""
    return charge.pending_refunds > 0


def inquiry(status: str) -> bool:
    """Whether a dispute is only the bank's question, and still open."""
    return status.startswith("warning_") and status != "warning_closed"


def chargeback_open(status: str) -> bool:
    """A chargeback that is not over; a status Stripe adds later counts as open, for caution."""
    return not status.startswith("warning_") and status not in {"won", "lost", "closed", "prevented"}


def disputed_openly(charge: Charge) -> bool:
    """Whether a chargeback is open on a charge, or it says so and nobody told how that ended."""
    if not charge.disputes:
        return charge.disputed
    return any(chargeback_open(each.status) for each in charge.disputes)

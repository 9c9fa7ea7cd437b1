"""Payments that did not go through, or will not: renewals, checkouts, cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from classifiers.account import LONG_AGO, Account, began
from classifiers.anomalies.context import Seen, anomaly, day
from parsers.vocabulary import Anomaly, AnomalyName, CheckoutSession, Invoice, PaymentMethod, Subscription

OVERDUE = frozenset({"past_due", "unpaid"})
# An incomplete subscription expires when its first invoice stays unpaid for 23 hours (Stripe: Subscription.status).
EXPIRES_AFTER = timedelta(hours=23)


def failed_renewal(seen: Seen) -> Iterator[Anomaly]:
    """Past due or unpaid, or the latest invoice open with a failed attempt."""
    for each in seen.account.live:
        invoice = seen.account.latest_invoice(each)
        failed = invoice is not None and attempt_failed(seen.account, invoice)
        if each.status in OVERDUE or failed:
            owed = (invoice.id,) if invoice and invoice.status == "open" else ()
            yield anomaly(AnomalyName.FAILED_RENEWAL, (each.id, *owed), _words(each, invoice if failed else None))


def _words(subscription: Subscription, invoice: Invoice | None) -> str:
    attempts = f", {invoice.attempt_count} failed attempts on {invoice.id}" if invoice else ""
    return f"{subscription.status}{attempts}"


def attempt_failed(account: Account, invoice: Invoice) -> bool:
    """Open, tried, and not merely waiting for a slow means of payment."""
    if invoice.status != "open":
        return False
    tries = [each for each in account.charges if account.invoice_of(each) is invoice]
    if any(each.status == "failed" for each in tries):
        return True
    waiting = any(each.status == "pending" for each in tries)
    return invoice.attempted and invoice.attempt_count > 0 and not waiting


def incomplete_checkout(seen: Seen) -> Iterator[Anomaly]:
    """A first payment that was never made, and no paid subscription for the product after it."""
    for each in seen.account.subscriptions:
        if _unfinished(seen, each) and not _paid_after(seen.account, _products(each), began(each), each.id):
            yield anomaly(AnomalyName.INCOMPLETE_CHECKOUT, (each.id,), f"{each.status} since {day(began(each))}")
    for session in sorted(seen.account.state.checkout_sessions, key=lambda one: (one.created or LONG_AGO, one.id)):
        if _abandoned(seen, session):
            evidence = f"checkout {session.status}, begun {day(session.created)}"
            yield anomaly(AnomalyName.INCOMPLETE_CHECKOUT, (session.id,), evidence)


def _unfinished(seen: Seen, subscription: Subscription) -> bool:
    if subscription.status == "incomplete":
        return True
    over = subscription.ended_at or subscription.canceled_at or began(subscription) + EXPIRES_AFTER
    return subscription.status == "incomplete_expired" and over >= _since(seen)


def _since(seen: Seen) -> datetime:
    return seen.now - timedelta(days=seen.policy.incomplete_days)


def _abandoned(seen: Seen, session: CheckoutSession) -> bool:
    if session.status not in {"open", "expired"} or session.created is None or session.created < _since(seen):
        return False
    products = frozenset({session.product}) if session.product else frozenset()
    return not _paid_after(seen.account, products, session.created, "")


def _paid_after(account: Account, products: frozenset[str], moment: datetime, but: str) -> bool:
    """Whether a paid subscription for one of the products (any, where none is known) began since."""
    return any(
        each.id != but
        and began(each) >= moment
        and _paid(account, each)
        and (not products or products & _products(each))
        for each in account.subscriptions
    )


def _paid(account: Account, subscription: Subscription) -> bool:
    return subscription.status in {"active", "trialing"} or bool(account.charges_of(subscription))


def _products(subscription: Subscription) -> frozenset[str]:
    return frozenset(item.price.product for item in subscription.items)


def card_expired(seen: Seen) -> Iterator[Anomaly]:
    """The method that would be charged next has expired."""
    for each in seen.account.staying:
        means = next_method(seen.account, each)
        if means.method and expired(means.method, seen.now):
            until = f"{means.method.exp_month:02d}/{means.method.exp_year}"
            evidence = f"the {means.holder}'s default card expired {until}"
            yield anomaly(AnomalyName.CARD_EXPIRED, (each.id, means.method.id), evidence)


def no_payment_method(seen: Seen) -> Iterator[Anomaly]:
    """There is none that would be charged next."""
    for each in seen.account.staying:
        if next_method(seen.account, each).holder == "nobody":
            evidence = "neither the subscription nor the customer has a default payment method"
            yield anomaly(AnomalyName.NO_PAYMENT_METHOD, (each.id,), evidence)


@dataclass(frozen=True, slots=True)
class Means:
    """What would be charged next, and whose default it is; `nobody`: there is none, `unknown`: that is not known."""

    method: PaymentMethod | None
    holder: Literal["subscription", "customer", "nobody", "unknown"]


def next_method(account: Account, subscription: Subscription) -> Means:
    """Stripe's order: the subscription's default method, its source, the customer's default method, their source.

    https://docs.stripe.com/billing/subscriptions/overview; nothing is charged where the invoice is sent.
    """
    customer = account.customer_of(subscription)
    if subscription.collection_method != "charge_automatically":
        return Means(None, "unknown")
    if subscription.default_payment_method:
        return Means(subscription.default_payment_method, "subscription")
    if subscription.has_default_source or customer is None:
        return Means(None, "unknown")
    if customer.default_payment_method:
        return Means(customer.default_payment_method, "customer")
    if customer.has_default_source or account.unread("customers", "payment_methods"):
        return Means(None, "unknown")
    return Means(None, "nobody")


def expired(method: PaymentMethod, now: datetime) -> bool:
    """A card is good to the end of its month."""
    if not method.exp_year or not method.exp_month:
        return False
    return (method.exp_year, method.exp_month) < (now.year, now.month)

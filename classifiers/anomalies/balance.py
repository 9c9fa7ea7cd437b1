"""Money that is neither charged nor refunded: debits under way, credit, refunds that never left, paused collection."""

from collections.abc import Iterator
from datetime import datetime

from classifiers.account import LONG_AGO, Account
from classifiers.anomalies.context import Seen, anomaly, day
from classifiers.owing import newest_bill, paid_by
from classifiers.revenue import shown
from parsers.vocabulary import Anomaly, AnomalyName, Charge, Invoice, Money, Refund, Subscription

GONE_WRONG = frozenset({"failed", "canceled"})
# Stripe: Refund.failure_reason.
GONE_FOR_GOOD = frozenset({"expired_or_canceled_card", "lost_or_stolen_card"})
# Stripe: Subscription.pause_collection.behavior.
BEHAVIORS = {"keep_as_draft": "kept as drafts", "mark_uncollectible": "marked as uncollectible", "void": "voided"}


def payment_processing(seen: Seen) -> Iterator[Anomaly]:
    """A bank debit or transfer under way: neither failed nor paid. Stripe: Charge.status `pending`."""
    for charge in under_way(seen.account):
        invoice = seen.account.invoice_of(charge)
        ids = (charge.id, invoice.id) if invoice else (charge.id,)
        evidence = f"{shown(charge.amount)} of {day(charge.created)} is under way: neither failed nor paid"
        yield anomaly(AnomalyName.PAYMENT_PROCESSING, ids, evidence)


def under_way(account: Account) -> tuple[Charge, ...]:
    """Payments that the bank is still working on, oldest first."""
    return tuple(each for each in account.charges if each.status == "pending")


def refund_failed(seen: Seen) -> Iterator[Anomaly]:
    """A refund that failed or was cancelled, and nothing that went back after it."""
    for charge in seen.account.charges:
        if (found := failed_refund(charge)) is not None:
            evidence = (
                f"the refund of {shown(found.amount)} of {day(found.created)} {_fate(found)}: the money never left"
            )
            yield anomaly(AnomalyName.REFUND_FAILED, (charge.id, found.id), evidence)


def failed_refund(charge: Charge) -> Refund | None:
    """The last refund of a charge that failed or was cancelled, unless another one after it took its place."""
    wrong = sorted((each for each in charge.refunds if each.status in GONE_WRONG), key=_made)
    if not wrong:
        return None
    later = sum(
        each.amount.amount
        for each in charge.refunds
        if each.status not in GONE_WRONG and _made(each) >= _made(wrong[-1])
    )
    return wrong[-1] if later < wrong[-1].amount.amount else None


def dead_end(charge: Charge) -> bool:
    """Whether its refund failed for a reason that the same way will fail for again."""
    gone = failed_refund(charge)
    return gone is not None and gone.status == "failed" and gone.failure_reason in GONE_FOR_GOOD


def _made(refund: Refund) -> datetime:
    return refund.created or LONG_AGO


def _fate(found: Refund) -> str:
    return "was cancelled" if found.status == "canceled" else f"failed ({found.failure_reason or 'no reason told'})"


def paid_from_balance(seen: Seen) -> Iterator[Anomaly]:
    """An invoice settled wholly or partly from the customer's credit."""
    for invoice in seen.account.invoices:
        if (used := credit_used(invoice)) > 0:
            sum_of = shown(Money(used, invoice.currency))
            evidence = f"{sum_of} of {invoice.id} was paid from the credit balance: no charge belongs to that part"
            yield anomaly(AnomalyName.PAID_FROM_BALANCE, (invoice.id,), evidence)


def credit_used(invoice: Invoice) -> int:
    """Minor units of credit that a paid invoice used up; Stripe: starting and ending balance, negative is credit."""
    if invoice.status != "paid" or invoice.ending_balance is None or invoice.starting_balance >= 0:
        return 0
    return min(max(invoice.ending_balance - invoice.starting_balance, 0), max(invoice.total, 0))


def credit_balance(seen: Seen) -> Iterator[Anomaly]:
    """The customer has credit with us."""
    for customer in seen.account.customers:
        if customer.balance < 0:
            credit = Money(-customer.balance, customer.currency or "usd")
            evidence = f"{shown(credit)} of credit, which the next invoice uses first"
            yield anomaly(AnomalyName.CREDIT_BALANCE, (customer.id,), evidence)


def collection_paused(seen: Seen) -> Iterator[Anomaly]:
    """Live, but nothing is collected for it."""
    for each in seen.account.live:
        if each.paused_collection:
            yield anomaly(AnomalyName.COLLECTION_PAUSED, (each.id,), f"collection is {pause(each)}")


def pause(subscription: Subscription) -> str:
    """Until when the collection is paused, and what becomes of its invoices meanwhile."""
    until = f"until {day(subscription.paused_until)}" if subscription.paused_until else "until somebody resumes it"
    fate = BEHAVIORS.get(subscription.pause_behavior or "")
    return f"paused {until}; its invoices are {fate}" if fate else f"paused {until}"


def renewed_on_credit(account: Account, subscription: Subscription) -> bool:
    """Whether the newest invoice of a subscription was paid from credit alone: then no charge is its renewal."""
    return on_credit(account, subscription) is not None


def on_credit(account: Account, subscription: Subscription) -> Invoice | None:
    """The newest invoice of a subscription, where credit alone paid it."""
    invoice = newest_bill(account, subscription)
    if invoice is None or invoice.total <= 0 or credit_used(invoice) < invoice.total:
        return None
    return None if paid_by(account, invoice) else invoice

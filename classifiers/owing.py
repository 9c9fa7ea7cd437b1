"""What is still owed or on its way: open invoices, debits under way, drafts to be charged; and what paid what."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from classifiers.account import Account, period_of_lines, subscription_id
from parsers.vocabulary import Charge, Invoice, Subscription

# A change of plan bills its difference by an invoice of its own, which is no renewal (Stripe: Invoice.billing_reason).
CHANGES = frozenset({"subscription_update", "manual", "upcoming"})
UNPAID = frozenset({"open", "uncollectible"})
# Whether Stripe ended it for want of payment or for a dispute, which no customer asked for.
# Stripe: Subscription.cancellation_details.reason.
BY_STRIPE = frozenset({"payment_failed", "payment_disputed", "canceled_by_retention_policy"})
LATELY = timedelta(days=30)


def tries(account: Account, invoice: Invoice) -> tuple[Charge, ...]:
    """Every attempt to pay an invoice, oldest first."""
    return tuple(each for each in account.charges if account.invoice_of(each) is invoice)


def under_way(account: Account, invoice: Invoice) -> Charge | None:
    """The debit that the bank is working on for an open invoice, if it is the last that was tried."""
    made = tries(account, invoice)
    return made[-1] if made and made[-1].status == "pending" and invoice.status == "open" else None


def of_subscription(account: Account, subscription: Subscription) -> tuple[Invoice, ...]:
    """Every invoice of a subscription, oldest first."""
    latest = account.latest_invoice(subscription)
    return tuple(each for each in account.invoices if subscription_id(each) == subscription.id or each is latest)


def open_invoices(account: Account, subscription: Subscription) -> tuple[Invoice, ...]:
    """Invoices of a subscription that nobody has paid yet; one whose debit is under way is not among them."""
    mine = of_subscription(account, subscription)
    return tuple(each for each in mine if each.status == "open" and under_way(account, each) is None)


def payable(account: Account) -> tuple[Invoice, ...]:
    """Open invoices with a page of their own that nobody is paying yet; what is under way is not paid twice."""
    owed = (each for each in account.invoices if each.status == "open" and each.hosted_invoice_url)
    return tuple(each for each in owed if under_way(account, each) is None)


def debits(account: Account, subscription: Subscription) -> tuple[tuple[Invoice, Charge], ...]:
    """Invoices of a subscription whose debit is under way, each with it."""
    mine = of_subscription(account, subscription)
    return tuple((each, debit) for each in mine if (debit := under_way(account, each)) is not None)


def drafts(account: Account, subscription: Subscription) -> tuple[Invoice, ...]:
    """Invoices of a subscription that are not final yet."""
    return tuple(each for each in of_subscription(account, subscription) if each.status == "draft")


def to_come(account: Account) -> tuple[Invoice, ...]:
    """Whatever may still be charged: open, its debit under way, or a draft."""
    return tuple(each for each in account.invoices if each.status in {"open", "draft"} and each.total > 0)


def attempt_failed(account: Account, invoice: Invoice) -> bool:
    """Unpaid, tried, and neither paid since nor merely waiting for a slow means of payment."""
    if invoice.status not in UNPAID or under_way(account, invoice) is not None:
        return False
    made = tries(account, invoice)
    if any(each.status == "failed" for each in made):
        return True
    return not made and invoice.attempted and invoice.attempt_count > 0


def tried_last(account: Account, invoice: Invoice | None) -> Charge | None:
    """The last attempt on an invoice that failed."""
    made = [each for each in tries(account, invoice) if each.status == "failed"] if invoice else []
    return made[-1] if made else None


def paid_by(account: Account, invoice: Invoice) -> tuple[Charge, ...]:
    """The charges that paid an invoice, oldest first."""
    return tuple(each for each in tries(account, invoice) if each.taken)


def newest_bill(account: Account, subscription: Subscription) -> Invoice | None:
    """The newest invoice for a period of a subscription; one for a mere change of plan only where there is no other."""
    final = [each for each in of_subscription(account, subscription) if each.status != "draft"]
    periods = [each for each in final if each.billing_reason not in CHANGES]
    latest = account.latest_invoice(subscription)
    if latest in periods:
        return latest
    return (periods or final)[-1] if final else None


def renewal(account: Account, subscription: Subscription) -> Charge | None:
    """The charge that paid the newest invoice; None where none did, and an older charge is not it."""
    bill = newest_bill(account, subscription)
    if bill is None:
        return next(reversed(account.charges_of(subscription)), None)
    return next(reversed(paid_by(account, bill)), None)


def excess(account: Account, invoice: Invoice) -> int:
    """Minor units by which the payments of an invoice exceed what was due on it, less what went back."""
    paid = paid_by(account, invoice)
    taken = sum(each.amount.amount - each.amount_refunded - each.pending_refunds for each in paid)
    return max(0, taken - (invoice.amount_due or invoice.total))


def period_unpaid(account: Account, subscription: Subscription, now: datetime) -> bool:
    """Whether the current period's invoice is open and unpaid, and no debit for it under way."""
    return any(
        period is None or period[1] > now
        for each in open_invoices(account, subscription)
        for period in [period_of_lines(each.lines)]
    )


def ended_by_stripe(subscription: Subscription) -> str | None:
    """Why Stripe ended a subscription of itself; None where somebody asked for it, or it has not ended."""
    over = subscription.status == "canceled" or subscription.ended_at is not None
    reason = subscription.cancellation_reason
    return reason if over and reason in BY_STRIPE else None


def debit_lines(account: Account, subscriptions: Iterable[Subscription]) -> tuple[str, ...]:
    """Debits under way of who leaves: neither voided nor left unpaid; what comes in is refunded then."""
    return tuple(
        f"{invoice.id} of {each.id}: its debit {debit.id} is under way, do not void it; what comes in is refunded then"
        for each in subscriptions
        for invoice, debit in debits(account, each)
    )

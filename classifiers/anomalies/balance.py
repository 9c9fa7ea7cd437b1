"""Money that is neither charged nor refunded: debits under way, credit, refunds that never left, paused collection."""

from collections.abc import Iterator

from classifiers.account import Account
from classifiers.anomalies.context import Seen, anomaly, day
from classifiers.revenue import shown
from parsers.vocabulary import Anomaly, AnomalyName, Charge, Invoice, Money, Refund, Subscription

GONE_WRONG = frozenset({"failed", "canceled"})


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
    """The last refund of a charge that failed or was cancelled, unless another one took its place."""
    wrong = [each for each in charge.refunds if each.status in GONE_WRONG]
    sound = [each for each in charge.refunds if each.status not in GONE_WRONG]
    return wrong[-1] if wrong and not sound else None


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
            until = f"until {day(each.paused_until)}" if each.paused_until else "until somebody resumes it"
            yield anomaly(AnomalyName.COLLECTION_PAUSED, (each.id,), f"collection is paused {until}")


def renewed_on_credit(account: Account, subscription: Subscription) -> bool:
    """Whether the newest invoice of a subscription was paid from credit alone: then no charge is its renewal."""
    invoice = account.latest_invoice(subscription)
    if invoice is None or invoice.total <= 0 or credit_used(invoice) < invoice.total:
        return False
    return not any(account.invoice_of(each) is invoice for each in account.taken)

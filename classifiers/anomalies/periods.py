"""Charges and the time they fall in: after the end, after a trial, within the first days, with prorations."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from classifiers.account import Account
from classifiers.anomalies.context import Seen, anomaly, day
from parsers.vocabulary import Anomaly, AnomalyName, Charge, EarlierCase, Invoice, Subscription


def charged_after_cancel(seen: Seen) -> Iterator[Anomaly]:
    """A charge for a period that starts after the end, or after it was to end, or after notice in an earlier mail."""
    for subscription in seen.account.subscriptions:
        for charge in seen.account.charges_of(subscription):
            if why := _after(seen, subscription, charge):
                yield anomaly(AnomalyName.CHARGED_AFTER_CANCEL, (charge.id, subscription.id), why)


def _after(seen: Seen, subscription: Subscription, charge: Charge) -> str | None:
    start = _start(seen.account, charge)
    over = _over(subscription, seen.now)
    if start and over and start >= over:
        return f"charged for a period from {day(start)}; it was to end on {day(over)}"
    notice = _notice(seen, subscription, charge)
    if start and notice and start > notice.at:
        return (
            f"charged for a period from {day(start)}; cancellation was asked for on {day(notice.at)} (case {notice.id})"
        )
    return None


def _start(account: Account, charge: Charge) -> datetime | None:
    period = account.period_of(charge)
    return period[0] if period else charge.created


def _over(subscription: Subscription, now: datetime) -> datetime | None:
    """When a subscription ended, or was to end by now, whichever is earlier."""
    due = subscription.cancel_at if subscription.cancel_at and subscription.cancel_at <= now else None
    return min((each for each in (subscription.ended_at, due) if each), default=None)


def _notice(seen: Seen, subscription: Subscription, charge: Charge) -> EarlierCase | None:
    """The first mail that asked to cancel this subscription, if the charge is a renewal after it."""
    invoice = seen.account.invoice_of(charge)
    if invoice is None or invoice.billing_reason == "subscription_create":
        return None
    asked = (each for each in seen.notices if _meant(each, subscription))
    return min(asked, key=lambda each: each.at, default=None)


def _meant(notice: EarlierCase, subscription: Subscription) -> bool:
    """An earlier case that names subscriptions asked about those; one that names none, about all there were."""
    named = [each for each in notice.objects if each.startswith("sub_")]
    begun = subscription.created is None or subscription.created <= notice.at
    return begun and (subscription.id in named if named else True)


def proration(seen: Seen) -> Iterator[Anomaly]:
    """A proration line on the latest invoice."""
    for invoice in _latest(seen.account):
        lines = tuple(line.id for line in invoice.lines if line.proration)
        if lines:
            yield anomaly(AnomalyName.PRORATION, (invoice.id, *lines), f"{len(lines)} proration lines on {invoice.id}")


def _latest(account: Account) -> tuple[Invoice, ...]:
    """The latest invoice of each live subscription; of the person, where none is live."""
    found = [invoice for each in account.live if (invoice := account.latest_invoice(each))]
    latest = found or list(account.invoices[-1:])
    return tuple({each.id: each for each in latest}.values())


def trial_converted(seen: Seen) -> Iterator[Anomaly]:
    """The first charge after a trial, within 14 days."""
    for subscription in seen.account.subscriptions:
        charge = conversion(seen.account, subscription)
        if charge and charge.created and charge.created >= seen.now - timedelta(days=seen.policy.trial_days):
            evidence = f"first charge after the trial that ended {day(subscription.trial_end)}"
            yield anomaly(AnomalyName.TRIAL_CONVERTED, (charge.id, subscription.id), evidence)


def conversion(account: Account, subscription: Subscription) -> Charge | None:
    """The first charge of a subscription after its trial; a charge before the trial's end is none."""
    over = subscription.trial_end
    if over is None:
        return None
    paid = (each for each in account.charges_of(subscription) if each.created and each.created >= over)
    return next(paid, None)


def withdrawal_period(seen: Seen) -> Iterator[Anomaly]:
    """The person's first purchase ever, within 14 days; not to be told where the history is cut off."""
    account, since = seen.account, seen.now - timedelta(days=seen.policy.withdrawal_days)
    first = next(iter(account.taken), None)
    if first is None or first.created is None or first.created < since or account.cut("charges"):
        return
    if not _renews(account, first) and not any(_paid_before(each, since) for each in account.invoices):
        yield anomaly(AnomalyName.WITHDRAWAL_PERIOD, (first.id,), f"first purchase ever, on {day(first.created)}")


def _renews(account: Account, charge: Charge) -> bool:
    """Whether a charge renews something bought before, although no earlier charge is to be seen."""
    subscription, invoice = account.subscription_of(charge), account.invoice_of(charge)
    if subscription and subscription.trial_end:
        return False
    return invoice is not None and invoice.billing_reason == "subscription_cycle"


def _paid_before(invoice: Invoice, since: datetime) -> bool:
    """Paid earlier, by whatever means."""
    return (
        invoice.status == "paid" and invoice.amount_paid > 0 and invoice.created is not None and invoice.created < since
    )

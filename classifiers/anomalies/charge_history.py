"""Charges out of the ordinary: taken twice, disputed, refunded, or mere authorisations."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from classifiers.account import Account, chargeback_open, in_flight, inquiry, remainder
from classifiers.anomalies.context import Seen, anomaly, day
from classifiers.anomalies.duplicates import apart
from parsers.vocabulary import Anomaly, AnomalyName, Charge


def duplicate_charge(seen: Seen) -> Iterator[Anomaly]:
    """Two of one amount within 72 h for one product, one invoice, or one one-off description; one for each purchase."""
    for charges in _groups(seen):
        evidence = f"{len(charges)} charges of the same amount within {seen.policy.duplicate_hours} h: "
        evidence += ", ".join(f"{each.id} of {day(each.created)}" for each in charges)
        yield anomaly(AnomalyName.DUPLICATE_CHARGE, tuple(each.id for each in charges), evidence)


def _groups(seen: Seen) -> list[list[Charge]]:
    """Charges of one purchase, oldest first: each is the like of one before it in its group."""
    groups: list[list[Charge]] = []
    for charge in _standing(seen):
        home = next((group for group in groups if any(_twice(seen, each, charge) for each in group)), None)
        if home is None:
            groups.append([charge])
        else:
            home.append(charge)
    return [group for group in groups if len(group) > 1]


def _standing(seen: Seen) -> tuple[Charge, ...]:
    """Money taken that did not go back, by refund or by dispute."""
    return tuple(each for each in seen.account.taken if remainder(each) > 0 and not _lost(each))


def _twice(seen: Seen, one: Charge, other: Charge) -> bool:
    if one.amount != other.amount or one.created is None or other.created is None:
        return False
    if abs(one.created - other.created) > timedelta(hours=seen.policy.duplicate_hours):
        return False
    if _of_two_seats(seen, one, other):
        return False
    return same_purchase(seen.account, one, other) and not consecutive(seen.account, one, other)


def _of_two_seats(seen: Seen, one: Charge, other: Charge) -> bool:
    """Whether they pay for two subscriptions that metadata tells apart: a team's seats are each paid on purpose."""
    by_id = {each.id: each for each in seen.account.subscriptions}
    paid, also_paid = (by_id.get(seen.account.belongs_to(each) or "") for each in (one, other))
    return bool(paid and also_paid and paid.id != also_paid.id and apart(paid, also_paid, seen.policy))


def same_purchase(account: Account, one: Charge, other: Charge) -> bool:
    """One invoice, one product, or two one-off payments of one description."""
    bill, other_bill = account.invoice_of(one), account.invoice_of(other)
    if bill and other_bill and bill.id == other_bill.id:
        return True
    if account.products_of(one) & account.products_of(other):
        return True
    once = one_off(account, one) and one_off(account, other)
    return once and bool(one.description) and one.description == other.description


def one_off(account: Account, charge: Charge) -> bool:
    """Whether a charge pays for no subscription; unknown, hence not, where the invoices could not be read."""
    if account.unread("invoices") and account.invoice_of(charge) is None:
        return False
    return account.belongs_to(charge) is None


def consecutive(account: Account, one: Charge, other: Charge) -> bool:
    """Whether two charges pay for different periods of one subscription."""
    subscription = account.belongs_to(one)
    if subscription is None or subscription != account.belongs_to(other):
        return False
    period, next_period = account.period_of(one), account.period_of(other)
    if period is None or next_period is None:
        return False
    return period[1] <= next_period[0] or next_period[1] <= period[0]


def _disputes(seen: Seen, name: AnomalyName, status: Callable[[str], bool], words: str) -> Iterator[Anomaly]:
    for charge in seen.account.charges:
        for dispute in charge.disputes:
            if status(dispute.status):
                yield anomaly(name, (dispute.id, charge.id), f"{words} ({dispute.status}) since {day(dispute.created)}")


def open_disputes(seen: Seen) -> Iterator[Anomaly]:
    """A chargeback that is not won, lost or closed; so is one that a charge speaks of and nobody could read."""
    yield from _disputes(seen, AnomalyName.OPEN_DISPUTE, chargeback_open, "a chargeback is open")
    for charge in seen.account.charges:
        if charge.disputed and not charge.disputes:
            yield anomaly(
                AnomalyName.OPEN_DISPUTE, (charge.id,), "the charge is marked as disputed; the dispute was not read"
            )


def inquiries(seen: Seen) -> Iterator[Anomaly]:
    """The bank asks (`warning_*`); no money was withdrawn."""
    yield from _disputes(seen, AnomalyName.INQUIRY, inquiry, "the bank asks about the charge")


def lost_disputes(seen: Seen) -> Iterator[Anomaly]:
    """The customer has the money already."""
    yield from _disputes(seen, AnomalyName.LOST_DISPUTE, lambda status: status == "lost", "the dispute was lost")


def _lost(charge: Charge) -> bool:
    return any(each.status == "lost" for each in charge.disputes)


def already_refunded(seen: Seen) -> Iterator[Anomaly]:
    """The charge in question went back in full."""
    for charge in seen.meant:
        if charge.taken and refunded_in_full(charge):
            refunds = [each for each in charge.refunds if each.status == "succeeded"]
            when = day(refunds[-1].created) if refunds else "an unknown date"
            ids = (charge.id, *(each.id for each in refunds))
            yield anomaly(AnomalyName.ALREADY_REFUNDED, ids, f"refunded in full on {when}")


def refunded_in_full(charge: Charge) -> bool:
    """Whether all of a charge went back, none of it still on its way."""
    return not in_flight(charge) and (charge.refunded or charge.amount_refunded >= charge.amount.amount > 0)


def refund_pending(seen: Seen) -> Iterator[Anomaly]:
    """The charge in question has a refund on its way."""
    for charge in seen.meant:
        flying = [each for each in charge.refunds if each.status in {"pending", "requires_action"}]
        if flying:
            ids = (charge.id, *(each.id for each in flying))
            yield anomaly(AnomalyName.REFUND_PENDING, ids, f"a refund is in flight since {day(flying[0].created)}")


def pending_authorisations(seen: Seen) -> Iterator[Anomaly]:
    """Succeeded but not captured: it will drop off by itself. One that was released is gone already."""
    for charge in seen.account.charges:
        if charge.status == "succeeded" and not charge.captured and not charge.refunded:
            evidence = f"authorised on {day(charge.created)} and not captured: it drops off"
            yield anomaly(AnomalyName.PENDING_AUTHORISATION, (charge.id,), evidence)

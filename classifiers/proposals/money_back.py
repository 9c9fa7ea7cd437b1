"""Row 6, the money: of an unwanted renewal in its grace period, of a first purchase, of what came after the end."""

from collections.abc import Iterator

from classifiers.guard import Request
from classifiers.matter import Matter
from classifiers.proposal import Refunds, guarded
from classifiers.targets import disputed_charge, is_renewal
from parsers.vocabulary import AnomalyName, Charge, Intent, Subscription


def money_back(matter: Matter, about: Subscription | None) -> Refunds:
    """The refunds that may be proposed for a wish for money back; none where none was asked."""
    if not matter.wants(Intent.REFUND):
        return Refunds()
    return guarded(matter, _requests(matter, about))


def _requests(matter: Matter, about: Subscription | None) -> Iterator[Request]:
    late = _after_cancel(matter)
    if late:
        yield from (_request(each, None, "charged after the subscription was to end") for each in late)
        return
    charge = disputed_charge(matter, about)
    if charge and (why := refundable(matter, charge)):
        yield _request(charge, matter.policy.renewal_grace_days, why)


def _request(charge: Charge, days: int | None, why: str) -> Request:
    return Request(charge=charge, days=days, reason="requested_by_customer", why=why)


def _after_cancel(matter: Matter) -> list[Charge]:
    """Every charge after the end; only the named ones where the mail names some of them."""
    ids = matter.objects(AnomalyName.CHARGED_AFTER_CANCEL)
    late = [each for each in matter.account.taken if each.id in ids]
    named = [each for each in late if each in matter.named]
    return named or late


def refundable(matter: Matter, charge: Charge) -> str | None:
    """Why a charge may go back by row 6; None where no clause of it says so."""
    if charge.id in matter.objects(AnomalyName.WITHDRAWAL_PERIOD):
        return "within the withdrawal period of the first purchase"
    if charge.id in matter.objects(AnomalyName.TRIAL_CONVERTED):
        return "first charge after the trial"
    return "a renewal nobody wanted" if is_renewal(matter, charge) else None


def unexplained(matter: Matter, about: Subscription | None) -> tuple[str, ...]:
    """Why no refund was even asked of the guard, where one was wished for."""
    if not matter.wants(Intent.REFUND) or list(_requests(matter, about)):
        return ()
    charge = disputed_charge(matter, about)
    if charge is None:
        return ("refund: it is not clear of which charge",)
    return (f"refund of {charge.id}: neither a renewal, nor a first purchase of late, nor after the end",)

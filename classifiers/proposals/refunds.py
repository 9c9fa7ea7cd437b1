"""Row 6, the money: of an unwanted renewal in its grace period, of a first purchase, of what came after the end."""

from collections.abc import Iterator

from classifiers.case_facts import CaseFacts
from classifiers.proposals.proposal import Refunds, guarded
from classifiers.references.targets import disputed_charge, is_renewal
from classifiers.refund_guard import Request
from parsers.vocabulary import AnomalyName, Charge, Intent, Subscription


def money_back(case_facts: CaseFacts, about: Subscription | None) -> Refunds:
    """The refunds that may be proposed for a wish for money back; none where none was asked."""
    if not case_facts.wants(Intent.REFUND):
        return Refunds()
    return guarded(case_facts, _requests(case_facts, about))


def _requests(case_facts: CaseFacts, about: Subscription | None) -> Iterator[Request]:
    late = _after_cancel(case_facts)
    if late:
        yield from (_request(each, None, "charged after the subscription was to end") for each in late)
        return
    charge = disputed_charge(case_facts, about)
    if charge and (why := refundable(case_facts, charge)):
        yield _request(charge, case_facts.policy.renewal_grace_days, why)


def _request(charge: Charge, days: int | None, why: str) -> Request:
    return Request(charge=charge, days=days, reason="requested_by_customer", why=why)


def _after_cancel(case_facts: CaseFacts) -> list[Charge]:
    """Every charge after the end; only the named ones where the mail names some of them."""
    ids = case_facts.objects(AnomalyName.CHARGED_AFTER_CANCEL)
    late = [each for each in case_facts.account.taken if each.id in ids]
    named = [each for each in late if each in case_facts.named]
    return named or late


def refundable(case_facts: CaseFacts, charge: Charge) -> str | None:
    """Why a charge may go back by row 6; None where no clause of it says so."""
    if charge.id in case_facts.objects(AnomalyName.WITHDRAWAL_PERIOD):
        return "within the withdrawal period of the first purchase"
    if charge.id in case_facts.objects(AnomalyName.TRIAL_CONVERTED):
        return "first charge after the trial"
    return "a renewal nobody wanted" if is_renewal(case_facts, charge) else None


def unexplained(case_facts: CaseFacts, about: Subscription | None) -> tuple[str, ...]:
    """Why no refund was even asked of the guard, where one was wished for."""
    if not case_facts.wants(Intent.REFUND) or list(_requests(case_facts, about)):
        return ()
    charge = disputed_charge(case_facts, about)
    if charge is None:
        return ("refund: it is not clear of which charge",)
    return (f"refund of {charge.id}: neither a renewal, nor a first purchase of late, nor after the end",)

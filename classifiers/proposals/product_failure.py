"""Row 5: the product failed them: the affected charge back if the guard allows and it was asked, then the end."""

from datetime import timedelta

from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.proposals.proposal import Proposal, Refunds, cancel, guarded, no_op, say, void_lines
from classifiers.proposals.self_serve import which
from classifiers.proposals.settlements import in_full, in_short, settled
from classifiers.references.subscriptions import named_at_all
from classifiers.references.targets import Target, disputed_charge, leaving
from classifiers.refund_guard import Request
from classifiers.situations import Situation
from parsers.vocabulary import Action, Charge, Cue, Intent, Paragraph, Subscription, When

GAP = "product_bug"
UNSERVED = "entitlement_gap"


def failures(case_facts: CaseFacts) -> Proposal:
    """Refund first, then cancel: the money is what the failure cost them."""
    arrived = unserved_charge(case_facts)
    if arrived is not None and not case_facts.wants(Intent.REFUND, Intent.CANCEL):
        return _open_access(case_facts, arrived)
    target = leaving(case_facts)
    if case_facts.cancel_asked and target.unclear and not case_facts.says(Cue.CANCEL_EVERYTHING):
        return which(target.unclear)
    refunds = _refunds(case_facts, target)
    ends = _ends(case_facts, target)
    cancels = tuple(cancel(case_facts, each, refunds.charges, "the customer wants it ended") for each in ends)
    return Proposal(
        actions=(*refunds.actions, *cancels) or no_op(_nothing(case_facts, refunds)),
        says=_all_words(case_facts, target, refunds, cancels),
        gap=UNSERVED if arrived is not None else GAP,
        rejected=refunds.rejected,
        follow_up=(*_inferred(case_facts, refunds), *void_lines(case_facts.account, ends)),
    )


def unserved_charge(case_facts: CaseFacts) -> Charge | None:
    """The newest payment that arrived, where the mail says that nothing was served for it; None for an old one."""
    if not case_facts.says(Cue.PAID_NOT_SERVED) or not case_facts.account.taken:
        return None
    newest = (case_facts.named or case_facts.account.taken)[-1]
    live = any(each.status == "active" for each in case_facts.account.live)
    since = case_facts.now - timedelta(days=case_facts.policy.refund_days)
    return newest if live or (newest.created and newest.created >= since) else None


def _open_access(case_facts: CaseFacts, arrived: Charge) -> Proposal:
    """The money is here: nothing to pay and nothing to pay back, one of us opens what it paid for."""
    return Proposal(
        actions=no_op("the payment arrived: the access is to be opened by hand"),
        says=(say(Situation.FAILURE_UNSERVED, bound_facts.charge_with_plan(case_facts.account, arrived)),),
        gap=UNSERVED,
        follow_up=(f"open what {arrived.id} paid for before the draft is sent",),
    )


def _inferred(case_facts: CaseFacts, refunds: Refunds) -> tuple[str, ...]:
    """Of several live products the mail names none: then which one failed is our guess."""
    several = len(case_facts.account.live) > 1 and not case_facts.named
    if not refunds.actions or not several or named_at_all(case_facts.message, case_facts.account.live):
        return ()
    return (f"the mail names no product: that {refunds.actions[0].object} is the charge meant was inferred",)


def _refunds(case_facts: CaseFacts, target: Target) -> Refunds:
    charge = disputed_charge(case_facts, target.ends) if case_facts.wants(Intent.REFUND) else None
    if charge is None:
        return Refunds()
    why = "the charge for the time the product failed"
    days = case_facts.policy.refund_days
    return guarded(case_facts, [Request(charge=charge, days=days, reason="requested_by_customer", why=why)])


def _ends(case_facts: CaseFacts, target: Target) -> tuple[Subscription, ...]:
    if not case_facts.cancel_asked:
        return ()
    if case_facts.says(Cue.CANCEL_EVERYTHING):
        return case_facts.account.staying
    return (target.ends,) if target.ends else ()


def _nothing(case_facts: CaseFacts, refunds: Refunds) -> str:
    if refunds.stopped:
        return "the guard stops the refund"
    return "it is not clear which charge is meant" if case_facts.wants(Intent.REFUND) else "nothing is left to end"


def _all_words(
    case_facts: CaseFacts, target: Target, refunds: Refunds, cancels: tuple[Action, ...]
) -> tuple[Paragraph, ...]:
    """The situation that fits; where the money is settled already, that is said beside the apology."""
    found = (
        settled(disputed_charge(case_facts, target.ends)) if case_facts.refund_asked and not refunds.actions else None
    )
    if found is None:
        return (_words(case_facts, target, refunds, cancels),)
    if not cancels:
        return (in_full(found), say(Situation.ALSO_PRODUCT))
    return (say(Situation.FAILURE_CANCEL, _ended_facts(target, cancels)), in_short(found))


def _words(case_facts: CaseFacts, target: Target, refunds: Refunds, cancels: tuple[Action, ...]) -> Paragraph:
    """The situation that fits what is proposed."""
    ended = _ended_facts(target, cancels)
    if refunds.actions:
        action = refunds.actions[0]
        charge = next(each for each in case_facts.account.taken if each.id == action.object)
        facts = bound_facts.to_refund(case_facts.account, charge, action.amount or charge.amount)
        situation = Situation.FAILURE_REFUND_CANCEL if cancels else Situation.FAILURE_REFUND
        return say(situation, ended, facts)
    held = disputed_charge(case_facts, target.ends) if case_facts.refund_asked else None
    about = bound_facts.charge_with_plan(case_facts.account, held) if held else ()
    if case_facts.refund_asked:
        return say(Situation.FAILURE_CANCEL_HELD if cancels else Situation.FAILURE_HELD, about, ended)
    return say(Situation.FAILURE_CANCEL if cancels else Situation.FAILURE_OVER, ended)


def _ended_facts(target: Target, cancels: tuple[Action, ...]) -> bound_facts.Facts:
    """Plan, and the day it ends where it does not end at once."""
    subscription = target.ends or target.scheduled or target.ended
    if subscription is None:
        return ()
    plan = bound_facts.plan_of("plan", subscription)
    if target.ended:
        return (*plan, *bound_facts.ended(subscription))
    later = not target.ends or any(each.when is When.PERIOD_END for each in cancels)
    return (*plan, *bound_facts.ending(subscription)) if later else plan

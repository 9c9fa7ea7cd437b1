"""Row 5: the product failed them: the affected charge back if the guard allows and it was asked, then the end."""

from datetime import timedelta

from classifiers import binding
from classifiers.guard import Request
from classifiers.matter import Matter
from classifiers.naming import named_at_all
from classifiers.proposal import Proposal, Refunds, cancel, guarded, no_op, say, void_lines
from classifiers.proposals.self_serve import which
from classifiers.proposals.settlements import in_full, in_short, settled
from classifiers.situations import Situation
from classifiers.targets import Target, disputed_charge, leaving
from parsers.vocabulary import Action, Charge, Cue, Intent, Say, Subscription, When

GAP = "product_bug"
UNSERVED = "entitlement_gap"


def failures(matter: Matter) -> Proposal:
    """Refund first, then cancel: the money is what the failure cost them."""
    arrived = unserved_charge(matter)
    if arrived is not None and not matter.wants(Intent.REFUND, Intent.CANCEL):
        return _open_access(matter, arrived)
    target = leaving(matter)
    if matter.cancel_asked and target.unclear and not matter.says(Cue.CANCEL_EVERYTHING):
        return which(target.unclear)
    refunds = _refunds(matter, target)
    ends = _ends(matter, target)
    cancels = tuple(cancel(matter, each, refunds.charges, "the customer wants it ended") for each in ends)
    return Proposal(
        actions=(*refunds.actions, *cancels) or no_op(_nothing(matter, refunds)),
        says=_all_words(matter, target, refunds, cancels),
        gap=UNSERVED if arrived is not None else GAP,
        rejected=refunds.rejected,
        follow_up=(*_inferred(matter, refunds), *void_lines(matter.account, ends)),
    )


def unserved_charge(matter: Matter) -> Charge | None:
    """The newest payment that arrived, where the mail says that nothing was served for it; None for an old one."""
    if not matter.says(Cue.PAID_NOT_SERVED) or not matter.account.taken:
        return None
    newest = (matter.named or matter.account.taken)[-1]
    live = any(each.status == "active" for each in matter.account.live)
    since = matter.now - timedelta(days=matter.policy.refund_days)
    return newest if live or (newest.created and newest.created >= since) else None


def _open_access(matter: Matter, arrived: Charge) -> Proposal:
    """The money is here: nothing to pay and nothing to pay back, one of us opens what it paid for."""
    return Proposal(
        actions=no_op("the payment arrived: the access is to be opened by hand"),
        says=(say(Situation.FAILURE_UNSERVED, binding.charge_with_plan(matter.account, arrived)),),
        gap=UNSERVED,
        follow_up=(f"open what {arrived.id} paid for before the draft is sent",),
    )


def _inferred(matter: Matter, refunds: Refunds) -> tuple[str, ...]:
    """Of several live products the mail names none: then which one failed is our guess."""
    several = len(matter.account.live) > 1 and not matter.named
    if not refunds.actions or not several or named_at_all(matter.message, matter.account.live):
        return ()
    return (f"the mail names no product: that {refunds.actions[0].object} is the charge meant was inferred",)


def _refunds(matter: Matter, target: Target) -> Refunds:
    charge = disputed_charge(matter, target.ends) if matter.wants(Intent.REFUND) else None
    if charge is None:
        return Refunds()
    why = "the charge for the time the product failed"
    days = matter.policy.refund_days
    return guarded(matter, [Request(charge=charge, days=days, reason="requested_by_customer", why=why)])


def _ends(matter: Matter, target: Target) -> tuple[Subscription, ...]:
    if not matter.cancel_asked:
        return ()
    if matter.says(Cue.CANCEL_EVERYTHING):
        return matter.account.staying
    return (target.ends,) if target.ends else ()


def _nothing(matter: Matter, refunds: Refunds) -> str:
    if refunds.stopped:
        return "the guard stops the refund"
    return "it is not clear which charge is meant" if matter.wants(Intent.REFUND) else "nothing is left to end"


def _all_words(matter: Matter, target: Target, refunds: Refunds, cancels: tuple[Action, ...]) -> tuple[Say, ...]:
    """The situation that fits; where the money is settled already, that is said beside the apology."""
    found = settled(disputed_charge(matter, target.ends)) if matter.refund_asked and not refunds.actions else None
    if found is None:
        return (_words(matter, target, refunds, cancels),)
    if not cancels:
        return (in_full(found), say(Situation.ALSO_PRODUCT))
    return (say(Situation.FAILURE_CANCEL, _ended_facts(target, cancels)), in_short(found))


def _words(matter: Matter, target: Target, refunds: Refunds, cancels: tuple[Action, ...]) -> Say:
    """The situation that fits what is proposed."""
    ended = _ended_facts(target, cancels)
    if refunds.actions:
        action = refunds.actions[0]
        charge = next(each for each in matter.account.taken if each.id == action.object)
        facts = binding.to_refund(matter.account, charge, action.amount or charge.amount)
        situation = Situation.FAILURE_REFUND_CANCEL if cancels else Situation.FAILURE_REFUND
        return say(situation, ended, facts)
    held = disputed_charge(matter, target.ends) if matter.refund_asked else None
    about = binding.charge_with_plan(matter.account, held) if held else ()
    if matter.refund_asked:
        return say(Situation.FAILURE_CANCEL_HELD if cancels else Situation.FAILURE_HELD, about, ended)
    return say(Situation.FAILURE_CANCEL if cancels else Situation.FAILURE_OVER, ended)


def _ended_facts(target: Target, cancels: tuple[Action, ...]) -> binding.Facts:
    """Plan, and the day it ends where it does not end at once."""
    subscription = target.ends or target.scheduled or target.ended
    if subscription is None:
        return ()
    plan = binding.plan_of("plan", subscription)
    if target.ended:
        return (*plan, *binding.ended(subscription))
    later = not target.ends or any(each.when is When.PERIOD_END for each in cancels)
    return (*plan, *binding.ending(subscription)) if later else plan

"""Row 6, the end: by portal, at the period's end, or now with the money back; or the date that stands already."""

from dataclasses import dataclass

from classifiers.account import end_of
from classifiers.anomalies.context import day
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.drafting.bound_facts import Facts
from classifiers.proposals.portal import Step, charged_late, to_portal
from classifiers.proposals.proposal import ENDS_NOW, Refunds, cancel, current_charges, open_invoices, say, void_lines
from classifiers.proposals.settlements import in_full, in_short, settled
from classifiers.references.targets import Target, disputed_charge
from classifiers.situations import Situation
from parsers.vocabulary import AnomalyName, Charge, Cue, Intent, Money, Paragraph, Subscription, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whether something is to end, what that is, and the money that may go back."""

    end: bool
    target: Target
    refunds: Refunds


def leave(case_facts: CaseFacts, wish: Wish) -> Step | None:
    """The step about ending and money; None where neither is wished for."""
    if wish.refunds.actions:
        return _with_money(case_facts, wish)
    if case_facts.says(Cue.DECLINES_CANCEL) and not case_facts.wants(Intent.REFUND):
        return _stay(case_facts)
    if wish.end:
        return _without_money(case_facts, wish)
    return _held(case_facts, wish) if case_facts.wants(Intent.REFUND) else None


def _with_money(case_facts: CaseFacts, wish: Wish) -> Step:
    """Cancel now what the refunded charges pay for, then refund; what ends already is not cancelled again."""
    charges = [each for each in case_facts.account.taken if each.id in wish.refunds.charges]
    paid_for = _paid_for(case_facts, wish)
    if case_facts.says(Cue.DECLINES_CANCEL) and paid_for:
        return _gift(case_facts, charges[-1])
    cancels = tuple(cancel(case_facts, each, wish.refunds.charges, _why(case_facts, each, wish)) for each in paid_for)
    return Step(
        actions=(*cancels, *wish.refunds.actions),
        say=_money_words(case_facts, wish, charges[-1], bool(cancels)),
        control="cancel" if cancels or case_facts.account.belongs_to(charges[-1]) else None,
        rejected=("portal: the current period is refunded",) if cancels else (),
        follow_up=(*_runs_on(case_facts, wish), *void_lines(case_facts.account, paid_for)),
    )


def _stay(case_facts: CaseFacts) -> Step | None:
    """They want to stay: it goes on, or what was set to end can be taken back."""
    if case_facts.scheduled:
        one = case_facts.scheduled[-1]
        facts = (*bound_facts.ending(one), *bound_facts.plan_of("plan", one))
        why = f"{one.id} is set to end; the agent takes that back once the customer confirms it"
        return Step(say=say(Situation.TAKE_BACK, facts), why=why, follow_up=(why,))
    staying = case_facts.account.staying
    if len(staying) != 1:
        return None
    renews = bound_facts.on("renews_on", end_of(staying[0]), staying[0].id, "items.current_period_end")
    facts = (*bound_facts.plan_of("plan", staying[0]), *(() if staying[0].status in ENDS_NOW else renews))
    return Step(say=say(Situation.STAYS, facts), why=f"{staying[0].id} is not set to end: nothing to take back")


def _gift(case_facts: CaseFacts, charge: Charge) -> Step:
    """Money back for a period that goes on, since the customer wants to stay: a human decides."""
    why = f"refund of {charge.id}: the customer wants to stay, and the period it pays for would be a gift"
    paragraph = say(Situation.REFUND_HELD, bound_facts.charge_with_plan(case_facts.account, charge))
    return Step(say=paragraph, rejected=(why,), why=why, control="cancel")


def _runs_on(case_facts: CaseFacts, wish: Wish) -> tuple[str, ...]:
    """What is set to end later although its current period is paid back: for the agent to end at once, or not."""
    return tuple(
        f"{each.id} runs on to {day(end_of(each))} although its current period is refunded: end it now, if meant"
        for each in case_facts.scheduled
        if _refunded(case_facts, each, wish)
    )


def _paid_for(case_facts: CaseFacts, wish: Wish) -> tuple[Subscription, ...]:
    """Live subscriptions not set to end: all of them if everything goes, else those whose period is refunded."""
    staying = case_facts.account.staying
    if case_facts.says(Cue.CANCEL_EVERYTHING) and wish.end:
        return staying
    wanted = [wish.target.ends] if wish.end and wish.target.ends else []
    return tuple(each for each in staying if each in wanted or _refunded(case_facts, each, wish))


def _refunded(case_facts: CaseFacts, subscription: Subscription, wish: Wish) -> bool:
    return any(each.id in wish.refunds.charges for each in current_charges(case_facts.account, subscription))


def _why(case_facts: CaseFacts, subscription: Subscription, wish: Wish) -> str:
    return (
        "its current period is refunded" if _refunded(case_facts, subscription, wish) else "the customer wants it ended"
    )


def _money_words(case_facts: CaseFacts, wish: Wish, charge: Charge, cancelled: bool) -> Paragraph:
    money = next((each.amount for each in wish.refunds.actions if each.object == charge.id), None)
    subscription = case_facts.account.subscription_of(charge)
    over: Facts = bound_facts.ended(subscription) if subscription and not subscription.live else ()
    over = bound_facts.ending(subscription) if subscription in case_facts.scheduled and subscription else over
    facts = (*bound_facts.to_refund(case_facts.account, charge, money or Money(0, charge.amount.currency)), *over)
    if cancelled and charged_late(case_facts, charge):
        return say(Situation.LATE_CANCEL_REFUND, facts)
    if cancelled:
        first = charge.id in case_facts.objects(AnomalyName.WITHDRAWAL_PERIOD) and not case_facts.says(
            Cue.UNEXPECTED_CHARGE
        )
        return say(Situation.WITHDRAWN if first else Situation.CANCEL_REFUND, facts)
    if len(wish.refunds.actions) > 1:
        return say(Situation.REFUNDS_AFTER_CANCEL, facts, bound_facts.refunds(case_facts.account, wish.refunds.actions))
    return say(Situation.REFUND_AFTER_CANCEL if charged_late(case_facts, charge) else Situation.REFUND_ONLY, facts)


def _without_money(case_facts: CaseFacts, wish: Wish) -> Step:
    """Cancel by portal where it is offered, else at the period's end; or confirm what is over."""
    target = wish.target
    if case_facts.says(Cue.CANCEL_EVERYTHING) and case_facts.account.staying:
        return _everything(case_facts)
    if target.ends:
        return _one(case_facts, target.ends, wish)
    held = _held_charge(case_facts, wish)
    if target.scheduled:
        dates = (*bound_facts.ending(target.scheduled), *bound_facts.plan_of("plan", target.scheduled))
        return _confirmed(Situation.ENDS_ALREADY, dates, held, f"{target.scheduled.id} is set to end already")
    if target.ended:
        dates = (*bound_facts.ended(target.ended), *bound_facts.plan_of("plan", target.ended))
        return _confirmed(Situation.ENDED_ALREADY, dates, held, f"{target.ended.id} is over already")
    return Step(
        say=say(Situation.NOTHING_TO_CANCEL),
        also=say(Situation.ALSO_CANCEL_WAITS),
        why="there is no subscription to cancel",
        control="cancel",
    )


def _confirmed(situation: Situation, dates: Facts, held: Facts, why: str) -> Step:
    """The date stands; a refund that was asked for and is not proposed is named with it."""
    paragraph = say(Situation.REFUND_HELD, held, dates) if held else say(situation, dates)
    short = {Situation.ENDS_ALREADY: Situation.ALSO_ENDS_ALREADY, Situation.ENDED_ALREADY: Situation.ALSO_ENDED_ALREADY}
    return Step(say=paragraph, also=say(short[situation], dates), why=why, control="cancel")


def _everything(case_facts: CaseFacts) -> Step:
    """Each live one, oldest first."""
    staying = case_facts.account.staying
    cancels = tuple(cancel(case_facts, each, (), "the customer wants everything ended") for each in staying)
    lasting = frozenset(each.object for each in cancels if each.object and each.when is When.PERIOD_END)
    owed = [invoice for each in staying for invoice in open_invoices(case_facts.account, each)]
    due = [fact for each in owed[:1] for fact in bound_facts.owed(each, "open_amount")]
    return Step(
        actions=cancels,
        say=say(Situation.CANCEL_ALL, bound_facts.plans(staying, lasting=lasting), tuple(due)),
        control="cancel",
        rejected=("portal: everything is to end, not one subscription",),
        follow_up=void_lines(case_facts.account, staying),
    )


def _one(case_facts: CaseFacts, subscription: Subscription, wish: Wish) -> Step:
    """One subscription: by portal, else by the agent."""
    plan = bound_facts.plan_of("plan", subscription)
    unpaid = subscription.status in ENDS_NOW or any(map(settled, current_charges(case_facts.account, subscription)))
    ends = plan if unpaid else (*plan, *bound_facts.ending(subscription))
    held = _held_charge(case_facts, wish)
    owed = void_lines(case_facts.account, (subscription,))
    owing = open_invoices(case_facts.account, subscription)[:1]
    trial = bound_facts.on("trial_ends", subscription.trial_end, subscription.id, "trial_end")
    due = [fact for each in owing for fact in bound_facts.owed(each, "open_amount")]
    due += trial if subscription.status == "trialing" else ()
    if case_facts.portal.offers_cancel:
        return Step(
            actions=(to_portal(f"{subscription.id} is cancelled on the portal's login page"),),
            say=say(_by_portal(case_facts, subscription), bound_facts.sign_in(case_facts.portal), ends, tuple(due)),
            control="cancel",
            rejected=(f"cancel {subscription.id} by hand: the portal offers it",),
            follow_up=owed,
        )
    step = cancel(case_facts, subscription, (), "the portal does not offer it")
    situation = Situation.CANCEL_LATER if step.when is When.PERIOD_END else Situation.CANCEL_NOW
    paragraph = say(Situation.CANCEL_HELD, held, ends) if held else say(situation, ends, tuple(due))
    return Step(actions=(step,), say=paragraph, control="cancel", follow_up=owed)


def _by_portal(case_facts: CaseFacts, subscription: Subscription) -> Situation:
    if subscription.status in ENDS_NOW:
        return Situation.CANCEL_PORTAL_NOW
    asked = case_facts.says(Cue.ASKS_HOW, Cue.CANNOT_CANCEL)
    return Situation.CANCEL_PORTAL_HOW if asked else Situation.CANCEL_PORTAL


def _stopped_charge(case_facts: CaseFacts, wish: Wish) -> Charge | None:
    """The charge whose refund was asked for and is not proposed."""
    if not case_facts.refund_asked:
        return None
    stopped = [each.charge for each in wish.refunds.stopped]
    return stopped[-1] if stopped else disputed_charge(case_facts, wish.target.ends)


def _held_charge(case_facts: CaseFacts, wish: Wish) -> Facts:
    """Its day and amount; nothing where it is settled, which has an answer of its own."""
    charge = _stopped_charge(case_facts, wish)
    return bound_facts.charge_with_plan(case_facts.account, charge) if charge and not settled(charge) else ()


def _held(case_facts: CaseFacts, wish: Wish) -> Step:
    """Only money was asked for, and none may go back."""
    held = _held_charge(case_facts, wish)
    control = "cancel" if case_facts.account.subscriptions else None
    if found := settled(_stopped_charge(case_facts, wish)):
        return Step(say=in_full(found), also=in_short(found), why=found.why, control=control)
    return Step(
        say=say(Situation.REFUND_HELD, held),
        also=say(Situation.ALSO_REFUND_REVIEW, held),
        why="no refund may be proposed",
        control=control,
    )

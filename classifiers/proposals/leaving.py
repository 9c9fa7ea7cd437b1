"""Row 6, the end: by portal, at the period's end, or now with the money back; or the date that stands already."""

from dataclasses import dataclass

from classifiers import binding
from classifiers.account import end_of
from classifiers.anomalies.seen import day
from classifiers.binding import Facts
from classifiers.matter import Matter
from classifiers.proposal import ENDS_NOW, Refunds, cancel, current_charges, open_invoices, say, void_lines
from classifiers.proposals.controls import Step, charged_late, to_portal
from classifiers.proposals.settlements import in_full, in_short, settled
from classifiers.situations import Situation
from classifiers.targets import Target, disputed_charge
from parsers.vocabulary import AnomalyName, Charge, Cue, Intent, Money, Say, Subscription, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whether something is to end, what that is, and the money that may go back."""

    end: bool
    target: Target
    refunds: Refunds


def leave(matter: Matter, wish: Wish) -> Step | None:
    """The step about ending and money; None where neither is wished for."""
    if wish.refunds.actions:
        return _with_money(matter, wish)
    if matter.says(Cue.DECLINES_CANCEL) and not matter.wants(Intent.REFUND):
        return _stay(matter)
    if wish.end:
        return _without_money(matter, wish)
    return _held(matter, wish) if matter.wants(Intent.REFUND) else None


def _with_money(matter: Matter, wish: Wish) -> Step:
    """Cancel now what the refunded charges pay for, then refund; what ends already is not cancelled again."""
    charges = [each for each in matter.account.taken if each.id in wish.refunds.charges]
    paid_for = _paid_for(matter, wish)
    if matter.says(Cue.DECLINES_CANCEL) and paid_for:
        return _gift(matter, charges[-1])
    cancels = tuple(cancel(matter, each, wish.refunds.charges, _why(matter, each, wish)) for each in paid_for)
    return Step(
        actions=(*cancels, *wish.refunds.actions),
        say=_money_words(matter, wish, charges[-1], bool(cancels)),
        control="cancel" if cancels or matter.account.belongs_to(charges[-1]) else None,
        rejected=("portal: the current period is refunded",) if cancels else (),
        follow_up=(*_runs_on(matter, wish), *void_lines(matter.account, paid_for)),
    )


def _stay(matter: Matter) -> Step | None:
    """They want to stay: it goes on, or what was set to end can be taken back."""
    if matter.scheduled:
        one = matter.scheduled[-1]
        facts = (*binding.ending(one), *binding.plan_of("plan", one))
        why = f"{one.id} is set to end; the agent takes that back once the customer confirms it"
        return Step(say=say(Situation.TAKE_BACK, facts), why=why, follow_up=(why,))
    staying = matter.account.staying
    if len(staying) != 1:
        return None
    renews = binding.on("renews_on", end_of(staying[0]), staying[0].id, "items.current_period_end")
    facts = (*binding.plan_of("plan", staying[0]), *(() if staying[0].status in ENDS_NOW else renews))
    return Step(say=say(Situation.STAYS, facts), why=f"{staying[0].id} is not set to end: nothing to take back")


def _gift(matter: Matter, charge: Charge) -> Step:
    """Money back for a period that goes on, since the customer wants to stay: a human decides."""
    why = f"refund of {charge.id}: the customer wants to stay, and the period it pays for would be a gift"
    paragraph = say(Situation.REFUND_HELD, binding.charge_with_plan(matter.account, charge))
    return Step(say=paragraph, rejected=(why,), why=why, control="cancel")


def _runs_on(matter: Matter, wish: Wish) -> tuple[str, ...]:
    """What is set to end later although its current period is paid back: for the agent to end at once, or not."""
    return tuple(
        f"{each.id} runs on to {day(end_of(each))} although its current period is refunded: end it now, if meant"
        for each in matter.scheduled
        if _refunded(matter, each, wish)
    )


def _paid_for(matter: Matter, wish: Wish) -> tuple[Subscription, ...]:
    """Live subscriptions not set to end: all of them if everything goes, else those whose period is refunded."""
    staying = matter.account.staying
    if matter.says(Cue.CANCEL_EVERYTHING) and wish.end:
        return staying
    wanted = [wish.target.ends] if wish.end and wish.target.ends else []
    return tuple(each for each in staying if each in wanted or _refunded(matter, each, wish))


def _refunded(matter: Matter, subscription: Subscription, wish: Wish) -> bool:
    return any(each.id in wish.refunds.charges for each in current_charges(matter.account, subscription))


def _why(matter: Matter, subscription: Subscription, wish: Wish) -> str:
    return "its current period is refunded" if _refunded(matter, subscription, wish) else "the customer wants it ended"


def _money_words(matter: Matter, wish: Wish, charge: Charge, cancelled: bool) -> Say:
    money = next((each.amount for each in wish.refunds.actions if each.object == charge.id), None)
    subscription = matter.account.subscription_of(charge)
    over: Facts = binding.ended(subscription) if subscription and not subscription.live else ()
    over = binding.ending(subscription) if subscription in matter.scheduled and subscription else over
    facts = (*binding.to_refund(matter.account, charge, money or Money(0, charge.amount.currency)), *over)
    if cancelled and charged_late(matter, charge):
        return say(Situation.LATE_CANCEL_REFUND, facts)
    if cancelled:
        first = charge.id in matter.objects(AnomalyName.WITHDRAWAL_PERIOD) and not matter.says(Cue.UNEXPECTED_CHARGE)
        return say(Situation.WITHDRAWN if first else Situation.CANCEL_REFUND, facts)
    if len(wish.refunds.actions) > 1:
        return say(Situation.REFUNDS_AFTER_CANCEL, facts, binding.refunds(matter.account, wish.refunds.actions))
    return say(Situation.REFUND_AFTER_CANCEL if charged_late(matter, charge) else Situation.REFUND_ONLY, facts)


def _without_money(matter: Matter, wish: Wish) -> Step:
    """Cancel by portal where it is offered, else at the period's end; or confirm what is over."""
    target = wish.target
    if matter.says(Cue.CANCEL_EVERYTHING) and matter.account.staying:
        return _everything(matter)
    if target.ends:
        return _one(matter, target.ends, wish)
    held = _held_charge(matter, wish)
    if target.scheduled:
        dates = (*binding.ending(target.scheduled), *binding.plan_of("plan", target.scheduled))
        return _confirmed(Situation.ENDS_ALREADY, dates, held, f"{target.scheduled.id} is set to end already")
    if target.ended:
        dates = (*binding.ended(target.ended), *binding.plan_of("plan", target.ended))
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


def _everything(matter: Matter) -> Step:
    """Each live one, oldest first."""
    staying = matter.account.staying
    cancels = tuple(cancel(matter, each, (), "the customer wants everything ended") for each in staying)
    lasting = frozenset(each.object for each in cancels if each.object and each.when is When.PERIOD_END)
    owed = [invoice for each in staying for invoice in open_invoices(matter.account, each)]
    due = [fact for each in owed[:1] for fact in binding.owed(each, "open_amount")]
    return Step(
        actions=cancels,
        say=say(Situation.CANCEL_ALL, binding.plans(staying, lasting=lasting), tuple(due)),
        control="cancel",
        rejected=("portal: everything is to end, not one subscription",),
        follow_up=void_lines(matter.account, staying),
    )


def _one(matter: Matter, subscription: Subscription, wish: Wish) -> Step:
    """One subscription: by portal, else by the agent."""
    plan = binding.plan_of("plan", subscription)
    unpaid = subscription.status in ENDS_NOW or any(map(settled, current_charges(matter.account, subscription)))
    ends = plan if unpaid else (*plan, *binding.ending(subscription))
    held = _held_charge(matter, wish)
    owed = void_lines(matter.account, (subscription,))
    owing = open_invoices(matter.account, subscription)[:1]
    trial = binding.on("trial_ends", subscription.trial_end, subscription.id, "trial_end")
    due = [fact for each in owing for fact in binding.owed(each, "open_amount")]
    due += trial if subscription.status == "trialing" else ()
    if matter.portal.offers_cancel:
        return Step(
            actions=(to_portal(f"{subscription.id} is cancelled on the portal's login page"),),
            say=say(_by_portal(matter, subscription), binding.sign_in(matter.portal), ends, tuple(due)),
            control="cancel",
            rejected=(f"cancel {subscription.id} by hand: the portal offers it",),
            follow_up=owed,
        )
    step = cancel(matter, subscription, (), "the portal does not offer it")
    situation = Situation.CANCEL_LATER if step.when is When.PERIOD_END else Situation.CANCEL_NOW
    paragraph = say(Situation.CANCEL_HELD, held, ends) if held else say(situation, ends, tuple(due))
    return Step(actions=(step,), say=paragraph, control="cancel", follow_up=owed)


def _by_portal(matter: Matter, subscription: Subscription) -> Situation:
    if subscription.status in ENDS_NOW:
        return Situation.CANCEL_PORTAL_NOW
    asked = matter.says(Cue.ASKS_HOW, Cue.CANNOT_CANCEL)
    return Situation.CANCEL_PORTAL_HOW if asked else Situation.CANCEL_PORTAL


def _stopped_charge(matter: Matter, wish: Wish) -> Charge | None:
    """The charge whose refund was asked for and is not proposed."""
    if not matter.refund_asked:
        return None
    stopped = [each.charge for each in wish.refunds.stopped]
    return stopped[-1] if stopped else disputed_charge(matter, wish.target.ends)


def _held_charge(matter: Matter, wish: Wish) -> Facts:
    """Its day and amount; nothing where it is settled, which has an answer of its own."""
    charge = _stopped_charge(matter, wish)
    return binding.charge_with_plan(matter.account, charge) if charge and not settled(charge) else ()


def _held(matter: Matter, wish: Wish) -> Step:
    """Only money was asked for, and none may go back."""
    held = _held_charge(matter, wish)
    control = "cancel" if matter.account.subscriptions else None
    if found := settled(_stopped_charge(matter, wish)):
        return Step(say=in_full(found), also=in_short(found), why=found.why, control=control)
    return Step(
        say=say(Situation.REFUND_HELD, held),
        also=say(Situation.ALSO_REFUND_REVIEW, held),
        why="no refund may be proposed",
        control=control,
    )

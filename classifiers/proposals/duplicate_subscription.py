"""Row 3: the extra subscription is cancelled, its latest charge refunded; or a charge made twice is refunded once."""

from dataclasses import replace

from classifiers.account import began, remainder
from classifiers.anomalies.balance import dead_end
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.drafting.bound_facts import Facts
from classifiers.owing import open_invoices
from classifiers.proposals.overpaid import too_much
from classifiers.proposals.proposal import (
    Proposal,
    Refunds,
    cancel,
    first_whole,
    guarded,
    human,
    no_op,
    say,
    void_lines,
)
from classifiers.proposals.settlements import credited, in_full, in_short, never_left, settled
from classifiers.proposals.which_extra import Choice, candidate_line, choices, late_charge
from classifiers.references.charges import contradicted
from classifiers.refund_guard import Request
from classifiers.revenue import shown
from classifiers.situations import Situation
from parsers.vocabulary import Action, AnomalyName, Charge, Intent, Money, Paragraph, Subscription, When

GAP = "duplicate_guard"


def duplicates(case_facts: CaseFacts) -> Proposal:
    """One subscription too many, else one charge too many."""
    found = choices(case_facts) if case_facts.wants(Intent.REFUND, Intent.CANCEL, Intent.BROKEN_BILLING) else ()
    if unknown := contradicted(case_facts.message, case_facts.account):
        return _another_payment(unknown)
    if not found:
        return charge_twice(case_facts)
    if doubtful := [choice for choice in found if choice.unclear or choice.holding_more]:
        return which_one(case_facts, doubtful[0])
    disputed = [choice for choice in found if choice.disputed]
    return named_otherwise(case_facts, disputed[0]) if disputed else extras(case_facts, found)


def _another_payment(unknown: tuple[str, ...]) -> Proposal:
    """The customer names a payment that is none of those here: a human asks which one is meant."""
    why = f"the mail names {', '.join(unknown)}: no charge here fits any of it"
    proposal = Proposal(actions=no_op(why), says=(say(Situation.NO_SUCH_CHARGE),), because=(why,))
    return human(proposal)


def which_one(case_facts: CaseFacts, choice: Choice) -> Proposal:
    """A trait that nobody here knows, or an extra that holds more than the kept one: a human asks."""
    more = ", ".join(each.id for each in choice.holding_more)
    why = f"{more} holds what {choice.kept.id} does not: to end it would end that as well"
    if choice.unclear:
        said = "; ".join(f"“{phrase}”" for phrase in choice.unclear[:3])
        why = (
            f"the customer names one of {len(choice.group)} by {said}: it fits none or several, and age decides nothing"
        )
    proposal = Proposal(
        actions=no_op(why),
        says=(say(Situation.WHICH_OF_THESE, bound_facts.dated_plans(choice.group)),),
        because=(why,),
        rejected=tuple(f"cancel {each.id}: which one is meant?" for each in choice.extras),
        follow_up=_candidates(case_facts, (choice,)),
    )
    return human(proposal)


def named_otherwise(case_facts: CaseFacts, choice: Choice) -> Proposal:
    """The customer names the one that the facts would keep: a human asks."""
    named = choice.named or choice.kept
    other = choice.extras[0]
    facts = (
        *bound_facts.plan_of("named_plan", named),
        *bound_facts.on("named_started", named.created, named.id, "created"),
        *bound_facts.plan_of("other_plan", other),
        *bound_facts.on("other_started", other.created, other.id, "created"),
    )
    why = f"the customer names {named.id}, but by the facts {other.id} is the extra: {choice.why}"
    proposal = Proposal(
        actions=no_op(why),
        says=(say(Situation.WHICH_EXTRA, facts),),
        because=(why,),
        rejected=(f"cancel {other.id} or {named.id}: words and facts disagree",),
        follow_up=_candidates(case_facts, (choice,)),
    )
    return human(proposal)


def money_back(case_facts: CaseFacts) -> bool:
    """Whether the extra's money goes back: unless the customer only asks to cancel. Declining is the guard's line 7."""
    return case_facts.wants(Intent.REFUND) or not case_facts.wants(Intent.CANCEL)


def extras(case_facts: CaseFacts, found: tuple[Choice, ...]) -> Proposal:
    """Cancel every extra, then refund what the guard lets pass."""
    refunds = guarded(case_facts, _requests(case_facts, found) if money_back(case_facts) else ())
    leaving = [(extra, choice) for choice in found for extra in choice.extras]
    cancels = tuple(
        cancel(case_facts, extra, refunds.charges, f"the extra beside {choice.kept.id}: {choice.why}")
        for extra, choice in leaving
    )
    return Proposal(
        actions=(*cancels, *refunds.actions),
        says=(*_extra_says(case_facts, found[0], cancels[0], refunds), *_before(case_facts, found[0], refunds))
        if len(leaving) == 1
        else (_several(case_facts, tuple(extra for extra, _ in leaving), refunds),),
        gap=GAP,
        because=tuple(choice.why for choice in found),
        rejected=(*refunds.rejected, *_not_late(case_facts, found), *_alternatives(case_facts, found)),
        follow_up=(
            *_candidates(case_facts, found),
            *void_lines(case_facts.account, (extra for extra, _ in leaving)),
            *_earlier(case_facts, leaving, refunds),
        ),
    )


def _requests(case_facts: CaseFacts, found: tuple[Choice, ...]) -> list[Request]:
    late = [(extra, late_charge(case_facts.account, extra, choice.kept)) for choice in found for extra in choice.extras]
    return [
        Request(
            charge=charge,
            days=case_facts.policy.refund_days,
            reason="duplicate",
            why=f"the latest charge of the extra {extra.id}",
        )
        for extra, charge in late
        if charge
    ]


def _not_late(case_facts: CaseFacts, found: tuple[Choice, ...]) -> tuple[str, ...]:
    """Extras whose latest charge was made before the kept one began."""
    if not money_back(case_facts):
        return ("refund: the customer asks only to cancel",)
    return tuple(
        f"refund of {charges[-1].id}: made before {choice.kept.id} began"
        for choice in found
        for extra in choice.extras
        if (charges := case_facts.account.charges_of(extra))
        and late_charge(case_facts.account, extra, choice.kept) is None
    )


def _alternatives(case_facts: CaseFacts, found: tuple[Choice, ...]) -> tuple[str, ...]:
    opened = case_facts.account.opened_by_portal
    several = case_facts.has(AnomalyName.SEVERAL_CUSTOMERS)
    portal = f"it would open {opened or 'no record'}" if several else "it would leave the choice to the customer"
    return (*(f"cancel {choice.kept.id}: {choice.why}" for choice in found), f"portal: {portal}")


def _candidates(case_facts: CaseFacts, found: tuple[Choice, ...]) -> tuple[str, ...]:
    """Every candidate with created date, price and last charge."""
    return tuple(
        candidate_line(case_facts.account, each, "keep" if each.id == choice.kept.id else "extra")
        for choice in found
        for each in choice.group
    )


def _earlier(case_facts: CaseFacts, leaving: list[tuple[Subscription, Choice]], refunds: Refunds) -> tuple[str, ...]:
    """Charges of the extras that nobody proposes to refund: a human decides on those."""
    asked = refunds.charges | {each.charge.id for each in refunds.stopped}
    rest = [
        f"{charge.id} {shown(charge.amount)} of {charge.created:%Y-%m-%d}"
        for extra, _ in leaving
        for charge in case_facts.account.charges_of(extra)
        if charge.id not in asked and charge.created
    ]
    return (f"earlier charges of the extra, to decide by hand: {', '.join(rest)}",) if rest else ()


def _before(case_facts: CaseFacts, choice: Choice, refunds: Refunds) -> tuple[Paragraph, ...]:
    """Beside a refund: what the extra cost before, since the kept one began, which no refund here pays back."""
    began_both = began(choice.kept)
    earlier = [
        charge
        for charge in case_facts.account.charges_of(choice.extras[0])
        if charge.id not in refunds.charges and charge.created and charge.created > began_both and remainder(charge)
    ]
    if not refunds.actions or not earlier:
        return ()
    ids = ",".join(each.id for each in earlier)
    return (say(Situation.ALSO_EARLIER, bound_facts.count("count", len(earlier), ids, "amount")),)


def _extra_says(case_facts: CaseFacts, choice: Choice, step: Action, refunds: Refunds) -> tuple[Paragraph, ...]:
    extra = next(each for each in choice.extras if each.id == step.object)
    facts = (*_both(extra, choice.kept), *(bound_facts.ending(extra) if step.when is When.PERIOD_END else ()))
    if refunds.actions:
        charge, money = _charge_of(case_facts, refunds.actions[0])
        return (say(Situation.EXTRA_CANCEL_REFUND, facts, bound_facts.to_refund(case_facts.account, charge, money)),)
    if refunds.stopped and not all(each.line == 7 for each in refunds.stopped):
        if found := settled(refunds.stopped[0].charge):
            return (say(_plain(step), facts), in_short(found))
        return (say(Situation.EXTRA_CANCEL_HELD, facts, bound_facts.charge(refunds.stopped[0].charge)),)
    owed = open_invoices(case_facts.account, extra)
    if case_facts.refund_asked and step.when is When.NOW and _never_charged(case_facts, extra):
        due = bound_facts.owed(owed[0], "open_amount") if owed else ()
        return (say(Situation.EXTRA_NEVER_CHARGED, facts, due),)
    if owed:
        return (
            first_whole(
                (Situation.EXTRA_CANCEL_INVOICE, (*facts, *bound_facts.owed(owed[0], "open_amount"))),
                (Situation.EXTRA_CANCEL, facts),
            ),
        )
    return (say(_plain(step), facts),)


def _plain(step: Action) -> Situation:
    return Situation.EXTRA_CANCEL_LATER if step.when is When.PERIOD_END else Situation.EXTRA_CANCEL


def _several(case_facts: CaseFacts, extras: tuple[Subscription, ...], refunds: Refunds) -> Paragraph:
    """Every extra with its plan, its beginning, and the money that goes back for it."""
    money = {each.object: each for each in refunds.actions}
    facts: Facts = bound_facts.count("count", len(extras), ",".join(each.id for each in extras), "status")
    for number, extra in enumerate(extras[:3], start=1):
        paid = next((each for each in reversed(case_facts.account.charges_of(extra)) if each.id in money), None)
        back = bound_facts.amount(f"refund_{number}", money[paid.id].amount or paid.amount, paid.id) if paid else ()
        began_on = bound_facts.on(f"started_{number}", began(extra), extra.id, "created")
        facts = (*facts, *bound_facts.plan_of(f"plan_{number}", extra), *began_on, *back)
    held = [each.charge for each in refunds.stopped if each.line != 7 and settled(each.charge) is None]
    told = bound_facts.count("held", len(held), ",".join(each.id for each in held), "amount") if held else ()
    repaid = [each for each in case_facts.account.taken if each.id in money]
    return say(Situation.EXTRAS_CANCEL, facts, told, bound_facts.card(repaid[0].card) if repaid else ())


def _never_charged(case_facts: CaseFacts, extra: Subscription) -> bool:
    """Whether no payment for it ever went through; not to be told where a list is not whole."""
    account = case_facts.account
    return not account.charges_of(extra) and not account.cut("charges", "invoices")


def _both(extra: Subscription, kept: Subscription) -> Facts:
    return (
        *bound_facts.plan_of("extra_plan", extra),
        *bound_facts.on("extra_started", began(extra), extra.id, "created"),
        *bound_facts.plan_of("kept_plan", kept),
        *bound_facts.on("kept_started", began(kept), kept.id, "created"),
    )


def _charge_of(case_facts: CaseFacts, action: Action) -> tuple[Charge, Money]:
    charge = next(each for each in case_facts.account.charges if each.id == action.object)
    return charge, action.amount or charge.amount


def _meant(case_facts: CaseFacts) -> tuple[str, ...]:
    """Of several purchases that were each charged twice, the one that the mail names, else the newest."""
    groups = [each.objects for each in case_facts.found(AnomalyName.DUPLICATE_CHARGE)]
    named = {each.id for each in case_facts.named}
    order = [each.id for each in case_facts.account.taken]
    return max(groups, key=lambda ids: (len(named & set(ids)), max(order.index(id) for id in ids)))


def charge_twice(case_facts: CaseFacts) -> Proposal:
    """The later charge of the purchase in question goes back; nothing is cancelled."""
    doubled = _meant(case_facts)
    first, *later = [each for each in case_facts.account.taken if each.id in doubled]
    why = f"taken more than once: the first is {first.id}"
    days = case_facts.policy.refund_days
    refunds = guarded(
        case_facts, too_much(case_facts, later, Request(charge=first, days=days, reason="duplicate", why=why))
    )
    before = bound_facts.on("first_charged_on", first.created, first.id, "created")
    if len(refunds.actions) > 1:
        plan = bound_facts.plan("plan", case_facts.account.plan_of(first))
        paragraph = say(
            Situation.CHARGES_REFUND, before, plan, bound_facts.refunds(case_facts.account, refunds.actions)
        )
    elif refunds.actions:
        charge, money = _charge_of(case_facts, refunds.actions[0])
        paragraph = say(Situation.CHARGE_REFUND, before, bound_facts.to_refund(case_facts.account, charge, money))
    else:
        found = credited(later[-1]) or (never_left(later[-1]) if dead_end(later[-1]) else None)
        paragraph = in_full(found) if found else say(Situation.CHARGE_HELD, before, bound_facts.charge(later[-1]))
    proposal = Proposal(
        actions=refunds.actions or no_op("the guard stops the refund"),
        says=(paragraph,),
        gap=GAP,
        rejected=(*refunds.rejected, f"refund of {first.id}: the first of the two stands"),
    )
    return replace(proposal, because=(why,))

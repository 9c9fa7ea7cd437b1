"""Row 3: the extra subscription is cancelled, its latest charge refunded; or a charge made twice is refunded once."""

from dataclasses import replace

from classifiers import binding
from classifiers.account import began, remainder
from classifiers.binding import Facts
from classifiers.extra import Choice, candidate_line, choices, late_charge
from classifiers.guard import Request
from classifiers.matter import Matter
from classifiers.mentions import contradicted
from classifiers.money import shown
from classifiers.proposal import (
    Proposal,
    Refunds,
    cancel,
    first_whole,
    guarded,
    human,
    no_op,
    open_invoices,
    say,
    void_lines,
)
from classifiers.proposals.settlements import in_short, settled
from classifiers.situations import Situation
from parsers.vocabulary import Action, AnomalyName, Charge, Intent, Money, Say, Subscription, When

GAP = "duplicate_guard"


def duplicates(matter: Matter) -> Proposal:
    """One subscription too many, else one charge too many."""
    found = choices(matter) if matter.wants(Intent.REFUND, Intent.CANCEL, Intent.BROKEN_BILLING) else ()
    if unknown := contradicted(matter.message, matter.account):
        return _another_payment(unknown)
    if not found:
        return charge_twice(matter)
    disputed = [choice for choice in found if choice.disputed]
    return named_otherwise(matter, disputed[0]) if disputed else extras(matter, found)


def _another_payment(unknown: tuple[str, ...]) -> Proposal:
    """The customer names a payment that is none of those here: a human asks which one is meant."""
    why = f"the mail names {', '.join(unknown)}: no charge here fits any of it"
    proposal = Proposal(actions=no_op(why), says=(say(Situation.NO_SUCH_CHARGE),), because=(why,))
    return human(proposal)


def named_otherwise(matter: Matter, choice: Choice) -> Proposal:
    """The customer names the one that the facts would keep: a human asks."""
    named = choice.named or choice.kept
    other = choice.extras[0]
    facts = (
        *binding.plan_of("named_plan", named),
        *binding.on("named_started", named.created, named.id, "created"),
        *binding.plan_of("other_plan", other),
        *binding.on("other_started", other.created, other.id, "created"),
    )
    why = f"the customer names {named.id}, but by the facts {other.id} is the extra: {choice.why}"
    proposal = Proposal(
        actions=no_op(why),
        says=(say(Situation.WHICH_EXTRA, facts),),
        because=(why,),
        rejected=(f"cancel {other.id} or {named.id}: words and facts disagree",),
        follow_up=_candidates(matter, (choice,)),
    )
    return human(proposal)


def money_back(matter: Matter) -> bool:
    """Whether the extra's money goes back: unless the customer only asks to cancel. Declining is the guard's line 7."""
    return matter.wants(Intent.REFUND) or not matter.wants(Intent.CANCEL)


def extras(matter: Matter, found: tuple[Choice, ...]) -> Proposal:
    """Cancel every extra, then refund what the guard lets pass."""
    refunds = guarded(matter, _requests(matter, found) if money_back(matter) else ())
    leaving = [(extra, choice) for choice in found for extra in choice.extras]
    cancels = tuple(
        cancel(matter, extra, refunds.charges, f"the extra beside {choice.kept.id}: {choice.why}")
        for extra, choice in leaving
    )
    return Proposal(
        actions=(*cancels, *refunds.actions),
        says=(*_extra_says(matter, found[0], cancels[0], refunds), *_before(matter, found[0], refunds))
        if len(leaving) == 1
        else (_several(matter, tuple(extra for extra, _ in leaving), refunds),),
        gap=GAP,
        because=tuple(choice.why for choice in found),
        rejected=(*refunds.rejected, *_not_late(matter, found), *_alternatives(matter, found)),
        follow_up=(
            *_candidates(matter, found),
            *void_lines(matter.account, (extra for extra, _ in leaving)),
            *_earlier(matter, leaving, refunds),
        ),
    )


def _requests(matter: Matter, found: tuple[Choice, ...]) -> list[Request]:
    late = [(extra, late_charge(matter.account, extra, choice.kept)) for choice in found for extra in choice.extras]
    return [
        Request(
            charge=charge,
            days=matter.policy.refund_days,
            reason="duplicate",
            why=f"the latest charge of the extra {extra.id}",
        )
        for extra, charge in late
        if charge
    ]


def _not_late(matter: Matter, found: tuple[Choice, ...]) -> tuple[str, ...]:
    """Extras whose latest charge was made before the kept one began."""
    if not money_back(matter):
        return ("refund: the customer asks only to cancel",)
    return tuple(
        f"refund of {charges[-1].id}: made before {choice.kept.id} began"
        for choice in found
        for extra in choice.extras
        if (charges := matter.account.charges_of(extra)) and late_charge(matter.account, extra, choice.kept) is None
    )


def _alternatives(matter: Matter, found: tuple[Choice, ...]) -> tuple[str, ...]:
    opened = matter.account.opened_by_portal
    several = matter.has(AnomalyName.SEVERAL_CUSTOMERS)
    portal = f"it would open {opened or 'no record'}" if several else "it would leave the choice to the customer"
    return (*(f"cancel {choice.kept.id}: {choice.why}" for choice in found), f"portal: {portal}")


def _candidates(matter: Matter, found: tuple[Choice, ...]) -> tuple[str, ...]:
    """Every candidate with created date, price and last charge."""
    return tuple(
        candidate_line(matter.account, each, "keep" if each.id == choice.kept.id else "extra")
        for choice in found
        for each in choice.group
    )


def _earlier(matter: Matter, leaving: list[tuple[Subscription, Choice]], refunds: Refunds) -> tuple[str, ...]:
    """Charges of the extras that nobody proposes to refund: a human decides on those."""
    asked = refunds.charges | {each.charge.id for each in refunds.stopped}
    rest = [
        f"{charge.id} {shown(charge.amount)} of {charge.created:%Y-%m-%d}"
        for extra, _ in leaving
        for charge in matter.account.charges_of(extra)
        if charge.id not in asked and charge.created
    ]
    return (f"earlier charges of the extra, to decide by hand: {', '.join(rest)}",) if rest else ()


def _before(matter: Matter, choice: Choice, refunds: Refunds) -> tuple[Say, ...]:
    """Beside a refund: what the extra cost before, since the kept one began, which no refund here pays back."""
    began_both = began(choice.kept)
    earlier = [
        charge
        for charge in matter.account.charges_of(choice.extras[0])
        if charge.id not in refunds.charges and charge.created and charge.created > began_both and remainder(charge)
    ]
    if not refunds.actions or not earlier:
        return ()
    ids = ",".join(each.id for each in earlier)
    return (say(Situation.ALSO_EARLIER, binding.count("count", len(earlier), ids, "amount")),)


def _extra_says(matter: Matter, choice: Choice, step: Action, refunds: Refunds) -> tuple[Say, ...]:
    extra = next(each for each in choice.extras if each.id == step.object)
    facts = (*_both(extra, choice.kept), *(binding.ending(extra) if step.when is When.PERIOD_END else ()))
    if refunds.actions:
        charge, money = _charge_of(matter, refunds.actions[0])
        return (say(Situation.EXTRA_CANCEL_REFUND, facts, binding.to_refund(matter.account, charge, money)),)
    if refunds.stopped and not all(each.line == 7 for each in refunds.stopped):
        if found := settled(refunds.stopped[0].charge):
            return (say(_plain(step), facts), in_short(found))
        return (say(Situation.EXTRA_CANCEL_HELD, facts, binding.charge(refunds.stopped[0].charge)),)
    owed = open_invoices(matter.account, extra)
    if matter.refund_asked and step.when is When.NOW and _never_charged(matter, extra):
        due = binding.owed(owed[0], "open_amount") if owed else ()
        return (say(Situation.EXTRA_NEVER_CHARGED, facts, due),)
    if owed:
        return (
            first_whole(
                (Situation.EXTRA_CANCEL_INVOICE, (*facts, *binding.owed(owed[0], "open_amount"))),
                (Situation.EXTRA_CANCEL, facts),
            ),
        )
    return (say(_plain(step), facts),)


def _plain(step: Action) -> Situation:
    return Situation.EXTRA_CANCEL_LATER if step.when is When.PERIOD_END else Situation.EXTRA_CANCEL


def _several(matter: Matter, extras: tuple[Subscription, ...], refunds: Refunds) -> Say:
    """Every extra with its plan, its beginning, and the money that goes back for it."""
    money = {each.object: each for each in refunds.actions}
    facts: Facts = binding.count("count", len(extras), ",".join(each.id for each in extras), "status")
    for number, extra in enumerate(extras[:3], start=1):
        paid = next((each for each in reversed(matter.account.charges_of(extra)) if each.id in money), None)
        back = binding.amount(f"refund_{number}", money[paid.id].amount or paid.amount, paid.id) if paid else ()
        began_on = binding.on(f"started_{number}", began(extra), extra.id, "created")
        facts = (*facts, *binding.plan_of(f"plan_{number}", extra), *began_on, *back)
    held = [each.charge for each in refunds.stopped if each.line != 7 and settled(each.charge) is None]
    told = binding.count("held", len(held), ",".join(each.id for each in held), "amount") if held else ()
    return say(Situation.EXTRAS_CANCEL, facts, told)


def _never_charged(matter: Matter, extra: Subscription) -> bool:
    """Whether no payment for it ever went through; not to be told where a list is not whole."""
    account = matter.account
    return not account.charges_of(extra) and not account.cut("charges", "invoices")


def _both(extra: Subscription, kept: Subscription) -> Facts:
    return (
        *binding.plan_of("extra_plan", extra),
        *binding.on("extra_started", began(extra), extra.id, "created"),
        *binding.plan_of("kept_plan", kept),
        *binding.on("kept_started", began(kept), kept.id, "created"),
    )


def _charge_of(matter: Matter, action: Action) -> tuple[Charge, Money]:
    charge = next(each for each in matter.account.charges if each.id == action.object)
    return charge, action.amount or charge.amount


def _meant(matter: Matter) -> tuple[str, ...]:
    """Of several purchases that were each charged twice, the one that the mail names, else the newest."""
    groups = [each.objects for each in matter.found(AnomalyName.DUPLICATE_CHARGE)]
    named = {each.id for each in matter.named}
    order = [each.id for each in matter.account.taken]
    return max(groups, key=lambda ids: (len(named & set(ids)), max(order.index(id) for id in ids)))


def charge_twice(matter: Matter) -> Proposal:
    """The later charge of the purchase in question goes back; nothing is cancelled."""
    doubled = _meant(matter)
    first, *later = [each for each in matter.account.taken if each.id in doubled]
    why = f"taken more than once: the first is {first.id}"
    days = matter.policy.refund_days
    refunds = guarded(matter, [Request(charge=each, days=days, reason="duplicate", why=why) for each in later])
    before = binding.on("first_charged_on", first.created, first.id, "created")
    if len(refunds.actions) > 1:
        plan = binding.plan("plan", matter.account.plan_of(first))
        paragraph = say(Situation.CHARGES_REFUND, before, plan, binding.refunds(matter.account, refunds.actions))
    elif refunds.actions:
        charge, money = _charge_of(matter, refunds.actions[0])
        paragraph = say(Situation.CHARGE_REFUND, before, binding.to_refund(matter.account, charge, money))
    else:
        paragraph = say(Situation.CHARGE_HELD, before, binding.charge(later[-1]))
    proposal = Proposal(
        actions=refunds.actions or no_op("the guard stops the refund"),
        says=(paragraph,),
        gap=GAP,
        rejected=(*refunds.rejected, f"refund of {first.id}: the first of the two stands"),
    )
    return replace(proposal, because=(why,))

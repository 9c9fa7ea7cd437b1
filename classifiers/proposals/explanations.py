"""Row 3b: the claim is refuted or settled; which of the ways Stripe shows, and the date and amount that explain it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations

from classifiers.account import Account, plan_name, remaining
from classifiers.anomalies.balance import failed_refund
from classifiers.anomalies.charge_history import consecutive, same_purchase
from classifiers.anomalies.context import day
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.drafting.bound_facts import Facts
from classifiers.promises import told_of_money
from classifiers.proposals.proposal import Proposal, complete, no_op, say
from classifiers.proposals.refuted import in_parts, on_its_way, recent, replaced, still_going
from classifiers.proposals.settlements import (
    Explanation,
    credited,
    lost,
    never_left,
    returned,
    returning,
)
from classifiers.revenue import shown
from classifiers.situations import Situation
from parsers.vocabulary import AnomalyName, Charge, Cue, Invoice, Subscription

RETRY = timedelta(days=28)  # Stripe retries a payment for a month at most


def explained(case_facts: CaseFacts) -> Proposal:
    """Explain with date and amount; nothing else."""
    found = explanation(case_facts)
    if found is None:
        return Proposal(actions=no_op("nothing explains the claim"))
    paragraph = say(found.situation, found.facts)
    if not complete(found.situation, paragraph):
        paragraph = say(Situation.REVIEW)
    return Proposal(actions=no_op(found.why), says=(paragraph,), because=(found.why,))


def explanation(case_facts: CaseFacts) -> Explanation | None:
    """The first way that Stripe shows the claim settled or refuted."""
    ways = SETTLED if case_facts.says(Cue.DUPLICATE_CLAIM) or told_of_money(case_facts) else ()
    if case_facts.says(Cue.DUPLICATE_CLAIM) and not case_facts.account.unread("charges"):
        ways = (*ways, *REFUTED)
    return next((found for way in ways if (found := way(case_facts))), None)


def _meant_or_all(case_facts: CaseFacts) -> tuple[Charge, ...]:
    """The charges in question, the newest first; where none is, whatever was taken."""
    return tuple(reversed(case_facts.meant or case_facts.account.taken))


def refund_failed(case_facts: CaseFacts) -> Explanation | None:
    """The money that was promised never left: the refund failed or was cancelled."""
    meant = [each for each in _meant_or_all(case_facts) if failed_refund(each)]
    lately = [each for each in reversed(case_facts.account.taken) if failed_refund(each)]
    return next((found for each in (*meant, *lately) if (found := never_left(each))), None)


def given_as_credit(case_facts: CaseFacts) -> Explanation | None:
    """The money was given back as credit."""
    return next((found for each in _meant_or_all(case_facts) if (found := credited(each))), None)


def already_refunded(case_facts: CaseFacts) -> Explanation | None:
    """The charge in question went back in full."""
    return next((found for each in reversed(case_facts.meant) if (found := returned(each))), None)


def refund_pending(case_facts: CaseFacts) -> Explanation | None:
    """A refund of the charge in question is on its way."""
    return next((found for each in reversed(case_facts.meant) if (found := returning(each))), None)


def lost_dispute(case_facts: CaseFacts) -> Explanation | None:
    """The bank gave the money back."""
    charges = case_facts.meant or case_facts.account.taken[-1:]
    return next((found for each in reversed(charges) if (found := lost(each))), None)


def authorised_only(case_facts: CaseFacts) -> Explanation | None:
    """One of the two was never captured."""
    held = case_facts.objects(AnomalyName.PENDING_AUTHORISATION)
    amounts = {each.amount for each in recent(case_facts.account)}
    holds = [each for each in case_facts.account.charges if each.id in held and (not amounts or each.amount in amounts)]
    if not holds:
        return None
    hold, paid = holds[-1], [each for each in recent(case_facts.account) if each.amount == holds[-1].amount][-1:]
    facts = (
        *bound_facts.charge(hold, "hold", "hold_on"),
        *bound_facts.card(hold.card),
        *(bound_facts.charge(paid[0]) if paid else ()),
    )
    why = f"{hold.id} of {day(hold.created)} is a mere authorisation of {shown(hold.amount)}: it drops off"
    return Explanation(situation=Situation.AUTHORISATION, facts=facts, why=why)


def failed_then_paid(case_facts: CaseFacts) -> Explanation | None:
    """One attempt took nothing, the next one paid."""
    account = case_facts.account
    for failed in reversed([each for each in account.charges if each.status == "failed" and each.created]):
        paid = [each for each in recent(account) if _retried(account, failed, each)]
        if paid and len(_like(account, paid[0])) == 1:
            facts = (
                *bound_facts.on("failed_on", failed.created, failed.id, "created"),
                *bound_facts.charge(paid[0]),
                *bound_facts.card(paid[0].card),
            )
            why = f"{failed.id} of {day(failed.created)} failed and took nothing; {paid[0].id} paid"
            return Explanation(situation=Situation.FAILED_THEN_PAID, facts=facts, why=why)
    return None


def failed_and_owed(case_facts: CaseFacts) -> Explanation | None:
    """The newest attempt took nothing either, and its invoice is open; not where two payments are named."""
    account, owing = case_facts.account, case_facts.objects(AnomalyName.FAILED_RENEWAL)
    pairs = combinations(recent(account), 2)
    unexplained = any(same_purchase(account, *pair) and not consecutive(account, *pair) for pair in pairs)
    if unexplained or len([each for each in case_facts.named if each.taken]) > 1:
        return None
    for subscription in (each for each in account.live if each.id in owing):
        invoice = account.latest_invoice(subscription)
        paid = account.charges_of(subscription)[-1:]
        if invoice is not None and invoice.id in owing and paid:
            return _owed(case_facts, subscription, invoice, paid[0])
    return None


def _owed(case_facts: CaseFacts, subscription: Subscription, invoice: Invoice, paid: Charge) -> Explanation:
    tries = [each for each in case_facts.account.charges if case_facts.account.invoice_of(each) is invoice]
    failed = [each for each in tries if each.status == "failed"][-1:]
    by_card = case_facts.portal.offers_card and subscription.collection_method == "charge_automatically"
    facts = (
        *(bound_facts.on("failed_on", failed[0].created, failed[0].id, "created") if failed else ()),
        *bound_facts.owed(invoice, "open_amount"),
        *bound_facts.charge(paid),
        *(bound_facts.card(failed[0].card) if failed else ()),
        *(
            bound_facts.sign_in(case_facts.portal)
            if by_card
            else bound_facts.hosted(invoice)
            if invoice.hosted_invoice_url
            else ()
        ),
    )
    last = f"the last payment that was taken is {paid.id} of {day(paid.created)}"
    what = f"{failed[0].id} of {day(failed[0].created)}" if failed else f"the attempt on {invoice.id}"
    return Explanation(
        situation=Situation.FAILED_AND_OWED,
        facts=facts,
        why=f"{what} failed and took nothing; {invoice.id} for {shown(remaining(invoice))} is open; {last}",
    )


def _retried(account: Account, failed: Charge, paid: Charge) -> bool:
    if failed.created is None or paid.created is None or failed.amount != paid.amount:
        return False
    bill, other = account.invoice_of(failed), account.invoice_of(paid)
    same = bill is other if bill and other else True
    return same and timedelta(0) <= paid.created - failed.created <= RETRY


def _like(account: Account, charge: Charge) -> list[Charge]:
    """Charges of one amount taken beside this one within a few days, itself among them."""
    near = timedelta(days=3)
    return [
        each
        for each in recent(account)
        if each.amount == charge.amount
        and each.created
        and charge.created
        and abs(each.created - charge.created) <= near
    ]


def other_ends(case_facts: CaseFacts) -> Explanation | None:
    """There are two, and one of them is set to end already."""
    for ending in case_facts.scheduled:
        for kept in case_facts.account.staying:
            if _products(ending) & _products(kept):
                facts = (
                    *bound_facts.ending(ending),
                    *bound_facts.plan_of("ending_plan", ending),
                    *bound_facts.plan_of("kept_plan", kept),
                )
                why = f"{ending.id} is set to end already; {kept.id} goes on"
                return Explanation(situation=Situation.OTHER_ENDS, facts=facts, why=why)
    return None


def _products(subscription: Subscription) -> frozenset[str]:
    return frozenset(item.price.product for item in subscription.items)


def two_periods(case_facts: CaseFacts) -> Explanation | None:
    """Two charges for two periods of one subscription."""
    account, pair = case_facts.account, recent(case_facts.account)[-2:]
    if len(pair) < 2 or not consecutive(account, *pair):
        return None
    earlier, later = pair
    facts = (
        *bound_facts.charge_with_plan(account, later),
        *bound_facts.charge(earlier, "earlier_amount", "earlier_charged_on"),
        *_period(account, later, "period"),
        *_period(account, earlier, "earlier_period"),
    )
    why = f"{earlier.id} and {later.id} pay consecutive periods of {account.belongs_to(later)}"
    return Explanation(situation=Situation.CONSECUTIVE, facts=facts, why=why)


def _period(account: Account, charge: Charge, name: str) -> Facts:
    invoice, period = account.invoice_of(charge), account.period_of(charge)
    if invoice is None or period is None:
        return ()
    return (
        *bound_facts.on(f"{name}_start", period[0], invoice.id, "lines.period.start"),
        *bound_facts.on(f"{name}_end", period[1], invoice.id, "lines.period.end"),
    )


def two_products(case_facts: CaseFacts) -> Explanation | None:
    """Two charges for two different products."""
    account, pair = case_facts.account, recent(case_facts.account)[-2:]
    if len(pair) < 2:
        return None
    other, charge = pair
    products, others = account.products_of(charge), account.products_of(other)
    if not products or not others or products & others:
        return None
    facts = (
        *bound_facts.charge_with_plan(account, charge),
        *bound_facts.charge(other, "other_amount", "other_charged_on"),
        *bound_facts.plan("other_plan", account.plan_of(other)),
        *still_going(account, charge, other),
    )
    names = [plan_name(account.plan_of(each)) or each.id for each in pair]
    return Explanation(
        situation=Situation.DIFFERENT_PRODUCTS,
        facts=facts,
        why=f"two charges for different products: {', '.join(names)}",
    )


def single_charge(case_facts: CaseFacts) -> Explanation | None:
    """There is one captured charge and no other."""
    account = case_facts.account
    found = recent(account)
    if len(found) != 1 or account.cut("charges"):
        return None
    facts = (*bound_facts.charge_with_plan(account, found[0]), *bound_facts.card(found[0].card))
    why = f"one captured charge: {found[0].id} of {day(found[0].created)}, {shown(found[0].amount)}"
    return Explanation(situation=Situation.ONE_CHARGE, facts=facts, why=why)


Way = Callable[[CaseFacts], Explanation | None]
SETTLED: tuple[Way, ...] = (refund_failed, already_refunded, refund_pending, lost_dispute, given_as_credit, on_its_way)
REFUTED: tuple[Way, ...] = (
    authorised_only,
    in_parts,
    failed_and_owed,
    failed_then_paid,
    other_ends,
    replaced,
    two_periods,
    two_products,
    single_charge,
)

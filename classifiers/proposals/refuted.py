"""Row 3b, what is neither double nor owed twice: parts of one invoice, a debit under way, a plan that took over."""

from datetime import timedelta

from classifiers.account import Account, began
from classifiers.anomalies.context import day
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.drafting.bound_facts import Facts
from classifiers.owing import excess, paid_by
from classifiers.proposals.settlements import Explanation, being_taken
from classifiers.revenue import shown
from classifiers.situations import Situation
from parsers.vocabulary import Charge, Cue, Invoice, Money, Subscription

RECENT = timedelta(days=62)  # two monthly renewals: further back nobody says "twice"
CHANGED_OVER = timedelta(days=3)  # between the end of the old plan and the beginning of the new one


def recent(account: Account) -> tuple[Charge, ...]:
    """Money taken within two months, oldest first."""
    return tuple(each for each in account.taken if each.created and each.created >= account.now - RECENT)


def on_its_way(case_facts: CaseFacts) -> Explanation | None:
    """A debit is under way; beside a promise of money back only where it is all that there is of late."""
    account = case_facts.account
    pending = [each for each in account.charges if each.status == "pending"]
    if not pending or (recent(account) and not case_facts.says(Cue.DUPLICATE_CLAIM)):
        return None
    return being_taken(pending[-1])


def in_parts(case_facts: CaseFacts) -> Explanation | None:
    """Several payments paid one invoice, and together no more than its amount."""
    account = case_facts.account
    for bill in reversed(account.invoices):
        paid = [each for each in paid_by(account, bill) if each in recent(account)]
        if len(paid) > 1 and excess(account, bill) == 0:
            return _parts(bill, paid)
    return None


def _parts(bill: Invoice, paid: list[Charge]) -> Explanation:
    parts = [
        fact
        for number, each in enumerate(paid[:3], start=1)
        for fact in bound_facts.charge(each, f"part_{number}", f"paid_{number}")
    ]
    ids = ",".join(each.id for each in paid)
    whole = Money(bill.amount_due or bill.total, bill.currency)
    facts = (
        *bound_facts.amount("whole", whole, bill.id, "amount_due"),
        *bound_facts.number(bill),
        *bound_facts.count("count", len(paid), ids, "amount"),
        *parts,
    )
    why = f"{ids.replace(',', ' and ')} paid {bill.id} of {shown(whole)} in parts: together they do not exceed it"
    return Explanation(situation=Situation.IN_PARTS, facts=facts, why=why)


def replaced(case_facts: CaseFacts) -> Explanation | None:
    """Two charges of two subscriptions, of which the one has ended and the other took its place."""
    account, pair = case_facts.account, recent(case_facts.account)[-2:]
    owners = [account.subscription_of(each) for each in pair]
    if len(pair) < 2 or None in owners or owners[0] is owners[1]:
        return None
    for before, after in (pair, pair[::-1]):
        old, new = account.subscription_of(before), account.subscription_of(after)
        if old and new and not old.live and new.live and _took_over(old, new):
            facts = (
                *bound_facts.charge_with_plan(account, after),
                *bound_facts.charge(before, "other_amount", "other_charged_on"),
                *bound_facts.plan_of("other_plan", old),
                *bound_facts.ended(old),
            )
            why = f"{old.id} ended on {day(old.ended_at)}; {new.id} of {day(began(new))} took its place"
            return Explanation(situation=Situation.UPGRADED, facts=facts, why=why)
    return None


def _took_over(old: Subscription, new: Subscription) -> bool:
    """Whether the one ended about when the other began, which is how a plan is changed by a new purchase."""
    if old.ended_at is None or began(old) > began(new):
        return False
    return abs(old.ended_at - began(new)) <= CHANGED_OVER


def still_going(account: Account, *charges: Charge) -> Facts:
    """What can still be given up: how many of the two go on; of one that has ended, its plan and the day."""
    owners = [each for charge in charges if (each := account.subscription_of(charge)) is not None]
    going = [each for each in owners if each.live]
    over = next((each for each in owners if not each.live and each.ended_at), None)
    return (
        *(bound_facts.count("going_on", len(going), ",".join(each.id for each in going), "status") if going else ()),
        *(bound_facts.plan_of("ended_plan", over)),
        *(bound_facts.ended(over) if over else ()),
    )

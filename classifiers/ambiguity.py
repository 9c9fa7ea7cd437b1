"""Several customers on one address, and the decision would differ between them."""

from dataclasses import replace
from datetime import timedelta

from classifiers.case_facts import CaseFacts, gather_case_facts
from classifiers.decision import Decision, decide
from classifiers.identity import Trail, follow
from classifiers.references.subscriptions import named_at_all
from parsers.vocabulary import AnomalyName, BillingState, Cue, Customer

# Rows that see the records together: that is where duplicates and teams hide. A dispute is a human's anyway.
TOGETHER = frozenset({"1", "2", "3", "3b"})
# Facts by which two answers to a wish to cancel speak of two subscriptions.
ENDING = frozenset({"plan", "ends_on", "ended_on"})
Outcome = tuple[object, ...]


def differs(case_facts: CaseFacts, state: BillingState, decision: Decision) -> str | None:
    """Why the decision would differ between the person's records; None where it does not, or the mail names one."""
    if decision.row.number in TOGETHER or case_facts.says(Cue.CANCEL_EVERYTHING) or not case_facts.reading.sure:
        return None
    records = _at_stake(case_facts)
    if len(records) < 2 or _points_at_one(case_facts, state):
        return None
    outcomes = {record.id: _outcome(_alone(case_facts, state, record), case_facts.cancel_asked) for record in records}
    if len(set(outcomes.values())) < 2:
        return None
    return f"the decision would differ between {' and '.join(sorted(outcomes))}"


def _at_stake(case_facts: CaseFacts) -> tuple[Customer, ...]:
    """Records with a live subscription, or with money taken of late."""
    since = case_facts.now - timedelta(days=case_facts.policy.refund_days)
    live = {each.customer for each in case_facts.account.live}
    paid = {each.customer for each in case_facts.account.taken if each.created and each.created >= since}
    late = {each for each in case_facts.objects(AnomalyName.CHARGED_AFTER_CANCEL) if each.startswith("ch_")}
    paid |= {each.customer for each in case_facts.account.taken if each.id in late}
    return tuple(each for each in case_facts.account.customers if each.id in live | paid)


def _points_at_one(case_facts: CaseFacts, state: BillingState) -> bool:
    """Whether an identifier, a charge or a plan in the mail tells which record is meant."""
    trail: Trail = follow(case_facts.message, state, case_facts.policy)
    led = {id for lead in trail.agreeing if lead.via != "from_address" for id in lead.customers}
    charged = {each.customer for each in case_facts.named}
    live = case_facts.account.live
    return len(led) == 1 or len(charged) == 1 or (len(live) > 1 and named_at_all(case_facts.message, live) is not None)


def _alone(case_facts: CaseFacts, state: BillingState, record: Customer) -> Decision:
    """The decision if this record were the only one."""
    identity = replace(case_facts.identity, customer_ids=(record.id,))
    return decide(
        gather_case_facts(
            case_facts.message,
            case_facts.reading,
            state,
            identity,
            policy=case_facts.policy,
            earlier=case_facts.earlier,
        )
    )


def _outcome(decision: Decision, leaving: bool) -> Outcome:
    """What makes two decisions the same: bucket and steps, what they end or pay back, and what is told of the end."""
    steps = tuple((each.kind, each.when, each.object) for each in decision.proposal.actions)
    facts = [fact for each in decision.proposal.says for fact in each.facts if leaving and fact.name in ENDING]
    return (decision.bucket, steps, tuple(sorted({fact.object for fact in facts})))

"""Judge one mail: outcome, identity, the row that holds, and everything draft and note need to say."""

from dataclasses import replace

from classifiers.ambiguity import differs
from classifiers.case_facts import CaseFacts, gather_case_facts
from classifiers.confidence import confidence
from classifiers.decision import Decision, decide, if_confirmed
from classifiers.digest import digest
from classifiers.drafting.bound_facts import told_apart
from classifiers.drafting.side_answers import side_answers, stopped_bills
from classifiers.history import again, churn, forgeries, others, priority, unkept
from classifiers.hypotheses import Weighed, weigh
from classifiers.identity import SENDERS, identify
from classifiers.outcome import outcome_of
from classifiers.owing import to_come
from classifiers.product_gaps import gap
from classifiers.proposals.which_extra import same_card
from classifiers.reply_language import choose_language
from classifiers.revenue import impact, left_out
from parsers.vocabulary import (
    ActionKind,
    Anomaly,
    AnomalyName,
    BillingState,
    Bucket,
    Case,
    EarlierCase,
    Message,
    Outcome,
    Policy,
    Reading,
    Verdict,
)


def judge(
    message: Message,
    reading: Reading,
    state: BillingState,
    *,
    policy: Policy,
    earlier: tuple[EarlierCase, ...] = (),
    case_id: str,
) -> Case:
    """What a mail must become; all windows count to its arrival. The same input gives the same case."""
    outcome, reason = outcome_of(message, reading, state)
    case = Case(
        id=case_id,
        message_id=message.message_id,
        outcome=outcome,
        reason=reason,
        language=choose_language(message, policy, earlier),
        intents=reading.intents,
        cues=reading.cues,
        hypotheses=reading.hypotheses,
        carried_by=message.carried.by if message.carried else None,
        testimony=reading.testimony,
    )
    if outcome is not Outcome.DRAFTED:
        return case
    found = weigh(reading, lambda understood: settle(message, understood, state, policy, earlier))
    return decided(case, found, state)


def settle(
    message: Message, reading: Reading, state: BillingState, policy: Policy, earlier: tuple[EarlierCase, ...]
) -> tuple[CaseFacts, Decision]:
    """The matter and its decision; judged once more where several records would be decided differently."""
    identity = identify(message, state, policy)
    case_facts = gather_case_facts(message, reading, state, identity, policy=policy, earlier=earlier)
    decision = decide(case_facts)
    doubt = differs(case_facts, state, decision) if len(case_facts.account.customers) > 1 else None
    if doubt is None:
        return case_facts, decision
    unclear = replace(identity, verdict=Verdict.AMBIGUOUS, evidence=(doubt, *identity.evidence))
    case_facts = replace(case_facts, identity=unclear)
    return case_facts, decide(case_facts)


def decided(case: Case, found: Weighed, state: BillingState) -> Case:
    """The case with all that was found."""
    case_facts, decision = found.case_facts, found.decision
    actions = decision.proposal.actions
    promises, repeated = unkept(case_facts), again(case_facts, actions)
    risk, risk_facts = churn(case_facts)
    live = case_facts.account.live
    revenue = impact(actions, live)
    return replace(
        case,
        language=choose_language(case_facts.message, case_facts.policy, case_facts.earlier, state, case_facts.identity),
        intents=case_facts.reading.intents,
        identity=case_facts.identity,
        anomalies=merged(case_facts.anomalies),
        bucket=decision.bucket,
        confidence=confidence(case_facts, decision, found.probability),
        decided_between=found.between,
        because=(*decision.because, *repeated),
        ladder=decision.ladder,
        actions=actions,
        rejected=decision.proposal.rejected,
        if_confirmed=if_confirmed(case_facts, decision.proposal.rejected) if decision.row.number == "1" else (),
        revenue=revenue,
        product_gap=gap(decision.proposal.gap),
        says=told_apart((*decision.proposal.says, *side_answers(case_facts, decision)), case_facts.account),
        churn_risk=risk,
        churn_facts=risk_facts,
        priority=priority(case_facts, bool(promises), bool(repeated)),
        follow_up=(
            *promises,
            *repeated,
            *case_facts.message.crowd[1:],
            *others(case_facts, actions),
            *forgeries(case_facts),
            *decision.proposal.follow_up,
            *stopped_bills(case_facts, decision),
            *_portal_note(case_facts, decision),
            *left_out(actions, live, revenue.currency),
        ),
        mentioned=(*_read_whole(case_facts), *_dead_ends(case_facts), *same_card(state)),
        owing=tuple(each.id for each in to_come(case_facts.account)),
        digest=digest(state),
    )


def merged(anomalies: tuple[Anomaly, ...]) -> tuple[Anomaly, ...]:
    """One anomaly a name, with the objects and the evidence of all."""
    names = dict.fromkeys(each.name for each in anomalies)
    by_name = {name: [each for each in anomalies if each.name is name] for name in names}
    return tuple(
        Anomaly(
            name=name,
            objects=tuple(dict.fromkeys(id for each in found for id in each.objects)),
            evidence="; ".join(dict.fromkeys(each.evidence for each in found)),
        )
        for name, found in by_name.items()
    )


def _portal_note(case_facts: CaseFacts, decision: Decision) -> tuple[str, ...]:
    """Which of several records the login page would open, wherever it or a duplicate is spoken of."""
    portal = any(each.kind is ActionKind.PORTAL and each.object is None for each in decision.proposal.actions)
    double = decision.row.bucket is Bucket.DUPLICATE_SUBSCRIPTION and case_facts.portal.reachable
    if not (portal or double) or not case_facts.has(AnomalyName.SEVERAL_CUSTOMERS):
        return ()
    opened = case_facts.account.opened_by_portal
    return (f"several records: the login page opens the newest with an active subscription, {opened or 'none'}",)


def _read_whole(case_facts: CaseFacts) -> tuple[str, ...]:
    """That a mail's own words could not be told from what it quotes."""
    message = case_facts.message
    if message.new_text.strip() or not message.full_text.strip():
        return ()
    return ("no words of its own were found in the mail: all of its text was read, what it quotes, too",)


def _dead_ends(case_facts: CaseFacts) -> tuple[str, ...]:
    """Identifiers of the mail that lead nowhere."""
    lost = (each for each in case_facts.account.state.leads if not each.found and each.via not in SENDERS)
    return tuple(f"{each.written} leads nowhere in Stripe" for each in lost)

"""Judge one mail: outcome, identity, the row that holds, and everything draft and note need to say."""

from dataclasses import replace

from classifiers.ambiguity import differs
from classifiers.binding import told_apart
from classifiers.confidence import confidence
from classifiers.decision import Decision, decide, if_confirmed
from classifiers.digest import digest
from classifiers.extra import same_card
from classifiers.gaps import gap
from classifiers.hypotheses import Weighed, weigh
from classifiers.identity import identify
from classifiers.matter import Matter, matter_of
from classifiers.memory import again, churn, forgeries, others, priority, unkept
from classifiers.money import impact, left_out
from classifiers.outcome import outcome_of
from classifiers.reply_language import choose_language
from classifiers.side_answers import side_answers
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
    )
    if outcome is not Outcome.DRAFTED:
        return case
    found = weigh(reading, lambda understood: settle(message, understood, state, policy, earlier))
    return decided(case, found, state)


def settle(
    message: Message, reading: Reading, state: BillingState, policy: Policy, earlier: tuple[EarlierCase, ...]
) -> tuple[Matter, Decision]:
    """The matter and its decision; judged once more where several records would be decided differently."""
    identity = identify(message, state, policy)
    matter = matter_of(message, reading, state, identity, policy=policy, earlier=earlier)
    decision = decide(matter)
    doubt = differs(matter, state, decision) if len(matter.account.customers) > 1 else None
    if doubt is None:
        return matter, decision
    unclear = replace(identity, verdict=Verdict.AMBIGUOUS, evidence=(doubt, *identity.evidence))
    matter = replace(matter, identity=unclear)
    return matter, decide(matter)


def decided(case: Case, found: Weighed, state: BillingState) -> Case:
    """The case with all that was found."""
    matter, decision = found.matter, found.decision
    actions = decision.proposal.actions
    promises, repeated = unkept(matter), again(matter, actions)
    risk, risk_facts = churn(matter)
    live = matter.account.live
    revenue = impact(actions, live)
    return replace(
        case,
        language=choose_language(matter.message, matter.policy, matter.earlier, state, matter.identity),
        intents=matter.reading.intents,
        identity=matter.identity,
        anomalies=merged(matter.anomalies),
        bucket=decision.bucket,
        confidence=confidence(matter, decision, found.probability),
        decided_between=found.between,
        because=(*decision.because, *repeated),
        ladder=decision.ladder,
        actions=actions,
        rejected=decision.proposal.rejected,
        if_confirmed=if_confirmed(matter, decision.proposal.rejected) if decision.row.number == "1" else (),
        revenue=revenue,
        product_gap=gap(decision.proposal.gap),
        says=told_apart((*decision.proposal.says, *side_answers(matter, decision)), matter.account),
        churn_risk=risk,
        churn_facts=risk_facts,
        priority=priority(matter, bool(promises), bool(repeated)),
        follow_up=(
            *promises,
            *repeated,
            *matter.message.crowd[1:],
            *others(matter, actions),
            *forgeries(matter),
            *decision.proposal.follow_up,
            *_portal_note(matter, decision),
            *left_out(actions, live, revenue.currency),
        ),
        mentioned=(*_read_whole(matter), *_dead_ends(matter), *same_card(state)),
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


def _portal_note(matter: Matter, decision: Decision) -> tuple[str, ...]:
    """Which of several records the login page would open, wherever it or a duplicate is spoken of."""
    portal = any(each.kind is ActionKind.PORTAL and each.object is None for each in decision.proposal.actions)
    double = decision.row.bucket is Bucket.DUPLICATE_SUBSCRIPTION and matter.portal.reachable
    if not (portal or double) or not matter.has(AnomalyName.SEVERAL_CUSTOMERS):
        return ()
    opened = matter.account.opened_by_portal
    return (f"several records: the login page opens the newest with an active subscription, {opened or 'none'}",)


def _read_whole(matter: Matter) -> tuple[str, ...]:
    """That a mail's own words could not be told from what it quotes."""
    message = matter.message
    if message.new_text.strip() or not message.full_text.strip():
        return ()
    return ("no words of its own were found in the mail: all of its text was read, what it quotes, too",)


def _dead_ends(matter: Matter) -> tuple[str, ...]:
    """Identifiers of the mail that lead nowhere."""
    lost = (each for each in matter.account.state.leads if not each.found and each.via != "from_address")
    return tuple(f"{each.written} leads nowhere in Stripe" for each in lost)

"""Judging under doubt: each way of understanding the mail is judged, and those that lead to one decision add up."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from classifiers.case_facts import CaseFacts
from classifiers.decision import Decision
from classifiers.proposals.proposal import say
from classifiers.situations import Situation
from parsers.vocabulary import ActionKind, Between, Hypothesis, Intent, IntentScore, Reading

# A way of understanding the mail less likely than this is not judged.
MATTERS = 0.04
# Row 1 rests on identity, disputes and grave words: whatever else is meant, a human must look.
HUMAN_FIRST = "1"

Settle = Callable[[Reading], tuple[CaseFacts, Decision]]
Outcome = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The decision, the matter it was taken on, how likely it is the right one, and the two it lay between if any."""

    case_facts: CaseFacts
    decision: Decision
    probability: float
    between: tuple[Between, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    hypothesis: Hypothesis
    case_facts: CaseFacts
    decision: Decision


def weigh(reading: Reading, settle: Settle) -> Weighed:
    """Judge every hypothesis that matters; below `reading.sure_from` a human decides between the two likeliest."""
    if not reading.hypotheses:
        case_facts, decision = settle(reading)
        return Weighed(case_facts=case_facts, decision=decision, probability=reading.confidence)
    judged = [
        _Judged(hypothesis=each, case_facts=case_facts, decision=decision)
        for each in reading.hypotheses
        if each.probability >= MATTERS or each is reading.hypotheses[0]
        for case_facts, decision in [settle(_as_understood(reading, each))]
    ]
    groups = _add_up(judged)
    likeliest = groups[0]
    sum_of = _sum(likeliest)
    first = likeliest[0]
    if first.decision.row.number == HUMAN_FIRST or sum_of >= reading.sure_from:
        return Weighed(case_facts=first.case_facts, decision=first.decision, probability=sum_of)
    case_facts, decision = settle(replace(reading, sure=False))
    between = tuple(_between(group) for group in groups[:2]) if len(groups) > 1 else ()
    return Weighed(case_facts=case_facts, decision=_asking(decision, between), probability=sum_of, between=between)


def _asking(decision: Decision, between: tuple[Between, ...]) -> Decision:
    """The decision, its draft asking the one question whose answer would settle it, where there is such a question."""
    kinds = [{action.kind for action in each.actions} - {ActionKind.NO_OP, ActionKind.PORTAL} for each in between]
    wishes = {each.intents[0] for each in between if each.intents}
    asked = wishes <= {Intent.REFUND, Intent.CANCEL} and len(wishes) > 1
    held_back = decision.row.number == HUMAN_FIRST
    if held_back or not (asked or (len(kinds) > 1 and kinds[0] and kinds[1])):
        return decision
    return replace(decision, proposal=replace(decision.proposal, says=(say(Situation.WHICH_WISH),)))


def _as_understood(reading: Reading, hypothesis: Hypothesis) -> Reading:
    """The reading as if the hypothesis were certain."""
    known = {score.intent: score for score in reading.intents}
    scores = tuple(
        replace(
            known.get(intent, IntentScore(intent=intent, score=hypothesis.probability)),
            primary=i == 0,
        )
        for i, intent in enumerate(hypothesis.intents or (Intent.OTHER,))
    )
    return replace(reading, intents=scores, sure=True)


def _add_up(judged: list[_Judged]) -> list[list[_Judged]]:
    """Hypotheses by what they lead to, the likeliest outcome first, and in each the likeliest hypothesis first."""
    groups: dict[Outcome, list[_Judged]] = {}
    for each in judged:
        groups.setdefault(outcome_of(each.decision), []).append(each)
    return sorted(groups.values(), key=lambda group: -_sum(group))


def outcome_of(decision: Decision) -> Outcome:
    """What makes two decisions one: bucket and actions, by object, amount and time (policy, section 5)."""
    steps = tuple((each.kind, each.object, each.amount, each.when) for each in decision.proposal.actions)
    return (decision.bucket, steps)


def _sum(group: list[_Judged]) -> float:
    return round(sum(each.hypothesis.probability for each in group), 4)


def _between(group: list[_Judged]) -> Between:
    first = group[0]
    return Between(
        bucket=first.decision.bucket,
        actions=first.decision.proposal.actions,
        probability=_sum(group),
        intents=first.hypothesis.intents,
    )

"""A case as JSON: the shape that scripts and outside tests rely on. Keys are only ever added."""

from collections.abc import Iterable
from typing import Any

from parsers.vocabulary import (
    Action,
    Anomaly,
    Between,
    Case,
    Draft,
    Hypothesis,
    Identity,
    IntentScore,
    Outcome,
    ProductGap,
    Revenue,
)

CaseJson = dict[str, Any]


def case_json(case: Case, draft: Draft | None, note: str | None) -> CaseJson:
    """The case with its texts; `bucket` and `identity` are null unless the outcome is `drafted`."""
    drafted = case.outcome is Outcome.DRAFTED
    return {
        "id": case.id,
        "message_id": case.message_id,
        "outcome": case.outcome.value,
        "reason": case.reason,
        "language": case.language,
        "intents": [_intent(found) for found in case.intents],
        "cues": [found.cue.value for found in case.cues],
        "hypotheses": [_hypothesis(found) for found in case.hypotheses],
        "identity": _identity(case.identity) if drafted and case.identity else None,
        "anomalies": [_anomaly(found) for found in case.anomalies],
        "bucket": case.bucket.value if drafted and case.bucket else None,
        "confidence": round(case.confidence, 4),
        "decided_between": [_between(found) for found in case.decided_between],
        "because": list(case.because),
        "actions": [action_json(action) for action in case.actions],
        "revenue": _revenue(case.revenue),
        "product_gap": _gap(case.product_gap),
        "draft": _draft(draft) if draft else None,
        "note": note,
        "priority": case.priority.value,
        "churn_risk": case.churn_risk.value,
        "rejected": list(case.rejected),
        "ladder": [
            {
                "row": rule_result.row,
                "rule": rule_result.rule,
                "bucket": rule_result.bucket.value,
                "held": rule_result.held,
                "because": list(rule_result.because),
            }
            for rule_result in case.ladder
        ],
    }


def bare_json(*, case_id: str, message_id: str | None, outcome: Outcome, reason: str | None) -> CaseJson:
    """The case of a mail that could not be judged: quarantined, or forgotten."""
    return case_json(Case(id=case_id, message_id=message_id, outcome=outcome, reason=reason), None, None)


def action_json(action: Action) -> CaseJson:
    """One proposed action."""
    return {
        "kind": action.kind.value,
        "object": action.object,
        "when": action.when.value if action.when else None,
        "amount": action.amount.amount if action.amount else None,
        "currency": action.amount.currency if action.amount else None,
        "reversible": action.reversible,
        "flags": list(action.flags),
    }


def _intent(found: IntentScore) -> CaseJson:
    return {
        "name": found.intent.value,
        "score": round(found.score, 4),
        "primary": found.primary,
        "evidence": _unique(hit.text for hit in found.hits),
    }


def _hypothesis(found: Hypothesis) -> CaseJson:
    return {"intents": [intent.value for intent in found.intents] or ["other"], "probability": found.probability}


def _between(found: Between) -> CaseJson:
    return {
        "bucket": found.bucket.value,
        "actions": [action_json(action) for action in found.actions],
        "probability": found.probability,
    }


def _identity(identity: Identity) -> CaseJson:
    return {
        "verdict": identity.verdict.value,
        "customer_ids": list(identity.customer_ids),
        "matched_by": identity.matched_by,
        "evidence": list(identity.evidence),
    }


def _anomaly(anomaly: Anomaly) -> CaseJson:
    return {"name": anomaly.name.value, "objects": list(anomaly.objects), "evidence": anomaly.evidence}


def _revenue(revenue: Revenue) -> CaseJson:
    return {"cash_out": revenue.cash_out, "mrr_change": revenue.mrr_change, "currency": revenue.currency}


def _gap(gap: ProductGap | None) -> CaseJson | None:
    return {"key": gap.key, "text": gap.text} if gap else None


def _draft(draft: Draft) -> CaseJson:
    return {
        "to": list(draft.to),
        "subject": draft.subject,
        "body": draft.body,
        "template": draft.template,
        "language": draft.language,
    }


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))

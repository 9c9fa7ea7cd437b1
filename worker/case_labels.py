"""What a case is about in an agent's words, beside its bucket; and why a human must look."""

from collections.abc import Mapping
from typing import Any

from classifiers.decision import in_words
from parsers.vocabulary import Case

CaseJson = Mapping[str, Any]

BUCKETS = {
    "duplicate_subscription": "Duplicate",
    "team_purchase": "Team purchase",
    "failed_payment": "Failed payment",
    "product_failure": "Product failure",
    "self_serve_gap": "Self-serve gap",
    "needs_human": "Needs a human",
}
_IDENTITY = {
    "unverified": "identity: nothing proves that they wrote",
    "mismatch": "identity: the mail names somebody else's account",
    "ambiguous": "identity: several accounts, and the decision would differ",
    "not_found": "identity: no such customer in Stripe",
}
_GRAVE = (
    ("open_dispute", "dispute: the bank decides"),
    ("inquiry", "dispute: the bank asks"),
    ("legal_threat", "legal: they threaten with the law"),
    ("unauthorised_payment", "they say the payment was not theirs"),
    ("erasure_request", "legal: they want their data erased"),
)
# What the mail asks, where its wish alone says it.
_WISHES = {"cancel": "Wants to cancel", "invoice_request": "Wants an invoice", "refund": "Wants money back"}


def label(case: CaseJson) -> str:
    """The case in a few words; its bucket's where nothing is more exact. Of a case without a bucket nothing."""
    bucket = case.get("bucket") or ""
    return _LABELS[bucket](case) if bucket in _LABELS else BUCKETS.get(bucket, "")


def _facts(case: CaseJson) -> set[str]:
    return {each["name"] for each in case.get("anomalies", ())}


def _cues(case: CaseJson) -> set[str]:
    return set(case.get("cues", ()))


def _duplicate(case: CaseJson) -> str:
    facts, cues = _facts(case), _cues(case)
    if any(action["kind"] == "cancel" for action in case.get("actions", ())):
        return "Two subscriptions, one wanted"
    if any(action["kind"] == "refund" for action in case.get("actions", ())):
        return "Charged twice"
    if "promised_refund" in cues:
        return "Where is my refund?"
    if facts & {"already_refunded", "refund_pending"}:
        return "Refunded already"
    return "Not charged twice" if "duplicate_claim" in cues else BUCKETS["duplicate_subscription"]


def _failed(case: CaseJson) -> str:
    facts, cues = _facts(case), _cues(case)
    if "failed_renewal" in facts:
        return "Payment failed"
    if "payment_processing" in facts:
        return "Payment under way"
    if "incomplete_checkout" in facts:
        return "Checkout not finished"
    return "New card" if "update_card" in cues else BUCKETS["failed_payment"]


def _broken(case: CaseJson) -> str:
    cues = _cues(case)
    if "paid_not_served" in cues:
        return "Paid, not served"
    return "Trust is broken" if "trust_break" in cues and "product_broken" not in cues else "Product does not work"


def _served(case: CaseJson) -> str:
    facts, cues = _facts(case), _cues(case)
    wish = next((each["name"] for each in case.get("intents", ()) if each["primary"]), "")
    if "charged_after_cancel" in facts:
        return "Charged after the end"
    if wish == "refund":
        if "trial_converted" in facts:
            return "Trial turned into a payment"
        return "Changed their mind" if "withdrawal_period" in facts else "Renewal not wanted"
    if wish not in _WISHES and "update_card" in cues:
        return "New card"
    return "Cancelled already?" if "already_cancelled" in cues else _WISHES.get(wish, BUCKETS["self_serve_gap"])


_LABELS = {
    "duplicate_subscription": _duplicate,
    "failed_payment": _failed,
    "product_failure": _broken,
    "self_serve_gap": _served,
}


def why_human(case: CaseJson) -> str:
    """Why a human must look: identity, a dispute, the law, or the two decisions the words leave; else what the row
    found. Empty for a case that needs none.
    """
    if case.get("bucket") != "needs_human":
        return ""
    verdict = (case.get("identity") or {}).get("verdict", "not_found")
    if verdict in _IDENTITY:
        return _IDENTITY[verdict]
    if between := case.get("decided_between"):
        return "unsure: " + " or ".join(dict.fromkeys(_decision(each) for each in between))
    found = _facts(case) | _cues(case)
    grave = next((words for name, words in _GRAVE if name in found), "")
    told = [line.partition(":")[0] for line in case.get("because", ()) if not line.startswith("intent ")]
    return grave or next(iter(told), "") or "none of the usual cases"


def in_a_line(case: Case) -> str:
    """What became of a mail, for a log: outcome, bucket, identity and steps; nothing of the person."""
    if case.bucket is None:
        return f"{case.outcome.value}: {case.reason}" if case.reason else case.outcome.value
    verdict = case.identity.verdict.value if case.identity else "not_found"
    steps = ", then ".join(in_words(action) for action in case.actions)
    return f"{case.outcome.value}, {case.bucket.value}, {verdict}, priority {case.priority.value}: {steps}"


def _decision(each: CaseJson) -> str:
    """One of two decisions in words: what it is, and what it would do."""
    done = [_ACTS[action["kind"]] for action in each.get("actions", ()) if action["kind"] in _ACTS]
    bucket = BUCKETS[each["bucket"]].lower()
    return f"{bucket} ({', '.join(dict.fromkeys(done))})" if done else bucket


_ACTS = {"refund": "refund", "cancel": "cancel", "portal": "show the portal"}

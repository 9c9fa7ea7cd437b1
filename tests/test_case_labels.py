"""What a case is called beside its bucket, and why a human must look."""

from typing import Any

import pytest

from parsers.vocabulary import Bucket
from worker.case_labels import BUCKETS, label, why_human


def case(bucket: str | None, *, facts: str = "", cues: str = "", wish: str = "refund", acts: str = "no_op") -> Any:
    return {
        "bucket": bucket,
        "anomalies": [{"name": name} for name in facts.split()],
        "cues": cues.split(),
        "intents": [{"name": wish, "primary": True}],
        "actions": [{"kind": kind} for kind in acts.split()],
        "identity": {"verdict": "verified"},
    }


@pytest.mark.parametrize(
    ("made", "called"),
    [
        (case("duplicate_subscription", cues="promised_refund", facts="refund_pending"), "Where is my refund?"),
        (case("duplicate_subscription", facts="already_refunded"), "Refunded already"),
        (case("duplicate_subscription", cues="duplicate_claim"), "Not charged twice"),
        (case("duplicate_subscription", acts="cancel refund"), "Two subscriptions, one wanted"),
        (case("duplicate_subscription", acts="refund"), "Charged twice"),
        (case("failed_payment", facts="card_expired", cues="update_card"), "New card"),
        (case("failed_payment", facts="failed_renewal", cues="update_card"), "Payment failed"),
        (case("failed_payment", facts="payment_processing"), "Payment under way"),
        (case("product_failure", cues="paid_not_served"), "Paid, not served"),
        (case("self_serve_gap", wish="cancel"), "Wants to cancel"),
        (case("self_serve_gap", facts="charged_after_cancel"), "Charged after the end"),
        (case("self_serve_gap"), "Renewal not wanted"),
        (case("team_purchase"), "Team purchase"),
        (case(None), ""),
    ],
)
def test_a_case_is_called_what_it_is(made: Any, called: str) -> None:
    assert label(made) == called
    assert why_human(made) == ""


def test_every_bucket_has_words() -> None:
    assert set(BUCKETS) == {bucket.value for bucket in Bucket}
    assert all(label(case(bucket.value)) for bucket in Bucket)


def test_why_a_human_must_look() -> None:
    made = case("needs_human", facts="open_dispute")
    assert why_human(made).startswith("dispute")
    assert why_human(made | {"identity": {"verdict": "mismatch"}}).startswith("identity")
    assert why_human(case("needs_human", cues="legal_threat")).startswith("legal")
    between = [
        {"bucket": "failed_payment", "actions": [{"kind": "portal"}]},
        {"bucket": "duplicate_subscription", "actions": [{"kind": "cancel"}, {"kind": "refund"}]},
    ]
    unsure = why_human(case("needs_human") | {"decided_between": between})
    assert unsure == "unsure: failed payment (show the portal) or duplicate (cancel, refund)"
    several = case("needs_human") | {"because": ["intent cancel", "several live products, none named: sub_1"]}
    assert why_human(several) == "several live products, none named"
    assert why_human(case("needs_human") | {"because": []})

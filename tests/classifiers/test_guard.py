"""The refund guard, line by line: each fails alone with its sentence, and stops nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from parsers.vocabulary import Case, Cue, Intent, Money
from tests.classifiers.judging import NO_OP, judged, steps
from tests.support.making import (
    ago,
    make_charge,
    make_customer,
    make_dispute,
    make_invoice,
    make_paid,
    make_price,
    make_refund,
    make_state,
    make_subscription,
)

CUSTOMER = make_customer()


def twice(*, later: dict[str, object] | None = None, wanted: tuple[Intent | Cue, ...] = (), **more: object) -> Case:
    """Two one-off charges of one description, the later one changed."""
    first = make_charge("ch_one", description="Course", created=ago(5))
    second = replace(first, id="ch_two", created=ago(4), **(later or {}))  # type: ignore[arg-type]
    state = make_state(CUSTOMER, first, second, *more.values())
    return judged(state, Intent.REFUND, Cue.DUPLICATE_CLAIM, *wanted)


def extra(**charge: object) -> Case:
    """A duplicate subscription whose latest charge is changed: cancelled whatever the guard says."""
    paid, invoice = make_paid("two", subscription="sub_two", created=ago(8), reason="subscription_create")
    state = make_state(
        CUSTOMER,
        make_subscription("sub_one"),
        make_subscription("sub_two", started=ago(8), period_start=ago(8)),
        make_paid("one", created=ago(30)),
        replace(paid, **charge),  # type: ignore[arg-type]
        invoice,
    )
    return judged(state, Intent.REFUND, Cue.DUPLICATE_CLAIM)


def test_nothing_stops_it() -> None:
    assert steps(extra()) == [("cancel", "sub_two", "now", None), ("refund", "ch_two", None, 4900)]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (
            {"disputed": True, "disputes": (make_dispute(charge="ch_two", status="lost"),)},
            2,
            "the customer has the money already",
        ),
        ({"amount_refunded": 4900, "refunded": True}, 3, "nothing is left"),
        ({"refunds": (make_refund(charge="ch_two", amount=100, status="pending"),)}, 3, "in flight"),
        ({"created": ago(30, hours=1)}, None, ""),
    ],
)
def test_each_line_stops_the_refund_and_leaves_the_cancel(
    change: dict[str, object], line: int | None, words: str
) -> None:
    case = extra(**change)
    assert [each.kind for each in case.actions][:1] == ["cancel"]
    if line is not None:
        assert len(case.actions) == 1
        assert any(f"line {line}:" in said and words in said for said in case.rejected)
        assert case.actions[0].when == "period_end"


def test_line_1_only_taken_charges_are_the_extras() -> None:
    assert steps(extra(captured=False)) == [("cancel", "sub_two", "period_end", None)]
    assert steps(extra(status="failed")) == [("cancel", "sub_two", "period_end", None)]


def test_line_2_an_inquiry_on_another_charge_stops_nothing_else() -> None:
    case = twice(
        older=make_charge(
            "ch_old", created=ago(60), disputes=(make_dispute("du_old", "ch_old", "warning_needs_response"),)
        )
    )
    assert steps(case) == [("refund", "ch_two", None, 4900)]


def test_line_2_an_inquiry_on_the_charge_meant_is_for_a_human() -> None:
    case = twice(later={"disputes": (make_dispute("du_two", "ch_two", "warning_under_review"),)})
    assert (case.bucket, steps(case)) == ("needs_human", NO_OP)
    assert any("inquiry" in line or "warning" in line for line in case.because)


def test_line_2_a_dispute_that_was_won_stops_nothing() -> None:
    case = extra(disputed=True, disputes=(make_dispute(charge="ch_two", status="won"),))
    assert ("refund", "ch_two", None, 4900) in steps(case)


def test_line_3_the_amount_is_what_is_left() -> None:
    assert ("refund", "ch_two", None, 3900) in steps(extra(amount_refunded=1000))


def test_line_3_a_failed_refund_leaves_everything() -> None:
    assert ("refund", "ch_two", None, 4900) in steps(extra(refunds=(make_refund(charge="ch_two", status="failed"),)))


def renewal(days: float, *wanted: Intent | Cue, **subscription: object) -> Case:
    """A monthly renewal nobody wanted."""
    state = make_state(
        CUSTOMER,
        make_subscription("sub_one", period_start=ago(days), **subscription),  # type: ignore[arg-type]
        make_paid("old", created=ago(days + 30)),
        make_paid("one", created=ago(days)),
    )
    return judged(state, Intent.REFUND, Cue.UNEXPECTED_CHARGE, *wanted)


@pytest.mark.parametrize(("days", "allowed"), [(13.9, True), (14, True), (14.1, False), (20, False)])
def test_line_4_grace_of_a_renewal(days: float, allowed: bool) -> None:
    case = renewal(days)
    assert bool([each for each in steps(case) if each[0] == "refund"]) is allowed
    assert case.bucket == "self_serve_gap"


def test_line_4_says_by_how_many_days() -> None:
    assert any("line 4: ch_one is 6 days outside the window of 14 days" in line for line in renewal(20).rejected)
    assert any("is 1 day outside" in line for line in renewal(14.1).rejected)
    assert steps(renewal(20)) == NO_OP


@pytest.mark.parametrize(("days", "allowed"), [(30, True), (30.1, False)])
def test_line_4_thirty_days_for_a_product_failure(days: float, allowed: bool) -> None:
    state = make_state(CUSTOMER, make_charge(created=ago(days), description="Course"))
    case = judged(state, Intent.REFUND, Cue.PRODUCT_BROKEN)
    assert steps(case) == ([("refund", "ch_one", None, 4900)] if allowed else NO_OP)
    assert case.bucket == "product_failure"


def test_line_4_no_window_after_a_cancellation() -> None:
    ended = make_subscription(status="canceled", ended_at=ago(400), started=ago(600))
    case = judged(make_state(CUSTOMER, ended, make_paid("one", created=ago(300))), Intent.REFUND, Cue.ALREADY_CANCELLED)
    assert steps(case) == [("refund", "ch_one", None, 4900)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"price": make_price(interval="year")}, "interval year"),
        ({"collection_method": "send_invoice"}, "send_invoice"),
        ({"schedule": "sub_sched_one"}, "sub_sched_one"),
        ({"metadata": {"contract": "17"}}, "contract"),
    ],
)
def test_line_5_still_proposed_and_flagged(change: dict[str, object], words: str) -> None:
    refund = renewal(3, **change).actions[-1]
    assert (refund.kind, refund.flags) == ("refund", ("verify_contract",))
    assert words in refund.why
    assert "quantity" in refund.why
    assert "days unused" in refund.why


def test_line_5_a_team_that_leaves() -> None:
    state = make_state(CUSTOMER, make_subscription(quantity=4, period_start=ago(3)), make_paid("one", created=ago(3)))
    case = judged(state, Intent.REFUND, Intent.CANCEL)
    assert case.actions[-1].flags == ("verify_contract",)
    assert "4 seats" in case.actions[-1].why


def test_line_5_a_plain_monthly_one_is_not_flagged() -> None:
    assert renewal(3).actions[-1].flags == ()


def test_line_5_the_share_of_the_unused_days() -> None:
    why = renewal(3, price=make_price(interval="year")).actions[-1].why
    assert "27 of 30 days unused, a share of $44.10" in why


def test_line_5_a_trial_conversion_is_flagged() -> None:
    over = ago(3)
    trial = make_subscription(started=over - timedelta(days=14), trial_end=over, period_start=over)
    state = make_state(CUSTOMER, trial, make_paid("one", created=over))
    case = judged(state, Intent.REFUND, Cue.UNEXPECTED_CHARGE)
    assert case.actions[-1].flags == ("verify_contract",)
    assert "first charge after a trial" in case.actions[-1].why


def test_line_5_proration_lines_are_counted() -> None:
    charge, invoice = make_paid("one", created=ago(3))
    line = replace(invoice.lines[0], id="il_part", amount=Money(-1200, "usd"), proration=True)
    prorated = replace(invoice, lines=(*invoice.lines, line))
    state = make_state(
        CUSTOMER, make_subscription(period_start=ago(3)), make_paid("old", created=ago(33)), charge, prorated
    )
    refund = judged(state, Intent.REFUND, Cue.UNEXPECTED_CHARGE).actions[-1]
    assert refund.flags == ("verify_contract",)
    assert "1 proration lines" in refund.why


def test_line_6_an_open_invoice_is_voided_not_refunded() -> None:
    part = replace(make_charge("ch_part", created=ago(3)), invoice="in_open")
    bill = make_invoice("in_open", status="open", created=ago(3), attempted=False, attempt_count=0)
    state = make_state(
        CUSTOMER, make_subscription(latest_invoice="in_open"), make_paid("old", created=ago(33)), part, bill
    )
    case = judged(state, Intent.REFUND, Intent.CANCEL, Cue.UNEXPECTED_CHARGE)
    assert not [each for each in steps(case) if each[0] == "refund"]
    assert any("line 6: in_open is still open" in line for line in case.rejected)
    assert any("in_open" in line and "void" in line for line in case.follow_up)


def test_line_7_declined() -> None:
    case = twice(wanted=(Cue.DECLINES_REFUND,))
    assert steps(case) == NO_OP
    assert any("line 7: the customer does not want a refund" in line for line in case.rejected)


def test_the_reason_is_never_fraudulent() -> None:
    assert extra().actions[-1].reason == "duplicate"
    assert renewal(3).actions[-1].reason == "requested_by_customer"


def test_a_list_left_empty_is_no_op_alone() -> None:
    assert steps(twice(later={"customer": None})) == NO_OP

"""Row 3: which subscription is the extra, what is refunded, and when the customer's word stands against the facts."""

import pytest

from parsers.vocabulary import Case, Cue, IdentifierKind, Intent
from tests.classifiers.judging import NO_OP, Step, gap, judged, row, steps
from tests.support.making import (
    OPEN_PORTAL,
    ago,
    make_charge,
    make_customer,
    make_identifier,
    make_invoice,
    make_message,
    make_paid,
    make_price,
    make_state,
    make_subscription,
)

CUSTOMER = make_customer()
YEARLY = make_price("price_year", amount=49000, interval="year")
MAX = make_price("price_max", amount=9900)


def same_plan(**second: object) -> list[object]:
    """The same monthly plan twice: sub_one of 100 days ago, sub_two of 20 days ago."""
    return [
        CUSTOMER,
        make_subscription("sub_one", period_start=ago(10)),
        make_subscription("sub_two", started=ago(20), period_start=ago(20), **second),  # type: ignore[arg-type]
        make_paid("one", created=ago(10)),
        make_paid("two", subscription="sub_two", created=ago(20), reason="subscription_create"),
    ]


REFUND_TWO: list[Step] = [("cancel", "sub_two", "now", None), ("refund", "ch_two", None, 4900)]


class TestWhichIsTheExtra:
    def test_the_newer_of_the_same_plan(self) -> None:
        case = judged(make_state(*same_plan()), Intent.REFUND, Cue.DUPLICATE_CLAIM)
        assert (case.bucket, steps(case), gap(case)) == ("duplicate_subscription", REFUND_TWO, "duplicate_guard")
        assert case.says[0].template == "duplicate_subscription/cancel_and_refund"

    @pytest.mark.parametrize("status", ["past_due", "unpaid", "trialing"])
    def test_one_that_does_not_pay_whichever_its_age(self, status: str) -> None:
        state = make_state(
            CUSTOMER,
            make_subscription("sub_one", status=status, period_start=ago(10)),
            make_subscription("sub_two", started=ago(20)),
        )
        assert steps(judged(state, Intent.CANCEL)) == [("cancel", "sub_one", "now", None)]

    def test_one_that_was_never_charged_has_nothing_to_pay_back(self) -> None:
        owed = make_invoice("in_two", subscription="sub_two", status="open", created=ago(3), attempted=True)
        held = make_subscription("sub_two", status="past_due", started=ago(3), latest_invoice="in_two")
        case = judged(make_state(CUSTOMER, make_subscription("sub_one"), held, owed), Intent.REFUND)
        assert [each.template for each in case.says] == ["duplicate_subscription/cancel_never_charged"]
        assert steps(case) == [("cancel", "sub_two", "now", None)]

    def test_a_paused_one_is_judged_by_age(self) -> None:
        state = make_state(
            CUSTOMER, make_subscription("sub_one", status="paused"), make_subscription("sub_two", started=ago(20))
        )
        assert steps(judged(state, Intent.CANCEL)) == [("cancel", "sub_two", "period_end", None)]

    @pytest.mark.parametrize(("first", "second"), [(100, 20), (20, 100)])
    def test_the_shorter_interval_whichever_its_age(self, first: int, second: int) -> None:
        state = make_state(
            CUSTOMER,
            make_subscription("sub_month", started=ago(first)),
            make_subscription("sub_year", started=ago(second), price=YEARLY),
        )
        assert steps(judged(state, Intent.CANCEL)) == [("cancel", "sub_month", "period_end", None)]

    def test_else_the_older_of_two_plans(self) -> None:
        state = make_state(
            CUSTOMER, make_subscription("sub_one"), make_subscription("sub_two", started=ago(20), price=MAX)
        )
        assert steps(judged(state, Intent.CANCEL)) == [("cancel", "sub_one", "period_end", None)]

    def test_of_three_two_are_extra(self) -> None:
        state = make_state(*same_plan(), make_subscription("sub_three", started=ago(5), period_start=ago(5)))
        case = judged(state, Intent.CANCEL)
        assert [each[1] for each in steps(case)] == ["sub_two", "sub_three"]

    def test_of_two_records_the_note_says_which_one_the_portal_would_open(self) -> None:
        other = make_customer("cus_two", created=ago(30))
        second = make_subscription("sub_two", customer="cus_two", started=ago(20), period_start=ago(20))
        state = make_state(CUSTOMER, other, make_subscription("sub_one"), second, portal=OPEN_PORTAL)
        case = judged(state, Intent.CANCEL)
        assert any("the login page opens the newest with an active subscription, cus_two" in x for x in case.follow_up)
        assert "portal: it would open cus_two" in case.rejected

    def test_a_payment_that_fits_none_here_is_not_the_extras(self) -> None:
        words = (
            make_identifier(IdentifierKind.AMOUNT, "99999 usd", written="$999.99"),
            make_identifier(IdentifierKind.LAST4, "1111"),
        )
        mail = make_message("You charged me $999.99 twice on my card ending 1111.", identifiers=words)
        case = judged(make_state(*same_plan()), Intent.REFUND, Cue.DUPLICATE_CLAIM, message=mail)
        assert (case.bucket, steps(case)) == ("needs_human", NO_OP)
        assert case.says[0].template == "needs_human/no_such_charge"

    def test_every_candidate_is_in_the_note(self) -> None:
        case = judged(make_state(*same_plan()), Intent.REFUND)
        lines = [line for line in case.follow_up if "created" in line]
        assert lines[0].startswith("keep sub_one: Pro, created 2026-07-25, $49.00/month, last charge ch_one")
        assert lines[1].startswith("extra sub_two: Pro, created 2026-10-13")


class TestTheCustomersWord:
    def overlap(self, text: str) -> Case:
        state = make_state(
            CUSTOMER,
            make_subscription("sub_month"),
            make_subscription("sub_year", started=ago(20), price=YEARLY),
        )
        return judged(state, Intent.CANCEL, text=text)

    @pytest.mark.parametrize(
        "text",
        [
            "Please cancel the monthly one and keep the yearly plan.",
            "I switched to yearly but the monthly plan is still charged. Please stop the monthly plan.",
            "Cancel sub_month please.",
            "Please cancel the older subscription.",
            "I no longer need the monthly plan.",
            "Please cancel one of them.",
            "Keep the yearly plan. Cancel the other.",
        ],
    )
    def test_agrees_with_the_facts(self, text: str) -> None:
        assert steps(self.overlap(text)) == [("cancel", "sub_month", "period_end", None)]

    @pytest.mark.parametrize(
        "text",
        [
            "Please cancel the yearly plan, I want to stay on monthly.",
            "Please cancel the newer subscription.",
            "Cancel sub_year please.",
            "I only want to keep the monthly plan, cancel the other one.",
        ],
    )
    def test_disagrees_and_a_human_decides(self, text: str) -> None:
        case = self.overlap(text)
        assert (case.bucket, steps(case), gap(case)) == ("needs_human", NO_OP, None)
        assert row(case) == "duplicate_subscription"
        assert case.says[0].template == "needs_human/which_extra"
        assert any("sub_year" in line and "sub_month" in line for line in case.because)

    def test_a_charge_of_the_kept_one_named_by_id_disagrees(self) -> None:
        text = "Please refund ch_one, it is double."
        mail = make_message(text, identifiers=(make_identifier(IdentifierKind.CHARGE, "ch_one"),))
        case = judged(make_state(*same_plan()), Intent.REFUND, Cue.DUPLICATE_CLAIM, message=mail)
        assert (case.bucket, steps(case)) == ("needs_human", NO_OP)

    def test_a_charge_of_the_extra_named_by_id_agrees(self) -> None:
        mail = make_message("Refund ch_two", identifiers=(make_identifier(IdentifierKind.CHARGE, "ch_two"),))
        assert steps(judged(make_state(*same_plan()), Intent.REFUND, message=mail)) == REFUND_TWO

    def test_a_name_within_a_longer_name_is_not_named(self) -> None:
        plus = make_price("price_plus", amount=9900, name="Pro Plus")
        state = make_state(
            CUSTOMER, make_subscription("sub_pro"), make_subscription("sub_plus", started=ago(20), price=plus)
        )
        case = judged(state, Intent.CANCEL, text="Please cancel Pro Plus, I keep the other.")
        assert case.bucket == "needs_human"


class TestTheMoney:
    def test_only_a_charge_made_after_the_kept_one_began(self) -> None:
        state = make_state(
            CUSTOMER,
            make_subscription("sub_month", period_start=ago(25)),
            make_subscription("sub_year", started=ago(20), price=YEARLY),
            make_paid("month", subscription="sub_month", created=ago(25)),
        )
        case = judged(state, Intent.REFUND)
        assert steps(case) == [("cancel", "sub_month", "period_end", None)]
        assert any("before sub_year began" in line for line in case.rejected)

    def test_not_where_only_a_cancellation_is_asked(self) -> None:
        case = judged(make_state(*same_plan()), Intent.CANCEL, Cue.DUPLICATE_CLAIM)
        assert steps(case) == [("cancel", "sub_two", "period_end", None)]
        assert case.says[0].template == "duplicate_subscription/cancel_at_period_end"

    def test_not_where_it_is_declined(self) -> None:
        case = judged(make_state(*same_plan()), Intent.BROKEN_BILLING, Cue.DUPLICATE_CLAIM, Cue.DECLINES_REFUND)
        assert steps(case) == [("cancel", "sub_two", "period_end", None)]

    def test_also_where_it_is_only_complained_of(self) -> None:
        assert steps(judged(make_state(*same_plan()), Intent.BROKEN_BILLING, Cue.DUPLICATE_CLAIM)) == REFUND_TWO

    def test_earlier_charges_of_the_extra_are_listed_for_a_human(self) -> None:
        early = make_paid("early", subscription="sub_two", created=ago(50), reason="subscription_create")
        state = make_state(
            CUSTOMER,
            make_subscription("sub_one"),
            make_subscription("sub_two", started=ago(50), period_start=ago(20)),
            early,
            make_paid("two", subscription="sub_two", created=ago(20)),
        )
        case = judged(state, Intent.REFUND)
        assert steps(case) == REFUND_TWO
        assert any("ch_early $49.00" in line for line in case.follow_up)
        assert [each.template for each in case.says][1:] == ["also/earlier_charges"]

    def test_the_extras_open_invoice_is_named_for_void(self) -> None:
        state = make_state(
            CUSTOMER,
            make_subscription("sub_one"),
            make_subscription("sub_two", started=ago(20), status="past_due"),
            make_invoice("in_two", subscription="sub_two", status="open"),
        )
        case = judged(state, Intent.REFUND, Cue.DUPLICATE_CLAIM)
        assert steps(case) == [("cancel", "sub_two", "now", None)]
        assert any("in_two of sub_two is open: void it or issue a credit note" in line for line in case.follow_up)
        assert case.says[0].template == "duplicate_subscription/cancel_never_charged"

    def test_no_portal_ever(self) -> None:
        assert "portal" not in [each[0] for each in steps(judged(make_state(*same_plan()), Intent.CANCEL))]


class TestWhenTheRowHolds:
    def test_not_where_everything_is_to_end(self) -> None:
        case = judged(make_state(*same_plan()), Intent.CANCEL, Cue.CANCEL_EVERYTHING)
        assert case.bucket == "self_serve_gap"
        assert [each[1] for each in steps(case)] == ["sub_one", "sub_two"]

    def test_not_for_an_invoice(self) -> None:
        assert judged(make_state(*same_plan()), Intent.INVOICE_REQUEST).bucket == "self_serve_gap"

    def charges(self, *wanted: Intent | Cue) -> Case:
        first = make_charge("ch_one", description="Course", created=ago(5))
        second = make_charge("ch_two", description="Course", created=ago(4))
        return judged(make_state(CUSTOMER, first, second), *wanted)

    @pytest.mark.parametrize("words", [Cue.DUPLICATE_CLAIM, Cue.UNEXPECTED_CHARGE, Intent.REFUND])
    def test_a_charge_made_twice_goes_back_without_any_cancel(self, words: Intent | Cue) -> None:
        case = self.charges(words)
        assert (case.bucket, steps(case)) == ("duplicate_subscription", [("refund", "ch_two", None, 4900)])
        assert case.says[0].template == "duplicate_subscription/refund_charge"

    def test_not_where_the_mail_is_about_something_else(self) -> None:
        assert self.charges(Intent.PLAN_OR_SEATS).bucket == "needs_human"

    def test_the_order_of_the_list_does_not_matter(self) -> None:
        things = same_plan()
        one = judged(make_state(*things), Intent.REFUND, Cue.DUPLICATE_CLAIM)
        other = judged(make_state(*reversed(things)), Intent.REFUND, Cue.DUPLICATE_CLAIM)
        assert one == other

"""Rows 1, 2 and 7 of the bucket table, clause by clause: what a human decides, and teams."""

from dataclasses import replace

import pytest

from classifiers.judge import judge
from parsers.vocabulary import (
    Cue,
    Intent,
)
from tests.classifiers.judging import NO_OP, POLICY, gap, judged, names, of, row, steps
from tests.support.making import (
    OPEN_PORTAL,
    ago,
    make_charge,
    make_customer,
    make_dispute,
    make_invoice,
    make_message,
    make_paid,
    make_price,
    make_reading,
    make_subscription,
)

CUSTOMER = make_customer()
STORAGE = make_price("price_storage", product="prod_storage", name="Storage", amount=4900)
CARDLESS = replace(OPEN_PORTAL, update_card=False)


class TestRowOne:
    @pytest.mark.parametrize(
        ("cue", "template"),
        [
            (Cue.LEGAL_THREAT, "needs_human/legal"),
            (Cue.UNAUTHORISED_PAYMENT, "needs_human/unauthorised"),
            (Cue.ERASURE_REQUEST, "needs_human/erasure"),
        ],
    )
    def test_grave_words(self, cue: Cue, template: str) -> None:
        state = of(
            make_subscription(period_start=ago(3)), make_paid("old", created=ago(33)), make_paid("one", created=ago(3))
        )
        case = judged(state, Intent.REFUND, Cue.UNEXPECTED_CHARGE, cue)
        assert (case.bucket, steps(case), gap(case)) == ("needs_human", NO_OP, None)
        assert row(case) == "not_safe_alone"
        assert case.says[0].template == template
        assert any(cue.value in line for line in case.because)
        assert case.if_confirmed == ("self_serve_gap: cancel sub_one now, refund ch_one $49.00",)

    def test_a_chargeback_threat_is_no_chargeback(self) -> None:
        assert judged(of(make_subscription()), Intent.CANCEL, Cue.CHARGEBACK_THREAT).bucket == "self_serve_gap"

    def test_an_open_dispute_on_any_charge(self) -> None:
        state = of(
            make_subscription(), make_charge("ch_old", created=ago(90), disputes=(make_dispute("du_1", "ch_old"),))
        )
        case = judged(state, Intent.INVOICE_REQUEST)
        assert (case.bucket, steps(case), case.says[0].template) == ("needs_human", NO_OP, "needs_human/dispute")

    def test_an_inquiry_on_another_charge_is_no_matter(self) -> None:
        state = of(
            make_subscription(),
            make_charge(
                "ch_old", created=ago(90), disputes=(make_dispute("du_1", "ch_old", "warning_needs_response"),)
            ),
        )
        assert judged(state, Intent.CANCEL).bucket == "self_serve_gap"

    def test_an_inquiry_on_the_charge_meant_says_that_a_full_refund_would_settle_it(self) -> None:
        asked = make_paid("one", created=ago(3))
        disputed = replace(asked[0], disputes=(make_dispute("du_1", "ch_one", "warning_needs_response"),))
        case = judged(of(make_subscription(period_start=ago(3)), (disputed, asked[1])), Intent.REFUND)
        assert (case.bucket, case.says[0].template) == ("needs_human", "needs_human/inquiry")
        assert [line for line in case.rejected if "a full refund would settle it" in line]

    def test_what_stops_the_refund_once_the_doubt_is_cleared(self) -> None:
        state = of(
            make_subscription(period_start=ago(20)),
            make_paid("old", created=ago(50)),
            make_paid("one", created=ago(20)),
        )
        case = judged(state, Intent.REFUND, Intent.CANCEL, Cue.UNEXPECTED_CHARGE, Cue.LEGAL_THREAT)
        assert case.if_confirmed[1:] == ("refund stopped, line 4: ch_one is 6 days outside the window of 14 days",)

    def test_encrypted(self) -> None:
        mail = make_message("", encrypted="S/MIME")
        case = judge(mail, make_reading(about=False), of(make_subscription()), policy=POLICY, case_id="x")
        assert (case.outcome, case.bucket, case.says[0].template) == ("drafted", "needs_human", "needs_human/encrypted")

    def test_unsure_words_abstain(self) -> None:
        reading = make_reading(Intent.CANCEL, sure=False, confidence=0.4)
        case = judge(make_message(), reading, of(make_subscription()), policy=POLICY, case_id="x")
        assert (case.bucket, row(case), steps(case)) == ("needs_human", "unclear_words", NO_OP)
        assert case.says[0].template == "neutral/review"


class TestTeams:
    SEATS = make_subscription(quantity=5)

    @pytest.mark.parametrize("words", [Cue.DUPLICATE_CLAIM, Cue.UNEXPECTED_CHARGE, Intent.PLAN_OR_SEATS])
    def test_a_team_that_asks(self, words: Intent | Cue) -> None:
        case = judged(of(self.SEATS, make_paid("one", amount=24500)), words)
        assert (case.bucket, steps(case), gap(case)) == ("team_purchase", NO_OP, "seat_explanation")
        kind = "change" if words is Intent.PLAN_OR_SEATS else "seats"
        assert case.says[0].template == f"team_purchase/{kind}"

    @pytest.mark.parametrize("words", [Intent.CANCEL, Intent.INVOICE_REQUEST])
    def test_a_team_that_asks_something_else(self, words: Intent) -> None:
        assert judged(of(self.SEATS), words).bucket == "self_serve_gap"

    def test_a_team_whose_payment_failed(self) -> None:
        state = of(replace(self.SEATS, status="past_due"))
        assert judged(state, Intent.BROKEN_BILLING, Cue.PAYMENT_FAILED).bucket == "failed_payment"

    def test_several_live_ones_and_words_of_a_team(self) -> None:
        state = of(make_subscription("sub_one"), make_subscription("sub_two", started=ago(20)))
        case = judged(state, Intent.REFUND, Cue.DUPLICATE_CLAIM, Cue.TEAM_MENTION)
        assert (case.bucket, case.says[0].template) == ("team_purchase", "team_purchase/said")
        assert judged(of(make_subscription()), Intent.REFUND, Cue.TEAM_MENTION).bucket != "team_purchase"

    def test_words_of_a_team_and_a_mistake_of_ones_own_are_for_a_human(self) -> None:
        state = of(make_subscription("sub_one"), make_subscription("sub_two", started=ago(20)))
        case = judged(state, Intent.CANCEL, Cue.DUPLICATE_CLAIM, Cue.TEAM_MENTION, Cue.PERSONAL_MISTAKE)
        assert case.bucket == "needs_human"

    def test_a_team_by_the_facts_and_a_mistake_is_for_a_human(self) -> None:
        case = judged(of(self.SEATS), Intent.REFUND, Cue.DUPLICATE_CLAIM, Cue.PERSONAL_MISTAKE)
        assert (case.bucket, row(case)) == ("needs_human", "team_mistake")

    @pytest.mark.parametrize(("hours", "bucket"), [(70, "needs_human"), (80, "team_purchase")])
    def test_two_alike_made_within_72_hours_are_for_a_human(self, hours: float, bucket: str) -> None:
        marks = {"team": "north"}
        one = make_subscription("sub_one", quantity=5, metadata=marks, started=ago(20))
        two = make_subscription("sub_two", quantity=5, metadata=marks, started=ago(20, hours=-hours))
        assert judged(of(one, two), Intent.REFUND, Cue.DUPLICATE_CLAIM).bucket == bucket

    def test_workspaces(self) -> None:
        one = make_subscription("sub_one", metadata={"workspace": "north"})
        two = make_subscription("sub_two", metadata={"workspace": "south"})
        case = judged(of(one, two), Intent.BROKEN_BILLING, Cue.DUPLICATE_CLAIM)
        assert (case.bucket, case.says[0].template) == ("team_purchase", "team_purchase/workspaces")


class TestRowSeven:
    STATE = of(make_subscription(), make_paid("old", created=ago(50)), make_paid("one", created=ago(20)))

    def test_usage(self) -> None:
        case = judged(self.STATE, Intent.PLAN_OR_SEATS, Cue.USAGE_LIMITS)
        assert (case.bucket, steps(case), gap(case)) == ("needs_human", NO_OP, "usage_visibility")

    @pytest.mark.parametrize(
        ("words", "template"),
        [
            ((Intent.REFUND,), "needs_human/refund_wish"),
            ((Intent.PLAN_OR_SEATS,), "needs_human/plan_change"),
            ((Intent.BROKEN_BILLING, Cue.UNEXPECTED_CHARGE), "needs_human/charge_shown"),
            ((Intent.OTHER,), "neutral/review"),
        ],
    )
    def test_a_human_decides(self, words: tuple[Intent | Cue, ...], template: str) -> None:
        case = judged(self.STATE, *words)
        assert (case.bucket, steps(case), gap(case)) == ("needs_human", NO_OP, None)
        assert case.says[0].template == template

    def test_every_row_is_on_the_ladder(self) -> None:
        ladder = judged(self.STATE, Intent.REFUND).ladder
        assert [rule_result.row for rule_result in ladder] == ["1", "7", "2", "7", "3", "3b", "4", "5", "6", "7"]
        assert [rule_result.held for rule_result in ladder] == [False] * 9 + [True]
        assert all(rule_result.because for rule_result in ladder)

    def test_two_wishes_get_two_answers(self) -> None:
        state = of(make_subscription(status="past_due"), make_invoice(status="open"))
        case = judged(state, Intent.INVOICE_REQUEST, Intent.BROKEN_BILLING)
        assert [each.template for each in case.says] == ["failed_payment/portal", "also/invoice_portal"]

    def test_names_of_anomalies_stand_once(self) -> None:
        state = of(make_subscription("sub_one", quantity=2), make_subscription("sub_two", quantity=3, price=STORAGE))
        assert names(judged(state, Intent.CANCEL)) == ["team"]

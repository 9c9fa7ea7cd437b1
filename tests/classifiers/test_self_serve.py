"""Row 6: cancel, invoice, card and the money of a renewal, each by portal or not, with its gap."""

from dataclasses import replace
from datetime import timedelta

import pytest

from parsers.vocabulary import BillingState, Cue, IdentifierKind, Intent, Portal
from tests.classifiers.judging import NO_OP, PORTAL, Step, gap, judged, of, renewed, steps
from tests.support.making import (
    NO_PORTAL,
    OPEN_PORTAL,
    ago,
    make_charge,
    make_customer,
    make_identifier,
    make_invoice,
    make_message,
    make_paid,
    make_price,
    make_subscription,
)

STORAGE = make_price("price_storage", product="prod_storage", name="Storage", amount=900)
LOGIN_OFF = replace(OPEN_PORTAL, login_page=False, login_url=None)
NO_CANCEL = replace(OPEN_PORTAL, cancel=False)
NO_INVOICES = replace(OPEN_PORTAL, invoices=False)
NO_CARD = replace(OPEN_PORTAL, update_card=False)
LATER: list[Step] = [("cancel", "sub_one", "period_end", None)]
NOW_AND_BACK: list[Step] = [("cancel", "sub_one", "now", None), ("refund", "ch_one", None, 4900)]


class TestCancel:
    @pytest.mark.parametrize(
        ("portal", "expected", "key"),
        [
            (OPEN_PORTAL, PORTAL, None),
            (NO_CANCEL, LATER, "no_cancellation_flow"),
            (LOGIN_OFF, LATER, "no_billing_portal"),
            (NO_PORTAL, LATER, "no_billing_portal"),
            (replace(OPEN_PORTAL, active=False), LATER, "no_billing_portal"),
            (Portal(known=False), LATER, None),
        ],
    )
    def test_by_portal_if_it_offers_it(self, portal: Portal, expected: list[Step], key: str | None) -> None:
        case = judged(of(make_subscription(), portal=portal), Intent.CANCEL)
        assert (case.bucket, steps(case), gap(case)) == ("self_serve_gap", expected, key)

    @pytest.mark.parametrize("cue", [Cue.CANNOT_CANCEL, Cue.ASKS_HOW])
    def test_all_is_offered_and_was_not_found(self, cue: Cue) -> None:
        case = judged(of(make_subscription()), Intent.CANCEL, cue)
        assert (steps(case), gap(case)) == (PORTAL, "portal_not_found")

    @pytest.mark.parametrize("status", ["past_due", "unpaid", "paused", "trialing"])
    def test_now_where_nothing_is_paid_for(self, status: str) -> None:
        case = judged(of(make_subscription(status=status), portal=NO_PORTAL), Intent.CANCEL)
        assert steps(case) == [("cancel", "sub_one", "now", None)]
        assert case.says[0].template == "self_serve_gap/cancel_now"

    def test_several_products_none_named(self) -> None:
        state = of(make_subscription("sub_one"), make_subscription("sub_two", price=STORAGE))
        case = judged(state, Intent.CANCEL)
        assert (case.bucket, steps(case), gap(case)) == ("needs_human", NO_OP, None)
        assert case.says[0].template == "needs_human/which_subscription"
        assert {fact.name for fact in case.says[0].facts} == {"count", "plan_1", "plan_2"}

    def test_several_products_one_named(self) -> None:
        state = of(make_subscription("sub_one"), make_subscription("sub_two", price=STORAGE), portal=NO_PORTAL)
        case = judged(state, Intent.CANCEL, text="Please cancel my Storage plan.")
        assert steps(case) == [("cancel", "sub_two", "period_end", None)]

    def test_everything_oldest_first(self) -> None:
        state = of(make_subscription("sub_new", started=ago(5)), make_subscription("sub_old", price=STORAGE))
        case = judged(state, Intent.CANCEL, Cue.CANCEL_EVERYTHING)
        assert steps(case) == [("cancel", "sub_old", "period_end", None), ("cancel", "sub_new", "period_end", None)]

    def test_set_to_end_already(self) -> None:
        case = judged(of(make_subscription(cancel_at_period_end=True)), Intent.CANCEL)
        assert (steps(case), case.says[0].template) == (NO_OP, "self_serve_gap/already_scheduled")
        assert "ends_on" in {fact.name for fact in case.says[0].facts}

    def test_over_already(self) -> None:
        case = judged(of(make_subscription(status="canceled", ended_at=ago(9))), Intent.CANCEL, Cue.ALREADY_CANCELLED)
        assert (steps(case), case.says[0].template) == (NO_OP, "self_serve_gap/already_ended")

    def test_thought_to_be_cancelled_and_live(self) -> None:
        assert steps(judged(of(make_subscription(), portal=NO_PORTAL), Cue.ALREADY_CANCELLED)) == LATER

    def test_nothing_to_cancel(self) -> None:
        case = judged(of(), Intent.CANCEL)
        assert (steps(case), case.says[0].template) == (NO_OP, "self_serve_gap/nothing_to_cancel")

    def test_the_open_invoice_of_a_leaver_is_named(self) -> None:
        case = judged(of(make_subscription(status="past_due"), make_invoice(status="open")), Intent.CANCEL)
        assert any("in_one of sub_one is open" in line for line in case.follow_up)

    @pytest.mark.parametrize("scheduled", [True, False])
    def test_who_wants_to_stay(self, scheduled: bool) -> None:
        state = of(make_subscription(cancel_at_period_end=scheduled, period_start=ago(3)), portal=OPEN_PORTAL)
        case = judged(state, Intent.CANCEL, Cue.DECLINES_CANCEL)
        assert steps(case) == NO_OP
        assert case.says[0].template == ("self_serve_gap/take_back" if scheduled else "self_serve_gap/stays")

    def test_a_status_that_nobody_knows_is_for_a_human(self) -> None:
        case = judged(of(make_subscription(status="hibernating")), Intent.CANCEL)
        assert (case.bucket, steps(case), case.says[0].template) == ("needs_human", NO_OP, "neutral/review")
        assert "sub_one has the status hibernating" in case.because[-1]

    def test_who_pays_by_invoice_gets_its_page_and_no_word_of_a_card(self) -> None:
        owed = make_invoice(
            "in_now", status="open", hosted_invoice_url="https://invoice.stripe.com/i/now", created=ago(2)
        )
        held = make_subscription(collection_method="send_invoice", latest_invoice="in_now", period_start=ago(2))
        case = judged(of(held, owed, portal=OPEN_PORTAL), Intent.BROKEN_BILLING, Cue.UPDATE_CARD)
        assert steps(case) == [("portal", "in_now", None, None)]
        assert [each.template for each in case.says] == ["failed_payment/send_invoice"]
        assert gap(case) is None

    def test_several_records_and_the_login_page(self) -> None:
        state = of(make_customer("cus_new", created=ago(5)), make_subscription("sub_one"))
        case = judged(state, Intent.CANCEL)
        assert any(
            "login page opens the newest with an active subscription, cus_dana" in line for line in case.follow_up
        )


class TestInvoiceAndCard:
    def test_invoices_on_the_portal(self) -> None:
        case = judged(of(), Intent.INVOICE_REQUEST)
        assert (steps(case), gap(case)) == (PORTAL, None)

    def test_invoices_by_an_agent(self) -> None:
        case = judged(of(make_invoice(), portal=NO_INVOICES), Intent.INVOICE_REQUEST)
        assert (steps(case), gap(case)) == (NO_OP, "no_invoice_access")
        assert case.says[0].template == "self_serve_gap/invoice_attached"
        assert any("in_one" in line for line in case.follow_up)

    def test_the_card_on_the_portal(self) -> None:
        assert steps(judged(of(make_subscription()), Cue.UPDATE_CARD)) == PORTAL

    def test_the_card_on_an_open_invoice(self) -> None:
        bill = make_invoice(status="open", attempted=False, attempt_count=0)
        case = judged(of(make_subscription(), bill, portal=NO_CARD), Cue.UPDATE_CARD)
        assert (steps(case), gap(case)) == ([("portal", "in_one", None, None)], "no_card_update")

    def test_the_card_by_an_agent(self) -> None:
        case = judged(of(make_subscription(), portal=NO_CARD), Cue.UPDATE_CARD)
        assert (steps(case), gap(case)) == (NO_OP, "no_card_update")

    def test_two_wishes_one_portal(self) -> None:
        case = judged(of(make_subscription()), Intent.CANCEL, Intent.INVOICE_REQUEST)
        assert steps(case) == PORTAL
        assert [each.template for each in case.says] == ["self_serve_gap/cancel_portal", "also/invoice_portal"]

    def test_safest_first(self) -> None:
        case = judged(of(make_subscription(), portal=NO_CANCEL), Intent.CANCEL, Intent.INVOICE_REQUEST)
        assert [each[0] for each in steps(case)] == ["portal", "cancel"]


class TestMoney:
    def test_a_renewal_in_its_grace_period(self) -> None:
        case = judged(renewed(3), Intent.REFUND, Cue.UNEXPECTED_CHARGE)
        assert (case.bucket, steps(case)) == ("self_serve_gap", NOW_AND_BACK)
        assert case.says[0].template == "self_serve_gap/cancel_and_refund"

    def test_with_a_wish_to_cancel_no_cue_is_needed(self) -> None:
        assert steps(judged(renewed(3), Intent.REFUND, Intent.CANCEL)) == NOW_AND_BACK

    def test_outside_the_grace_period_the_cancel_stays(self) -> None:
        case = judged(renewed(20), Intent.REFUND, Intent.CANCEL)
        assert steps(case) == PORTAL
        assert any("line 4" in line for line in case.rejected)
        case = judged(renewed(20, portal=NO_PORTAL), Intent.REFUND, Intent.CANCEL)
        assert steps(case) == LATER
        assert case.says[0].template == "self_serve_gap/cancel_refund_held"

    def test_not_without_a_wish_for_it(self) -> None:
        assert steps(judged(renewed(3), Intent.CANCEL, Cue.UNEXPECTED_CHARGE)) == PORTAL

    def test_declined(self) -> None:
        assert steps(judged(renewed(3), Intent.CANCEL, Cue.DECLINES_REFUND)) == PORTAL

    def test_a_plain_wish_for_a_renewal_is_no_such_case(self) -> None:
        assert judged(renewed(3), Intent.REFUND).bucket == "needs_human"

    def test_a_first_purchase_within_14_days_needs_no_reason(self) -> None:
        state = of(
            make_subscription(started=ago(5), period_start=ago(5)),
            make_paid("one", created=ago(5), reason="subscription_create"),
        )
        assert steps(judged(state, Intent.REFUND)) == NOW_AND_BACK

    def test_a_one_off_purchase_has_nothing_to_cancel(self) -> None:
        case = judged(of(make_charge(created=ago(5), description="Course")), Intent.REFUND)
        assert (case.bucket, steps(case)) == ("self_serve_gap", [("refund", "ch_one", None, 4900)])
        assert case.says[0].template == "self_serve_gap/refund"

    def test_a_trial_that_converted(self) -> None:
        over = ago(4)
        trial = make_subscription(started=over - timedelta(days=14), trial_end=over, period_start=over)
        case = judged(of(trial, make_paid("one", created=over)), Intent.REFUND)
        assert steps(case) == NOW_AND_BACK
        assert case.actions[1].flags == ("verify_contract",)

    def test_after_the_end_every_charge_goes_back(self) -> None:
        ended = make_subscription(status="canceled", ended_at=ago(80), started=ago(200))
        state = of(ended, make_paid("one", created=ago(70)), make_paid("two", created=ago(40)))
        case = judged(state, Intent.REFUND, Cue.ALREADY_CANCELLED)
        assert steps(case) == [("refund", "ch_one", None, 4900), ("refund", "ch_two", None, 4900)]
        assert case.says[0].template == "self_serve_gap/refunds_after_cancel"

    def test_set_to_end_is_not_cancelled_again(self) -> None:
        state = of(
            make_subscription(period_start=ago(3), cancel_at_period_end=True),
            make_paid("old", created=ago(33)),
            make_paid("one", created=ago(3)),
        )
        assert steps(judged(state, Intent.REFUND, Intent.CANCEL)) == [("refund", "ch_one", None, 4900)]

    def test_who_wants_to_stay_gets_no_gift(self) -> None:
        case = judged(renewed(3), Intent.REFUND, Cue.UNEXPECTED_CHARGE, Cue.DECLINES_CANCEL)
        assert steps(case) == NO_OP
        assert any("wants to stay" in line for line in case.rejected)

    def test_no_portal_beside_a_refund(self) -> None:
        case = judged(renewed(3), Intent.REFUND, Intent.CANCEL, Intent.INVOICE_REQUEST, Cue.UPDATE_CARD)
        assert steps(case) == NOW_AND_BACK
        assert "also/invoice_portal" in [each.template for each in case.says]

    def two_renewals(self, one: float, two: float) -> BillingState:
        return of(
            make_subscription("sub_one", period_start=ago(one)),
            make_subscription("sub_two", price=STORAGE, period_start=ago(two)),
            make_paid("one", created=ago(one)),
            make_paid("two", subscription="sub_two", created=ago(two), amount=900, price=STORAGE),
        )

    def test_the_named_amount_tells_which(self) -> None:
        mail = make_message(
            "I did not expect the $9.00", identifiers=(make_identifier(IdentifierKind.AMOUNT, "900 usd"),)
        )
        case = judged(self.two_renewals(3, 5), Intent.REFUND, Cue.UNEXPECTED_CHARGE, message=mail)
        assert steps(case) == [("cancel", "sub_two", "now", None), ("refund", "ch_two", None, 900)]

    def test_the_only_one_of_late_tells_which(self) -> None:
        case = judged(self.two_renewals(25, 5), Intent.REFUND, Cue.UNEXPECTED_CHARGE)
        assert steps(case) == [("cancel", "sub_two", "now", None), ("refund", "ch_two", None, 900)]

    def test_two_of_late_are_for_a_human(self) -> None:
        case = judged(self.two_renewals(3, 5), Intent.REFUND, Cue.UNEXPECTED_CHARGE)
        assert (case.bucket, steps(case)) == ("needs_human", NO_OP)
        assert case.says[0].template == "needs_human/which_charge"

"""Rows 3b, 4 and 5 of the bucket table, clause by clause."""

from dataclasses import replace

import pytest

from parsers.vocabulary import (
    Case,
    CheckoutSession,
    Cue,
    Intent,
    Portal,
    Unread,
)
from tests.classifiers.judging import NO_OP, PORTAL, gap, judged, of, row, steps
from tests.support.making import (
    EXPIRED,
    NO_PORTAL,
    OPEN_PORTAL,
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
STORAGE = make_price("price_storage", product="prod_storage", name="Storage", amount=4900)
CARDLESS = replace(OPEN_PORTAL, update_card=False)


class TestClaimRefuted:
    def claim(self, *things: object, cue: Cue = Cue.DUPLICATE_CLAIM, **changes: object) -> Case:
        return judged(of(*things, **changes), Intent.REFUND, cue)

    def explained(self, case: Case) -> str:
        assert (case.bucket, steps(case), gap(case)) == ("duplicate_subscription", NO_OP, None)
        assert row(case) == "claim_refuted"
        return case.says[0].template.partition("/")[2]

    def test_a_mere_authorisation(self) -> None:
        hold = make_charge("ch_hold", captured=False, created=ago(2))
        assert (
            self.explained(self.claim(make_subscription(), make_paid("one", created=ago(2)), hold))
            == "pending_authorisation"
        )

    def test_an_authorisation_over_another_amount_explains_nothing(self) -> None:
        hold = make_charge("ch_hold", captured=False, created=ago(2), amount=100)
        case = self.claim(make_subscription(), make_paid("one", created=ago(2)), hold)
        assert self.explained(case) == "one_charge"

    def test_failed_then_paid(self) -> None:
        failed = make_charge("ch_failed", status="failed", created=ago(3), invoice="in_one")
        case = self.claim(make_subscription(), failed, make_paid("one", created=ago(2)))
        assert self.explained(case) == "failed_then_paid"

    def test_this_periods_attempt_failed_and_its_invoice_is_open(self) -> None:
        owed = make_invoice("in_now", status="open", amount=4900, created=ago(2), attempt_count=2, attempted=True)
        failed = make_charge("ch_now", created=ago(2), status="failed", invoice="in_now")
        held = make_subscription(status="past_due", period_start=ago(2), latest_invoice="in_now")
        case = self.claim(
            held, owed, failed, make_paid("old", created=ago(62)), make_paid("one", created=ago(32)), portal=OPEN_PORTAL
        )
        assert self.explained(case) == "failed_and_owed"
        bound = {fact.name: fact.object for fact in case.says[0].facts}
        assert (bound["failed_on"], bound["open_amount"], bound["charged_on"]) == ("ch_now", "in_now", "ch_one")
        assert "ch_now" in case.because[0]
        assert "in_now" in case.because[0]

    def test_consecutive_periods(self) -> None:
        case = self.claim(make_subscription(), make_paid("old", created=ago(32)), make_paid("one", created=ago(2)))
        assert self.explained(case) == "consecutive_periods"

    def test_different_products(self) -> None:
        case = self.claim(
            make_subscription("sub_one"),
            make_subscription("sub_two", price=STORAGE),
            make_paid("one", created=ago(3)),
            make_paid("two", subscription="sub_two", created=ago(2), price=STORAGE),
        )
        assert self.explained(case) == "different_products"

    def test_the_other_one_is_set_to_end(self) -> None:
        ending = make_subscription("sub_two", started=ago(20), cancel_at_period_end=True)
        assert self.explained(self.claim(make_subscription("sub_one"), ending)) == "other_ends"

    def test_a_single_charge(self) -> None:
        assert self.explained(self.claim(make_subscription(), make_paid("one", created=ago(2)))) == "one_charge"

    @pytest.mark.parametrize("cue", [Cue.DUPLICATE_CLAIM, Cue.PROMISED_REFUND])
    def test_refunded_already(self, cue: Cue) -> None:
        done = make_paid("one", created=ago(8), amount_refunded=4900, refunded=True, refunds=(make_refund(),))
        assert self.explained(self.claim(make_subscription(), done, cue=cue)) == "already_refunded"

    @pytest.mark.parametrize("cue", [Cue.DUPLICATE_CLAIM, Cue.PROMISED_REFUND])
    def test_a_refund_on_its_way(self, cue: Cue) -> None:
        flying = make_paid("one", created=ago(8), refunds=(make_refund(status="pending"),))
        assert self.explained(self.claim(make_subscription(), flying, cue=cue)) == "refund_pending"

    @pytest.mark.parametrize("cue", [Cue.DUPLICATE_CLAIM, Cue.PROMISED_REFUND])
    def test_a_lost_dispute(self, cue: Cue) -> None:
        lost = make_paid("one", created=ago(8), disputed=True, disputes=(make_dispute(status="lost"),))
        assert self.explained(self.claim(make_subscription(), lost, cue=cue)) == "lost_dispute"

    def test_two_that_nothing_explains_are_for_a_human(self) -> None:
        bare = make_charge("ch_bare", created=ago(2))
        assert self.claim(make_subscription(), make_paid("one", created=ago(4)), bare).bucket == "needs_human"

    def test_a_promise_that_stripe_does_not_show_is_not_settled(self) -> None:
        case = self.claim(make_subscription(), make_paid("one", created=ago(30)), cue=Cue.PROMISED_REFUND)
        assert case.bucket == "needs_human"
        assert case.priority == "high"
        assert any("promise unkept" in line for line in case.follow_up)

    def test_nothing_is_refuted_by_what_was_not_read(self) -> None:
        unread = (Unread(section="charges", reason="403"),)
        assert self.claim(make_subscription(), unread=unread).bucket == "needs_human"

    def test_no_claim_no_row(self) -> None:
        state = of(make_subscription(), make_paid("one", created=ago(2)))
        assert judged(state, Intent.BROKEN_BILLING, Cue.UNEXPECTED_CHARGE).bucket == "needs_human"


class TestFailedPayment:
    PAST_DUE = make_subscription(status="past_due")
    OPEN = make_invoice(status="open")

    def test_by_portal(self) -> None:
        case = judged(of(self.PAST_DUE, self.OPEN), Intent.BROKEN_BILLING)
        assert (case.bucket, steps(case), gap(case)) == ("failed_payment", PORTAL, None)
        assert case.says[0].template == "failed_payment/portal"

    def test_on_the_open_invoices_page(self) -> None:
        case = judged(of(self.PAST_DUE, self.OPEN, portal=CARDLESS), Intent.BROKEN_BILLING)
        assert steps(case) == [("portal", "in_one", None, None)]
        assert gap(case) == "dunning_visibility"
        assert case.says[0].template == "failed_payment/open_invoice"

    def test_by_an_agent(self) -> None:
        case = judged(of(self.PAST_DUE, portal=NO_PORTAL), Intent.BROKEN_BILLING)
        assert (steps(case), gap(case)) == (NO_OP, "dunning_visibility")
        assert case.says[0].template == "failed_payment/arranged"

    def test_a_sent_invoice_has_only_its_own_page(self) -> None:
        sent = replace(self.PAST_DUE, collection_method="send_invoice")
        bill = make_invoice(status="open", attempted=False, attempt_count=0)
        case = judged(of(sent, bill), Intent.BROKEN_BILLING)
        assert steps(case) == [("portal", "in_one", None, None)]
        assert case.says[0].template == "failed_payment/send_invoice"
        assert {"last4", "brand"}.isdisjoint(fact.name for fact in case.says[0].facts)

    def test_the_facts_alone_suffice(self) -> None:
        assert judged(of(self.PAST_DUE), Intent.PLAN_OR_SEATS).bucket == "failed_payment"

    def test_not_with_a_wish_to_cancel(self) -> None:
        assert judged(of(self.PAST_DUE), Intent.CANCEL).bucket == "self_serve_gap"

    def test_not_with_money_back_for_a_broken_product(self) -> None:
        assert judged(of(self.PAST_DUE), Intent.REFUND, Cue.PRODUCT_BROKEN).bucket == "product_failure"
        assert judged(of(self.PAST_DUE), Intent.BROKEN_BILLING, Cue.PRODUCT_BROKEN).bucket == "failed_payment"

    @pytest.mark.parametrize("words", [Intent.BROKEN_BILLING, Cue.UPDATE_CARD])
    def test_a_bad_card_needs_words(self, words: Intent | Cue) -> None:
        old = make_state(replace(CUSTOMER, default_payment_method=EXPIRED), make_subscription())
        case = judged(old, words)
        assert (case.bucket, case.says[0].template) == ("failed_payment", "failed_payment/expired_portal")
        assert judged(old, Intent.INVOICE_REQUEST).bucket == "self_serve_gap"

    def test_no_method(self) -> None:
        bare = make_state(replace(CUSTOMER, default_payment_method=None), make_subscription())
        assert judged(bare, Intent.BROKEN_BILLING).bucket == "failed_payment"

    @pytest.mark.parametrize(
        "thing",
        [
            make_subscription(status="incomplete_expired", started=ago(3)),
            CheckoutSession(id="cs_one", customer="cus_dana", status="expired", created=ago(3)),
        ],
    )
    def test_an_expired_checkout_is_started_again(self, thing: object) -> None:
        case = judged(of(thing), Intent.BROKEN_BILLING)
        assert (case.bucket, steps(case)) == ("failed_payment", NO_OP)
        assert case.says[0].template == "failed_payment/checkout_again"

    def test_no_gap_is_seen_where_the_portal_could_not_be_read(self) -> None:
        case = judged(of(self.PAST_DUE, self.OPEN, portal=Portal(known=False)), Intent.BROKEN_BILLING)
        assert (steps(case), gap(case)) == ([("portal", "in_one", None, None)], None)


class TestProductFailure:
    STATE = of(make_subscription(period_start=ago(20)), make_paid("one", created=ago(20)))

    @pytest.mark.parametrize("cue", [Cue.PRODUCT_BROKEN, Cue.TRUST_BREAK])
    def test_refund_then_cancel(self, cue: Cue) -> None:
        case = judged(self.STATE, Intent.REFUND, Intent.CANCEL, cue)
        assert (case.bucket, gap(case)) == ("product_failure", "product_bug")
        assert steps(case) == [("refund", "ch_one", None, 4900), ("cancel", "sub_one", "now", None)]

    def test_only_what_was_asked(self) -> None:
        assert steps(judged(self.STATE, Intent.REFUND, Cue.PRODUCT_BROKEN)) == [("refund", "ch_one", None, 4900)]
        assert steps(judged(self.STATE, Intent.CANCEL, Cue.PRODUCT_BROKEN)) == [
            ("cancel", "sub_one", "period_end", None)
        ]

    def test_cancel_although_the_guard_stops_the_refund(self) -> None:
        old = of(make_subscription(), make_paid("one", created=ago(40)))
        case = judged(old, Intent.REFUND, Intent.CANCEL, Cue.PRODUCT_BROKEN)
        assert steps(case) == [("cancel", "sub_one", "period_end", None)]
        assert case.says[0].template == "product_failure/cancel_refund_held"

    def test_without_a_wish_it_is_no_such_case(self) -> None:
        assert judged(self.STATE, Intent.BROKEN_BILLING, Cue.PRODUCT_BROKEN).bucket == "needs_human"

    def test_a_past_due_one_ends_now(self) -> None:
        state = of(make_subscription(status="past_due"))
        assert steps(judged(state, Intent.CANCEL, Cue.TRUST_BREAK)) == [("cancel", "sub_one", "now", None)]

    def test_a_duplicate_comes_first(self) -> None:
        state = of(make_subscription("sub_one"), make_subscription("sub_two", started=ago(5)))
        assert judged(state, Intent.REFUND, Cue.PRODUCT_BROKEN).bucket == "duplicate_subscription"

"""What Stripe shows is told as what it is: debits, credit, parts, pauses, ends of Stripe's own making."""

from dataclasses import replace

import pytest

from parsers.vocabulary import (
    BalanceEntry,
    BillingState,
    Bucket,
    Case,
    CreditNote,
    Cue,
    Intent,
    Invoice,
    InvoicePayment,
    Money,
    PaymentMethod,
    Subscription,
)
from tests.classifiers.judging import NO_OP, judged, of, renewed, steps
from tests.support.making import (
    NO_PORTAL,
    ago,
    make_charge,
    make_invoice,
    make_paid,
    make_price,
    make_refund,
    make_subscription,
)

ONE = make_subscription("sub_one", period_start=ago(5), latest_invoice="in_new")
OLD = make_paid("old", created=ago(35))
NEW = make_paid("new", created=ago(5))
SEPA = PaymentMethod(id="pm_sepa", kind="sepa_debit", last4="3000")


def templates(case: Case) -> list[str]:
    return [each.template for each in case.says]


def note(amount: int, **changes: object) -> CreditNote:
    base = CreditNote(
        id="cn_one",
        customer="cus_dana",
        invoice="in_new",
        amount=Money(amount, "usd"),
        created=ago(3),
        status="issued",
        post_payment=amount,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def credited(amount: int, *notes: CreditNote) -> BillingState:
    charge, bill = NEW
    return of(ONE, OLD, charge, replace(bill, credited_after=amount), credit_notes=notes)


UNWANTED = (Intent.REFUND, Cue.UNEXPECTED_CHARGE)


class TestCreditNotes:
    @pytest.mark.parametrize(
        ("state", "left"),
        [
            (credited(2000, note(2000)), 2900),
            (credited(2000, note(2000, refunded=2000)), 4900),
            (credited(2000, note(2000, status="void")), 4900),
            (credited(2000, note(2000, out_of_band=2000)), 2900),
            (credited(4900, note(2000), note(2900, id="cn_two")), None),
            (credited(2000), 2900),  # not read: the invoice sums them up
        ],
    )
    def test_what_was_given_back_lessens_what_is_left(self, state: BillingState, left: int | None) -> None:
        refunds = [amount for kind, _, _, amount in steps(judged(state, *UNWANTED)) if kind == "refund"]
        assert refunds == ([left] if left else [])

    def test_all_given_as_credit_is_told_with_its_day(self) -> None:
        case = judged(credited(4900, note(4900)), Intent.REFUND, Cue.PROMISED_REFUND)
        assert (case.bucket, steps(case)) == (Bucket.DUPLICATE_SUBSCRIPTION, NO_OP)
        facts = {each.name: each.value for each in case.says[0].facts}
        assert templates(case) == ["duplicate_subscription/credited"]
        assert (facts["credit"], facts["credited_on"]) == (Money(4900, "usd"), ago(3).date())
        assert not any("promise unkept" in line for line in case.follow_up)

    def test_an_overpaid_invoice_gave_its_excess_to_the_balance_already(self) -> None:
        first, bill = NEW
        second = replace(make_charge("ch_two", created=ago(5)), invoice="in_new")
        payment = InvoicePayment(id="inpay_two", payment_intent="pi_two", charge="ch_two")
        paid = replace(bill, payments=(*bill.payments, payment), amount_overpaid=4900)
        case = judged(of(ONE, first, second, paid), Intent.REFUND, Cue.DUPLICATE_CLAIM)
        assert steps(case) == NO_OP

    def test_credit_by_hand_since_is_for_a_human(self) -> None:
        entry = BalanceEntry(id="cbtxn_one", customer="cus_dana", amount=Money(-4900, "usd"), created=ago(2))
        case = judged(of(ONE, OLD, NEW, balance_entries=(entry,)), *UNWANTED)
        assert not [each for each in steps(case) if each[0] == "refund"]
        assert any("cbtxn_one" in line for line in case.rejected)
        before = replace(entry, created=ago(20))
        case = judged(of(ONE, OLD, NEW, balance_entries=(before,)), *UNWANTED)
        assert [each[1] for each in steps(case) if each[0] == "refund"] == ["ch_new"]


class TestParts:
    def paid(self, *parts: int) -> BillingState:
        charges = [make_charge(f"ch_{i}", amount=each, created=ago(3, hours=-i)) for i, each in enumerate(parts)]
        payments = tuple(InvoicePayment(id=f"inpay_{c.id}", charge=c.id) for c in charges)
        bill = replace(make_invoice("in_x", subscription=None, amount=10000, created=ago(3)), payments=payments)
        return of(*charges, bill)

    @pytest.mark.parametrize(
        ("parts", "back"), [((5000, 5000), []), ((6000, 6000), [2000]), ((10000, 10000), [10000]), ((4000, 4000), [])]
    )
    def test_only_the_excess_is_double(self, parts: tuple[int, ...], back: list[int]) -> None:
        case = judged(self.paid(*parts), Intent.REFUND, Cue.DUPLICATE_CLAIM)
        assert [amount for kind, _, _, amount in steps(case) if kind == "refund"] == back

    def test_parts_are_told_as_parts(self) -> None:
        case = judged(self.paid(5000, 3000, 2000), Intent.REFUND, Cue.DUPLICATE_CLAIM)
        assert templates(case)[0] == "duplicate_subscription/paid_in_parts"


class TestWhichChargeIsTheRenewal:
    def test_a_newer_one_off_is_not_it(self) -> None:
        extra = make_charge("ch_pack", amount=2500, created=ago(1), description="Pack")
        case = judged(of(ONE, OLD, NEW, extra), *UNWANTED, text="Please refund the renewal.")
        assert [each[1] for each in steps(case) if each[0] == "refund"] == ["ch_new"]

    def test_nor_is_the_difference_of_a_change_of_plan(self) -> None:
        change = make_paid("change", created=ago(1), amount=700, reason="subscription_update")
        case = judged(of(replace(ONE, latest_invoice="in_change"), OLD, NEW, change), *UNWANTED, text="the renewal")
        assert [each[1] for each in steps(case) if each[0] == "refund"] == ["ch_new"]

    @pytest.mark.parametrize("status", ["open", "void", "uncollectible"])
    def test_where_nothing_paid_it_an_older_charge_is_not_it(self, status: str) -> None:
        older = make_paid("old", created=ago(12))
        bill = make_invoice("in_new", status=status, created=ago(1))
        case = judged(of(ONE, older, bill), *UNWANTED, Intent.CANCEL, text="Refund the renewal and cancel.")
        assert not [each for each in steps(case) if each[0] == "refund"]

    def test_two_payments_beside_each_other_and_no_word_of_a_renewal_are_asked_about(self) -> None:
        extra = make_charge("ch_pack", amount=2500, created=ago(1), description="Pack")
        case = judged(of(ONE, OLD, NEW, extra), Intent.REFUND, text="I want my money back.")
        assert templates(case) == ["needs_human/which_charge"]


def under_way(**changes: object) -> tuple[object, ...]:
    charge, bill = make_paid("new", created=ago(5), status="pending", card=SEPA)
    return (charge, replace(bill, status="open", **changes))  # type: ignore[arg-type]


class TestDebits:
    def test_a_leaver_s_debit_is_neither_voided_nor_the_end_of_it(self) -> None:
        case = judged(of(ONE, OLD, *under_way(), portal=NO_PORTAL), Intent.CANCEL)
        assert steps(case) == [("cancel", "sub_one", "period_end", None)]
        assert "also/debit_under_way" in templates(case)
        assert case.owing == ("in_new",)
        assert any("do not void it" in line for line in case.follow_up)
        assert not any("void it or" in line for line in case.follow_up)

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("The invoice is shown as open, is that right?", "failed_payment/processing"),
            ("Die Lastschrift läuft doch?", "failed_payment/processing"),
            ("I have a question about the colours.", "neutral/review"),
        ],
    )
    def test_who_asks_nothing_clear_of_a_payment_is_told_of_it(self, text: str, told: str) -> None:
        case = judged(of(ONE, OLD, *under_way()), Intent.OTHER, text=text)
        assert (case.bucket, steps(case), templates(case)[0]) == (Bucket.NEEDS_HUMAN, NO_OP, told)

    def test_its_page_is_not_offered_for_another_card(self) -> None:
        case = judged(of(ONE, OLD, *under_way(), portal=NO_PORTAL), Intent.OTHER, Cue.UPDATE_CARD)
        assert not [each for each in steps(case) if each[1] == "in_new"]

    def test_a_failed_try_before_it_does_not_make_it_failed(self) -> None:
        failed = replace(make_charge("ch_first", status="failed", created=ago(5, hours=3)), invoice="in_new")
        state = of(replace(ONE, status="past_due"), OLD, failed, *under_way())
        case = judged(state, Intent.BROKEN_BILLING, Cue.PAYMENT_FAILED)
        assert (case.bucket, steps(case), templates(case)[0]) == (
            Bucket.FAILED_PAYMENT,
            NO_OP,
            "failed_payment/processing",
        )


class TestPaidSince:
    DRAFT = make_invoice("in_draft", status="draft", created=ago(4))

    @pytest.mark.parametrize("status", ["unpaid", "past_due"])
    def test_what_paid_the_overdue_one_is_told(self, status: str) -> None:
        paid = make_paid("new", created=ago(2))
        case = judged(of(replace(ONE, status=status), OLD, paid, self.DRAFT), Intent.BROKEN_BILLING, Cue.PAYMENT_FAILED)
        assert (steps(case), templates(case)[0]) == (NO_OP, "failed_payment/paid_since")
        assert any(line.startswith("in_draft") for line in case.follow_up)

    def test_not_where_something_is_unpaid_still(self) -> None:
        owed = make_invoice("in_new", status="open", created=ago(2), attempt_count=2)
        case = judged(of(replace(ONE, status="past_due"), OLD, owed), Intent.BROKEN_BILLING, Cue.PAYMENT_FAILED)
        assert templates(case)[0] == "failed_payment/portal"

    def test_the_card_named_is_the_one_that_failed(self) -> None:
        owed = make_invoice("in_new", status="open", created=ago(2), attempt_count=2)
        tried = replace(make_charge("ch_f", status="failed", created=ago(2)), invoice="in_new", card=SEPA)
        case = judged(of(replace(ONE, status="past_due"), OLD, tried, owed), Intent.BROKEN_BILLING, Cue.PAYMENT_FAILED)
        facts = {each.name: each.value for each in case.says[0].facts}
        assert facts["means"] == "sepa_debit"
        assert "last4" not in facts


def ended(**changes: object) -> Subscription:
    base = replace(ONE, status="canceled", ended_at=ago(3), canceled_at=ago(3))
    return replace(base, **changes)  # type: ignore[arg-type]


class TestEnds:
    @pytest.mark.parametrize("reason", ["payment_failed", "payment_disputed"])
    def test_what_stripe_ended_nobody_asked_for(self, reason: str) -> None:
        for words in ((Intent.BROKEN_BILLING,), (Intent.OTHER, Cue.ALREADY_CANCELLED), (Intent.CANCEL,)):
            case = judged(of(ended(cancellation_reason=reason), OLD), *words)
            assert templates(case)[0] == "needs_human/ended_by_itself"

    def test_what_was_asked_for_is_confirmed_as_ever(self) -> None:
        case = judged(of(ended(cancellation_reason="cancellation_requested"), OLD), Intent.CANCEL)
        assert templates(case)[0] == "self_serve_gap/already_ended"

    def test_an_open_invoice_of_what_ended_or_ends_is_named_for_void(self) -> None:
        owed: Invoice = make_invoice("in_new", status="open", created=ago(5), next_payment_attempt=ago(-2))
        for plan in (ended(), replace(ONE, status="past_due", cancel_at_period_end=True)):
            case = judged(of(plan, OLD, owed), Intent.OTHER, Cue.ALREADY_CANCELLED)
            assert any(line.startswith("in_new") and "void it or" in line for line in case.follow_up)
            assert "also/stopped_invoice" in templates(case)
            assert case.bucket is not Bucket.FAILED_PAYMENT

    def test_a_plan_that_took_over_is_told_with_the_day(self) -> None:
        storage = make_price("price_storage", product="prod_storage", name="Storage", amount=900)
        old = ended(id="sub_old", items=(replace(ONE.items[0], price=storage),), created=ago(40), start_date=ago(40))
        before = make_paid("before", subscription="sub_old", amount=900, created=ago(9), price=storage)
        new = make_subscription("sub_new", started=ago(3))
        after = make_paid("after", subscription="sub_new", created=ago(3))
        case = judged(of(old, new, before, after), Intent.REFUND, Cue.DUPLICATE_CLAIM)
        assert templates(case)[0] == "duplicate_subscription/upgraded"
        long_ago = replace(old, ended_at=ago(8), canceled_at=ago(8))
        case = judged(of(long_ago, new, before, after), Intent.REFUND, Cue.DUPLICATE_CLAIM)
        names = {each.name for each in case.says[0].facts}
        assert templates(case)[0] == "duplicate_subscription/different_products"
        assert {"ended_on", "ended_plan"} <= names


class TestRefundsThatFailed:
    def with_refund(self, **changes: object) -> BillingState:
        charge, bill = NEW
        refund = replace(make_refund(charge=charge.id), **changes)  # type: ignore[arg-type]
        return of(ONE, OLD, replace(charge, refunds=(refund,)), bill)

    def test_one_that_the_same_card_cannot_take_is_not_tried_again(self) -> None:
        state = self.with_refund(status="failed", failure_reason="expired_or_canceled_card")
        case = judged(state, *UNWANTED)
        assert not [each for each in steps(case) if each[0] == "refund"]
        assert any("another way than the card" in line for line in case.rejected)
        assert "duplicate_subscription/refund_failed" in templates(case)

    def test_one_that_was_cancelled_is_made_anew(self) -> None:
        case = judged(self.with_refund(status="canceled"), *UNWANTED)
        assert ("refund", "ch_new", None, 4900) in steps(case)
        assert any("did not go through before" in each.why for each in case.actions)


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("I was told I get my money back, but nothing came.", True),
        ("You wrote that the refund is on its way.", True),
        ("Sie haben mir geschrieben, dass das Geld zurückkommt.", True),
        ("I would like my money back.", False),
    ],
)
def test_to_be_told_of_money_is_a_promise_where_stripe_shows_what_came_of_it(text: str, settled: bool) -> None:
    given = credited(4900, note(4900))
    case = judged(given, Intent.REFUND, Intent.CANCEL, Cue.UNEXPECTED_CHARGE, text=text)
    assert (case.bucket is Bucket.DUPLICATE_SUBSCRIPTION) is settled
    never = judged(of(ONE, OLD, NEW), Intent.REFUND, Intent.CANCEL, Cue.UNEXPECTED_CHARGE, text=text)
    assert never.bucket is Bucket.SELF_SERVE_GAP


def test_to_leave_at_once_ends_it_now_and_nothing_else_does() -> None:
    state = renewed(9, portal=NO_PORTAL)
    now = judged(state, Intent.CANCEL, text="Please cancel my plan immediately.")
    later = judged(state, Intent.CANCEL, text="Please cancel my plan.")
    assert [each[2] for each in (*steps(now), *steps(later))] == ["now", "period_end"]


def test_a_plan_whose_invoice_is_open_and_unpaid_ends_now() -> None:
    sent = replace(ONE, collection_method="send_invoice")
    case = judged(of(sent, OLD, make_invoice("in_new", status="open", created=ago(5)), portal=NO_PORTAL), Intent.CANCEL)
    assert steps(case) == [("cancel", "sub_one", "now", None)]


def test_a_paused_plan_is_told_until_when() -> None:
    paused = replace(ONE, paused_collection=True, paused_until=ago(-20), pause_behavior="void")
    case = judged(of(paused, OLD), Intent.BROKEN_BILLING)
    facts = {each.name: each.value for each in case.says[0].facts}
    assert (templates(case)[0], facts["paused_until"]) == ("needs_human/paused", ago(-20).date())
    assert any("its invoices are voided" in each.evidence for each in case.anomalies)


def test_row_one_says_in_every_case_what_it_would_be() -> None:
    assert judged(of(ONE, NEW), Intent.CANCEL, Cue.LEGAL_THREAT).if_confirmed
    assert judged(BillingState(read_at=ago(0)), Intent.CANCEL).if_confirmed

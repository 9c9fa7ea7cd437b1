"""Anomalies of charges: twice, disputed, refunded, only authorised, too late, in the first days."""

from dataclasses import replace
from datetime import timedelta

import pytest

from parsers.vocabulary import (
    BillingState,
    EarlierCase,
    Money,
    Policy,
    Unread,
)
from tests.classifiers.judging import found, of
from tests.support.making import (
    ago,
    make_charge,
    make_customer,
    make_dispute,
    make_paid,
    make_price,
    make_refund,
    make_subscription,
)

CUSTOMER = make_customer()
YEARLY = make_price("price_year", amount=49000, interval="year")
STORAGE = make_price("price_storage", product="prod_storage", name="Storage", amount=900)
POLICY = Policy()
ONE = make_subscription("sub_one")
TWO = make_subscription("sub_two", started=ago(20))


class TestDuplicateCharge:
    def pair(self, *, hours: float = 10, **second: object) -> BillingState:
        first = make_charge("ch_one", description="Course", created=ago(5))
        other = replace(first, id="ch_two", created=ago(5) + timedelta(hours=hours))
        return of(first, replace(other, **second))  # type: ignore[arg-type]

    def test_two_one_off_payments_of_one_description(self) -> None:
        assert found(self.pair())["duplicate_charge"] == {"ch_one", "ch_two"}

    @pytest.mark.parametrize(("hours", "counts"), [(72, True), (72.1, False)])
    def test_within_72_hours(self, hours: float, counts: bool) -> None:
        assert ("duplicate_charge" in found(self.pair(hours=hours))) is counts

    @pytest.mark.parametrize(
        "change",
        [
            {"description": "Book"},
            {"description": None},
            {"amount": Money(5000, "usd")},
            {"amount": Money(4900, "eur")},
            {"captured": False},
            {"status": "failed"},
            {"status": "pending"},
            {"amount_refunded": 4900, "refunded": True},
            {"refunds": (make_refund(charge="ch_two", status="pending"),)},
            {"disputed": True, "disputes": (make_dispute(charge="ch_two", status="lost"),)},
        ],
    )
    def test_not_where_one_thing_differs(self, change: dict[str, object]) -> None:
        assert "duplicate_charge" not in found(self.pair(**change))  # type: ignore[arg-type]

    def test_a_partly_refunded_charge_still_stands(self) -> None:
        assert "duplicate_charge" in found(self.pair(amount_refunded=1000))

    def test_one_invoice_paid_twice(self) -> None:
        charge, invoice = make_paid("one", created=ago(3))
        twice = replace(charge, id="ch_two", created=ago(2))
        assert "duplicate_charge" in found(of(ONE, charge, twice, invoice))

    def test_two_invoices_for_one_product(self) -> None:
        state = of(ONE, TWO, make_paid("one", created=ago(3)), make_paid("two", subscription="sub_two", created=ago(2)))
        assert found(state)["duplicate_charge"] == {"ch_one", "ch_two"}

    def test_different_products(self) -> None:
        same = replace(STORAGE, unit_amount=Money(4900, "usd"))
        state = of(
            ONE, make_paid("one", created=ago(3)), make_paid("two", subscription="sub_two", created=ago(2), price=same)
        )
        assert "duplicate_charge" not in found(state)

    def test_consecutive_periods_of_one_subscription(self) -> None:
        daily = make_subscription("sub_one", price=make_price(interval="day"))
        state = of(daily, make_paid("one", created=ago(3), days=1), make_paid("two", created=ago(2), days=1))
        assert "duplicate_charge" not in found(state)

    def test_the_link_may_be_the_invoices_payments_alone(self) -> None:
        charge, invoice = make_paid("one", created=ago(3))
        other, other_invoice = make_paid("two", created=ago(2))
        state = of(ONE, replace(charge, invoice=None), invoice, replace(other, invoice=None), other_invoice)
        assert "duplicate_charge" in found(state)

    def test_nothing_is_one_off_where_invoices_were_not_read(self) -> None:
        state = replace(self.pair(), unread=(Unread(section="invoices", reason="403"),))
        assert "duplicate_charge" not in found(state)


class TestDisputes:
    @pytest.mark.parametrize(
        ("status", "name"),
        [
            ("needs_response", "open_dispute"),
            ("under_review", "open_dispute"),
            ("some_new_status", "open_dispute"),
            ("lost", "lost_dispute"),
            ("warning_needs_response", "inquiry"),
            ("warning_under_review", "inquiry"),
            ("won", None),
            ("prevented", None),
            ("warning_closed", None),
        ],
    )
    def test_by_status(self, status: str, name: str | None) -> None:
        charge = make_charge(disputed=True, disputes=(make_dispute(status=status),), description="Course")
        names = set(found(of(charge))) & {"open_dispute", "inquiry", "lost_dispute"}
        assert names == ({name} if name else set())

    def test_a_dispute_that_could_not_be_read_counts_as_open(self) -> None:
        assert "open_dispute" in found(of(make_charge(disputed=True)))


class TestRefunds:
    DONE = make_charge(amount_refunded=4900, refunded=True, refunds=(make_refund(),))

    def test_the_charge_in_question_is_refunded(self) -> None:
        assert found(of(self.DONE), meant=("ch_one",))["already_refunded"] == {"ch_one", "re_one"}
        assert "already_refunded" not in found(of(self.DONE))

    def test_a_part_is_not_all(self) -> None:
        part = make_charge(amount_refunded=1000, refunds=(make_refund(amount=1000),))
        assert "already_refunded" not in found(of(part), meant=("ch_one",))

    @pytest.mark.parametrize(
        ("status", "counts"), [("pending", True), ("requires_action", True), ("failed", False), ("canceled", False)]
    )
    def test_in_flight(self, status: str, counts: bool) -> None:
        charge = make_charge(refunds=(make_refund(status=status),))
        assert ("refund_pending" in found(of(charge), meant=("ch_one",))) is counts


class TestAuthorisation:
    def test_succeeded_but_not_captured(self) -> None:
        assert found(of(make_charge(captured=False)))["pending_authorisation"] == {"ch_one"}

    def test_one_that_was_released_is_gone(self) -> None:
        assert "pending_authorisation" not in found(of(make_charge(captured=False, refunded=True)))


class TestChargedAfterCancel:
    ENDED = make_subscription(status="canceled", ended_at=ago(40), canceled_at=ago(40))

    def test_a_period_after_the_end_without_any_window(self) -> None:
        old = make_subscription(status="canceled", ended_at=ago(400), started=ago(500))
        assert found(of(old, make_paid("one", created=ago(300))))["charged_after_cancel"] == {"ch_one", "sub_one"}

    def test_not_the_last_period_before_the_end(self) -> None:
        assert "charged_after_cancel" not in found(of(self.ENDED, make_paid("one", created=ago(60))))

    def test_not_a_late_charge_for_an_early_period(self) -> None:
        charge, invoice = make_paid("one", created=ago(70))
        assert "charged_after_cancel" not in found(of(self.ENDED, replace(charge, created=ago(10)), invoice))

    def test_after_the_cancellation_was_to_take_effect(self) -> None:
        due = make_subscription(cancel_at=ago(20))
        assert "charged_after_cancel" in found(of(due, make_paid("one", created=ago(10))))
        assert "charged_after_cancel" not in found(of(due, make_paid("one", created=ago(30))))

    def test_not_after_a_mere_request(self) -> None:
        asked = make_subscription(canceled_at=ago(20), cancel_at_period_end=True)
        assert "charged_after_cancel" not in found(of(asked, make_paid("one", created=ago(10))))

    def test_notice_in_an_earlier_mail(self) -> None:
        notice = EarlierCase(id="case-0", at=ago(20), same_thread=False, asked_cancel=True)
        state = of(ONE, make_paid("one", created=ago(10)))
        assert "charged_after_cancel" in found(state, notices=(notice,))
        assert "charged_after_cancel" not in found(state)

    def test_notice_for_another_subscription_counts_not(self) -> None:
        notice = EarlierCase(id="case-0", at=ago(20), same_thread=False, asked_cancel=True, objects=("sub_other",))
        assert "charged_after_cancel" not in found(of(ONE, make_paid("one", created=ago(10))), notices=(notice,))

    def test_a_new_purchase_after_notice_is_none(self) -> None:
        notice = EarlierCase(id="case-0", at=ago(20), same_thread=False, asked_cancel=True)
        new = make_subscription(started=ago(10))
        assert "charged_after_cancel" not in found(
            of(new, make_paid("one", reason="subscription_create")), notices=(notice,)
        )


class TestFirstDays:
    def trial(self, days: float) -> BillingState:
        over = ago(days)
        return of(
            make_subscription(trial_start=over - timedelta(days=14), trial_end=over), make_paid("one", created=over)
        )

    @pytest.mark.parametrize(("days", "counts"), [(2, True), (14, True), (15, False)])
    def test_trial_converted_within_14_days(self, days: float, counts: bool) -> None:
        assert ("trial_converted" in found(self.trial(days))) is counts

    def test_a_later_renewal_is_no_conversion(self) -> None:
        over = ago(40)
        state = of(make_subscription(trial_end=over), make_paid("one", created=over), make_paid("two", created=ago(10)))
        assert "trial_converted" not in found(state)

    @pytest.mark.parametrize(("days", "counts"), [(1, True), (14, True), (14.1, False)])
    def test_withdrawal_period(self, days: float, counts: bool) -> None:
        state = of(
            make_subscription(started=ago(days)), make_paid("one", created=ago(days), reason="subscription_create")
        )
        assert ("withdrawal_period" in found(state)) is counts

    def test_no_withdrawal_after_an_earlier_purchase(self) -> None:
        first = make_charge("ch_first", created=ago(300), description="Course")
        state = of(first, make_paid("one", created=ago(3), reason="subscription_create"))
        assert "withdrawal_period" not in found(state)

    def test_no_withdrawal_from_a_renewal_whose_past_is_not_shown(self) -> None:
        assert "withdrawal_period" not in found(of(ONE, make_paid("one", created=ago(3))))

    def test_no_withdrawal_where_the_history_is_cut_off(self) -> None:
        state = of(make_paid("one", created=ago(3), reason="subscription_create"))
        assert "withdrawal_period" in found(state)
        assert "withdrawal_period" not in found(replace(state, truncated=("charges",)))

"""Each anomaly of the policy's section 4: the fact that makes it, and the near miss that does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from classifiers.account import Account
from classifiers.anomalies import Seen, find_anomalies
from parsers.vocabulary import (
    AnomalyName,
    BillingState,
    CheckoutSession,
    EarlierCase,
    InvoiceLine,
    Money,
    Policy,
    Unread,
)
from tests.making import (
    EXPIRED,
    NOW,
    VISA,
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
YEARLY = make_price("price_year", amount=49000, interval="year")
STORAGE = make_price("price_storage", product="prod_storage", name="Storage", amount=900)
POLICY = Policy()


def found(
    state: BillingState, *, notices: tuple[EarlierCase, ...] = (), meant: tuple[str, ...] = ()
) -> dict[str, set[str]]:
    account = Account(state=state, now=NOW)
    charges = tuple(each for each in account.charges if each.id in meant)
    anomalies = find_anomalies(Seen(account=account, policy=POLICY, notices=notices, meant=charges))
    return {
        name.value: {id for each in anomalies if each.name is name for id in each.objects}
        for name in AnomalyName
        if any(each.name is name for each in anomalies)
    }


def of(*things: object, **changes: object) -> BillingState:
    return make_state(CUSTOMER, *things, **changes)  # type: ignore[arg-type]


ONE = make_subscription("sub_one")
TWO = make_subscription("sub_two", started=ago(20))


class TestDuplicateSubscriptions:
    def test_same_product_price_and_interval(self) -> None:
        assert found(of(ONE, TWO))["duplicate_subscriptions"] == {"sub_one", "sub_two"}

    def test_two_price_objects_of_one_amount_are_one_price(self) -> None:
        other = make_subscription("sub_two", price=make_price("price_pro_2"))
        assert "duplicate_subscriptions" in found(of(ONE, other))

    @pytest.mark.parametrize("status", ["trialing", "past_due", "unpaid", "paused"])
    def test_every_live_status_counts(self, status: str) -> None:
        assert "duplicate_subscriptions" in found(of(ONE, make_subscription("sub_two", status=status)))

    @pytest.mark.parametrize("status", ["canceled", "incomplete", "incomplete_expired", "some_new_status"])
    def test_no_other_status_counts(self, status: str) -> None:
        assert "duplicate_subscriptions" not in found(of(ONE, make_subscription("sub_two", status=status)))

    def test_one_that_is_set_to_end_does_not_count(self) -> None:
        ending = make_subscription("sub_two", cancel_at_period_end=True)
        assert "duplicate_subscriptions" not in found(of(ONE, ending))

    def test_another_product_does_not_count(self) -> None:
        assert set(found(of(ONE, make_subscription("sub_two", price=STORAGE)))) == set()

    def test_quantity_above_one_does_not_count(self) -> None:
        assert "duplicate_subscriptions" not in found(of(ONE, make_subscription("sub_two", quantity=2)))

    def test_distinct_workspaces_are_a_team_instead(self) -> None:
        names = found(
            of(
                make_subscription("sub_one", metadata={"workspace": "north"}),
                make_subscription("sub_two", metadata={"workspace": "south"}),
            )
        )
        assert names["team"] == {"sub_one", "sub_two"}
        assert "duplicate_subscriptions" not in names

    def test_one_workspace_twice_is_a_duplicate(self) -> None:
        same = {"workspace": "north"}
        names = found(of(make_subscription("sub_one", metadata=same), make_subscription("sub_two", metadata=same)))
        assert "duplicate_subscriptions" in names
        assert "team" not in names


class TestPlanOverlap:
    def test_another_interval(self) -> None:
        names = found(of(ONE, make_subscription("sub_two", price=YEARLY)))
        assert names["plan_overlap"] == {"sub_one", "sub_two"}
        assert "duplicate_subscriptions" not in names

    def test_another_price(self) -> None:
        assert "plan_overlap" in found(
            of(ONE, make_subscription("sub_two", price=make_price("price_max", amount=9900)))
        )

    def test_another_currency_is_another_price(self) -> None:
        assert "plan_overlap" in found(
            of(ONE, make_subscription("sub_two", price=make_price("price_eur", currency="eur")))
        )

    def test_three_make_both_for_different_pairs(self) -> None:
        names = found(of(ONE, TWO, make_subscription("sub_three", price=YEARLY)))
        assert names["duplicate_subscriptions"] == {"sub_one", "sub_two"}
        assert names["plan_overlap"] == {"sub_one", "sub_two", "sub_three"}


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


class TestFailedRenewal:
    @pytest.mark.parametrize("status", ["past_due", "unpaid"])
    def test_by_status(self, status: str) -> None:
        assert found(of(make_subscription(status=status)))["failed_renewal"] == {"sub_one"}

    def test_by_an_open_latest_invoice_with_a_failed_attempt(self) -> None:
        names = found(of(ONE, make_invoice(status="open", attempt_count=1)))
        assert names["failed_renewal"] == {"sub_one", "in_one"}

    def test_not_by_an_open_invoice_that_was_not_tried(self) -> None:
        assert "failed_renewal" not in found(of(ONE, make_invoice(status="open", attempted=False, attempt_count=0)))

    def test_not_while_a_slow_payment_is_on_its_way(self) -> None:
        charge, invoice = make_paid("one", status="pending")
        assert "failed_renewal" not in found(of(ONE, charge, replace(invoice, status="open")))

    def test_not_after_the_retry_paid(self) -> None:
        failed = make_charge("ch_failed", status="failed", invoice="in_one")
        assert "failed_renewal" not in found(of(ONE, failed, make_paid("one")))

    def test_not_for_one_that_is_over(self) -> None:
        assert "failed_renewal" not in found(of(make_subscription(status="canceled"), make_invoice(status="open")))


class TestIncompleteCheckout:
    def test_incomplete(self) -> None:
        assert found(of(make_subscription(status="incomplete")))["incomplete_checkout"] == {"sub_one"}

    @pytest.mark.parametrize(("days", "counts"), [(5, True), (29, True), (33, False)])
    def test_expired_in_the_last_30_days(self, days: int, counts: bool) -> None:
        expired = make_subscription(status="incomplete_expired", started=ago(days))
        assert ("incomplete_checkout" in found(of(expired))) is counts

    @pytest.mark.parametrize(
        ("status", "days", "counts"),
        [("open", 2, True), ("expired", 29, True), ("expired", 31, False), ("complete", 2, False)],
    )
    def test_a_session(self, status: str, days: int, counts: bool) -> None:
        session = CheckoutSession(id="cs_one", customer="cus_dana", status=status, created=ago(days))
        assert ("incomplete_checkout" in found(of(session))) is counts

    def test_not_where_a_paid_subscription_for_the_product_came_after(self) -> None:
        unfinished = make_subscription("sub_two", status="incomplete", started=ago(3))
        assert "incomplete_checkout" not in found(of(unfinished, make_subscription("sub_one", started=ago(2))))
        assert "incomplete_checkout" in found(of(unfinished, make_subscription("sub_one", started=ago(4))))
        assert "incomplete_checkout" in found(
            of(unfinished, make_subscription("sub_one", started=ago(2), price=STORAGE))
        )


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


class TestPaymentMethod:
    BARE = replace(CUSTOMER, default_payment_method=None)

    def names(self, subscription: object, customer: object = CUSTOMER, **changes: object) -> set[str]:
        return set(found(make_state(customer, subscription, **changes)))  # type: ignore[arg-type]

    def test_the_customers_default_expired(self) -> None:
        old = replace(CUSTOMER, default_payment_method=EXPIRED)
        assert found(make_state(old, ONE))["card_expired"] == {"sub_one", "pm_old"}

    def test_the_subscriptions_default_comes_first(self) -> None:
        old = replace(CUSTOMER, default_payment_method=EXPIRED)
        assert "card_expired" not in self.names(make_subscription(default_payment_method=VISA), old)
        assert "card_expired" in self.names(make_subscription(default_payment_method=EXPIRED))

    def test_a_card_is_good_to_the_end_of_its_month(self) -> None:
        this_month = replace(VISA, exp_year=NOW.year, exp_month=NOW.month)
        assert "card_expired" not in self.names(make_subscription(default_payment_method=this_month))

    def test_there_is_none(self) -> None:
        assert "no_payment_method" in self.names(ONE, self.BARE)

    @pytest.mark.parametrize(
        "subscription",
        [
            make_subscription(collection_method="send_invoice"),
            make_subscription(has_default_source=True),
            make_subscription(status="canceled"),
            make_subscription(cancel_at_period_end=True),
            make_subscription(customer="cus_unread"),
        ],
    )
    def test_none_is_needed_or_known(self, subscription: object) -> None:
        assert "no_payment_method" not in self.names(subscription, self.BARE)

    def test_an_old_source_is_a_method(self) -> None:
        assert "no_payment_method" not in self.names(ONE, replace(self.BARE, has_default_source=True))

    def test_nothing_follows_from_what_was_not_read(self) -> None:
        unread = (Unread(section="payment_methods", reason="403"),)
        assert "no_payment_method" not in self.names(ONE, self.BARE, unread=unread)


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


class TestShape:
    def test_cancel_scheduled(self) -> None:
        assert "cancel_scheduled" in found(of(make_subscription(cancel_at_period_end=True)))
        assert "cancel_scheduled" in found(of(make_subscription(cancel_at=NOW + timedelta(days=3))))
        assert "cancel_scheduled" not in found(of(make_subscription(cancel_at=ago(3))))

    def test_annual(self) -> None:
        assert found(of(make_subscription(price=YEARLY)))["annual"] == {"sub_one"}
        assert "annual" not in found(of(make_subscription(price=YEARLY, status="canceled")))

    @pytest.mark.parametrize(
        "subscription",
        [
            make_subscription(quantity=5),
            make_subscription(price=make_price(amount=None, billing_scheme="tiered", tiers_mode="volume")),
            make_subscription(metadata={"seats": "5"}),
            make_subscription(metadata={"seat": "robin"}),
        ],
    )
    def test_team(self, subscription: object) -> None:
        assert "team" in found(of(subscription))

    @pytest.mark.parametrize(
        "subscription",
        [
            make_subscription(price=make_price(amount=None, billing_scheme="tiered", usage_type="metered")),
            make_subscription(metadata={"seats": "1"}),
            make_subscription(metadata={"workspace": "north"}),
            make_subscription(status="canceled", quantity=5),
        ],
    )
    def test_no_team(self, subscription: object) -> None:
        assert "team" not in found(of(subscription))

    def test_proration_on_the_latest_invoice(self) -> None:
        line = InvoiceLine(id="il_part", amount=Money(-1200, "usd"), proration=True)
        assert "proration" in found(of(ONE, make_invoice(lines=(line,))))
        assert "proration" not in found(
            of(ONE, make_invoice("in_older", lines=(line,), created=ago(90)), make_invoice())
        )

    @pytest.mark.parametrize(
        "subscription",
        [
            make_subscription(collection_method="send_invoice"),
            make_subscription(schedule="sub_sched_one"),
            make_subscription(metadata={"contract": "2026-17"}),
        ],
    )
    def test_contract(self, subscription: object) -> None:
        assert "contract" in found(of(subscription))

    def test_several_customers(self) -> None:
        assert found(of(make_customer("cus_two")))["several_customers"] == {"cus_dana", "cus_two"}
        assert "several_customers" not in found(of(make_customer("cus_two", deleted=True)))


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


class TestAuthorisation:
    def test_succeeded_but_not_captured(self) -> None:
        assert found(of(make_charge(captured=False)))["pending_authorisation"] == {"ch_one"}

    def test_one_that_was_released_is_gone(self) -> None:
        assert "pending_authorisation" not in found(of(make_charge(captured=False, refunded=True)))

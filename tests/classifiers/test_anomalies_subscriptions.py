"""Anomalies of subscriptions: one too many, their shape, and what would be charged next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from parsers.vocabulary import (
    InvoiceLine,
    Money,
    Policy,
    Unread,
)
from tests.classifiers.judging import found, of
from tests.support.making import (
    EXPIRED,
    NOW,
    VISA,
    ago,
    make_customer,
    make_invoice,
    make_price,
    make_state,
    make_subscription,
)

CUSTOMER = make_customer()
YEARLY = make_price("price_year", amount=49000, interval="year")
STORAGE = make_price("price_storage", product="prod_storage", name="Storage", amount=900)
POLICY = Policy()
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

"""Anomalies of payments that did not go through: renewals and checkouts."""

from dataclasses import replace

import pytest

from parsers.vocabulary import (
    CheckoutSession,
    Policy,
)
from tests.classifiers.judging import found, of
from tests.support.making import (
    ago,
    make_charge,
    make_customer,
    make_invoice,
    make_paid,
    make_price,
    make_subscription,
)

CUSTOMER = make_customer()
YEARLY = make_price("price_year", amount=49000, interval="year")
STORAGE = make_price("price_storage", product="prod_storage", name="Storage", amount=900)
POLICY = Policy()
ONE = make_subscription("sub_one")


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

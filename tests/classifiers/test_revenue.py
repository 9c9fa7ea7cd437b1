"""Revenue impact: what the proposals cost, by currency, and what the figure leaves out."""

from datetime import timedelta

import pytest

from parsers.vocabulary import Case, Cue, Intent
from tests.classifiers.judging import judged, of, renewed
from tests.support.making import (
    NO_PORTAL,
    NOW,
    ago,
    make_paid,
    make_price,
    make_subscription,
)


class TestRevenue:
    def revenue(self, case: Case) -> tuple[int, int, str | None]:
        return (case.revenue.cash_out, case.revenue.mrr_change, case.revenue.currency)

    def cancelled(self, **price: object) -> tuple[int, int, str | None]:
        quantity = price.pop("quantity", 1)
        one = make_subscription(price=make_price(**price), quantity=quantity)  # type: ignore[arg-type]
        return self.revenue(judged(of(one, portal=NO_PORTAL), Intent.CANCEL))

    def test_nothing_moves(self) -> None:
        assert self.revenue(judged(of(make_subscription()), Intent.CANCEL)) == (0, 0, None)

    def test_refund_and_cancel(self) -> None:
        assert self.revenue(judged(renewed(3), Intent.REFUND, Cue.UNEXPECTED_CHARGE)) == (4900, -4900, "usd")

    @pytest.mark.parametrize(
        ("price", "worth"),
        [
            ({"amount": 4900}, -4900),
            ({"amount": 49000, "interval": "year"}, -4083),
            ({"amount": 30, "interval": "year"}, -3),
            ({"amount": 1000, "interval": "week"}, -4345),
            ({"amount": 100, "interval": "day"}, -3042),
            ({"amount": 9000, "interval": "month", "interval_count": 3}, -3000),
            ({"amount": 4900, "currency": "jpy"}, -4900),
            ({"amount": 4900, "quantity": 3}, -14700),
        ],
    )
    def test_a_month_of_each_interval(self, price: dict[str, object], worth: int) -> None:
        assert self.cancelled(**price)[:2] == (0, worth)

    def test_currencies_are_never_added_up(self) -> None:
        euro = make_price("price_eur", product="prod_eur", currency="eur", name="Euro")
        state = of(make_subscription("sub_one"), make_subscription("sub_two", price=euro, started=ago(50)))
        case = judged(state, Intent.CANCEL, Cue.CANCEL_EVERYTHING)
        assert self.revenue(case) == (0, -4900, "usd")
        assert any("other currencies: €49.00 a month" in line for line in case.follow_up)

    def test_discounts_and_tiers_are_said_to_be_unknown(self) -> None:
        state = of(make_subscription(discounted=True), portal=NO_PORTAL)
        assert any("without discounts" in line for line in judged(state, Intent.CANCEL).follow_up)
        tiered = of(make_subscription(price=make_price(amount=None)), portal=NO_PORTAL)
        case = judged(tiered, Intent.CANCEL)
        assert case.revenue.mrr_change == 0
        assert any("sub_one" in line and "usage" in line for line in case.follow_up)


def test_a_charge_after_the_mail_arrived_breaks_nothing() -> None:
    late = of(make_subscription(), make_paid("one", created=NOW + timedelta(days=1)))
    assert judged(late, Intent.REFUND, Cue.UNEXPECTED_CHARGE).outcome == "drafted"

"""The months a mail speaks of, which choose the invoice it wants."""

import pytest

from classifiers.references.months import months_named
from parsers.vocabulary import Intent
from tests.classifiers.judging import judged, of
from tests.support.making import NO_PORTAL, ago, make_invoice, make_message, make_subscription


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("I need the invoice of last month.", {(2026, 10)}),
        ("the October invoice, please", {(2026, 10)}),
        ("invoices for Sept. and October 2025", {(2026, 9), (2025, 10)}),
        ("the invoice for December", {(2025, 12)}),
        ("Receipt for 09/2026 please", {(2026, 9)}),
        ("Rechnung für 2026-08", {(2026, 8)}),
        ("die Rechnung vom letzten Monat", {(2026, 10)}),
        ("this month's invoice", {(2026, 11)}),
        ("for May 2026", {(2026, 5)}),
        ("May I have an invoice? I may need it.", set()),
        ("The invoice of 12/11/2026 and 10/31", set()),
    ],
)
def test_months_named(text: str, months: set[tuple[int, int]]) -> None:
    assert months_named(make_message(text)) == months


def test_the_invoice_of_the_month_that_is_named() -> None:
    one = make_invoice("in_old", number="R-5", created=ago(40))
    two = make_invoice("in_new", number="R-6", created=ago(1))
    state = of(make_subscription(), one, two, portal=NO_PORTAL)
    for text, told in (("The invoice of September, please.", "in_old"), ("My invoice, please.", "in_new")):
        case = judged(state, Intent.INVOICE_REQUEST, text=text)
        assert {fact.object for fact in case.says[0].facts} == {told}
        assert any(told in line for line in case.follow_up)


def test_of_several_months_the_agent_is_told_all() -> None:
    invoices = [make_invoice(f"in_{days}", number=f"R-{days}", created=ago(days)) for days in (3, 33, 64)]
    state = of(make_subscription(), *invoices, portal=NO_PORTAL)
    case = judged(state, Intent.INVOICE_REQUEST, text="The invoices of September and October, please.")
    assert [fact.value for fact in case.says[0].facts] == [2]
    assert any("in_33" in line and "in_3 " in line for line in case.follow_up)

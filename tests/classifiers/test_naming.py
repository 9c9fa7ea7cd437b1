"""Which charges and subscriptions a mail names in words."""

import pytest

from classifiers.account import Account
from classifiers.references.charges import named_charges, says_amount, written_day
from classifiers.references.subscriptions import named_at_all, named_to_end
from parsers.vocabulary import IdentifierKind, Place
from tests.support.making import (
    NOW,
    ago,
    make_charge,
    make_identifier,
    make_message,
    make_paid,
    make_price,
    make_state,
    make_subscription,
)

MONTH = make_subscription("sub_month", started=ago(100))
YEAR = make_subscription("sub_year", started=ago(20), price=make_price("price_year", amount=49000, interval="year"))
BOTH = (MONTH, YEAR)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Cancel the monthly plan.", "sub_month"),
        ("The monthly plan should be cancelled, the yearly one I want to keep.", "sub_month"),
        ("Don't cancel the yearly plan, cancel the other.", "sub_month"),
        ("Please cancel the yearly subscription", "sub_year"),
        ("I do not need the yearly plan any more", "sub_year"),
        ("Bitte das Jahresabo kündigen, das Monatsabo möchte ich behalten.", "sub_year"),
        ("Please refund the second subscription", "sub_year"),
        ("Cancel my first subscription", "sub_month"),
        ("Please cancel the older of my two subscriptions and refund it.", "sub_month"),
        ("Please cancel my annual plan and refund it, I prefer monthly.", "sub_year"),
        ("Cancel the annual plan, I have the monthly one as well.", "sub_year"),
        ("Cancel the second Pro plan.", "sub_year"),
        ("Cancel the more recent one, please.", "sub_year"),
        ("For the second time: cancel my account!", None),
        ("Cancel both the monthly and the yearly plan", None),
        ("I have a monthly and a yearly plan. Cancel one.", None),
        ("Please cancel my subscription", None),
    ],
)
def test_named_to_end(text: str, named: str | None) -> None:
    found = named_to_end(make_message(text), BOTH)
    assert (found.id if found else None) == named


def test_named_at_all_needs_no_verb() -> None:
    found = named_at_all(make_message("About my yearly plan: how do I get out of it?"), BOTH)
    assert found is not None
    assert found.id == "sub_year"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Please cancel my Vault subscription.", "sub_vault"),
        ("please cancel my vault plan", "sub_vault"),
        ("Bitte das Vault-Abo kündigen.", "sub_vault"),
        ("Please cancel Studio, I keep the other.", "sub_studio"),
        ("Please cancel Harrow Studio.", "sub_studio"),
        ("Please cancel my Harrow subscription.", None),
        ("Please cancel. We moved it into a vault of our own.", None),
    ],
)
def test_the_word_of_a_name_that_no_other_product_has(text: str, named: str | None) -> None:
    vault = make_subscription("sub_vault", price=make_price("p1", product="prod_vault", name="Harrow Vault"))
    studio = make_subscription("sub_studio", price=make_price("p2", product="prod_studio", name="Harrow Studio"))
    found = named_at_all(make_message(text), (vault, studio))
    assert (found.id if found else None) == named


def test_named_by_the_day_it_began() -> None:
    mail = make_message(
        "Cancel the one from 13 October",
        identifiers=(make_identifier(IdentifierKind.DATE, "--10-13", written="13 October"),),
    )
    found = named_to_end(mail, BOTH)
    assert found is not None
    assert found.id == "sub_year"


@pytest.mark.parametrize(
    ("value", "currency", "said"),
    [("4900 usd", "usd", True), ("4900 ?", "usd", True), ("4900 eur", "usd", False), ("490000 ?", "jpy", True)],
)
def test_amounts_where_no_currency_means_two_decimals(value: str, currency: str, said: bool) -> None:
    assert says_amount({value}, 4900, currency) is said


@pytest.mark.parametrize(
    ("value", "day"),
    [("2026-10-13", "2026-10-13"), ("--10-13", "2026-10-13"), ("--12-24", "2025-12-24"), ("--02-30", "None")],
)
def test_days(value: str, day: str) -> None:
    assert str(written_day(value, NOW)) == day


def account(*things: object) -> Account:
    return Account(state=make_state(*things), now=NOW)


def test_by_number_beats_by_amount() -> None:
    held = account(make_paid("one", created=ago(40)), make_paid("two", created=ago(10)))
    number = held.invoices[0].number or ""
    mail = make_message(
        identifiers=(
            make_identifier(IdentifierKind.INVOICE_NUMBER, number.lower()),
            make_identifier(IdentifierKind.AMOUNT, "4900 usd"),
        )
    )
    assert "ch_one" in [each.id for each in named_charges(mail, held)]


def test_an_amount_that_renewals_share_means_the_newest() -> None:
    held = account(make_paid("one", created=ago(40)), make_paid("two", created=ago(10)))
    mail = make_message(identifiers=(make_identifier(IdentifierKind.AMOUNT, "4900 usd"),))
    assert [each.id for each in named_charges(mail, held)] == ["ch_two"]


def test_amount_and_day_together() -> None:
    held = account(make_paid("one", created=ago(40)), make_paid("two", created=ago(10)))
    mail = make_message(
        identifiers=(
            make_identifier(IdentifierKind.AMOUNT, "4900 usd"),
            make_identifier(IdentifierKind.DATE, ago(40).date().isoformat()),
        )
    )
    assert [each.id for each in named_charges(mail, held)] == ["ch_one"]


def test_a_signature_names_nothing_and_a_forwarded_receipt_does() -> None:
    held = account(make_charge("ch_one"))
    signed = make_message(identifiers=(make_identifier(IdentifierKind.CHARGE, "ch_one", place=Place.SIGNATURE),))
    forwarded = make_message(identifiers=(make_identifier(IdentifierKind.CHARGE, "ch_one", place=Place.FORWARD),))
    assert named_charges(signed, held) == ()
    assert [each.id for each in named_charges(forwarded, held)] == ["ch_one"]


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "words", ["cancel ", "keep cancel ", "do not cancel keep end stop ", "cancel the monthly plan and "]
)
def test_a_long_text_of_verbs_alone_is_read_in_a_moment(words: str) -> None:
    named_to_end(make_message(words * (100_000 // len(words))), BOTH)

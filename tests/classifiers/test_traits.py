"""Which of several a customer means, by any trait; what is named and not understood is said to be so."""

from dataclasses import replace

import pytest

from classifiers.account import Account
from classifiers.pointing import at_once, not_understood
from classifiers.references.subscriptions import named_to_end
from parsers.vocabulary import Bucket, Cue, IdentifierKind, Intent, PaymentMethod
from tests.classifiers.judging import CUSTOMER, judged, steps
from tests.support.making import (
    NOW,
    ago,
    make_identifier,
    make_message,
    make_paid,
    make_price,
    make_state,
    make_subscription,
)

MASTERCARD = PaymentMethod(id="pm_mc", brand="mastercard", last4="4444", exp_month=8, exp_year=2034)
EURO = make_price("price_euro", amount=4500, currency="eur")
OLD = make_subscription(
    "sub_old", started=ago(200), default_payment_method=replace(MASTERCARD, brand="visa", last4="1")
)
NEW = make_subscription("sub_new", started=ago(6), default_payment_method=MASTERCARD)
PAIR = (OLD, NEW)
ABROAD = (OLD, replace(make_subscription("sub_new", started=ago(6), price=EURO)))
PAUSED = (replace(OLD, paused_collection=True), NEW)
LATE = (OLD, replace(NEW, status="past_due"))
TRIAL = (OLD, replace(NEW, status="trialing"))
CHEAP = (OLD, replace(make_subscription("sub_new", started=ago(6), price=make_price("price_small", amount=1900))))
MARKED = (replace(OLD, metadata={"workspace": "north"}), replace(NEW, metadata={"workspace": "south"}))


@pytest.mark.parametrize(
    ("pair", "text", "named"),
    [
        (ABROAD, "Please cancel the euro one and keep the other.", "sub_new"),
        (ABROAD, "I only need the subscription in euros. Cancel the other one.", "sub_old"),
        (ABROAD, "Cancel the dollar subscription.", "sub_old"),
        (ABROAD, "Bitte das in Euro kündigen.", "sub_new"),
        (PAUSED, "Cancel the paused one.", "sub_old"),
        (PAUSED, "Get rid of the one that is on hold.", "sub_old"),
        (LATE, "Please cancel the overdue one.", "sub_new"),
        (LATE, "Cancel the one that was never paid.", "sub_new"),
        (TRIAL, "Cancel the one that is still in its trial, I keep the paid one.", "sub_new"),
        (CHEAP, "Cancel the cheaper one.", "sub_new"),
        (CHEAP, "Cancel the more expensive one.", "sub_old"),
        (PAIR, "Cancel the one on my Mastercard.", "sub_new"),
        (PAIR, "Cancel the one I bought last week.", "sub_new"),
        (PAIR, "Cancel the one from October.", "sub_new"),
        (PAIR, "Please cancel the old Pro.", "sub_old"),
        (MARKED, "Cancel the south one.", "sub_new"),
        (MARKED, "We no longer need the subscription for north.", "sub_old"),
    ],
)
def test_a_trait_tells_one_from_the_other(pair: tuple[object, ...], text: str, named: str) -> None:
    state = make_state(CUSTOMER, *pair)
    account = Account(state=state, now=NOW)
    found = named_to_end(make_message(text), account.live, account)
    assert (found.id if found else None) == named


@pytest.mark.parametrize(
    "text",
    [
        "Cancel the green one.",
        "Please cancel the subscription my assistant set up.",
        "Cancel the euro one.",
        "Cancel the paused one, keep the other.",
        "Keep the one from work, cancel the other one.",
        "Cancel the one that came with the webinar.",
        "Bitte das grüne kündigen.",
        "Please cancel the green Pro.",
    ],
)
def test_what_is_named_and_not_understood_is_for_a_human_whatever_the_age(text: str) -> None:
    state = make_state(CUSTOMER, *PAIR)
    account = Account(state=state, now=NOW)
    assert named_to_end(make_message(text), account.live, account) is None
    assert not_understood(make_message(text), account.live, account)
    case = judged(state, Intent.CANCEL, text=text)
    assert (case.bucket, case.says[0].template) == (Bucket.NEEDS_HUMAN, "needs_human/which_of_these")


@pytest.mark.parametrize(
    "text",
    [
        "I was charged twice, please cancel the extra subscription.",
        "Please cancel the second one, I bought it by mistake.",
        "Cancel the one I do not need.",
        "Cancel one of the two subscriptions and refund it.",
        "Please cancel the duplicate Pro subscription that I bought twice by accident.",
        "Bitte das doppelte Abo kündigen.",
    ],
)
def test_neutral_words_name_nothing_and_the_facts_decide(text: str) -> None:
    case = judged(make_state(CUSTOMER, *PAIR), Intent.CANCEL, text=text)
    assert steps(case)[0][:2] == ("cancel", "sub_new")


def test_of_two_currencies_the_words_decide_though_the_other_is_older() -> None:
    state = make_state(
        CUSTOMER,
        *(make_subscription("sub_euro", started=ago(100), price=EURO), make_subscription("sub_usd", started=ago(4))),
        make_paid("usd", subscription="sub_usd", created=ago(4)),
    )
    case = judged(state, Intent.CANCEL, Intent.REFUND, text="Cancel the dollar one and refund it, keep the euro one.")
    assert steps(case) == [("cancel", "sub_usd", "now", None), ("refund", "ch_usd", None, 4900)]


def test_named_by_its_invoice() -> None:
    bought = make_paid("new", subscription="sub_new", created=ago(6))
    account = Account(state=make_state(CUSTOMER, *PAIR, bought), now=NOW)
    number = bought[1].number or ""
    mail = make_message(
        f"Cancel the subscription with invoice {number}.",
        identifiers=(make_identifier(IdentifierKind.INVOICE_NUMBER, number),),
    )
    found = named_to_end(mail, account.live, account)
    assert found is not None
    assert found.id == "sub_new"


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("Please cancel my plan immediately.", True),
        ("Bitte kündigen Sie sofort.", True),
        ("Please cancel. I want the refund immediately.", False),
        ("Please cancel at the end of the month.", False),
    ],
)
def test_at_once_is_said_of_the_end(text: str, now: bool) -> None:
    assert at_once(make_message(text)) is now


def test_a_choice_of_words_about_age_still_counts() -> None:
    case = judged(make_state(CUSTOMER, *PAIR), Intent.CANCEL, Cue.DUPLICATE_CLAIM, text="Cancel the newer one.")
    assert steps(case)[0][:2] == ("cancel", "sub_new")

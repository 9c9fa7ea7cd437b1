"""A part of a subscription: an add-on among its items, or a number that was a mistake; and teams that leave."""

from dataclasses import replace

import pytest

from parsers.vocabulary import Bucket, Case, Cue, Intent, Subscription
from tests.classifiers.judging import NO_OP, judged, of, row, steps
from tests.support.making import ago, make_paid, make_price, make_subscription

STORAGE = make_price("price_storage", product="prod_storage", name="Extra Storage", amount=900)
PLAN = make_subscription("sub_one")
HELD = replace(PLAN, items=(*PLAN.items, replace(PLAN.items[0], id="si_storage", price=STORAGE)))
SEATS = make_subscription("sub_seats", quantity=3, price=make_price("price_seat", amount=2900))


def about(text: str, *wanted: Intent | Cue, plan: Subscription = HELD) -> Case:
    return judged(of(plan, make_paid("one")), *wanted, text=text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Please cancel Extra Storage, I keep Pro.", (Intent.CANCEL,)),
        ("Please take Extra Storage off my plan.", (Intent.PLAN_OR_SEATS,)),
        ("I never use Extra Storage, I would like the money for it back.", (Intent.REFUND,)),
        ("Cancel the add-on please, the plan itself stays.", (Intent.CANCEL,)),
        ("Bitte das Zusatzmodul kündigen.", (Intent.CANCEL,)),
        ("Keep Pro, but remove Extra Storage.", (Intent.CANCEL, Cue.DECLINES_CANCEL)),
    ],
)
def test_a_wish_about_one_item_never_ends_the_whole(text: str, wanted: tuple[Intent | Cue, ...]) -> None:
    case = about(text, *wanted)
    assert (case.bucket, steps(case), row(case)) == (Bucket.NEEDS_HUMAN, NO_OP, "team_mistake")
    assert case.says[0].template == "needs_human/add_on"
    assert any("si_storage" in line and "$9.00/month" in line for line in case.follow_up)


@pytest.mark.parametrize(
    "text", ["Please cancel my subscription.", "Please cancel Pro.", "Cancel Pro and Extra Storage, I am leaving."]
)
def test_a_wish_about_all_of_it_is_answered_as_ever(text: str) -> None:
    assert about(text, Intent.CANCEL).bucket is Bucket.SELF_SERVE_GAP


def test_where_the_add_on_is_a_subscription_of_its_own_that_one_ends() -> None:
    alone = make_subscription("sub_storage", price=STORAGE)
    case = judged(of(HELD, alone), Intent.CANCEL, text="Please cancel Extra Storage.")
    assert case.says[0].template != "needs_human/add_on"


def test_an_extra_that_holds_an_add_on_is_not_ended() -> None:
    more = replace(HELD, id="sub_more", created=ago(5), start_date=ago(5))
    case = judged(of(PLAN, more), Intent.CANCEL, Cue.DUPLICATE_CLAIM, text="Cancel one of the two.")
    assert (case.bucket, steps(case)) == (Bucket.NEEDS_HUMAN, NO_OP)
    fewer = judged(of(HELD, replace(PLAN, id="sub_less", created=ago(5))), Intent.CANCEL, text="Cancel one of the two.")
    assert steps(fewer)[0][:2] == ("cancel", "sub_less")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I pressed the plus too often, I only need one licence.", (Intent.REFUND,)),
        ("We ordered 3 seats instead of 1, sorry.", (Intent.PLAN_OR_SEATS,)),
        ("I did not mean to buy three. Please refund it.", (Intent.REFUND, Cue.UNEXPECTED_CHARGE)),
        ("Ich habe versehentlich drei Lizenzen gekauft.", (Intent.REFUND,)),
        ("There should be one seat, not three, my mistake.", (Intent.REFUND, Cue.PERSONAL_MISTAKE)),
    ],
)
def test_a_number_by_mistake_is_never_answered_with_the_whole(text: str, wanted: tuple[Intent | Cue, ...]) -> None:
    case = judged(of(SEATS, make_paid("one", subscription="sub_seats", amount=8700)), *wanted, text=text)
    assert (case.bucket, steps(case)) == (Bucket.NEEDS_HUMAN, NO_OP)
    assert case.says[0].template == "needs_human/quantity"
    assert any("3 of Pro at $29.00 each" in line for line in case.because)
    assert any("one costs $29.00" in line for line in case.follow_up)


def test_a_mistake_of_a_team_s_that_is_not_told_is_a_human_s_as_well() -> None:
    case = judged(of(SEATS), Intent.REFUND, Intent.CANCEL, Cue.PERSONAL_MISTAKE, text="Please put that right.")
    assert (case.bucket, steps(case), case.says[0].template) == (Bucket.NEEDS_HUMAN, NO_OP, "neutral/review")


def test_a_mistake_about_something_else_is_no_slip_in_number() -> None:
    case = judged(of(SEATS), Intent.CANCEL, Cue.PERSONAL_MISTAKE, text="I forgot to tell you: we are leaving.")
    assert case.bucket is Bucket.SELF_SERVE_GAP


def test_an_add_on_bought_too_often_is_told_by_its_own_number() -> None:
    held = replace(HELD, items=(HELD.items[0], replace(HELD.items[1], quantity=4)))
    case = judged(of(held), Intent.REFUND, Cue.PERSONAL_MISTAKE, text="I only need one of these, I ordered 4.")
    assert any("4 of Extra Storage at $9.00 each" in line for line in case.because)


def test_a_single_seat_is_no_slip_in_number() -> None:
    case = judged(of(PLAN, make_paid("one")), Intent.REFUND, Cue.PERSONAL_MISTAKE, text="I only need one.")
    assert case.says[0].template != "needs_human/quantity"


@pytest.mark.parametrize("cues", [(), (Cue.TEAM_MENTION,), (Cue.TEAM_MENTION, Cue.CANNOT_CANCEL)])
def test_a_team_that_leaves_is_no_seat_question(cues: tuple[Cue, ...]) -> None:
    case = judged(of(SEATS), Intent.CANCEL, *cues, text="Our team is moving on, please cancel.")
    assert (case.bucket, row(case)) == (Bucket.SELF_SERVE_GAP, "self_serve_gap")


@pytest.mark.parametrize(
    "words", [(Intent.BROKEN_BILLING,), (Intent.REFUND, Cue.UNEXPECTED_CHARGE), (Intent.PLAN_OR_SEATS,)]
)
def test_a_team_that_asks_about_a_charge_or_seats_is(words: tuple[Intent | Cue, ...]) -> None:
    assert judged(of(SEATS), *words).bucket is Bucket.TEAM_PURCHASE


def test_to_mention_people_alone_is_no_question_about_seats() -> None:
    assert judged(of(SEATS), Intent.INVOICE_REQUEST, Cue.TEAM_MENTION).bucket is not Bucket.TEAM_PURCHASE

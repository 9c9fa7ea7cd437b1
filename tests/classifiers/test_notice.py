"""A plain notice: the portal stays the proposal, the draft takes it, and what is then to be ended is known."""

import pytest

from classifiers.notice import given, taken
from parsers.vocabulary import ActionKind, Cue, Intent, When
from tests.classifiers.judging import PORTAL, judged, of, steps
from tests.support.making import NO_PORTAL, ago, make_subscription


@pytest.mark.parametrize(
    ("status", "when"), [("active", When.PERIOD_END), ("past_due", When.NOW), ("trialing", When.PERIOD_END)]
)
def test_a_plain_notice_is_taken_while_the_portal_is_proposed(status: str, when: When) -> None:
    trial = ago(-9) if status == "trialing" else None
    case = judged(of(make_subscription(status=status, trial_end=trial)), Intent.CANCEL)
    assert steps(case) == PORTAL
    action = taken(case)
    assert action is not None
    assert (action.kind, action.object, action.when) == (ActionKind.CANCEL, "sub_one", when)
    assert given(case)


def test_who_asks_how_has_given_no_notice() -> None:
    case = judged(of(make_subscription()), Intent.CANCEL, Cue.ASKS_HOW)
    assert (taken(case), given(case)) == (None, False)


def test_what_is_proposed_already_is_not_proposed_twice() -> None:
    case = judged(of(make_subscription(), portal=NO_PORTAL), Intent.CANCEL)
    assert (taken(case), given(case)) == (None, True)
    assert taken(judged(of(make_subscription()), Intent.REFUND)) is None

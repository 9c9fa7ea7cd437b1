"""A clock that is set back: nothing waits until it has caught up, and nobody who lives loses what they hold."""

from datetime import timedelta

import pytest

from tests.store.made import Clock, claimed, delivery, keep, work_off
from worker.config.settings import WorkerSection
from worker.store import LONGEST_WAIT, CaseBook

BACK = [timedelta(minutes=10), timedelta(hours=2), timedelta(days=1), timedelta(days=7)]
FAR = BACK[1:]  # beyond any wait of ours


def set_back(clock: Clock, by: timedelta) -> None:
    clock.forward(seconds=-by.total_seconds())


@pytest.mark.parametrize("by", BACK, ids=str)
def test_mail_that_nobody_has_tried_is_claimed_at_once_in_the_order_it_came(
    book: CaseBook, clock: Clock, by: timedelta
) -> None:
    for number in (3, 1, 2):
        book.take([delivery(number=number)])
        clock.forward(seconds=1)
    set_back(clock, by)
    assert book.next_due() == 0
    assert [claimed(book).message_id for _ in range(3)] == [f"<m{n}@customer.example>" for n in (3, 1, 2)]


@pytest.mark.parametrize("by", BACK, ids=str)
def test_new_mail_brings_back_what_came_before_it(book: CaseBook, clock: Clock, by: timedelta) -> None:
    book.take([delivery(number=1)])
    set_back(clock, by)
    clock.forward(seconds=1)
    book.take([delivery(number=2)])
    assert [claimed(book).message_id for _ in range(2)] == ["<m1@customer.example>", "<m2@customer.example>"]
    assert book.claim("one", 60) is None


@pytest.mark.parametrize("by", BACK, ids=str)
def test_a_mail_put_off_waits_no_longer_than_the_longest_wait(book: CaseBook, clock: Clock, by: timedelta) -> None:
    book.take([delivery()])
    book.postpone(claimed(book), "down", 300)
    set_back(clock, by)
    assert (book.next_due() or 0) <= LONGEST_WAIT
    if by in FAR:
        assert claimed(book).faults == 1
    else:
        assert book.claim("one", 60) is None
        clock.forward(seconds=LONGEST_WAIT)
        assert claimed(book).faults == 1


@pytest.mark.parametrize("delay", [LONGEST_WAIT + 1, 86_400.0, 1e12, float("inf")])
def test_no_wait_is_longer_than_an_hour(book: CaseBook, delay: float) -> None:
    book.take([delivery()])
    book.postpone(claimed(book), "come again next year", delay)
    assert book.next_due() == LONGEST_WAIT


def test_no_lease_is_longer_than_an_hour() -> None:
    assert WorkerSection(lease_seconds=LONGEST_WAIT)
    with pytest.raises(ValueError, match="less than or equal to 3600"):
        WorkerSection(lease_seconds=LONGEST_WAIT + 1)


@pytest.mark.parametrize("by", BACK, ids=str)
def test_who_lives_keeps_the_mail_in_hand(book: CaseBook, clock: Clock, by: timedelta) -> None:
    book.take([delivery()])
    mine = claimed(book, owner="one", lease=60)
    set_back(clock, by)
    for _ in range(6):
        assert book.claim("two", 60) is None
        clock.forward(seconds=20)
        book.renew(mine)
    keep(book, mine)
    book.finish(mine)
    assert book.counts() == {"done": 1}


@pytest.mark.parametrize("by", FAR, ids=str)
def test_who_died_loses_it_after_one_lease(book: CaseBook, clock: Clock, by: timedelta) -> None:
    book.take([delivery()])
    claimed(book, owner="dead", lease=60)
    set_back(clock, by)
    assert book.claim("two", 60) is None
    clock.forward(seconds=61)
    assert claimed(book, owner="two").attempts == 2


def test_who_died_before_a_small_step_back_loses_it_within_the_longest_wait(book: CaseBook, clock: Clock) -> None:
    book.take([delivery()])
    claimed(book, owner="dead", lease=60)
    set_back(clock, BACK[0])
    clock.forward(seconds=LONGEST_WAIT)
    assert claimed(book, owner="two").attempts == 2


@pytest.mark.parametrize("by", BACK[2:], ids=str)
def test_second_looks_go_on_once_a_day_and_not_twice_when_the_clock_is_right_again(
    book: CaseBook, clock: Clock, by: timedelta
) -> None:
    day = timedelta(days=1)
    book.take([delivery(number=number) for number in (1, 2, 3)])
    work_off(book)
    assert book.unchecked(day) == ()
    set_back(clock, by)
    due = book.unchecked(day)
    assert len(due) == 3
    for case_id in due:
        claim = book.reopen(case_id, "one", 60)
        assert claim
        book.checked(claim)
        book.finish(claim)
    assert book.unchecked(day) == ()
    clock.forward(hours=23)
    assert book.unchecked(day) == ()
    clock.forward(hours=2)
    assert len(book.unchecked(day)) == 3


@pytest.mark.parametrize("by", BACK, ids=str)
def test_the_allowance_of_requests_fills_again(book: CaseBook, clock: Clock, by: timedelta) -> None:
    book.take_tokens(5, 5.0)
    set_back(clock, by)
    waits = []
    for _ in range(20):
        waits.append(book.take_tokens(1, 5.0))
        clock.forward(seconds=0.2)
    assert waits == pytest.approx([0.2] * 20)
    clock.forward(seconds=2)
    assert book.take_tokens(5, 5.0) == 0


@pytest.mark.parametrize("by", BACK, ids=str)
def test_forward_again_nothing_is_done_twice(book: CaseBook, clock: Clock, by: timedelta) -> None:
    book.take([delivery(number=number) for number in (1, 2, 3)])
    assert work_off(book) == 3
    set_back(clock, by)
    book.take([delivery(number=number) for number in (2, 3, 4)])
    assert work_off(book) == 1
    clock.forward(seconds=by.total_seconds())
    book.take([delivery(number=number) for number in (1, 4, 5)])
    assert work_off(book) == 1
    assert book.counts() == {"done": 5}

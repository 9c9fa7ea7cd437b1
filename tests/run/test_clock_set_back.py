"""The worker at work while the clock is set back and forward again, on both databases."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from parsers.errors import BillingUnavailable, MailboxUnavailable
from tests.run.test_once import Mailbox
from tests.run.test_run import running, until
from tests.store.made import KEY, delivery, keep
from worker.run.attempts import pause
from worker.run.loop import Worker
from worker.store import LONGEST_WAIT, CaseBook, Claim

LEASE = 0.6


class Wrong:
    """The true time and how far it is off."""

    def __init__(self) -> None:
        self.off = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


class Handle:
    """Keeps a case for each mail; the one it is told of takes until it may end."""

    def __init__(self, book: CaseBook, slow: str = "") -> None:
        self.book, self.slow = book, slow
        self.times: Counter[str] = Counter()
        self.begun, self.ends = threading.Event(), threading.Event()

    def __call__(self, claim: Claim) -> None:
        name = str(claim.message_id)
        self.times[name] += 1
        if name == self.slow:
            self.begun.set()
            self.ends.wait(20)
        keep(self.book, claim)


def named(*numbers: int) -> dict[str, int]:
    return {f"<m{number}@customer.example>": 1 for number in numbers}


@pytest.fixture
def clock() -> Wrong:
    return Wrong()


@pytest.fixture
def book(url: str, clock: Wrong) -> Iterator[CaseBook]:
    opened = CaseBook.open(url, key=KEY, clock=clock)
    yield opened
    opened.close()


def prepared(book: CaseBook) -> None:
    """One mail put off, one whose worker died elsewhere, and two that nobody has tried."""
    book.take([delivery(number=1)])
    put_off = book.claim("another", 60)
    assert put_off
    book.postpone(put_off, "Stripe is down", 300)
    book.take([delivery(number=2)])
    assert book.claim("elsewhere:1:2:0", LEASE)
    book.take([delivery(number=3), delivery(number=4)])


@pytest.mark.parametrize("days", [1, 7])
def test_what_waits_is_worked_off_once_each(book: CaseBook, clock: Wrong, days: int) -> None:
    prepared(book)
    clock.off = -timedelta(days=days)
    handle = Handle(book)
    with running(Worker(book, handle, lease=LEASE, threads=2)):
        until(lambda: book.counts() == {"done": 4}, 20)
        book.take([delivery(number=5)])
        until(lambda: book.counts() == {"done": 5}, 20)
        clock.off = timedelta()
        book.take([delivery(number=6)])
        until(lambda: book.counts() == {"done": 6}, 20)
    assert handle.times == named(1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("days", [1, 7])
def test_set_back_while_at_work_the_mail_in_hand_is_finished_by_who_has_it(
    book: CaseBook, clock: Wrong, days: int
) -> None:
    book.take([delivery(number=1)])
    handle = Handle(book, slow="<m1@customer.example>")
    with running(Worker(book, handle, lease=LEASE, threads=2)):
        assert handle.begun.wait(20)
        book.take([delivery(number=2)])
        clock.off = -timedelta(days=days)
        book.take([delivery(number=3)])
        until(lambda: book.counts() == {"claimed": 1, "done": 2}, 20)
        threading.Event().wait(3 * LEASE)  # long enough for the other thread to take what nobody renews
        handle.ends.set()
        until(lambda: book.counts() == {"done": 3}, 20)
    assert handle.times == named(1, 2, 3)


@pytest.mark.parametrize("asked", [77.0, 86_400.0, 1e12, 1e300, float("inf")])
def test_no_pause_is_longer_than_the_longest_wait(asked: float) -> None:
    assert pause(1, BillingUnavailable("x", retry_after=asked)) == min(asked, LONGEST_WAIT)


def test_a_mail_server_that_asks_for_an_age_ends_no_worker(book: CaseBook) -> None:
    book.take([delivery()])
    inbox = Mailbox(0, failures=99, error=MailboxUnavailable("slow down", retry_after=1e300))
    with running(Worker(book, Handle(book), inbox=inbox, poll_seconds=0.05)):
        until(lambda: inbox.asked and book.counts() == {"done": 1}, 20)

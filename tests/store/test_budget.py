"""What all workers on one store share: requests a second, second looks a day."""

import threading

import pytest

from tests.store.made import KEY, Clock
from worker.store import CaseBook


def test_a_full_bucket_lets_a_second_of_requests_pass(book: CaseBook, clock: Clock) -> None:
    assert book.take_tokens(5, 5.0) == 0
    assert book.take_tokens(1, 5.0) == pytest.approx(0.2)
    assert book.take_tokens(1, 5.0) == pytest.approx(0.4)
    clock.forward(seconds=1)
    assert book.take_tokens(1, 5.0) == 0
    clock.forward(days=1)
    assert book.take_tokens(6, 5.0) == pytest.approx(0.2)


def test_a_slow_rate_lets_one_pass(book: CaseBook) -> None:
    assert book.take_tokens(1, 0.5) == 0
    assert book.take_tokens(1, 0.5) == pytest.approx(2)


def test_a_clock_set_back_gives_nothing_away(book: CaseBook, clock: Clock) -> None:
    book.take_tokens(5, 5.0)
    clock.forward(seconds=-100)
    assert book.take_tokens(1, 5.0) == pytest.approx(0.2)


def test_two_workers_share_one_bucket(book: CaseBook, url: str, clock: Clock) -> None:
    other = CaseBook.open(url, key=KEY, clock=clock)
    waits: list[float] = []

    def take(mine: CaseBook) -> None:
        waits.extend(mine.take_tokens(1, 5.0) for _ in range(10))

    threads = [threading.Thread(target=take, args=(mine,)) for mine in (book, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sorted(waits) == pytest.approx([0.0] * 5 + [n / 5 for n in range(1, 16)])


def test_second_looks_are_rationed_by_the_day(book: CaseBook, clock: Clock) -> None:
    assert book.spend_reads(3, 5)
    assert not book.spend_reads(3, 5)
    assert book.spend_reads(2, 5)
    assert not book.spend_reads(1, 5)
    clock.forward(days=1)
    assert book.spend_reads(1, 5)

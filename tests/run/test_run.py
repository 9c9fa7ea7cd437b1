"""The worker that runs for ever: nothing but a wrong configuration ends it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from parsers.errors import BillingUnavailable, ConfigError, StoreUnavailable
from tests.run.test_once import Failing, Mailbox
from tests.store.made import delivery, keep
from worker.run.attempts import pause
from worker.run.heartbeat import Heartbeat
from worker.run.loop import Chore, Worker
from worker.store import CaseBook, Claim


@contextmanager
def running(worker: Worker) -> Iterator[None]:
    """The worker at work, stopped in the end."""
    stop, raised = threading.Event(), list[BaseException]()

    def body() -> None:
        try:
            worker.run(stop)
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=body)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()
    if raised:
        raise raised[0]


def until(true: object, seconds: float = 8.0) -> None:
    end = time.monotonic() + seconds
    assert callable(true)
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def test_mail_is_worked_off_as_it_comes(book: CaseBook) -> None:
    inbox = Mailbox(2)
    with running(Worker(book, Failing(book), inbox=inbox, poll_seconds=0.05)):
        until(lambda: len(book.cases()) == 2)
        book.take([delivery(number=9)])
        began = time.monotonic()
        until(lambda: len(book.cases()) == 3)
        assert time.monotonic() - began < 1
    assert inbox.closed.is_set()


def test_an_inbox_in_trouble_is_asked_again_and_stored_mail_goes_on(
    book: CaseBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.run.loop.pause", lambda *about: 0.01)
    book.take([delivery(number=50)])
    with running(Worker(book, Failing(book), inbox=Mailbox(1, failures=4), poll_seconds=0.05)):
        until(lambda: len(book.cases()) == 2)


def test_a_postponed_mail_comes_round_again(book: CaseBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.run.loop.later", lambda claim, error: 0.1)
    book.take([delivery()])
    handle = Failing(book, mail1=(lambda: BillingUnavailable("down"), 2))
    with running(Worker(book, handle)):
        until(lambda: len(book.cases()) == 1)


def test_a_store_that_stays_away_for_a_while_is_waited_for(book: CaseBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.run.loop.pause", lambda *about: 0.01)
    book.take([delivery()])
    claim, failures = book.claim, iter(range(3))

    def unreliable(owner: str, lease: float) -> Claim | None:
        if next(failures, None) is not None:
            raise StoreUnavailable("server closed the connection")
        return claim(owner, lease)

    monkeypatch.setattr(book, "claim", unreliable)
    with running(Worker(book, Failing(book))):
        until(lambda: len(book.cases()) == 1)


def test_a_wrong_configuration_ends_it(book: CaseBook) -> None:
    book.take([delivery()])

    def handle(claim: Claim) -> None:
        raise ConfigError("stripe.api_key is not set")

    with pytest.raises(ConfigError):
        Worker(book, handle).run(threading.Event())


def test_chores_come_round_and_do_not_stop_the_mail(book: CaseBook) -> None:
    done: list[str] = []

    def bad() -> None:
        done.append("bad")
        raise OSError("disk full")

    chores = (Chore(name="bad", every=0.01, do=bad), Chore(name="good", every=0.01, do=lambda: done.append("good")))
    with running(Worker(book, Failing(book), chores=chores)):
        book.take([delivery()])
        until(lambda: done.count("bad") > 2 and done.count("good") > 2 and len(book.cases()) == 1)


def test_the_mail_in_hand_is_finished_when_told_to_stop(book: CaseBook) -> None:
    book.take([delivery()])
    began = threading.Event()

    def handle(claim: Claim) -> None:
        began.set()
        time.sleep(0.3)
        keep(book, claim)

    with running(Worker(book, handle)):
        assert began.wait(5)
    assert book.counts() == {"done": 1}


def test_a_long_mail_keeps_its_lease(book: CaseBook) -> None:
    book.take([delivery()])

    def handle(claim: Claim) -> None:
        time.sleep(1.5)
        assert book.claim("greedy", 60) is None
        keep(book, claim)

    assert Worker(book, handle, lease=0.6).once()["drafted"] == 1


def test_the_heartbeat_survives_the_store(book: CaseBook) -> None:
    book.take([delivery()])
    claim = book.claim("one", 0.1)
    assert claim
    asked: list[int] = []

    def renew(held: Claim) -> None:
        asked.append(held.mail_id)
        raise StoreUnavailable("away")

    heartbeat = Heartbeat(renew)
    with heartbeat.beating(claim):
        until(lambda: len(asked) > 2)
    heartbeat.stop()


def test_pauses_grow_to_five_minutes_and_keep_what_was_asked() -> None:
    assert 2 <= pause(1) <= 4
    assert 150 <= pause(60) <= 300
    assert pause(1, BillingUnavailable("x", retry_after=77)) == 77

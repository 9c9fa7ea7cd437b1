"""Working off what waits: one mail's failure is its own."""

import logging
import threading
from collections import Counter
from collections.abc import Callable

import pytest

from parsers.errors import (
    BillingUnavailable,
    ConfigError,
    HelpdeskUnavailable,
    LostLease,
    MailboxUnavailable,
    RateLimited,
    Rejected,
)
from tests.store.made import delivery, keep
from worker.ports import Intake
from worker.run.loop import Worker
from worker.store import CaseBook, Claim

QUICK = (0.01, 0.01, 0.01)


class Failing:
    """A handler that raises what it is told to, the first so many times, for the mails named."""

    def __init__(self, book: CaseBook, **errors: tuple[Callable[[], Exception], int]) -> None:
        self._book = book
        self._errors = {int(name.removeprefix("mail")): error for name, error in errors.items()}
        self.tries: Counter[int] = Counter()

    def __call__(self, claim: Claim) -> None:
        self.tries[claim.mail_id] += 1
        make, times = self._errors.get(claim.mail_id, (RuntimeError, 0))
        if self.tries[claim.mail_id] <= times:
            raise make()
        if not self._book.kept(claim):
            keep(self._book, claim)


class Mailbox:
    """An inbox that hands out what it was given, after failing so many times."""

    def __init__(self, mails: int, *, failures: int = 0, error: Exception | None = None) -> None:
        self._mails = mails
        self._failures = failures
        self._error = error or MailboxUnavailable("connection refused")
        self.asked = 0
        self.closed = threading.Event()

    def collect(self, intake: Intake) -> int:
        self.asked += 1
        if self.asked <= self._failures:
            raise self._error
        return intake.take([delivery(number=number) for number in range(1, self._mails + 1)])

    def wait(self, seconds: float) -> None:
        self.closed.wait(min(seconds, 0.05))

    def close(self) -> None:
        self.closed.set()


def filled(book: CaseBook, mails: int = 3) -> CaseBook:
    book.take([delivery(number=number) for number in range(1, mails + 1)])
    return book


def counts(**named: int) -> dict[str, int]:
    return {"drafted": 0, "not_billing": 0, "ignored": 0, "quarantined": 0, "waiting": 0, **named}


def test_everything_is_worked_off(book: CaseBook) -> None:
    said: list[str] = []
    assert Worker(book, Failing(book), inbox=Mailbox(3)).once(said.append) == counts(drafted=3)
    assert said[0] == "collecting mail"
    assert said[-1] == "3 drafted"


@pytest.mark.parametrize("error", [IndexError, RecursionError, MemoryError, lambda: Rejected("no"), ZeroDivisionError])
def test_a_poison_mail_is_quarantined_after_five_attempts_and_the_rest_go_on(
    book: CaseBook, error: Callable[[], Exception]
) -> None:
    handle = Failing(filled(book), mail2=(error, 99))
    assert Worker(book, handle, pauses=QUICK).once() == counts(drafted=2, quarantined=1)
    assert handle.tries == {1: 1, 2: 5, 3: 1}


def test_a_failure_that_does_not_come_back_is_forgiven(book: CaseBook) -> None:
    handle = Failing(filled(book), mail2=(IndexError, 4))
    assert Worker(book, handle, pauses=QUICK).once() == counts(drafted=3)


@pytest.mark.parametrize("error", [BillingUnavailable, HelpdeskUnavailable, RateLimited])
def test_a_passing_fault_is_retried_three_times(book: CaseBook, error: type[BillingUnavailable]) -> None:
    handle = Failing(filled(book), mail2=(lambda: error("down"), 3))
    assert Worker(book, handle, pauses=QUICK).once() == counts(drafted=3)


def test_what_then_remains_waits(book: CaseBook) -> None:
    handle = Failing(filled(book), mail2=(lambda: BillingUnavailable("down"), 99))
    assert Worker(book, handle, pauses=QUICK).once() == counts(drafted=2, waiting=1)
    assert handle.tries[2] == 4


def test_a_day_without_stripe_quarantines_nothing(book: CaseBook) -> None:
    handle = Failing(filled(book, 1), mail1=(lambda: BillingUnavailable("down"), 40))
    worker = Worker(book, handle, pauses=QUICK)
    for _ in range(10):
        assert worker.once() == counts(waiting=1)
    assert worker.once() == counts(drafted=1)


def test_a_long_wait_that_was_asked_for_is_not_sat_out(book: CaseBook) -> None:
    handle = Failing(filled(book), mail2=(lambda: RateLimited("slow down", retry_after=900), 1))
    assert Worker(book, handle, pauses=QUICK).once() == counts(drafted=2, waiting=1)
    assert handle.tries[2] == 1
    assert 890 < (book.next_due() or 0) <= 900


def test_a_mail_that_another_worker_took_over_is_dropped(book: CaseBook, caplog: pytest.LogCaptureFixture) -> None:
    filled(book, 1)

    def handle(claim: Claim) -> None:
        book.postpone(claim, "somebody else", 900)
        raise LostLease("gone")

    with caplog.at_level(logging.WARNING):
        assert Worker(book, handle).once() == counts(waiting=1)
    assert not caplog.records


def test_a_wrong_configuration_stops_the_worker(book: CaseBook) -> None:
    filled(book, 2)

    def handle(claim: Claim) -> None:
        raise ConfigError("stripe.api_key is not set")

    with pytest.raises(ConfigError):
        Worker(book, handle).once()
    claim = book.claim("next", 60)
    assert claim
    assert claim.attempts == 1


def test_trouble_with_the_inbox_does_not_keep_the_stored_mail(book: CaseBook) -> None:
    worker = Worker(filled(book), Failing(book), inbox=Mailbox(0, failures=99), pauses=QUICK)
    assert worker.once() == counts(drafted=3)
    assert worker.trouble
    assert "connection refused" in worker.trouble


def test_an_inbox_that_comes_back_is_no_trouble(book: CaseBook) -> None:
    worker = Worker(book, Failing(book), inbox=Mailbox(2, failures=3), pauses=QUICK)
    assert worker.once() == counts(drafted=2)
    assert worker.trouble is None


def test_any_error_of_the_inbox_is_borne(book: CaseBook) -> None:
    inbox = Mailbox(0, failures=99, error=Rejected("wrong password"))
    worker = Worker(filled(book), Failing(book), inbox=inbox, pauses=QUICK)
    assert worker.once() == counts(drafted=3)
    assert inbox.asked == 1


def test_what_was_put_off_earlier_is_tried_now(book: CaseBook) -> None:
    claim = filled(book, 1).claim("yesterday", 60)
    assert claim
    book.postpone(claim, "down", 3000)
    assert Worker(book, Failing(book)).once() == counts(drafted=1)


def test_secrets_in_errors_are_not_kept(book: CaseBook) -> None:
    secret = "sk_" + "live_" + "abcdefghijklmnopqrstuvwx"
    handle = Failing(filled(book, 1), mail1=(lambda: ValueError(f"bad key {secret}"), 99))
    Worker(book, handle).once()
    assert secret not in str(book.cases()[0].shown)
    assert "ValueError" in book.cases()[0].shown["reason"]


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_share_the_work(book: CaseBook, threads: int) -> None:
    handle = Failing(filled(book, 40), mail7=(IndexError, 99), mail9=(lambda: BillingUnavailable("x"), 2))
    worker = Worker(book, handle, threads=threads, pauses=QUICK)
    assert worker.once() == counts(drafted=39, quarantined=1)
    assert all(tries == 1 for mail, tries in handle.tries.items() if mail not in {7, 9})

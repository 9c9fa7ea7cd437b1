"""Which faults tell of trouble that other mails would meet too."""

from typing import Any, cast

import pytest

from parsers.errors import HelpdeskUnavailable, NotShownYet
from tests.store.made import claimed, delivery
from worker.run.attempts import Attempts, later, said
from worker.store import CaseBook, Claim


class Stumbling:
    """A book that fails whenever a mail is to be given back, for so many times."""

    def __init__(self, book: CaseBook, times: int) -> None:
        self._book, self._times = book, times

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._book, name)
        return self._stumble if name in {"postpone", "quarantine"} and self._times else real

    def _stumble(self, *about: object, **more: object) -> None:
        self._times -= 1
        raise ValueError("a text that no column takes \0")


@pytest.mark.parametrize("passing", [True, False])
@pytest.mark.parametrize("times", [1, 9])
def test_a_slip_while_a_mail_is_put_back_never_ends_the_worker(book: CaseBook, times: int, passing: bool) -> None:
    def handle(claim: Claim) -> None:
        raise HelpdeskUnavailable("not now") if passing else RuntimeError("never \0")

    book.take([delivery()])
    attempts = Attempts(cast("CaseBook", Stumbling(book, times)), handle, max_attempts=1, lease=60)
    tried = attempts.work(claimed(book), later)
    attempts.close()
    aside = not passing and times == 1
    assert tried.outcome == ("quarantined" if aside else None)
    assert book.counts() == ({"quarantined": 1} if aside else {"claimed": 1})


def test_an_error_is_said_in_one_printable_line() -> None:
    class Speechless(Exception):
        def __str__(self) -> str:
            raise UnicodeError

    assert said(Speechless()) == "Speechless"
    assert said(ValueError("a\r\nb\0\x1b[31m\ud800" + "x" * 10_000)).isprintable()


@pytest.mark.parametrize(("error", "fault"), [(HelpdeskUnavailable, True), (NotShownYet, False)])
def test_a_conversation_that_is_not_shown_yet_is_one_mails_trouble(
    book: CaseBook, error: type[HelpdeskUnavailable], fault: bool
) -> None:
    def handle(claim: Claim) -> None:
        raise error("not now")

    book.take([delivery()])
    attempts = Attempts(book, handle, max_attempts=5, lease=60)
    tried = attempts.work(claimed(book), later)
    attempts.close()
    assert (tried.outcome, tried.fault) == (None, fault)
    assert book.counts()["waiting"] == 1

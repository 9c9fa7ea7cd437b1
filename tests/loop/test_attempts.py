"""Which faults tell of trouble that other mails would meet too."""

import pytest

from parsers.errors import HelpdeskUnavailable, NotShownYet
from tests.store.made import claimed, delivery
from worker.attempts import Attempts, later
from worker.store import CaseBook, Claim


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

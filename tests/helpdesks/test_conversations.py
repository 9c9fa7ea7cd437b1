"""Which conversation a mail stands in where no Message-ID tells; and none where that is unsure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from parsers.labels.prefixes import bare_subject
from tests.helpdesks.memory import make_packet
from worker.helpdesks.matching import Candidate, choose

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REPLY = replace(make_packet(subject="Re: Invoice"), arrived_at=NOW)
FIRST = replace(REPLY, subject="Invoice", in_reply_to=(), references=())


def candidate(name: str, subject: str = "Invoice", *, begun: float | None = 0, touched: float = 0) -> Candidate:
    """`begun` and `touched` in hours after the mail."""
    start = None if begun is None else NOW + timedelta(hours=begun)
    return Candidate(id=name, subject=subject, touched=NOW + timedelta(hours=touched), begun=start)


def test_the_one_that_the_mail_began() -> None:
    assert choose(FIRST, [candidate("1"), candidate("2", begun=-200, touched=-100)]) == "1"


def test_an_old_one_that_an_agent_touched_since_is_not_a_first_mails() -> None:
    assert choose(FIRST, [candidate("2", begun=-200, touched=1)]) is None
    assert choose(FIRST, [candidate("1"), candidate("2", begun=-200, touched=1)]) == "1"


def test_a_reply_stands_in_an_old_one() -> None:
    assert choose(REPLY, [candidate("2", begun=-200), candidate("3", "Something else", begun=-3)]) == "2"


def test_two_that_it_may_be_are_none() -> None:
    assert choose(REPLY, [candidate("1", begun=-5), candidate("2", begun=-200)]) is None
    assert choose(FIRST, [candidate("1"), candidate("2", begun=0.1, touched=0.1)]) is None


def test_of_several_the_one_that_it_began() -> None:
    assert choose(REPLY, [candidate("1"), candidate("2", begun=-200)]) == "1"


def test_one_that_was_not_touched_since_does_not_show_the_mail_yet() -> None:
    assert choose(REPLY, [candidate("2", begun=-200, touched=-1)]) is None


def test_one_that_began_later_is_another_mails() -> None:
    assert choose(FIRST, [candidate("1", begun=30, touched=30)]) is None


def test_a_helpdesk_that_fetches_late_is_understood() -> None:
    assert choose(FIRST, [candidate("1", begun=5, touched=5)]) == "1"


def test_another_subject_is_another_conversation() -> None:
    assert choose(FIRST, [candidate("1", "Refund")]) is None


def test_a_chat_without_subject_may_be_it_if_it_is_the_only_one() -> None:
    assert choose(FIRST, [candidate("1", "")]) == "1"
    assert choose(FIRST, [candidate("1", ""), candidate("2", "")]) is None


def test_where_no_beginning_is_told_the_subject_and_the_last_touch_decide() -> None:
    assert choose(FIRST, [candidate("1", begun=None)]) == "1"
    assert choose(FIRST, [candidate("1", begun=None), candidate("2", begun=None)]) is None


@pytest.mark.parametrize("subject", ["RE: Fwd: [Ticket 5] invoice", "AW: Invoice", "  Invoice ", "Re[2]: INVOICE"])
def test_prefixes_and_tags_do_not_matter(subject: str) -> None:
    assert bare_subject(subject) == "invoice"

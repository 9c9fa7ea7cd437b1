"""Who works on which mail: leases, fences, attempts, backoff, and what is kept across them."""

import pytest

from parsers.errors import LostLease
from parsers.vocabulary import Outcome
from tests.store.made import Clock, claimed, delivery, keep, work_off
from worker.store import CaseBook, owner_name


def test_one_mail_is_one_workers(book: CaseBook) -> None:
    book.take([delivery(number=1), delivery(number=2)])
    first, second = claimed(book, owner="one"), claimed(book, owner="two")
    assert first.mail_id != second.mail_id
    assert book.claim("three", 60) is None
    assert book.waiting() == 2


def test_the_oldest_mail_comes_first(book: CaseBook, clock: Clock) -> None:
    for number in (3, 1, 2):
        book.take([delivery(number=number)])
        clock.forward(seconds=1)
    assert [claimed(book).message_id for _ in range(3)] == [f"<m{n}@customer.example>" for n in (3, 1, 2)]


def test_a_lease_that_ran_out_is_taken_over(book: CaseBook, clock: Clock) -> None:
    book.take([delivery()])
    first = claimed(book, owner="one", lease=60)
    clock.forward(seconds=59)
    assert book.claim("two", 60) is None
    clock.forward(seconds=2)
    second = claimed(book, owner="two")
    assert second.mail_id == first.mail_id
    assert (first.attempts, second.attempts) == (1, 2)
    assert second.fence > first.fence


def test_a_lease_that_is_renewed_is_not(book: CaseBook, clock: Clock) -> None:
    book.take([delivery()])
    first = claimed(book, lease=60)
    clock.forward(seconds=50)
    book.renew(first)
    clock.forward(seconds=50)
    assert book.claim("two", 60) is None


def test_a_worker_frozen_past_its_lease_can_do_nothing_more(book: CaseBook, clock: Clock) -> None:
    book.take([delivery()])
    zombie = claimed(book, owner="zombie")
    outbox = book.outbox(zombie)
    outbox.remember("draft.from", "1:7")
    clock.forward(seconds=61)
    heir = claimed(book, owner="heir")
    keep(book, heir, body="The heir's")
    for late in (
        lambda: book.renew(zombie),
        lambda: outbox.remember("draft", "9"),
        lambda: keep(book, zombie, body="The zombie's"),
        lambda: book.step(zombie, "draft"),
        lambda: book.finish(zombie),
        lambda: book.postpone(zombie, "late", 0),
        lambda: book.quarantine(zombie, "late"),
    ):
        with pytest.raises(LostLease):
            late()
    kept = book.kept(heir)
    assert kept
    assert kept.draft
    assert kept.draft.body == "The heir's"
    assert book.outbox(heir).recall("draft.from") == "1:7"
    assert book.finish(heir) is Outcome.DRAFTED
    with pytest.raises(LostLease):
        book.finish(heir)


def test_what_was_kept_first_stays(book: CaseBook, clock: Clock) -> None:
    book.take([delivery()])
    first = keep(book, claimed(book), body="First")
    clock.forward(seconds=61)
    heir = claimed(book)
    assert book.done(heir, "judged")
    assert keep(book, heir, body="Second") == first
    assert book.kept(heir) == first


def test_steps_are_remembered_across_workers(book: CaseBook, clock: Clock) -> None:
    book.take([delivery()])
    first = claimed(book)
    assert not book.done(first, "note")
    book.step(first, "note")
    book.step(first, "note")
    clock.forward(seconds=61)
    assert book.done(claimed(book), "note")


def test_the_outbox_keeps_the_last_value(book: CaseBook) -> None:
    book.take([delivery(number=1), delivery(number=2)])
    one, two = book.outbox(claimed(book)), book.outbox(claimed(book))
    assert one.recall("k") is None
    one.remember("k", "1")
    one.remember("k", "2")
    assert one.recall("k") == "2"
    assert two.recall("k") is None


def test_a_passing_fault_costs_no_attempt(book: CaseBook, clock: Clock) -> None:
    book.take([delivery()])
    for faults in range(7):
        claim = claimed(book)
        assert (claim.attempts, claim.faults) == (1, faults)
        book.postpone(claim, "Stripe is down", 30)
        assert book.claim("one", 60) is None
        assert book.next_due() == 30
        clock.forward(seconds=30)


def test_any_other_failure_does(book: CaseBook) -> None:
    book.take([delivery()])
    for attempts in (1, 2, 3):
        claim = claimed(book)
        assert claim.attempts == attempts
        book.postpone(claim, "IndexError", 0, count=True)


def test_waking_brings_the_postponed_back(book: CaseBook) -> None:
    book.take([delivery()])
    book.postpone(claimed(book), "later", 300)
    assert book.claim("one", 60) is None
    assert book.wake() == 1
    assert book.claim("one", 60)


def test_a_dead_process_holds_no_lease(book: CaseBook) -> None:
    book.take([delivery(number=1), delivery(number=2), delivery(number=3)])
    machine, pid, started, thread = owner_name().split(":")
    claimed(book, owner=f"{machine}:{pid}:{int(started) - 1}:{thread}")  # its pid is ours now
    claimed(book, owner=owner_name())
    claimed(book, owner="elsewhere:1:2:0")
    assert book.free() == 1
    assert claimed(book).attempts == 2
    assert book.claim("one", 60) is None


def test_the_quarantined_keep_their_raw_mail_and_have_a_case(book: CaseBook) -> None:
    book.take([delivery()])
    claim = claimed(book)
    book.quarantine(claim, "IndexError: list index out of range")
    assert book.waiting() == 0
    assert book.counts() == {"quarantined": 1}
    record = book.case(claim.case_id)
    assert record
    assert record.outcome == "quarantined"
    assert record.shown["reason"] == "IndexError: list index out of range"
    assert record.shown["draft"] is None
    assert record.shown["message_id"] == claim.message_id
    assert book.raw(claim.case_id) == claim.raw


def test_a_case_whose_filing_failed_for_good_is_quarantined_too(book: CaseBook) -> None:
    book.take([delivery()])
    claim = claimed(book)
    keep(book, claim)
    book.quarantine(claim, "Rejected: no such conversation")
    record = book.case(claim.case_id)
    assert record
    assert (record.outcome, record.bucket, record.shown["bucket"]) == ("quarantined", None, None)


def test_the_quarantined_may_be_tried_anew(book: CaseBook) -> None:
    book.take([delivery()])
    claim = claimed(book)
    book.quarantine(claim, "IndexError")
    assert book.again(claim.case_id)
    assert not book.again(claim.case_id)
    assert claimed(book).attempts == 1
    assert book.cases() == ()


def test_finishing_before_anything_was_kept_is_a_slip(book: CaseBook) -> None:
    book.take([delivery()])
    with pytest.raises(ValueError, match="before it was kept"):
        book.finish(claimed(book))


def test_every_mail_has_a_case_in_the_end(book: CaseBook) -> None:
    book.take([delivery(number=number) for number in range(1, 8)])
    assert work_off(book) == 7
    assert len(book.cases()) == 7
    assert book.counts() == {"done": 7}

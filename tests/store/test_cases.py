"""Lists, lookups, sums, decisions and the trail."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from parsers.errors import Overtaken
from tests.store.made import claimed, delivery, keep, work_off
from tests.support.clock import MONDAY
from worker.store import CaseBook, Correction, Review
from worker.store.tables import audit


def three(book: CaseBook) -> list[str]:
    """Three cases; their ids, oldest mail first."""
    book.take([delivery(number=number) for number in (3, 1, 2)])
    work_off(book)
    return [record.id for record in book.cases()]


def test_cases_stand_oldest_mail_first(book: CaseBook) -> None:
    three(book)
    assert [record.shown["message_id"][:3] for record in book.cases()] == ["<m1", "<m2", "<m3"]
    assert [record.arrived_at for record in book.cases(limit=2)] == [MONDAY + timedelta(seconds=n) for n in (2, 3)]
    assert len(book.cases(since=MONDAY + timedelta(seconds=3))) == 1
    assert len(book.cases(bucket="self_serve_gap")) == 3
    assert book.cases(bucket="team_purchase") == ()


def test_a_case_is_found_by_the_beginning_of_its_id(book: CaseBook) -> None:
    ids = three(book)
    for case_id in ids:
        found = book.case(case_id[:12])
        assert found
        assert found.id == case_id
    assert book.case("zzz") is None
    assert book.case("%") is None
    with pytest.raises(LookupError, match="several"):
        book.case("")


def test_what_was_kept_is_recorded_for_replays(book: CaseBook) -> None:
    ids = three(book)
    recorded = list(book.recorded())
    assert [kept.case_id for kept in recorded] == ids
    assert book.record(ids[0]) == recorded[0]
    assert recorded[0].draft
    assert recorded[0].state.charges[0].amount.amount == 4900


def test_many_pages_are_replayed_each_once(book: CaseBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.store.cases._PAGE", 2)
    ids = three(book)
    assert [kept.case_id for kept in book.recorded()] == ids


def test_gaps_are_counted_with_their_money(book: CaseBook) -> None:
    three(book)
    [gap] = book.gaps()
    assert (gap.key, gap.cases, gap.cash_out, gap.currency) == ("no_billing_portal", 3, 14700, "usd")
    assert book.gaps(since=MONDAY + timedelta(days=1)) == ()


def test_two_agents_do_not_overwrite_each_other(book: CaseBook) -> None:
    case_id = three(book)[0]
    ann = Review(case_id=case_id, version=1, by="ann", decision="approve", subject="Re", body="Hello", edited=0.1)
    assert book.decide(ann, status="approved") == 2
    with pytest.raises(Overtaken):
        book.decide(Review(case_id=case_id, version=1, by="bob", decision="reject"), status="rejected")
    assert book.decide(Review(case_id=case_id, version=2, by="bob", decision="reopen"), status="open") == 3
    assert [(review.by, review.version, review.body) for review in book.reviews(case_id)] == [
        ("ann", 2, "Hello"),
        ("bob", 3, None),
    ]
    record = book.case(case_id)
    assert record
    assert (record.status, record.status_by, record.version) == ("open", "bob", 3)
    assert [(entry.actor, entry.action) for entry in book.trail(case_id=case_id)][-2:] == [
        ("ann", "approve"),
        ("bob", "reopen"),
    ]


def test_corrections_are_kept(book: CaseBook) -> None:
    case_id = three(book)[0]
    book.correct(Correction(case_id=case_id, by="ann", kind="intent", was="refund", should_be="cancel"))
    [correction] = book.corrections()
    assert (correction.kind, correction.was, correction.should_be) == ("intent", "refund", "cancel")
    assert correction.at
    assert book.corrections(since=correction.at + timedelta(seconds=1)) == ()


def test_the_trail_is_only_ever_added_to(book: CaseBook) -> None:
    book.audit("ann", "looked", reason="curious")
    [before] = book.trail()
    assert before.detail == {"reason": "curious"}
    for change in (delete(audit), update(audit).values(actor="bob"), update(audit).values(detail="{}")):
        with pytest.raises(DBAPIError, match="append-only"), book._database.write() as tx:
            tx.execute(change)
    if not book._database.sqlite:
        with pytest.raises(DBAPIError, match="append-only"), book._database.write() as tx:
            tx.execute(text("TRUNCATE audit"))
    assert book.trail() == (before,)


def test_a_mail_worked_off_leaves_its_line_in_the_trail(book: CaseBook) -> None:
    book.take([delivery()])
    claim = claimed(book)
    keep(book, claim)
    book.finish(claim)
    assert [entry.action for entry in book.trail(case_id=claim.case_id)] == ["done"]

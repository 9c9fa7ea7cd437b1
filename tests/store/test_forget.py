"""A person is erased everywhere, files and dump included; what was worked on is never worked on again."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url

from parsers.errors import ConfigError, LostLease
from parsers.vocabulary import BillingState, Case, Mailbox, Outcome
from tests.store.made import KEY, Clock, claimed, delivery, keep, message, reading, work_off
from tests.support.clock import MONDAY
from tests.support.mails import make_mail
from worker.case_json import case_json
from worker.store import CaseBook, Claim

DANA, NAME = "dana@customer.example", "Dana Example"
TRACES = (DANA, DANA.upper(), NAME, "customer.example")


def everything(url: str) -> str:
    """All that lies on the disk (SQLite), or that a dump would hold (PostgreSQL)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        files = Path(str(parsed.database)).parent.glob("*.db*")
        return "".join(file.read_bytes().decode("latin-1") for file in files)
    with psycopg.connect(host=str(parsed.query["host"]), dbname=parsed.database, user="postgres") as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [connection.execute(f"SELECT t::text FROM {name} t").fetchall() for (name,) in tables]
    return "\n".join(row for table in rows for (row,) in table)


def worked(book: CaseBook, raw: bytes | None = None) -> str:
    """One of Dana's mails, worked off with all that an agent adds; its case id."""
    book.take([delivery(raw)])
    claim = claimed(book)
    keep(book, claim)
    book.outbox(claim).remember("draft.r1", f"Drafts of {DANA}")
    book.finish(claim)
    book.audit("agent", "looked", case_id=claim.case_id, remark=NAME)
    return claim.case_id


def test_no_trace_is_left(book: CaseBook, url: str) -> None:
    worked(book)
    before = everything(url)
    assert all(trace in before for trace in (DANA, NAME))
    counts = book.forget(f" {DANA.upper()} ")
    assert counts == {"mails": 1, "cases": 1, "drafts": 1, "notes": 1, "mentions": 0}
    after = everything(url)
    assert [trace for trace in TRACES if trace in after] == []


def test_what_is_counted_stays(book: CaseBook) -> None:
    case_id = worked(book)
    before = book.case(case_id)
    book.forget(DANA)
    record = book.case(case_id)
    assert record
    assert before
    assert set(record.shown) == set(before.shown)
    assert (record.outcome, record.bucket, record.status) == ("drafted", "self_serve_gap", "closed")
    assert record.shown["bucket"] == "self_serve_gap"
    assert record.shown["revenue"]["cash_out"] == 4900
    assert record.shown["message_id"] is None
    assert record.shown["draft"] is None
    assert [gap.cases for gap in book.gaps()] == [1]
    assert book.record(case_id) is None
    assert list(book.recorded()) == []


def test_nothing_is_drafted_again(book: CaseBook) -> None:
    worked(book)
    book.forget(DANA)
    assert book.take([delivery(), delivery(b"Received: by b.example\r\n" + delivery().raw)]) == 0
    assert book.waiting() == 0


def test_mail_that_nobody_has_read_yet_is_erased_too(book: CaseBook, url: str) -> None:
    book.take(
        [delivery(number=1), delivery(make_mail(sender="Eve <eve@other.example>", message_id="<e@other.example>"))]
    )
    assert book.forget(DANA)["mails"] == 1
    assert claimed(book).message_id == "<e@other.example>"
    assert book.claim("one", 60) is None


def test_a_worker_that_has_the_mail_in_hand_keeps_nothing(book: CaseBook, url: str) -> None:
    book.take([delivery()])
    claim = claimed(book)
    book.forget(DANA)
    with pytest.raises(LostLease):
        keep(book, claim)
    assert NAME not in everything(url)


def test_the_quarantined_are_erased_too(book: CaseBook, url: str) -> None:
    book.take([delivery()])
    book.quarantine(claimed(book), f"Rejected: {DANA}")
    assert book.forget(DANA)["cases"] == 1
    assert DANA not in everything(url)
    assert [record.outcome for record in book.cases()] == ["quarantined"]


def test_in_the_cases_of_others_the_name_is_blanked(book: CaseBook, url: str) -> None:
    book.take([delivery(make_mail(sender="Eve <eve@other.example>", message_id="<e@other.example>"))])
    claim = claimed(book)
    eve = (Mailbox(address="eve@other.example", name="Eve"),)
    keep_of_eve(book, claim, eve)
    book.finish(claim)
    assert NAME in everything(url)
    assert book.forget(DANA) == {"mails": 0, "cases": 0, "drafts": 0, "notes": 0, "mentions": 1}
    left = everything(url)
    assert [trace for trace in (DANA, NAME) if trace in left] == []
    kept = book.record(claim.case_id)
    assert kept
    assert kept.message.senders == eve
    assert kept.message.new_text == "Please ask [erased] ([erased])"
    assert kept.reading.intents[0].intent == "refund"
    assert book.raw(claim.case_id) is None


def keep_of_eve(book: CaseBook, claim: Claim, senders: tuple[Mailbox, ...]) -> None:
    case = Case(
        id=claim.case_id, message_id=claim.message_id, outcome=Outcome.NOT_BILLING, because=(f"{NAME} is named",)
    )
    book.keep(
        claim,
        message=message(
            claim,
            senders=senders,
            cc=(Mailbox(address="Dana@customer.example", name=NAME),),
            new_text=f"Please ask {NAME} ({DANA})",
        ),
        reading=reading(),
        state=BillingState(read_at=MONDAY),
        case=case,
        draft=None,
        note=None,
        shown=case_json(case, None, None),
    )


def test_a_name_made_to_damage_records_does_not(book: CaseBook) -> None:
    book.take([delivery(make_mail(sender="Eve <eve@other.example>", message_id="<e@other.example>"))])
    claim = claimed(book)
    keep(
        book,
        claim,
        senders=(Mailbox(address="eve@other.example"),),
        cc=(Mailbox(address="x@y.example", name="refund"),),
    )
    book.finish(claim)
    assert book.forget("x@y.example")["mentions"] == 1
    kept = book.record(claim.case_id)
    assert kept
    assert kept.case.actions[0].kind == "refund"


def test_forgetting_a_stranger_changes_nothing(book: CaseBook) -> None:
    case_id = worked(book)
    before = book.record(case_id)
    assert set(book.forget("nobody@nowhere.example").values()) == {0}
    assert book.record(case_id) == before


def test_the_trail_tells_of_it_without_the_name(book: CaseBook) -> None:
    case_id = worked(book)
    book.forget(DANA)
    told = book.trail()
    assert told[-1].action == "forgot"
    assert told[-1].detail["mails"] == 1
    assert {entry.action for entry in book.trail(case_id=case_id)} >= {"done", "looked"}
    assert all(entry.detail == {"erased": True} for entry in book.trail(case_id=case_id))


def test_raw_mail_rests_in_cipher_only(book: CaseBook, url: str) -> None:
    book.take([delivery(make_mail("a very particular sentence"))])
    assert "particular" not in everything(url)
    assert b"particular" in claimed(book).raw


def test_raw_mail_is_deleted_after_its_time(book: CaseBook, clock: Clock) -> None:
    book.take([delivery(number=number) for number in (1, 2, 3)])
    book.quarantine(claimed(book), "broken")
    case_id = claimed(book)
    keep(book, case_id)
    book.finish(case_id)
    clock.forward(days=29)
    assert book.purge(timedelta(days=30)) == 0
    clock.forward(days=2)
    assert book.purge(timedelta(days=30)) == 2
    assert book.raw(case_id.case_id) is None
    assert book.record(case_id.case_id)
    assert claimed(book).raw  # what still waits is not lost


def test_a_deleted_mail_does_not_come_back(book: CaseBook, clock: Clock) -> None:
    book.take([delivery()])
    work_off(book)
    clock.forward(days=31)
    book.purge(timedelta(days=30))
    assert book.take([delivery()]) == 0


def test_the_wrong_key_is_noticed(book: CaseBook, url: str) -> None:
    with pytest.raises(ConfigError, match="another key"):
        CaseBook.open(url, key=Fernet.generate_key().decode())
    CaseBook.open(url, key=f"{Fernet.generate_key().decode()},{KEY}").close()

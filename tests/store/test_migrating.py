"""A store of an earlier version opens: every mail, case, draft state and lease is as it was."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from tests.store.made import KEY, Clock, claimed, delivery, keep
from worker.store import CaseBook
from worker.store.database import Database
from worker.store.schema import HEAD, migrate
from worker.store.tables import metadata

EARLIER = ["0002", "0003", "0004"]


def fill(url: str, clock: Clock) -> dict[str, object]:
    """A store with a mail that waits, one that somebody works on, and one that is done; what can be seen of it."""
    book = CaseBook.open(url, key=KEY, clock=clock)
    book.take([delivery(number=number) for number in (1, 2, 3)])
    done = claimed(book)
    keep(book, done)
    book.draft_is(done, "filed")
    book.finish(done)
    claimed(book, owner="another", lease=600)
    seen = look(book)
    book.close()
    return seen


def look(book: CaseBook) -> dict[str, object]:
    """What a reader of the store sees."""
    with book._database.read() as tx:
        mails = tx.execute(text("SELECT case_id, state, owner, fence, attempts, size FROM mails ORDER BY id")).all()
        drafts = tx.execute(text("SELECT * FROM drafts ORDER BY 1")).all()
    cases = [record.shown for record in book.cases(since=None, bucket=None)]
    return {"mails": [tuple(row) for row in mails], "drafts": [tuple(row) for row in drafts], "cases": cases}


def copy(source: str, target: Database) -> None:
    """Every row, in the columns that the older shape had."""
    newest = Database(source)
    with newest.read() as old, target.write() as tx:
        there = inspect(tx.connection)
        for table in metadata.sorted_tables:
            if not there.has_table(table.name):
                continue
            kept = {column["name"] for column in there.get_columns(table.name)}
            rows = [
                {name: value for name, value in row._mapping.items() if name in kept}
                for row in old.execute(table.select())
            ]
            if rows:
                tx.execute(table.insert(), rows)
    newest.close()


@pytest.mark.parametrize("version", EARLIER)
def test_a_store_of_an_earlier_version_is_as_it_was(empty_url: str, clock: Clock, version: str, tmp_path: Path) -> None:
    source = f"sqlite:///{tmp_path}/filled/deskhand.db"
    before = fill(source, clock)
    old = Database(empty_url)
    migrate(old, version)
    copy(source, old)
    old.close()
    book = CaseBook.open(empty_url, key=KEY, clock=clock)
    assert look(book) == before
    waiting = claimed(book)
    assert (waiting.lacking, waiting.raw) == (None, delivery(number=3).raw)
    book.close()


def test_every_earlier_version_is_tried() -> None:
    assert int(EARLIER[-1]) == int(HEAD) - 1

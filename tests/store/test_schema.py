"""The store's shape, its keys, and opening it."""

import stat
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import text

from parsers.errors import ConfigError, StoreUnavailable
from tests.store.made import KEY, delivery
from worker.store import CaseBook
from worker.store.database import Database
from worker.store.schema import migrate
from worker.store.tables import metadata


def test_the_migrations_make_the_tables(empty_url: str) -> None:
    database = Database(empty_url)
    migrate(database)
    with database.read() as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_opening_again_changes_nothing(book: CaseBook, url: str) -> None:
    book.take([delivery()])
    again = CaseBook.open(url, key=KEY)
    assert again.waiting() == 1
    again.close()


def test_a_store_of_a_newer_version_is_left_alone(book: CaseBook, url: str) -> None:
    with book._database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="newer version"):
        CaseBook.open(url, key=KEY)


def test_several_that_start_at_once_make_one_store(empty_url: str) -> None:
    opened: list[CaseBook] = []
    start = threading.Barrier(4)

    def open_one() -> None:
        start.wait()
        opened.append(CaseBook.open(empty_url, key=None if empty_url.startswith("sqlite") else KEY))

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    opened[0].take([delivery()])
    claim = opened[1].claim("one", 60)
    assert claim
    assert claim.raw == delivery().raw
    for book in opened:
        book.close()


def test_the_key_lies_beside_the_database_for_its_owner_only(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/deskhand.db"
    CaseBook.open(url).close()
    key = tmp_path / "new" / "deskhand.db.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new" / "deskhand.db").stat().st_mode) == 0o600
    assert sorted(path.name for path in key.parent.glob("*.key*")) == ["deskhand.db.key"]
    CaseBook.open(url).close()
    key.unlink()
    with pytest.raises(ConfigError, match="is missing"):
        CaseBook.open(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://", "names no file"),
        ("mysql://localhost/x", "not supported"),
        ("postgresql+psycopg2://localhost/x", "not supported"),
        ("nonsense", "cannot be used"),
    ],
)
def test_an_url_we_cannot_use_is_explained(url: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        CaseBook.open(url, key=KEY)


def test_a_key_that_is_none_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no Fernet key"):
        CaseBook.open(f"sqlite:///{tmp_path}/x.db", key="secret")
    with pytest.raises(ConfigError, match=r"store\.key is not set"):
        CaseBook.open("postgresql+psycopg://localhost:1/x")


def test_a_server_that_is_not_there_is_a_passing_fault() -> None:
    with pytest.raises(StoreUnavailable):
        CaseBook.open("postgresql+psycopg://127.0.0.1:1/x?connect_timeout=2", key=Fernet.generate_key().decode())

"""A case book on SQLite for the loop's own behaviour, and PostgreSQL where several processes share one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, running
from tests.store.made import KEY
from worker.store import CaseBook


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/deskhand.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CaseBook]:
    opened = CaseBook.open(f"sqlite:///{tmp_path}/loop.db", key=KEY)
    yield opened
    opened.close()

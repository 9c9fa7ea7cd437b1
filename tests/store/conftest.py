"""A case book on each database, with a clock in hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, running
from tests.store.made import KEY, Clock
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
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(url: str, clock: Clock) -> Iterator[CaseBook]:
    opened = CaseBook.open(url, key=KEY, clock=clock)
    yield opened
    opened.close()

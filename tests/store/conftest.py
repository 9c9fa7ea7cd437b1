"""A case book on each database, with a clock in hand."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.store.made import KEY, Clock
from tests.support.postgres import Postgres, postgres
from tests.support.postgres import url as empty_url
from worker.store import CaseBook

__all__ = ["empty_url", "postgres"]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that nothing was put into yet; on PostgreSQL a copy of one that was made before, which is quicker."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/deskhand.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database(template(server))


@cache
def template(server: Postgres) -> str:
    """The name of a store's database that no test touches."""
    made = server.new_database()
    CaseBook.open(made, key=KEY).close()
    return made.partition("@/")[2].partition("?")[0]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(url: str, clock: Clock) -> Iterator[CaseBook]:
    opened = CaseBook.open(url, key=KEY, clock=clock)
    yield opened
    opened.close()

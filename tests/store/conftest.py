"""A case book on each database, with a clock in hand."""

from collections.abc import Iterator

import pytest

from tests.postgres import postgres, url
from tests.store.made import KEY, Clock
from worker.store import CaseBook

__all__ = ["postgres", "url"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(url: str, clock: Clock) -> Iterator[CaseBook]:
    opened = CaseBook.open(url, key=KEY, clock=clock)
    yield opened
    opened.close()

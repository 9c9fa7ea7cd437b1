"""A case book on SQLite for the loop's own behaviour; `url` for what several processes share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.made import KEY
from tests.support.postgres import postgres, url
from worker.store import CaseBook

__all__ = ["postgres", "url"]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CaseBook]:
    opened = CaseBook.open(f"sqlite:///{tmp_path}/loop.db", key=KEY)
    yield opened
    opened.close()

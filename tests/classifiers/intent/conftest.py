"""The shipped keyword files, compiled once for all tests here."""

from importlib.resources import files

import pytest

from classifiers.intent import Keywords, Readers, load_keywords
from worker.keywords.files import shipped_readers


def shipped() -> dict[str, str]:
    """Every shipped keyword file, as text by language code."""
    folder = files("classifiers.keywords")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {name.removesuffix(".toml"): (folder / name).read_text("utf-8") for name in found}


@pytest.fixture(scope="session")
def keywords() -> Keywords:
    """The shipped keywords, read by their rules alone."""
    return load_keywords(shipped())


@pytest.fixture(scope="session")
def readers() -> Readers:
    """The learned readers that ship."""
    found = shipped_readers()
    assert found is not None
    return found


@pytest.fixture(scope="session")
def whole(readers: Readers) -> Keywords:
    """The shipped keywords with the learned readers: what reads mail in production."""
    return load_keywords(shipped(), readers=readers)

"""The shipped keyword files, compiled once for all tests here."""

from importlib.resources import files

import pytest

from classifiers.intent import Keywords, load_keywords


def shipped() -> dict[str, str]:
    """Every shipped keyword file, as text by language code."""
    folder = files("classifiers.keywords")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {name.removesuffix(".toml"): (folder / name).read_text("utf-8") for name in found}


@pytest.fixture(scope="session")
def keywords() -> Keywords:
    """The shipped keywords."""
    return load_keywords(shipped())

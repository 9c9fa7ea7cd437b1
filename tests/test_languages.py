"""A language is one folder and one entry: nothing else in the product names it."""

import re
from pathlib import Path

import pytest

from worker.keywords import shipped
from worker.languages import draft_languages

ROOT = Path(__file__).parents[1]
DRAFTED = sorted(draft_languages())
SURE = {"en", "de"}  # what an operator may rely on: named where a default is one
# How replies are quoted and which script a language has is known of 31 languages, drafted in or not.
LABELS = ("parsers/labels/", "parsers/language.py")


def places(code: str) -> set[str]:
    """Files of the product that name a language by its code, or lie in a folder called so."""
    quoted = rf"""["']{code}["']"""
    named = re.compile(rf"{quoted}\s*:|[!=]=\s*{quoted}|\blanguage\s*=\s*{quoted}|\[{quoted}\]")
    found = set()
    for room in ("worker", "classifiers", "parsers", "templates"):
        for path in (ROOT / room).rglob("*"):
            inside = path.relative_to(ROOT).as_posix()
            if f"/{code}/" in inside and path.is_file():
                found.add(f"templates/drafts/{code}" if inside.startswith("templates/drafts/") else inside)
            elif path.name == f"{code}.toml" or (path.suffix == ".py" and named.search(path.read_text("utf-8"))):
                found.add(inside)
    return {place for place in found if not place.startswith(LABELS)}


@pytest.mark.parametrize("code", [code for code in DRAFTED if code not in SURE])
def test_a_language_is_one_folder_and_one_entry(code: str) -> None:
    assert places(code) == {f"templates/drafts/{code}", f"classifiers/keywords/{code}.toml"}


def test_a_language_that_is_not_there_is_named_nowhere() -> None:
    assert places("xx") == set()


def test_no_keyword_file_is_of_a_language_that_is_not_drafted_in() -> None:
    assert set(shipped()) == set(DRAFTED)

"""Every language says what English says: the same files, and in each the same facts, whatever facts there are."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import templates
from classifiers.situations import SITUATIONS, Situation
from parsers.vocabulary import Paragraph
from tests.render.facts import say
from tests.render.people import CASE, MESSAGE, STATE
from worker.render import Templates
from worker.render.length import words_in
from worker.render.letter import NEUTRAL, Frame, framed
from worker.render.template_files import Library

DRAFTS = Path(templates.__file__).parent / "drafts"
LANGUAGES = sorted(folder.name for folder in DRAFTS.iterdir() if folder.is_dir() and folder.name != "en")
MAIN = [each for each in SITUATIONS if not each.startswith(("neutral/", "also/"))]
ALSO = [each for each in SITUATIONS if each.startswith("also/")]
WORDS = Library()
SHOWN = re.compile(r"\[\w+\]|7")
NAMED = ("alone", "broken", "surprised", "owing", "unanswered")
FLAGS = (dict.fromkeys(NAMED, False) | {"alone": True}, dict.fromkeys(NAMED, True) | {"alone": False})
Values = Mapping[str, object]


def declared(situation: Situation) -> tuple[dict[str, object], dict[str, object]]:
    """Stand-ins for the facts a situation must have, and for those it may have."""
    made: tuple[dict[str, object], dict[str, object]] = ({}, {})
    for each in situation.facts:
        name, _, kind = each.rstrip("?").partition(":")
        made[each.endswith("?")][name] = 7 if kind == "count" else f"[{name}]"
    return made


def facts(situation: Situation) -> Iterator[Values]:
    """All facts, only those that must be, each other one alone, any two missing, all plans and days alike."""
    musts, mays = declared(situation)
    nothing = dict.fromkeys(mays)
    yield musts | mays
    yield musts | nothing
    for name in mays:
        yield musts | nothing | {name: mays[name]}
        yield from (musts | mays | {name: None, other: None} for other in mays)
    alike = {name: "[plan]" for name in mays if "plan" in name} | {name: "[day]" for name in mays if "started" in name}
    yield musts | mays | alike
    yield musts | mays | alike | {name: None for name in mays if "started" in name}


def shown(language: str, situation: Situation, values: Values) -> set[str]:
    return set(SHOWN.findall(WORDS.text(language, situation.value, values)))


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_the_facts_that_english_shows(language: str, situation: Situation) -> None:
    for values in facts(situation):
        for flags in FLAGS:
            english = shown("en", situation, {**values, **flags})
            assert shown(language, situation, {**values, **flags}) == english, values


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "given",
    [{}, {"brand": "[brand]", "last4": "[last4]"}, {"provider": "[provider]"}],
    ids=["unknown card", "known card", "no card"],
)
def test_its_parts_show_what_they_are_given(language: str, given: Values) -> None:
    values = {"brand": None, "last4": None, "provider": None, **given}
    text = WORDS.text(language, "parts/refund_timing", values)
    assert set(SHOWN.findall(text)) == set(given.values())
    assert "[who]" in WORDS.text(language, "parts/greeting", {"name": "[who]", "full_name": "[who]"})
    assert "None" not in WORDS.text(language, "parts/greeting", {"name": None, "full_name": None})
    assert WORDS.text(language, "parts/signoff", {"signature": "[who]"}).endswith("[who]")
    for key, card in ((True, False), (False, True), (True, True)):
        assert WORDS.text(language, "parts/pasted", {"pasted_key": key, "pasted_card": card})


def length(language: str, *says: Paragraph) -> int:
    frame = Frame(language=language, signature="The support team", name="Dana", full_name="Dana Example")
    return words_in(framed(says, frame, WORDS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("optional", [True, False], ids=["all facts", "bare facts"])
def test_a_letter_is_neither_curt_nor_long(language: str, optional: bool) -> None:
    lengths = {main: length(language, say(main, optional=optional)) for main in MAIN}
    assert {main: words for main, words in lengths.items() if not 40 <= words <= 140} == {}


@pytest.mark.parametrize("main", MAIN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_answer_fits_below_the_first(language: str, main: Situation) -> None:
    lengths = {also: length(language, say(main), say(also)) for also in ALSO}
    assert {also: words for also, words in lengths.items() if words > 140} == {}


def test_a_language_whose_money_and_days_nobody_can_write_is_not_drafted_in(tmp_path: Path) -> None:
    shutil.copytree(DRAFTS / "en", tmp_path / "drafts" / "eo")
    case = replace(CASE, language="eo", says=(Paragraph(template=min(NEUTRAL)),))
    draft = Templates(folder=tmp_path).write(case, MESSAGE, STATE).draft
    assert draft is not None
    assert draft.language == "en"

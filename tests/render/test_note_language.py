"""The note in the team's language: what is ours is translated, what is foreign stays."""

import re
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.product_gaps import TEXTS
from parsers.errors import ConfigError
from parsers.vocabulary import Cue, CueFound, Hit, Intent, IntentScore, Span
from tests.render.people import CASE, MESSAGE, STATE
from worker.render import Templates
from worker.render.note_language import note_language, note_languages
from worker.render.template_files import Library
from worker.render.wishes import TOLD, WISHES

GOLDEN = Path(__file__).parents[1] / "golden"
GERMAN = note_language("de")
TABLE = tomllib.loads(files("templates").joinpath("notes", "de.toml").read_text(encoding="utf-8"))
SLOT = re.compile(r"\{(\w+)\}")
HEADINGS = ["CUSTOMER", "BILLING STATE", "DECISION", "ACTION TAKEN", "FOLLOW-UP", "PRODUCT GAP"]
# Words that no German sentence has; names, addresses and what customers wrote are left out before they are looked for.
ENGLISH = re.compile(r"\b(?:the|is|of|with|charged|charge|since|nothing|by|refund|refunded|cancelled|customer|to)\b")
FOREIGN = re.compile(r"“[^”]*”|\S*(?:@|://|\.example)\S*|\w+_\w+|\([^()]*\)|‹/?\w+›")


def lines() -> list[str]:
    notes = (path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("**/note.txt")))
    return sorted({line[2:] for note in notes for line in note.splitlines() if line.startswith("- ")})


def test_every_line_of_the_golden_notes_is_german() -> None:
    left = {
        line: said for line in lines() if not line.startswith(("stripe ", "words: ")) if (said := GERMAN.line(line))
    }
    assert [said for said in left.values() if ENGLISH.search(FOREIGN.sub("", said))] == []


def test_every_summary_wish_and_gap_is_german() -> None:
    words = Library()
    ours = [summary for path, summary in words.summaries.items() if path.startswith("drafts/en/") and summary]
    ours += [*WISHES.values(), *TOLD.values(), *(f"{key}: {text}" for key, text in TEXTS.items())]
    assert [text for text in ours if ENGLISH.search(FOREIGN.sub("", GERMAN.line(text)))] == []
    assert set(WISHES) == set(Intent) - {Intent.OTHER}
    assert set(TOLD) == set(Cue)


@pytest.mark.parametrize(("english", "german"), sorted(TABLE["sentences"].items()))
def test_a_translation_has_the_slots_of_its_sentence(english: str, german: str) -> None:
    assert sorted(SLOT.findall(english)) == sorted(SLOT.findall(german))


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("$1,234.50 refunded", "1.234,50 $ erstattet"),
        ("49.000 KWD refunded", "49,000 KWD erstattet"),
        ("cash 49.00 CHF", "cash 49,00 CHF"),
        ("customer since 1 May 2026", "Kunde seit 1. Mai 2026"),
        ("99 May 2026", "99 May 2026"),
        ("asks to cancel “the refund of $49.00; it is over”", "möchte kündigen “the refund of $49.00; it is over”"),
        ("stripe refunds create --charge ch_1 --amount 4900", "stripe refunds create --charge ch_1 --amount 4900"),
        ("something new that nobody translated", "something new that nobody translated"),
    ],
)
def test_what_is_ours_is_translated_and_nothing_else(english: str, german: str) -> None:
    assert GERMAN.line(english) == german


@settings(max_examples=200, deadline=None)
@given(quote=st.text(max_size=40).filter(lambda text: not set(text) & set("“”\ue000\ue001\n")))
def test_what_the_customer_wrote_is_never_touched(quote: str) -> None:
    said = GERMAN.line(f"words: refund “{quote}”, “{quote}”; cancel “{quote}”")
    assert said.count(f"“{quote}”") == 3


@settings(max_examples=200, deadline=None)
@given(line=st.text(max_size=80))
def test_any_line_comes_back_as_one_line(line: str) -> None:
    assert GERMAN.line(line).count("\n") <= line.count("\n")
    assert note_language("en").line(line) == line


def test_the_note_of_a_german_team() -> None:
    note = Templates(note_language="de").write(CASE, MESSAGE, STATE).note
    assert note is not None
    assert [line for line in note.splitlines() if not line.startswith("- ")] == HEADINGS
    assert "- Identität: bewiesen (verified)" in note


def test_who_may_not_read_the_mail_sees_the_wish_in_their_own_words() -> None:
    hit = Hit(rule="r", text="解約したい", field="body", span=Span(0, 5))
    wish = IntentScore(intent=Intent.CANCEL, score=0.9, primary=True, hits=(hit,))
    told = CueFound(cue=Cue.DECLINES_REFUND, hits=(replace(hit, text="返金は不要"),))
    case = replace(CASE, language="ja", intents=(wish,), cues=(told,))
    english = Templates().write(case, MESSAGE, STATE).note or ""
    assert "- words: asks to cancel “解約したい”; no refund “返金は不要”\n" in english
    german = Templates(note_language="de").write(case, MESSAGE, STATE).note or ""
    assert "- Worte: möchte kündigen “解約したい”; keine Erstattung “返金は不要”\n" in german
    assert "words: cancel “解約したい”; declines refund" in (
        Templates().write(replace(case, language="en"), MESSAGE, STATE).note or ""
    )


def test_a_language_that_notes_are_not_in_is_refused() -> None:
    assert note_languages() == ("en", "de")
    with pytest.raises(ConfigError, match="only in en, de"):
        Templates(note_language="tlh")

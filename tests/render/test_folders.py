"""Each language's folder of drafts against the English one: the same templates, taking the same facts to the reader."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, meta

import templates
from classifiers.situations import SITUATIONS, Situation
from parsers.vocabulary import Fact, FactKind, Money, Paragraph
from tests.render.facts import say
from worker.render.fact_values import shown_text
from worker.render.length import words_in
from worker.render.letter import NEUTRAL, PARTS, Frame, framed
from worker.render.template_check import findings
from worker.render.template_files import Library

FOLDER = Path(templates.__file__).parent / "drafts"
LANGUAGES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir() and folder.name != "en")
WORDS = Library()
MAIN = [s for s in SITUATIONS if not s.startswith(("neutral/", "also/"))]
ALSO = [s for s in SITUATIONS if s.startswith("also/")]
NAMES = sorted({*NEUTRAL, *PARTS, *SITUATIONS, "parts/refund_timing"})
UNDEFINED = Environment()  # only to read which names a template asks for
# Two marks where one belongs, a blank where none belongs, and what a template leaves behind when it goes wrong.
SLIPS = re.compile(r"  | [,.]|,[,;.:]|;[,;.:]|:[,;.:]|\.[,;:]|\.\.|\(\)|\bNone\b|[{}]|\n\n\n| \n")
BLANKS = {"fr": re.compile(r"[^\u00a0\s][:;!?](?=\s|$)| [:;!?»]|« ")}  # French sets a no-break space before these
NO_BLANKS = re.compile(r"[\s\u00a0][:;!?]")
# How a language's README says that nobody is addressed, and what would guess a gender or promise what is not done.
UNSAID = {
    "de": r"du|dich|dir|dein\w*",
    "es": r"tú|tus?|ti|vos|vosotr[oa]s|vuestr[oa]s?|juntos|cancelamos|estimad[oa]",
    "fr": r"tu|ton|ta|tes|toi|madame|monsieur|ouvrables|avez été|avons (?:résilié|annulé)",
    "it": r"tu|tu[oaei]|tuoi|insieme a lei|signora?|abbiamo (?:annullato|disdetto)",
    "pt": r"vocês?|teus?|tuas?|equip[ea]|conn?osco|obrigad[oa]|cancel[aá]mos|reembols[aá]mos|entretanto|acesse|aceda",
}
FIXED = {
    FactKind.LAST4: "4242",
    FactKind.CARD_BRAND: "visa",
    FactKind.INVOICE_NUMBER: "ABC-0001",
    FactKind.METHOD: "klarna",
}


def said(situation: Situation, *, optional: bool) -> Paragraph:
    """A paragraph in which each fact differs from every other one, so that a swapped one shows."""
    declared = [fact for fact in situation.facts if optional or not fact.endswith("?")]
    return Paragraph(template=situation.value, facts=tuple(_fact(name, at) for at, name in enumerate(declared)))


def _fact(declared: str, at: int) -> Fact:
    name, _, kind_name = declared.rstrip("?").partition(":")
    kind = FactKind(kind_name)
    value: Money | date | int | str
    match kind:
        case FactKind.AMOUNT:
            value = Money(4100 + 100 * at, "usd")
        case FactKind.DATE:
            value = date(2026, 1 + at % 12, 10 + at)
        case FactKind.COUNT:
            value = 37  # no day or month, which stand without a space beside their signs in some scripts
        case FactKind.PLAN:
            value = f"Quill {'ABCDEFGHIJKLM'[at]}"
        case FactKind.URL:
            value = f"https://pay.example.com/{name}"
        case _:
            value = FIXED[kind]
    return Fact(name=name, kind=kind, value=value, object="ch_1", field="amount")


def letter(language: str, *says: Paragraph, broken: bool = False) -> str:
    frame = Frame(language=language, signature="The support team", name="Dana", full_name="Dana Example", broken=broken)
    return framed(says, frame, WORDS)


def facts_in(text: str, made: Paragraph, language: str) -> set[str]:
    """The names of the facts whose words stand in the text."""
    return {fact.name for fact in made.facts if _stands(_shown(fact, language), text)}


def _stands(shown: str, text: str) -> bool:
    """Whether it stands there whole: beside no letter or figure of its own script."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(shown)}(?![A-Za-z0-9])", text) is not None


def _shown(fact: Fact, language: str) -> str:
    return (shown_text(fact, language) or "").lstrip("$")


@pytest.mark.parametrize("language", LANGUAGES)
class TestEveryLanguage:
    def test_it_has_each_template_that_english_has_and_no_other(self, language: str) -> None:
        there = {name for name in WORDS.names if name.startswith(f"drafts/{language}/")}
        assert there == {f"drafts/{language}/{name}.txt.j2" for name in NAMES}

    @pytest.mark.parametrize("name", NAMES)
    def test_a_template_asks_for_the_same_facts(self, language: str, name: str) -> None:
        asked, english = (_asked(f"drafts/{code}/{name}.txt.j2") for code in (language, "en"))
        assert asked - {"name", "full_name"} == english - {"name", "full_name"}

    @pytest.mark.parametrize("name", NAMES)
    def test_a_template_includes_nothing_of_another_language(self, language: str, name: str) -> None:
        path = f"drafts/{language}/{name}.txt.j2"
        used = set(meta.find_referenced_templates(UNDEFINED.parse(WORDS.source(path))))
        assert {str(other).split("/")[1] for other in used} <= {language}

    def test_no_template_states_facts_of_its_own(self, language: str) -> None:
        faults = [found.text for found in findings(WORDS, language, SITUATIONS) if not found.ok]
        assert [text for text in faults if f"drafts/{language}/" in text] == []

    @pytest.mark.parametrize("name", NAMES)
    def test_a_template_sums_itself_up_as_the_english_one_does(self, language: str, name: str) -> None:
        assert WORDS.summary(language, name) == WORDS.summary("en", name)

    @pytest.mark.parametrize("name", NAMES)
    def test_the_form_of_address_is_kept(self, language: str, name: str) -> None:
        text = WORDS.literal(f"drafts/{language}/{name}.txt.j2")
        assert re.findall(rf"(?i)\b(?:{UNSAID.get(language, '(?!)')})\b", text) == []

    def test_it_says_which_form_of_address_was_chosen(self, language: str) -> None:
        assert "form of address" in (FOLDER / language / "README.md").read_text(encoding="utf-8").lower()

    @pytest.mark.parametrize("optional", [True, False], ids=["all facts", "bare facts"])
    @pytest.mark.parametrize("situation", SITUATIONS)
    def test_the_reader_is_told_what_an_english_one_is_told(
        self, language: str, situation: Situation, optional: bool
    ) -> None:
        made = said(situation, optional=optional)
        here, there = (facts_in(letter(code, made), made, code) for code in (language, "en"))
        assert here == there

    @pytest.mark.parametrize("broken", [True, False])
    @pytest.mark.parametrize("optional", [True, False], ids=["all facts", "bare facts"])
    @pytest.mark.parametrize("situation", SITUATIONS)
    def test_marks_and_blanks_stand_where_they_belong(
        self, language: str, situation: Situation, optional: bool, broken: bool
    ) -> None:
        text = re.sub(r"https://\S+", "URL", letter(language, said(situation, optional=optional), broken=broken))
        assert SLIPS.findall(text) == []
        assert BLANKS.get(language, NO_BLANKS).findall(text) == []

    @pytest.mark.parametrize("situation", MAIN)
    def test_it_is_short_and_takes_a_second_answer(self, language: str, situation: Situation) -> None:
        alone = [words_in(letter(language, say(situation, optional=optional))) for optional in (True, False)]
        both = [words_in(letter(language, say(situation), say(also))) for also in ALSO]
        assert min(alone) >= 40, alone
        assert max(*alone, *both) <= 140, (alone, both)


def _asked(path: str) -> set[str]:
    return meta.find_undeclared_variables(UNDEFINED.parse(WORDS.source(path)))


@pytest.mark.parametrize("day", [2, 8, 11, 18])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_an_italian_article_loses_its_vowel_before_otto_and_undici(situation: Situation, day: int) -> None:
    made = said(situation, optional=True)
    facts = tuple(
        replace(fact, value=fact.value.replace(day=day)) if isinstance(fact.value, date) else fact
        for fact in made.facts
    )
    text = letter("it", replace(made, facts=facts))
    lost, kept = (
        re.findall(r"\b(?:l|dell|dall|all)'\d+ \w+ 2026", text),
        re.findall(r"\b(?:il|del|dal|al) \d+ \w+ 2026", text),
    )
    assert (kept if day in {8, 11} else lost) == []
    assert len(lost) + len(kept) == len(re.findall(r"\d+ \w+ 2026", text))

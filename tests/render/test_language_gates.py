"""Every language that drafts are written in: what Babel writes, the gates read; what is hostile, they stop."""

import re
import shutil
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.situations import SITUATIONS, Situation
from parsers.errors import ConfigError
from parsers.vocabulary import Draft, FactKind, Money, Paragraph, Verdict, exponent
from tests.render.facts import say
from tests.render.people import CASE, MESSAGE, STATE
from tests.support.clock import MONDAY
from worker.cldr import direction, language_name
from worker.languages import draft_language, draft_languages, read_language
from worker.render import Templates
from worker.render.gates import Bounds, Shown, breaches
from worker.render.locales import day, money, plan
from worker.render.template_files import Library

LANGUAGES = sorted(draft_languages())
CURRENCIES = ("usd", "eur", "gbp", "jpy", "krw", "kwd", "bhd", "chf", "brl", "cny", "pln", "isk", "clp")


def sentences(kind: str) -> list[tuple[str, str]]:
    """What each language's own tests say must be stopped or pass."""
    return [(code, text) for code, each in draft_languages().items() for text in getattr(each.tests, kind)]


def gates(text: str, language: str, *shown: str, verdict: Verdict = Verdict.VERIFIED) -> set[str]:
    facts = tuple(Shown(kind=FactKind.AMOUNT, text=each, object="ch_1", field="amount") for each in shown)
    return {breach.gate for breach in breaches(text, Bounds(verdict=verdict, facts=facts, language=language))}


def around(shown: str, language: str) -> str:
    """A fact as it stands in a sentence: between spaces, or right between letters where a script has none."""
    return f"料金{shown}です。" if language in {"ja", "zh"} else f"Xx {shown}, xx."


AMOUNTS = st.builds(Money, st.integers(-(10**9), 10**9), st.sampled_from(CURRENCIES))
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@settings(max_examples=300, deadline=None)
@given(amount=AMOUNTS, language=st.sampled_from(LANGUAGES))
def test_an_amount_passes_where_it_is_bound_and_nowhere_else(amount: Money, language: str) -> None:
    shown = money(amount, language)
    text = around(shown, language)
    assert gates(text, language, shown) == set()
    assert gates(text, language) == {"facts"}
    assert gates(text, "", shown) == set(), "in every language at once"


@settings(max_examples=300, deadline=None)
@given(one=AMOUNTS, other=AMOUNTS, language=st.sampled_from(LANGUAGES))
def test_one_amount_does_not_cover_another(one: Money, other: Money, language: str) -> None:
    shown, stated = money(one, language), money(other, language)
    if shown != stated and abs(one.amount) != abs(other.amount):
        assert gates(around(stated, language), language, shown) == {"facts"}


@settings(max_examples=200, deadline=None)
@given(amount=AMOUNTS, figure=st.integers(1, 999), language=st.sampled_from(LANGUAGES))
def test_an_amount_that_is_the_end_of_a_longer_one_is_not_covered(amount: Money, figure: int, language: str) -> None:
    shown = money(amount, language).lstrip("-")
    for mark in (".", ",", "\u202f", "\u00a0", "’", ""):
        if shown[:1].isdigit():
            assert gates(around(f"{figure}{mark}{shown}", language), language, shown) == {"facts"}, mark


@settings(max_examples=200, deadline=None)
@given(amount=AMOUNTS, language=st.sampled_from(LANGUAGES))
def test_an_amount_says_the_number_that_stripe_keeps(amount: Money, language: str) -> None:
    shown = money(amount, language)
    assert int("".join(re.findall(r"\d", shown))) == abs(amount.amount)
    whole, parted, rest = re.sub(r"[^\d.,]", "", shown).rpartition(
        "," if "," in money(Money(105, "usd"), language) else "."
    )
    assert len(rest if parted and exponent(amount.currency) else "") == exponent(amount.currency), whole
    assert ("-" in shown) == (amount.amount < 0)


@settings(max_examples=300, deadline=None)
@given(one=DAYS, other=DAYS, language=st.sampled_from(LANGUAGES))
def test_a_day_passes_where_it_is_bound_and_covers_no_other(one: date, other: date, language: str) -> None:
    shown = day(one, language)
    assert gates(around(shown, language), language, shown) == set()
    assert gates(around(shown, language), language) == {"facts"}
    if one != other:
        assert gates(around(day(other, language), language), language, shown) == {"facts"}


@pytest.mark.parametrize(
    ("language", "amount", "on"),
    [
        ("en", ("$1,234.50", "¥4,900", "49.00 CHF"), "1 November 2026"),
        ("de", ("1.234,50 $", "4.900 ¥", "49,00 CHF"), "1. November 2026"),
        ("es", ("1.234,50 US$", "4.900 JPY", "49,00 CHF"), "1 de noviembre de 2026"),
        ("fr", ("1\u202f234,50 $US", "4\u202f900 JPY", "49,00 CHF"), "1er novembre 2026"),
        ("pt", ("US$ 1.234,50", "JP¥ 4.900", "CHF 49,00"), "1 de novembro de 2026"),
        ("it", ("1.234,50 USD", "4.900 JPY", "49,00 CHF"), "1º novembre 2026"),
        ("nl", ("US$ 1.234,50", "JP¥ 4.900", "CHF 49,00"), "1 november 2026"),
        ("ja", ("$1,234.50", "¥4,900", "CHF 49.00"), "2026年11月1日"),
        ("zh", ("US$1,234.50", "JP¥4,900", "CHF 49.00"), "2026年11月1日"),
    ],
)
def test_each_language_is_written_as_people_there_write(language: str, amount: tuple[str, ...], on: str) -> None:
    sums = (Money(123450, "usd"), Money(4900, "jpy"), Money(4900, "chf"))
    assert tuple(money(each, language) for each in sums) == amount
    assert day(date(2026, 11, 1), language) == on


def test_an_interval_takes_the_plural_of_its_number() -> None:
    assert plan("Pro", ("month", 1), "es") == "Pro (mensual)"
    assert plan("Pro", ("week", 3), "fr") == "Pro (toutes les 3 semaines)"
    assert plan("Pro", ("year", 2), "nl") == "Pro (elke 2 jaar)"
    assert plan("Pro", ("month", 3), "zh") == "Pro (每3个月)"
    assert plan("Pro Monthly", ("month", 1), "en") == "Pro Monthly"


@pytest.mark.parametrize(("language", "text"), sentences("promises"))
def test_a_promise_is_stopped_in_every_language(language: str, text: str) -> None:
    assert "promise" in gates(text, language)
    assert "promise" in gates(f"Xx xx. {text}", "")


@pytest.mark.parametrize(("language", "text"), sentences("passes"))
def test_what_is_under_way_passes_in_every_language(language: str, text: str) -> None:
    assert gates(text, language) == set()


@pytest.mark.parametrize(("language", "text"), sentences("facts"))
def test_an_unbound_amount_or_date_is_stopped_in_every_language(language: str, text: str) -> None:
    assert "facts" in gates(around(text, language), language)
    assert "facts" in gates(around(text, language), "")


@pytest.mark.parametrize(("language", "text"), sentences("discloses"))
@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.VERIFIED}))
def test_nobody_unproven_is_told_whether_there_is_an_account(language: str, text: str, verdict: Verdict) -> None:
    assert gates(text, language, verdict=verdict) == {"disclosure"}
    assert gates(text, language) == set()


@pytest.mark.parametrize("part", ["numerals", "coins", "discloses", "done", "promises", "facts"])
def test_a_language_without_what_the_gates_need_is_refused(part: str) -> None:
    path = files("templates").joinpath("drafts", "de", "language.toml")
    lines = path.read_text(encoding="utf-8")
    table = tomllib.loads(lines)
    assert table["gate"].get(part) or table["tests"][part]
    lacking = re.sub(rf"(?ms)^{part} = .*?(?=^\w+ = |^\[)|^\[gate\.{part}\].*?(?=^\[|\Z)", "", lines)
    with pytest.raises(ConfigError, match=part):
        read_language("de", lacking)


def test_a_language_that_is_not_there_is_the_sure_one() -> None:
    assert draft_language("tlh").code == "en"
    assert money(Money(4900, "usd"), "tlh") == "$49.00"


def test_a_language_is_called_by_its_name_and_has_a_direction() -> None:
    assert (language_name("pl"), language_name("pl", "de"), language_name("zzz")) == ("Polish", "Polnisch", "zzz")
    assert (direction("ar"), direction("he"), direction("ja"), direction("und")) == ("rtl", "rtl", "ltr", "auto")


WORDS = Library()
FOLDERS = {code: {name for name in WORDS.names if name.startswith(f"drafts/{code}/")} for code in LANGUAGES}
WHOLE = [code for code in LANGUAGES if FOLDERS[code]]
TEMPLATES = Templates()


def drafted(language: str, *says: Paragraph) -> Draft:
    written = TEMPLATES.write(replace(CASE, says=says, language=language), MESSAGE, STATE)
    assert written.draft is not None
    assert written.case.because == CASE.because, written.case.because[0]
    assert written.draft.language == language
    return written.draft


@pytest.mark.parametrize("language", WHOLE)
def test_a_folder_with_drafts_has_all_that_english_has(language: str) -> None:
    assert {name.split("/", 2)[2] for name in FOLDERS[language]} == {name.split("/", 2)[2] for name in FOLDERS["en"]}


@pytest.mark.parametrize("optional", [True, False], ids=["all facts", "bare facts"])
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("language", WHOLE)
def test_every_draft_passes_the_gates_and_shows_the_facts_of_the_english_one(
    language: str, situation: Situation, optional: bool
) -> None:
    made = say(situation, optional=optional)
    english, own = drafted("en", made).body, drafted(language, made).body
    sums, days = {Money(4900, "usd")}, {fact.value for fact in made.facts if isinstance(fact.value, date)}
    shown = [(money(each, "en"), money(each, language)) for each in sums]
    shown += [(day(each, "en"), day(each, language)) for each in days if each != MONDAY.date()]
    for in_english, in_theirs in (*shown, ("4242", "4242"), ("https://", "https://")):
        quoted = english.partition("\n> ")[0].rpartition("\n\n")[0] or english
        theirs = own.partition("\n> ")[0].rpartition("\n\n")[0] or own
        assert (in_english in quoted) == (in_theirs in theirs), in_theirs


@settings(max_examples=250, deadline=None)
@given(
    language=st.sampled_from(WHOLE),
    situation=st.sampled_from(SITUATIONS),
    amounts=st.lists(st.builds(Money, st.integers(1, 10**8), st.sampled_from(CURRENCIES)), min_size=1, max_size=3),
    days=st.lists(DAYS, min_size=1, max_size=3),
    optional=st.booleans(),
)
def test_no_draft_is_stopped_whatever_the_amounts_and_days(
    language: str, situation: Situation, amounts: list[Money], days: list[date], optional: bool
) -> None:
    made = say(situation, optional=optional)
    moved = tuple(
        replace(fact, value=amounts[at % len(amounts)])
        if isinstance(fact.value, Money)
        else replace(fact, value=days[at % len(days)])
        if isinstance(fact.value, date)
        else fact
        for at, fact in enumerate(made.facts)
    )
    drafted(language, replace(made, facts=moved))


def test_a_language_without_drafts_gets_the_default_one_and_the_note_says_so() -> None:
    for language, name in (("eo", "Esperanto"), ("xqq", "xqq")):
        written = TEMPLATES.write(replace(CASE, language=language), MESSAGE, STATE)
        assert written.draft is not None
        assert written.draft.language == "en"
        assert f"- they wrote in {name}; the draft is in English\n" in (written.note or "")
    assert "they wrote in" not in (TEMPLATES.write(CASE, MESSAGE, STATE).note or "")


def test_drafts_alone_make_no_language(tmp_path: Path) -> None:
    shutil.copytree(str(files("templates").joinpath("drafts", "en")), tmp_path / "drafts" / "eo")
    own = Templates(folder=tmp_path).write(replace(CASE, language="eo"), MESSAGE, STATE)
    assert own.draft is not None
    assert own.draft.language == "en"

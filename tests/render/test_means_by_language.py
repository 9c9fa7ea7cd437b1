"""In each language, what was paid by other means than a card is not put on a card or a bank; a promise waits for it."""

import re
from dataclasses import replace

import pytest

from classifiers.situations import SITUATIONS, Situation
from parsers.vocabulary import Case
from tests.render.facts import say
from tests.render.people import CASE, MESSAGE, STATE
from worker.languages import draft_language
from worker.render import Templates
from worker.render.locales import method

TEMPLATES = Templates()
BY_PROVIDER = [each for each in SITUATIONS if any(fact.startswith("provider:") for fact in each.facts)]
BY_MEANS = [each for each in SITUATIONS if any(fact.startswith("means:") for fact in each.facts)]
BANK = {
    "it": r"(?i)\bbanc(?:a|he)\b",
    "pt": r"(?i)\bbancos?\b",
    "nl": r"(?i)\bbank(?:en|afschrift)?\b",
    "ja": r"カード会社|銀行",
    "zh": r"银行",
}
CARD = {
    "it": r"(?i)\bcart[ae]\b",
    "pt": r"(?i)\bcart(?:ão|ões)\b",
    "nl": r"(?i)kaart",
    "ja": r"カード",
    "zh": r"卡",
}
LAST = {
    "it": r"altri addebiti",
    "pt": r"mais cobranças|nada mais será cobrado",
    "nl": r"niets meer (?:voor )?(?:wordt )?afgeschreven",
    "ja": r"今後[^。]{0,12}ご請求(?:は|も|が発生することは)ございません",
    "zh": r"不会再(?:为它扣款|有扣款)",
}


def text(case: Case) -> str:
    """The draft's own words, in the language that was asked for."""
    draft = TEMPLATES.write(case, MESSAGE, STATE).draft
    assert draft is not None
    assert draft.language == case.language
    return draft.body.partition("\n> ")[0]


@pytest.mark.parametrize("situation", BY_PROVIDER)
@pytest.mark.parametrize("language", BANK)
def test_a_payment_through_a_provider_is_not_spoken_of_as_the_bank_s(language: str, situation: Situation) -> None:
    made = text(replace(CASE, says=(say(situation, provider="klarna"),), language=language))
    assert re.search(BANK[language], made) is None
    assert "Klarna" in made


@pytest.mark.parametrize("situation", BY_MEANS)
@pytest.mark.parametrize("language", CARD)
def test_a_debit_that_failed_is_not_spoken_of_as_a_card(language: str, situation: Situation) -> None:
    made = text(replace(CASE, says=(say(situation, means="sepa_debit"),), language=language))
    assert re.search(CARD[language], made) is None


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("language", LAST)
def test_nothing_is_said_to_be_the_last_charge_while_one_is_owed(language: str, situation: Situation) -> None:
    for optional in (True, False):
        owing = replace(CASE, says=(say(situation, optional=optional),), language=language, owing=("in_one",))
        assert re.search(LAST[language], text(owing)) is None


@pytest.mark.parametrize("language", LAST)
def test_where_nothing_is_owed_it_is_said(language: str) -> None:
    said = [text(replace(CASE, says=(say(each),), language=language)) for each in SITUATIONS]
    assert sum(bool(re.search(LAST[language], made)) for made in said) > 10


@pytest.mark.parametrize("language", LAST)
def test_each_debit_has_a_name_of_its_own_in_the_language(language: str) -> None:
    for kind in draft_language("en").means:
        assert method(kind, language) != method(kind, "en")

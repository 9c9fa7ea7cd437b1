"""Whom the money goes through is named as what it is, and nothing is said to be the last charge while it is not."""

import re
from dataclasses import replace

import pytest

from classifiers.situations import SITUATIONS, Situation
from parsers.vocabulary import Case
from tests.render.facts import say
from tests.render.people import CASE, MESSAGE, STATE
from worker.render import Templates
from worker.render.locales import method

TEMPLATES = Templates()
BY_PROVIDER = [each for each in SITUATIONS if any(fact.startswith("provider:") for fact in each.facts)]
BY_MEANS = [each for each in SITUATIONS if any(fact.startswith("means:") for fact in each.facts)]
BANK = re.compile(r"\b(?:[Bb]anks?|Banken|Hausbank|[Bb]ancos?|[Bb]anques?)\b")
CARD = re.compile(r"\b(?:[Cc]ards?|Karten?|tarjetas?|cartes?)\b")
LAST = re.compile(
    r"(?i)(?:nothing|no) more will be (?:charged|taken)|nothing will be charged|nichts mehr abgebucht"
    r"|no se le cobrará nada|plus rien ne sera (?:donc )?débité"
)
LANGUAGES = ("en", "de", "es", "fr")


def text(case: Case) -> str:
    """The draft's own words, without the quoted mail."""
    draft = TEMPLATES.write(case, MESSAGE, STATE).draft
    assert draft is not None
    return draft.body.partition("\n> ")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", BY_PROVIDER)
def test_a_payment_through_a_provider_is_not_spoken_of_as_the_bank_s(situation: Situation, language: str) -> None:
    made = text(replace(CASE, says=(say(situation, provider="klarna"),), language=language))
    assert BANK.search(made) is None
    if situation not in {Situation.ONE_CHARGE} and not situation.startswith("also/"):
        assert "Klarna" in made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", BY_MEANS)
def test_a_debit_that_failed_is_not_spoken_of_as_a_card(situation: Situation, language: str) -> None:
    made = text(replace(CASE, says=(say(situation, means="sepa_debit"),), language=language))
    assert CARD.search(made) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_while_something_may_be_charged_no_draft_says_that_nothing_will(situation: Situation, language: str) -> None:
    owing = replace(CASE, says=(say(situation, optional=False),), language=language, owing=("in_one",))
    assert LAST.search(text(owing)) is None


def test_where_nothing_is_owed_it_is_said() -> None:
    assert LAST.search(text(replace(CASE, says=(say(Situation.CANCEL_LATER),))))


def test_a_type_that_stripe_adds_later_is_said_in_words() -> None:
    assert method("naver_pay") == "Naver Pay"
    assert (method("sepa_debit"), method("sepa_debit", "de")) == ("SEPA Direct Debit", "SEPA-Lastschrift")

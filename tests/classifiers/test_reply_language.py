"""The language to answer in, and what decides it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from classifiers.digest import digest
from classifiers.reply_language import choose_language
from parsers.vocabulary import BillingState, EarlierCase, Identity, Language, Policy, Verdict
from tests.render.people import DANA, MESSAGE, STATE
from tests.support.clock import MONDAY

UNKNOWN = replace(MESSAGE, language=Language())
PROVEN = Identity(verdict=Verdict.VERIFIED, customer_ids=(DANA.id,))
POLICY = Policy(default_language="de")


def earlier(language: str, days: int = 1, *, same_thread: bool = True) -> EarlierCase:
    at = MONDAY - timedelta(days=days)
    return EarlierCase(id=f"case-{days}", at=at, same_thread=same_thread, drafted_in=language)


def state(*locales: str) -> BillingState:
    return replace(STATE, customers=(replace(DANA, preferred_locales=locales),))


def test_the_customers_own_words_come_first() -> None:
    mail = replace(MESSAGE, language=Language(code="fr", confidence=0.9))
    assert choose_language(mail, POLICY, (earlier("es"),), state("it"), PROVEN) == "fr"


def test_then_the_last_draft_of_the_thread() -> None:
    known = (earlier("es", 9), earlier("pt", 2), earlier("", 1), earlier("nl", 1, same_thread=False))
    assert choose_language(UNKNOWN, POLICY, known, state("it"), PROVEN) == "pt"


def test_then_what_stripe_has_of_a_proven_person() -> None:
    assert choose_language(UNKNOWN, POLICY, (), state("pt-BR", "en"), PROVEN) == "pt"
    assert choose_language(UNKNOWN, POLICY, (), state(), PROVEN) == "de"


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.VERIFIED}))
def test_nobody_else_is_answered_in_the_language_of_a_record(verdict: Verdict) -> None:
    assert choose_language(UNKNOWN, POLICY, (), state("ja"), replace(PROVEN, verdict=verdict)) == "de"


def test_two_records_that_disagree_tell_nothing() -> None:
    two = replace(
        STATE, customers=tuple(replace(DANA, id=f"cus_{each}", preferred_locales=(each,)) for each in ("it", "fr"))
    )
    both = replace(PROVEN, customer_ids=("cus_it", "cus_fr"))
    assert choose_language(UNKNOWN, POLICY, (), two, both) == "de"


def test_a_hint_for_the_language_makes_no_case_stale() -> None:
    assert digest(state("it")) == digest(state("fr")) == digest(STATE)

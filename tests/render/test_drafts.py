"""Every situation's draft, with all the facts it may have and with only those it must have."""

import re
from dataclasses import replace

import pytest

from classifiers.situations import SITUATIONS, Situation
from parsers.vocabulary import Draft, Paragraph, Verdict
from tests.render.facts import say
from tests.render.people import CASE, MESSAGE, STATE
from worker.render import Templates

TEMPLATES = Templates()
MAIN = [s for s in SITUATIONS if not s.startswith(("neutral/", "also/"))]
ALSO = [s for s in SITUATIONS if s.startswith("also/")]
# What agents and machines say, and customers must not read.
INTERNAL = re.compile(
    r"(?i)\b(bucket|anomaly|no.?op|guard|policy|row|stripe|customer id|dunning|self.?serve|needs.?human|verified|"
    r"case|ticket|undefined)\b|[{}<>]|  |\s[,.;:!?]|(?-i:\bNone\b)"
)
TOLD = ("already", "pending", "refund_failed")  # of a refund made before, not of one to come
REFUNDS = {s for s in MAIN if any(f.startswith("refund:") for f in s.facts) and not any(word in s for word in TOLD)}
CANCELS = {s for s in MAIN if re.search(r"/cancel|refund_and_cancel", s)}


def drafted(*says: Paragraph, language: str = "en") -> Draft:
    written = TEMPLATES.write(replace(CASE, says=says, language=language), MESSAGE, STATE)
    assert written.case.because == CASE.because, written.case.because[0]
    assert written.draft is not None
    assert written.draft.language == language
    return written.draft


def letter(draft: Draft) -> str:
    return re.split(r"\n\n(?:On|Am) 2\.? November 2026", draft.body)[0]


@pytest.mark.parametrize("optional", [True, False], ids=["all facts", "bare facts"])
@pytest.mark.parametrize("situation", MAIN)
class TestMainAnswers:
    def test_it_is_short_and_passes_the_gates(self, situation: Situation, optional: bool) -> None:
        text = letter(drafted(say(situation, optional=optional)))
        assert 40 <= len(text.split()) <= 140, len(text.split())

    def test_it_shows_no_internal_word(self, situation: Situation, optional: bool) -> None:
        text = letter(drafted(say(situation, optional=optional)))
        assert INTERNAL.findall(re.sub(r"https://\S+", "URL", text)) == []

    def test_it_has_the_shape_of_a_letter(self, situation: Situation, optional: bool) -> None:
        text = letter(drafted(say(situation, optional=optional)))
        assert text.startswith("Hi Dana,\n\n")
        assert text.endswith("\n\nBest regards,\nThe support team")
        assert "\n\n\n" not in text
        assert "reply" in text or "attached" in text


@pytest.mark.parametrize("situation", MAIN)
def test_every_fact_that_must_be_there_is_shown(situation: Situation) -> None:
    made = say(situation)
    text = letter(drafted(made))
    shown = {"amount": "$49.00", "plan": "Pro", "url": "https://billing.stripe.com/p/login/test1", "last4": "4242"}
    for declared in situation.facts:
        if not declared.endswith("?") and (token := shown.get(declared.partition(":")[2])):
            assert token in text


@pytest.mark.parametrize("situation", sorted(REFUNDS))
def test_a_refund_says_how_long_banks_take_and_that_it_may_show_as_a_reversal(situation: Situation) -> None:
    text = letter(drafted(say(situation)))
    assert "refunding" in text
    assert "5 to 10 business days" in text
    assert "drop it from your statement" in text


@pytest.mark.parametrize("situation", sorted(CANCELS))
def test_a_cancel_offers_to_do_it_by_reply(situation: Situation) -> None:
    assert "reply" in letter(drafted(say(situation)))


@pytest.mark.parametrize("main", MAIN)
def test_a_second_answer_fits_below_the_first(main: Situation) -> None:
    lengths = {also: len(letter(drafted(say(main), say(also))).split()) for also in ALSO}
    assert {also: length for also, length in lengths.items() if length > 140} == {}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_template_sums_itself_up_for_the_note(situation: Situation) -> None:
    verdict = Verdict.VERIFIED
    assert CASE.identity is not None
    case = replace(CASE, says=(say(situation),), identity=replace(CASE.identity, verdict=verdict))
    note = TEMPLATES.write(case, MESSAGE, STATE).note
    assert note is not None
    assert f"draft says: {situation.value}" not in note


def test_doctor_finds_nothing_wrong() -> None:
    assert [finding.text for finding in TEMPLATES.check() if not finding.ok] == []


@pytest.mark.parametrize("situation", MAIN)
class TestInGerman:
    @pytest.mark.parametrize("optional", [True, False], ids=["all facts", "bare facts"])
    def test_it_is_short_and_passes_the_gates(self, situation: Situation, optional: bool) -> None:
        text = letter(drafted(say(situation, optional=optional), language="de"))
        assert text.startswith("Guten Tag Dana Example,\n\n")
        assert text.endswith("\n\nFreundliche Grüße\nIhr Support-Team")
        assert 40 <= len(text.split()) <= 140, len(text.split())
        assert INTERNAL.findall(re.sub(r"https://\S+", "URL", text)) == []

    def test_a_second_answer_fits_below_the_first(self, situation: Situation) -> None:
        lengths = {also: len(letter(drafted(say(situation), say(also), language="de")).split()) for also in ALSO}
        assert {also: length for also, length in lengths.items() if length > 140} == {}

    def test_it_shows_the_same_facts_as_in_english(self, situation: Situation) -> None:
        made = say(situation)
        english, german = (letter(drafted(made, language=language)) for language in ("en", "de"))
        for one, other in (("$49.00", "49,00 $"), ("Pro", "Pro"), ("4242", "4242"), ("https://", "https://")):
            assert (one in english) == (other in german), other

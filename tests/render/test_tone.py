"""What a letter has an ear for: waiting without an answer, a firm that is no person, a warning said once."""

from dataclasses import replace

import pytest

from classifiers.situations import Situation
from parsers.vocabulary import Cue, CueFound, Mailbox, Message, Place, Redaction
from tests.render.facts import say
from tests.render.people import CASE, DANA, MESSAGE, STATE
from worker.render import Templates
from worker.render.tone import greets_a_person, unanswered

TEMPLATES = Templates()


def mail(text: str = "", name: str | None = "Dana Example", address: str = "dana@customer.example") -> Message:
    return replace(MESSAGE, new_text=text, senders=(Mailbox(address=address, name=name or ""),))


@pytest.mark.parametrize(
    ("language", "text", "heard"),
    [
        ("en", "The export has been broken for two weeks and nobody helps.", True),
        ("en", "I wrote three times and never got an answer.", True),
        ("en", "No reply since Monday!", True),
        ("en", "I am still waiting for a reply.", True),
        ("en", "Please reply soon. The answer is no.", False),
        ("de", "Seit zwei Wochen antwortet niemand, niemand hat sich gemeldet.", True),
        ("de", "Ich habe bis heute keine Antwort.", True),
        ("de", "Bitte antworten Sie mir.", False),
        ("fr", "Personne ne répond.", False),
    ],
)
def test_waiting_without_an_answer_is_heard(language: str, text: str, heard: bool) -> None:
    assert unanswered(mail(text), language) is heard


def test_and_answered_in_a_word() -> None:
    broken = replace(CASE, says=(say(Situation.FAILURE_REFUND),), cues=(CueFound(cue=Cue.PRODUCT_BROKEN),))
    told = TEMPLATES.write(broken, mail("It is broken, and nobody answers."), STATE).draft
    quiet = TEMPLATES.write(broken, mail("It is broken."), STATE).draft
    assert told is not None
    assert quiet is not None
    assert "left you waiting for an answer" in told.body
    assert "waiting for an answer" not in quiet.body.partition("wrote:")[0]


@pytest.mark.parametrize(
    ("name", "sender", "address", "greets"),
    [
        ("Dana Example", "Dana Example", "dana@customer.example", True),
        ("Dana Example", "", "dana@mail.example", True),
        ("Harbour Logistics", "Accounts", "accounts@harbour-logistics.example", False),
        ("Harbour Logistics", "", "ann@harbourlogistics.example", False),
        ("Harbour", "Ann Lee", "ann@harbour.example", False),
        ("Dana Example", "Billing", "billing@example.com", False),
        ("Ann Lee", "Ann Lee", "ann@annlee.example", True),
    ],
)
def test_a_name_greets_only_a_person(name: str, sender: str, address: str, greets: bool) -> None:
    assert greets_a_person(name, mail(name=sender, address=address)) is greets


def test_a_firm_is_not_greeted_by_half_its_name() -> None:
    firm = replace(STATE, customers=(replace(DANA, name="Harbour Logistics"),))
    case = replace(CASE, says=(say(Situation.CANCEL_NOW),))
    written = TEMPLATES.write(case, mail(name="Accounts", address="accounts@harbour-logistics.example"), firm)
    assert written.draft is not None
    assert written.draft.body.startswith("Hi there,")


def test_a_warning_is_said_once() -> None:
    pasted = replace(mail("my card"), redactions=(Redaction(kind="card_number", hint="4242", place=Place.NEW_TEXT),))
    for situation in (Situation.CARD_ON_PORTAL, Situation.CANCEL_NOW):
        body = TEMPLATES.write(replace(CASE, says=(say(situation),)), pasted, STATE).draft
        assert body is not None
        assert body.body.lower().count("card number") == 1

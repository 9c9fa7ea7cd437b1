"""What a reading carries beside the intent: evidence, confidence, abstention, language, churn risk."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from classifiers.intent import Keywords, Readers, load_keywords, read_intent, read_text
from parsers.vocabulary import Carried, CarrierKind, Cue, Cut, CutKind, Intent, Language, Mailbox, Message
from tests.classifiers.intent.conftest import shipped

MAIL = Message(
    content_hash="0" * 64,
    arrived_at=datetime(2026, 11, 2, tzinfo=UTC),
    subject="My account",
    new_text="Please refund me.",
    full_text="Please refund me.\n> I want to cancel",
    language=Language(code="en", confidence=1.0),
)


def test_reads_subject_and_new_text_only(keywords: Keywords) -> None:
    reading = read_intent(MAIL, keywords)
    assert reading.primary is Intent.REFUND
    assert not reading.wants(Intent.CANCEL)


def test_a_subject_alone_is_enough(keywords: Keywords) -> None:
    reading = read_intent(replace(MAIL, subject="Cancel my subscription", new_text="Thanks, Jo"), keywords)
    assert reading.primary is Intent.CANCEL


def test_the_subject_of_a_thread_is_not_what_is_asked_now(keywords: Keywords) -> None:
    mail = replace(MAIL, subject="Re: Cancel my subscription", new_text="Thanks, that is all I wanted to know.")
    assert read_intent(mail, keywords).primary is Intent.OTHER


ATTACHED = Cut(kind=CutKind.FORWARD, text="From: a@shop.example\nSubject: Your receipt", rule="attached mail")
BARE = replace(MAIL, new_text="", full_text="", cuts=(ATTACHED,))


def test_a_subject_that_says_it_all_above_an_attached_mail_is_heard(keywords: Keywords) -> None:
    mail = replace(BARE, subject="Fwd: Your receipt - please cancel my subscription")
    assert read_intent(mail, keywords).primary is Intent.CANCEL


def test_the_attached_mails_own_subject_is_nobodys_wish(keywords: Keywords) -> None:
    head = replace(ATTACHED, text="From: a@shop.example\nSubject: Cancel my subscription")
    own = replace(BARE, subject="Fwd: Cancel my subscription")
    assert read_intent(own, keywords).primary is Intent.CANCEL
    assert read_intent(replace(own, cuts=(head,)), keywords).primary is not Intent.CANCEL


def test_of_a_forms_mail_the_subject_is_the_forms(keywords: Keywords) -> None:
    form = Carried(by=CarrierKind.FORM, writer=Mailbox(address="ann@writer.example"))
    mail = replace(MAIL, subject="Cancel my subscription", new_text="What does the yearly plan cost?", carried=form)
    assert not read_intent(mail, keywords).wants(Intent.CANCEL)
    said = replace(mail, carried=replace(form, subject="Cancel my subscription"))
    assert read_intent(said, keywords).wants(Intent.CANCEL)


def test_hits_carry_rule_words_and_place(keywords: Keywords) -> None:
    text = "Hello, I'd like a refund."
    hit = next(h for s in read_text("", text, keywords).intents for h in s.hits if h.rule == "refund-wish")
    assert hit.field == "body"
    assert text[hit.span.start : hit.span.end] == hit.text == "like a refund"


def test_what_was_taken_away_is_kept_with_the_reason(keywords: Keywords) -> None:
    reading = read_text("", "I do not want a refund.", keywords)
    assert {hit.barred for hit in reading.negated} >= {"negation: not"}
    assert reading.has(Cue.DECLINES_REFUND)


def test_a_wish_on_a_condition_is_a_churn_risk_and_no_intent(keywords: Keywords) -> None:
    reading = read_text("", "Unless this is fixed I'll cancel my subscription.", keywords)
    assert reading.primary is Intent.OTHER
    assert reading.churn_risk
    assert not reading.about_billing


def test_it_makes_nothing_of_what_a_guard_took_away_or_asks_in_general(keywords: Keywords) -> None:
    for text in ("If I cancel, do I get a refund?", "What is your refund policy?", "Do you accept credit cards?"):
        assert not read_text("", text, keywords).about_billing


def test_a_topic_in_quotation_marks_is_another_persons(keywords: Keywords) -> None:
    assert read_text("", "You wrote of the refund you owe me", keywords).about_billing
    assert not read_text("", 'Your page says "the refund you asked for", which reads badly.', keywords).about_billing


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Bis zum 15. nicht zurück. Danke", 2),
        ("zum 30. Juni enden lassen", 1),
        ("gemäß Art. 17 DSGVO", 1),
        ("I paid $30. please refund me", 2),
        ("It is day 9. Please refund me", 2),
        ("invoice no. 12", 1),
    ],
)
def test_the_day_of_a_date_ends_no_sentence(text: str, sentences: int, keywords: Keywords) -> None:
    assert len(keywords.languages["de"].sentences(text)) == sentences


def test_a_negated_intent_is_not_revived(keywords: Keywords) -> None:
    reading = read_text("", "I don't want to cancel.", keywords)
    assert not reading.wants(Intent.CANCEL)


def test_a_language_without_a_file_is_read_and_hardly_trusted(keywords: Keywords) -> None:
    known, foreign = (read_text("", "Please refund me.", keywords, code) for code in ("und", "eo"))
    assert foreign.confidence < known.confidence
    assert not foreign.sure
    assert foreign.primary is Intent.OTHER
    assert foreign.about_billing


PARTIAL = """
language = "fr"
partial = true
[[rule]]
id = "double"
cue = "duplicate_claim"
negatable = true
any = ["deux fois"]
"""


def test_what_a_partial_file_hears_counts_and_what_it_misses_says_nothing(readers: Readers) -> None:
    files = {code: language for code, language in shipped().items() if code != "fr"}
    none, partial = (load_keywords(each, readers=readers) for each in (files, {**files, "fr": PARTIAL}))
    for text in ("Merci de me rembourser.", "Je voudrais résilier mon abonnement.", "Bonjour, tout va bien."):
        without, beside = (read_text("", text, each, "fr") for each in (none, partial))
        assert (without.hypotheses, without.cues, without.about) == (beside.hypotheses, beside.cues, beside.about)
    heard = read_text("", "Vous avez pris mon argent deux fois le même jour.", partial, "fr")
    assert "double" in {hit.rule for found in heard.cues for hit in found.hits}


def test_each_language_is_read_with_its_file(keywords: Keywords) -> None:
    assert read_text("", "Ich möchte mein Geld zurück.", keywords, "de").primary is Intent.REFUND
    assert read_text("", "Ich möchte mein Geld zurück.", keywords, "en").primary is Intent.OTHER


def test_an_empty_mail_asks_nothing(keywords: Keywords) -> None:
    reading = read_text("", "", keywords)
    assert reading.primary is Intent.OTHER
    assert not reading.about_billing


@pytest.mark.parametrize(
    "text",
    [
        "a-" * 9000,
        " " * 20000 + "x",
        '"a ' * 9000,
        "a@" * 9000,
        "1." * 9000,
        "refund " * 4000,
        "\n" * 20000,
        "'a " * 8000,
    ],
    ids=["hyphens", "spaces", "quotes", "addresses", "numbers", "one word", "lines", "apostrophes"],
)
@pytest.mark.timeout(5)
def test_no_text_can_hang_it(text: str, keywords: Keywords) -> None:
    read_text(text, text, keywords)


@pytest.mark.parametrize("odd", ["\0", "\ud800", "\u202e refund me", "🙂 please refund me 🙂", "ﬁnd my reﬁund"])
def test_no_character_can_break_it(odd: str, keywords: Keywords) -> None:
    read_text(odd, odd, keywords)

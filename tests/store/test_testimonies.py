"""The language model's side of the store, on both databases: remembered, counted, forgotten."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from parsers.vocabulary import Claim, ClaimKind, Hit, Intent, IntentScore, Mailbox, ModelSays, Reading, Silence, Span
from tests.store.made import Clock, billing, claimed, delivery, judged, message, work_off
from worker.case_json import case_json
from worker.store import CaseBook, Correction, Review
from worker.store import Claim as Held
from worker.store.testimonies import Ask

HIT = Hit(rule="language model", text="Hello", field="body", span=Span(0, 5))


def says(intent: Intent | None, prompt: str = "p") -> ModelSays:
    claims = () if intent is None else (Claim(kind=ClaimKind.INTENT, name=intent, hit=HIT, primary=True),)
    return ModelSays(model="m", prompt=prompt, claims=claims, silence=None if intent else Silence.TIMEOUT)


def keep_with(book: CaseBook, claim: Held, said: ModelSays, **fields: object) -> None:
    case = judged(claim)
    wish = IntentScore(intent=Intent.REFUND, score=0.9, primary=True)
    book.keep(
        claim,
        message=message(claim, **fields),
        reading=Reading(intents=(wish,), about_billing=True, sure=True, testimony=said),
        state=billing(claim),
        case=case,
        draft=None,
        note=None,
        shown=case_json(case, None, None),
    )


def test_an_answer_is_remembered_in_cipher(book: CaseBook, url: str) -> None:
    assert book.answer("m p Hello") is None
    book.keep_answer("m p Hello", '{"quote": "Hello Dana"}', case_id=None, sender=None)
    book.keep_answer("m p Hello", "another", case_id=None, sender=None)
    assert book.answer("m p Hello") == '{"quote": "Hello Dana"}'
    assert book.answer("m q Hello") is None
    if url.startswith("sqlite"):
        assert b"Hello Dana" not in Path(url.removeprefix("sqlite:///")).read_bytes()


def test_old_answers_go_with_old_mail(book: CaseBook, clock: Clock) -> None:
    book.keep_answer("old", "a", case_id=None, sender=None)
    clock.forward(days=20)
    book.keep_answer("new", "b", case_id=None, sender=None)
    clock.forward(days=15)
    book.purge(timedelta(days=30))
    assert (book.answer("old"), book.answer("new")) == (None, "b")


def test_forgetting_a_person_forgets_what_was_answered_about_their_mail(book: CaseBook) -> None:
    book.take([delivery(number=1), delivery(number=2)])
    first = claimed(book)
    book.keep_answer("theirs", "a", case_id=first.case_id, sender=None)
    book.keep_answer("nobody's", "b", case_id=None, sender=None)
    keep_with(book, first, says(Intent.REFUND))
    book.finish(first)
    book.forget("dana@customer.example")
    assert (book.answer("theirs"), book.answer("nobody's")) == (None, "b")
    book.keep_answer("theirs", "late", case_id=first.case_id, sender=None)  # the model was still thinking
    assert book.answer("theirs") is None


def test_of_a_dry_run_the_sender_is_forgotten(book: CaseBook) -> None:
    book.keep_answer("a", "x", case_id="of no mail", sender="Dana@customer.example")
    book.keep_answer("b", "y", case_id="of no mail", sender="kim@customer.example")
    book.forget("dana@customer.example")
    assert (book.answer("a"), book.answer("b")) == (None, "y")


def test_what_asking_came_to_is_summed_up(book: CaseBook, clock: Clock) -> None:
    book.count_ask(Ask(model="m", result="answered", milliseconds=700, tokens_in=1000, tokens_out=80))
    book.count_ask(Ask(model="m", result="answered", number=0, dropped=2))
    clock.forward(days=1)
    book.count_ask(Ask(model="m", result="answered", milliseconds=300, tokens_in=900, tokens_out=70))
    book.count_ask(Ask(model="m", result="no answer in time"))
    answered, late = book.asks(None)
    assert answered == Ask(
        model="m", result="answered", number=2, milliseconds=1000, tokens_in=1900, tokens_out=150, dropped=2
    )
    assert (late.result, late.number) == ("no answer in time", 1)
    assert [one.number for one in book.asks(clock.at)] == [1, 1]
    assert book.asks(clock.at + timedelta(days=1)) == ()


def test_the_days_allowance_is_one_for_all_workers(book: CaseBook, clock: Clock) -> None:
    assert [book.spend_asks(1, 2) for _ in range(3)] == [True, True, False]
    clock.forward(days=1)
    assert book.spend_asks(1, 2)


def test_how_often_it_was_right_tell_corrections_and_approvals(book: CaseBook) -> None:
    words = iter(
        [says(Intent.CANCEL), says(Intent.REFUND), says(Intent.REFUND), says(None), says(Intent.REFUND, "old")]
    )
    book.take([delivery(number=number) for number in range(1, 6)])
    work_off(book, lambda book, claim: keep_with(book, claim, next(words)))
    cases = book.cases()
    for case, should_be in ((cases[0], "refund"), (cases[0], "cancel"), (cases[1], "cancel"), (cases[3], "cancel")):
        book.correct(Correction(case_id=case.id, by="ann", kind="intent", was="refund", should_be=should_be))
    for case in (cases[2], cases[4]):
        book.decide(Review(case_id=case.id, version=1, by="ann", decision="approve"), status="approved")
    said = book.said(None)
    assert [(one.intent, one.decided, one.true) for one in said] == [
        ("cancel", "refund", "cancel"),
        ("refund", "refund", "cancel"),
        ("refund", "refund", "refund"),
        (None, "refund", "cancel"),
        ("refund", "refund", "refund"),
    ]
    assert book.record_of("m", "p") == (2, 3)
    assert book.record_of("m", "old") == (1, 1)
    assert book.record_of("other", "p") == (0, 0)


def test_a_hostile_name_damages_no_word_of_ours(book: CaseBook) -> None:
    """Who is called `timeout` or `intent` may be forgotten, and the cases that name them can still be read."""
    names = ("timeout", "intent", "refund", "yes", "body", "p")
    book.take([delivery()])
    claim = claimed(book)
    eve = [Mailbox(address=f"eve{number}@evil.example", name=name) for number, name in enumerate(names)]
    said = replace(says(Intent.REFUND), silence=Silence.TIMEOUT)
    keep_with(book, claim, said, cc=tuple(eve))
    book.finish(claim)
    for box in eve:
        book.forget(box.address)
    (kept,) = book.recorded()
    assert kept.reading.testimony
    assert (kept.reading.testimony.silence, kept.reading.testimony.wishes) == (Silence.TIMEOUT, (Intent.REFUND,))


def test_what_is_counted_stays_and_a_testimony_comes_back_as_it_was(book: CaseBook) -> None:
    book.take([delivery()])
    work_off(book, lambda book, claim: keep_with(book, claim, says(Intent.CANCEL)))
    (kept,) = book.recorded()
    assert kept.reading.testimony == says(Intent.CANCEL)
    book.forget("dana@customer.example")
    assert [one.intent for one in book.said(None)] == ["cancel"]

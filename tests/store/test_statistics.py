"""Counts over cases, on both databases."""

from datetime import timedelta

from parsers.vocabulary import Cue, CueFound, Hit, Intent, IntentScore, Reading, Span
from tests.store.made import billing, delivery, judged, message, work_off
from tests.support.clock import MONDAY
from worker.case_json import case_json
from worker.store import CaseBook, Claim, Correction, Review


def _hit(rule: str) -> Hit:
    return Hit(rule=rule, field="body", span=Span(start=0, end=5), text="Hello")


def _with_rules(book: CaseBook, claim: Claim) -> object:
    wish = IntentScore(intent=Intent.REFUND, score=0.9, primary=True, hits=(_hit("refund-word"), _hit("refund-word")))
    cue = CueFound(cue=Cue.DUPLICATE_CLAIM, hits=(_hit("twice"),))
    case = judged(claim)
    reading = Reading(intents=(wish,), cues=(cue,), about_billing=True, sure=True)
    return book.keep(
        claim,
        message=message(claim),
        reading=reading,
        state=billing(claim),
        case=case,
        draft=None,
        note=None,
        shown=case_json(case, None, None),
    )


def test_an_empty_store_counts_nothing(book: CaseBook) -> None:
    for counted in (book.tally, book.decisions, book.waits, book.intents, book.rules, book.plans):
        assert counted(None) == ()
    assert book.oldest_waiting() is None


def test_outcomes_are_counted_since_a_moment(book: CaseBook) -> None:
    book.take([delivery(number=number) for number in (1, 2, 3)])
    work_off(book)
    assert book.tally(None) == (("drafted", "self_serve_gap", "open", 3),)
    assert book.tally(MONDAY + timedelta(seconds=3)) == (("drafted", "self_serve_gap", "open", 1),)
    assert book.tally(MONDAY + timedelta(days=1)) == ()


def test_the_last_final_decision_counts(book: CaseBook) -> None:
    book.take([delivery()])
    work_off(book)
    (case,) = book.cases()
    for version, decision, status in ((1, "reject", "rejected"), (2, "reopen", "open"), (3, "approve", "approved")):
        review = Review(case_id=case.id, version=version, by="ann", decision=decision, edited=0.25)
        book.decide(review, status=status)
    assert book.decisions(None) == (("self_serve_gap", "refund", "approve", 0.25),)
    ((arrived, written, decided),) = book.waits(None)
    assert arrived == MONDAY + timedelta(seconds=1)
    assert written == decided == MONDAY  # the clock of these tests stands still


def test_rules_and_intents_are_counted_with_what_was_corrected(book: CaseBook) -> None:
    book.take([delivery(number=1), delivery(number=2)])
    work_off(book, _with_rules)
    first = book.cases()[0]
    for should_be in ("cancel", "other"):
        book.correct(Correction(case_id=first.id, by="ann", kind="intent", was="refund", should_be=should_be))
    book.correct(Correction(case_id=book.cases()[1].id, by="ann", kind="bucket", was="a", should_be="b"))
    assert book.rules(None) == (("refund-word", 2, 1), ("twice", 2, 1))
    assert book.intents(None) == (("refund", 2, 1),)


def test_who_waits_longest(book: CaseBook) -> None:
    book.take([delivery(number=2), delivery(number=1)])
    assert book.oldest_waiting() == MONDAY + timedelta(seconds=1)
    work_off(book)
    assert book.oldest_waiting() is None


def test_what_is_counted_stays_when_a_person_is_forgotten(book: CaseBook) -> None:
    book.take([delivery()])
    work_off(book, _with_rules)
    book.forget("dana@customer.example")
    assert book.rules(None) == (("refund-word", 1, 0), ("twice", 1, 0))

"""`keywords eval` and `keywords suggest` on what agents corrected and approved."""

import pytest

from tests.cli.conftest import Installation
from worker.cli.context import Context
from worker.store.store_values import Correction, Review


@pytest.fixture
def judged(installation: Installation) -> dict[str, str]:
    """Three cases of the store by the sample that made them: one corrected, one approved, one untouched."""
    installation.receive("duplicate", "cancel", "invoice")
    installation.run("once")
    book = Context(installation.folder / "config.toml").app.book
    by_intent = {str(kept.reading.primary): kept.case_id for kept in book.recorded()}
    for case_id, should_be in ((by_intent["cancel"], "refund"), (by_intent["cancel"], "plan_or_seats")):
        book.correct(Correction(case_id=case_id, by="ann", kind="intent", was="cancel", should_be=should_be))
    book.correct(Correction(case_id=by_intent["cancel"], by="ann", kind="bucket", should_be="needs_human"))
    approved = book.case(by_intent["invoice_request"])
    assert approved
    review = Review(case_id=approved.id, version=approved.version, by="ann", decision="approve")
    book.decide(review, status="approved")
    return by_intent


def test_eval_measures_on_corrected_and_approved_cases(installation: Installation, judged: dict[str, str]) -> None:
    ran = installation.run("keywords", "eval", "--corrections", "--json")
    assert ran.status == 0, ran.err
    found = ran.json()
    assert found["rows"] == 2
    assert found["confusion"] == {"invoice_request": {"invoice_request": 1}, "plan_or_seats": {"cancel": 1}}
    assert set(found["sources"]) == {"approved", "corrected"}


def test_a_file_may_be_measured_beside_them(installation: Installation, judged: dict[str, str]) -> None:
    path = installation.folder / "rows.csv"
    path.write_text("text,intent\nPlease refund me,refund", "utf-8")
    assert installation.run("keywords", "eval", str(path), "--json").json()["rows"] == 1
    assert installation.run("keywords", "eval", str(path), "--corrections", "--json").json()["rows"] == 3


def test_suggest_reads_them_without_being_told(installation: Installation, judged: dict[str, str]) -> None:
    found = installation.run("keywords", "suggest", "--least", "1", "--json").json()
    assert {suggestion["intent"] for suggestion in found} == {"plan_or_seats"}


def test_without_any_it_says_what_to_do(installation: Installation) -> None:
    ran = installation.run("keywords", "eval")
    assert ran.status == 2
    assert "name a file of labelled rows" in ran.err


def test_a_file_that_is_not_there_is_named(installation: Installation) -> None:
    ran = installation.run("keywords", "eval", "absent.csv")
    assert ran.status == 2
    assert "absent.csv" in ran.err

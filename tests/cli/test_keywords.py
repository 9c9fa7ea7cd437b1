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


OWN = """
language = "en"
extends = "shipped"
[[rule]]
id = "own.seats"
intent = "plan_or_seats"
weight = 1.0
negatable = false
decides = true
any = ["cancel my"]
tests.hit = ["cancel my plan"]
"""


def test_replay_of_a_few_lines_says_which_mail_they_are_for(installation: Installation, judged: dict[str, str]) -> None:
    path = installation.folder / "en.own.toml"
    path.write_text(OWN, "utf-8")
    checked = installation.run("keywords", "check", str(path))
    assert checked.status == 0, checked.err
    assert "en.own.toml: valid" in checked.out
    told = installation.run("keywords", "replay", str(path)).out
    assert "[an agent said plan_or_seats: now right]" in told
    assert "of 1 mails that agents corrected: 1 come out right now, 0 as before" in told
    path.write_text(OWN.replace("cancel my", "zebra my"), "utf-8")
    assert "0 come out right now, 1 as before" in installation.run("keywords", "replay", str(path)).out


def test_a_file_of_ones_own_stays_short_and_is_in_use(installation: Installation) -> None:
    folder = installation.folder / "words"
    folder.mkdir()
    (folder / "en.toml").write_text(OWN, "utf-8")
    config = installation.folder / "config.toml"
    config.write_text(config.read_text("utf-8") + '[keywords]\ndir = "words"\n', "utf-8")
    rules = Context(config).app.keywords.current().languages["en"].file.rules
    assert rules[-1].id == "own.seats"
    assert len(rules) > 50
    (folder / "en.toml").write_text(OWN.replace("[[rule]]", 'off = ["nothing.of.the.kind"]\n[[rule]]'), "utf-8")
    ran = installation.run("keywords", "check")
    assert ran.status == 2
    assert "nothing.of.the.kind" in ran.err

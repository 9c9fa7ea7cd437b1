"""How we are doing: the figures are those of the store, in pictures, tables and files."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from tests.store.made import KEY, delivery, work_off
from worker.desk import Desk, desk_app
from worker.desk.case_list import StoreShelf
from worker.desk.pages.reports_page import Bar, Figure, as_csv, drawn
from worker.desk.reports import StoreFigures
from worker.store import CaseBook, Correction, Review


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CaseBook]:
    """Four cases: approved as written, approved after edits, rejected, open."""
    opened = CaseBook.open(f"sqlite:///{tmp_path}/desk.db", key=KEY)
    opened.take([delivery(number=number) for number in (1, 2, 3, 4)])
    work_off(opened)
    cases = opened.cases()
    for case, decision, edited in zip(cases, ("approve", "approve", "reject"), (0.0, 0.25, None), strict=False):
        review = Review(case_id=case.id, version=1, by="ann", decision=decision, edited=edited)
        opened.decide(review, status="approved" if decision == "approve" else "rejected")
    opened.correct(Correction(case_id=cases[2].id, by="ann", kind="intent", was="refund", should_be="=cancel()"))
    yield opened
    opened.close()


def figure(book: CaseBook, key: str) -> Figure:
    return next(one for one in StoreFigures(book).figures(None) if one.key == key)


def test_drafts_are_counted_by_what_became_of_them(book: CaseBook) -> None:
    found = figure(book, "drafts_by_bucket")
    assert found.rows == (("Self-serve gap", 1, 1, 1, 25.0),)
    assert found.says == "3 drafts decided on: 33 % went out as written."
    assert figure(book, "drafts_by_template").rows == (("refund", 1, 1, 1, 25.0),)


def test_outcomes_gaps_and_corrections(book: CaseBook) -> None:
    assert figure(book, "outcomes").rows[0] == ("Drafted", 4)
    assert figure(book, "gaps").rows == (("no billing portal", 4, "196.00 USD"),)
    assert figure(book, "corrections").rows == (("intent", "refund", "=cancel()", 1),)
    assert figure(book, "intents").rows == (("refund", 4, 1),)


def test_an_empty_store_has_figures_too(tmp_path: Path) -> None:
    opened = CaseBook.open(f"sqlite:///{tmp_path}/empty.db")
    assert all(one.says for one in StoreFigures(opened).figures(7))
    opened.close()


def test_bars_are_to_scale_and_within_the_picture() -> None:
    bars = (Bar(label="a", parts=(("x", 30), ("y", 10))), Bar(label="b", parts=(("x", 10), ("y", 0))))
    long, short = drawn(Figure(key="k", title="t", says="s", heads=(), rows=(), bars=bars))
    assert [piece.width for piece in long.pieces] == [292.5, 97.5]
    assert [piece.width for piece in short.pieces] == [97.5]
    assert long.end == 580.0


def test_a_file_holds_the_table_and_no_formula(book: CaseBook) -> None:
    found = figure(book, "corrections")
    assert list(csv.reader(io.StringIO(as_csv(found)))) == [
        ["kind", "was", "should be", "times"],
        ["intent", "refund", "'=cancel()", "1"],
    ]


def test_the_file_is_one_click_away(book: CaseBook) -> None:
    app = desk_app(Desk(shelf=StoreShelf(book), figures=StoreFigures(book)))
    browser = TestClient(app, base_url="http://127.0.0.1")
    page = browser.get("/figures?span=all")
    assert 'href="/figures/rules.csv?span=all"' not in page.text  # nothing to download of an empty table
    answer = browser.get("/figures/drafts_by_bucket.csv?span=all")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "Self-serve gap,1,1,1,25.0" in answer.text
    assert browser.get("/figures/nothing.csv").status_code == 404
    assert browser.get("/figures?span=evil").status_code == 200


def test_the_page_shows_pictures_with_their_tables(page: Page) -> None:
    page.goto("/figures?span=all")
    expect(page.get_by_role("heading", name="How are we doing")).to_be_visible()
    expect(page.locator("#outcomes svg rect").first).to_be_visible()
    page.locator("#outcomes summary").click()
    expect(page.locator("#outcomes td").first).to_be_visible()
    expect(page.get_by_role("link", name="7 days")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

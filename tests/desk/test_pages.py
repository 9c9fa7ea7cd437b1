"""What an agent sees, and what a hostile mail cannot do."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.desk.conftest import SCRIPT


def test_the_queue_lists_what_was_drafted(page: Page) -> None:
    page.goto("/")
    expect(page.locator("a.row").first).to_be_visible()
    assert page.locator("a.row", has_text="charged twice this month?").count() == 1
    assert page.locator("a.row", has_text="Dark mode?").count() == 0


def test_buckets_filter(page: Page) -> None:
    page.goto("/")
    page.locator("a.chip", has_text="Duplicate").click()
    expect(page.locator("a.row", has_text="charged twice this month?")).to_be_visible()
    expect(page.locator("a.row", has_text="Invoice for October")).to_have_count(0)


def test_search_finds_by_words(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Text").fill("monthly YEARLY ines")
    expect(page.locator("a.row")).to_have_count(1)
    expect(page).to_have_url(re.compile("text=monthly"))
    page.reload()
    expect(page.locator("a.row")).to_have_count(1)


def test_a_case_shows_mail_draft_note_and_picture(page: Page) -> None:
    page.goto("/")
    page.locator("a.row", has_text="charged twice this month?").click()
    expect(page.locator("h1")).to_have_text("charged twice this month?")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("#draft")).to_contain_text("refund")
    expect(page.locator("svg.timeline circle.dot-taken").first).to_be_visible()
    assert page.locator(".note h3").all_text_contents() == [
        "CUSTOMER",
        "BILLING STATE",
        "DECISION",
        "ACTION TAKEN",
        "FOLLOW-UP",
        "PRODUCT GAP",
    ]


def test_keys_walk_the_list(page: Page) -> None:
    page.goto("/")
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.matches('li:first-child a.row')")
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).to_be_visible()


def test_hostile_text_stays_text(page: Page) -> None:
    page.goto("/")
    row = page.locator("a.row", has_text="onerror")
    expect(row).to_have_count(1)
    row.click()
    expect(page.locator(".mail")).to_contain_text(SCRIPT[:20])
    assert page.evaluate("window.stolen") is None
    assert page.locator(".mail script, .answer script, .mail img").count() == 0


def test_no_case_no_page(page: Page) -> None:
    answer = page.request.get("/cases/nosuchcase")
    assert answer.status == 404
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_another_host_name_is_refused(page: Page, desk: str) -> None:
    assert page.request.get(desk, headers={"Host": "evil.example"}).status == 400


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_runs_over_the_edge(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    for address in ("/", page.locator("a.row").first.get_attribute("href") or ""):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

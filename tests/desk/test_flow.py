"""From case to case: the step and Approve at first sight, the next one, steps in Stripe, keys, an agent's own clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.axe import serious
from tests.desk.case_desk import DUPLICATE, CaseDesk, case_desk, window
from worker.desk.clock import UNIVERSAL, Clock
from worker.desk.decisions import snoozed_until


@pytest.fixture(scope="module")
def flowing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseDesk]:
    with case_desk(tmp_path_factory.mktemp("flowing")) as desk:
        yield desk


@pytest.fixture
def ana(chromium: Browser, flowing: CaseDesk) -> Iterator[Page]:
    with window(chromium, flowing.url) as page:
        yield page


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_the_step_with_its_amount_and_approve_are_seen_at_once(
    chromium: Browser, flowing: CaseDesk, width: int, height: int
) -> None:
    with window(chromium, flowing.url, viewport={"width": width, "height": height}) as page:
        page.goto(f"/cases/{flowing.case_of(DUPLICATE)}")
        for place in (page.locator(".act").get_by_text("Refund $49.00 of"), page.get_by_role("button", name="Approve")):
            box = place.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < height
        before = page.evaluate("[...document.querySelectorAll('main section')].map(each => each.className)")
        assert before[0] == "act"


def test_approving_leads_on_and_steps_in_stripe_are_kept(ana: Page, flowing: CaseDesk) -> None:
    case_id = flowing.case_of(DUPLICATE)
    ana.goto(f"/cases/{case_id}")
    ana.get_by_role("button", name="Approve").click()
    expect(ana.locator("h1")).not_to_have_text(DUPLICATE)
    expect(ana.locator(".notice")).to_contain_text("still to do in Stripe")
    ana.goto("/")
    row = ana.locator("a.row", has_text=DUPLICATE)
    expect(row).to_contain_text("to do in Stripe by ana")
    ana.goto("/?status=to_do")
    expect(ana.locator("a.row")).to_have_count(1)
    ana.locator("a.row").click()
    assert serious(ana) == []
    copy = ana.get_by_role("button", name="Copy the text")
    copy.click()
    expect(ana.locator(".hand-over .said")).to_contain_text("Refund $49.00")
    expect(ana.locator(".hand-over .said")).not_to_contain_text("Copied")
    copy.click()
    expect(ana.locator(".hand-over .said")).to_have_text("Copied.")
    ana.get_by_role("button", name="Done in Stripe").click()
    expect(ana.locator(".standing")).to_contain_text("Approved by ana")
    ana.get_by_role("button", name="Copy the text").click()
    expect(ana.locator(".hand-over .said")).to_have_text("Copied.")  # nothing is left to warn of
    ana.goto("/")
    expect(ana.locator("a.row", has_text=DUPLICATE)).to_have_count(0)


def test_the_next_case_is_nobody_elses(chromium: Browser, flowing: CaseDesk) -> None:
    with window(chromium, flowing.url, "ben") as page:
        page.goto("/")
        first = page.locator("a.row").first.get_attribute("href")
        page.goto(str(first))
        page.get_by_role("button", name="Take over").click()
    with window(chromium, flowing.url, "cyd") as page:
        page.goto(f"/cases/{flowing.case_of('Invoice for October')}")
        page.get_by_role("button", name="Approve").click()
        expect(page.locator(".notice")).to_contain_text("ready to be handed over")
        assert str(first) not in page.url


def test_copying_a_draft_warns_as_well(ana: Page, flowing: CaseDesk) -> None:
    ana.goto(f"/cases/{flowing.case_of('still paying monthly after switching to yearly')}")
    ana.keyboard.press("c")
    expect(ana.locator(".act .said")).to_contain_text("not done in Stripe yet")
    ana.keyboard.press("c")
    expect(ana.locator(".act .said")).to_have_text("Copied.")
    assert "> " in ana.evaluate("navigator.clipboard.readText()")
    ana.goto(f"/cases/{flowing.case_of('Double charge')}")
    ana.get_by_label("with their mail quoted below").uncheck()
    ana.keyboard.press("c")  # nothing is to do in Stripe
    expect(ana.locator(".act .said")).to_have_text("Copied.")
    assert "> " not in ana.evaluate("navigator.clipboard.readText()")


def test_keys_for_every_way_out(ana: Page, flowing: CaseDesk) -> None:
    case_id = flowing.case_of("New card")
    ana.goto(f"/cases/{case_id}")
    ana.wait_for_load_state()
    ana.keyboard.press("p")
    expect(ana.get_by_label("tomorrow")).to_be_focused()
    ana.keyboard.press("Escape")
    ana.keyboard.press("t")
    expect(ana.locator(".standing")).to_contain_text("Taken over by ana")
    ana.wait_for_load_state()
    ana.keyboard.press("?")
    for told in ("take over", "put off", "copy"):
        expect(ana.get_by_role("dialog")).to_contain_text(told)
    ana.keyboard.press("t")  # below the dialog nothing is pressed
    assert len(flowing.app.book.reviews(case_id)) == 1


def test_the_queue_says_how_much_and_why(ana: Page) -> None:
    ana.goto("/")
    expect(ana.locator("a.row", has_text="Unwanted renewal").locator(".amount")).to_have_text("$490.00 back")
    expect(ana.locator("a.row", has_text="Payment for our subscription").locator(".amount")).to_have_text(
        "$490.00 unpaid"
    )
    expect(ana.locator("a.row", has_text="Where is my refund?").locator(".tag")).to_have_text("Where is my refund?")
    for subject, why in (
        ("Final notice", "legal"),
        ("Refund me now", "dispute"),
        ("Refund for invoice WALSH7Q-0003", "identity"),
    ):
        row = ana.locator("a.row", has_text=subject)
        expect(row.locator(".proposed")).to_contain_text(why)
        assert "% sure" not in str(row.text_content())


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_times_are_the_agents_own(chromium: Browser, flowing: CaseDesk, zone: str) -> None:
    case_id = flowing.case_of("Cancel my subscription")
    record = flowing.app.book.case(case_id)
    assert record is not None
    here = f"{record.arrived_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    screen: dict[str, Any] = {"timezone_id": zone}
    with window(chromium, flowing.url, **screen) as page:
        page.goto(f"/cases/{case_id}")  # the desk does not know yet, the browser puts it right
        expect(page.locator(".lead time")).to_have_text(here)
        page.reload()
        expect(page.locator(".lead time")).to_have_text(here)
        page.locator("summary", has_text="Put off").click()
        page.get_by_role("button", name="Put off").click()
        expect(page.locator(".standing")).to_contain_text("at 08:00")
        page.get_by_role("button", name="Open again").click()


def test_eight_in_the_morning_is_the_agents() -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)  # the fifth in Berlin already
    assert snoozed_until("tomorrow", late, ZoneInfo("Europe/Berlin")) == datetime(2026, 3, 6, 7, tzinfo=UTC)
    assert snoozed_until("tomorrow", late) == datetime(2026, 3, 5, 8, tzinfo=UTC)


def test_a_clock_writes_its_zone() -> None:
    at = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
    assert Clock(ZoneInfo("Europe/Berlin")).words(at) == "2026-07-02 at 00:05 CEST"
    assert UNIVERSAL.words(at) == "2026-07-01 at 22:05 UTC"
    assert "22:05 UTC" in UNIVERSAL.time(at)


@pytest.mark.parametrize("name", ["", "Nowhere/Else", "../../etc/passwd", "a" * 500, "\x00", "Europe"])
def test_a_zone_that_is_none_is_utc(flowing: CaseDesk, chromium: Browser, name: str) -> None:
    with window(chromium, flowing.url, java_script_enabled=False) as page:
        answer = page.request.get(f"/cases/{flowing.case_of(DUPLICATE)}", headers={"Cookie": f"zone={name!r}"})
        assert answer.status == 200
        assert " UTC</time>" in answer.text()

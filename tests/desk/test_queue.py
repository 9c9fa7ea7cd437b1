"""The queue in a browser: filters, keys, news, and eyes that see little."""

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from tests.desk.axe import serious
from worker.desk.pages import live
from worker.desk.pages.live import Live
from worker.desk.serving import DeskServer

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
PAGES = ("/", "/?status=approved", "/figures?span=all")


def test_filters_act_at_once_and_can_be_kept(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Identity").select_option("mismatch")
    expect(page.locator("a.row")).to_have_count(1)
    expect(page).to_have_url(re.compile("verdict=mismatch"))
    page.get_by_label("Identity").select_option("")
    page.get_by_label("Language").select_option("de")
    expect(page.locator("a.row", has_text="Kündigung")).to_be_visible()
    expect(page.locator("a.row", has_text="charged twice this month?")).to_have_count(0)
    expect(page).to_have_url(re.compile("verdict=&.*language=de"))
    page.reload()
    expect(page.get_by_label("Language")).to_have_value("de")


def test_filters_act_without_scripts(chromium: Browser, desk: str) -> None:
    context = chromium.new_context(base_url=desk, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("How sure").select_option("unsure")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("sure=unsure"))
    context.close()


def test_urgent_cases_stand_first(page: Page) -> None:
    page.goto("/")
    assert "high priority" in (page.locator("a.row").first.text_content() or "")


def test_keys_walk_open_and_come_back(page: Page) -> None:
    page.goto("/")
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator("a.row").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Text")).to_be_focused()
    page.locator("a.row").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="Cases")).to_be_visible()


def test_the_keys_are_told(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next, previous case")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_news_comes_without_reload(page: Page, chromium: Browser, desk: str) -> None:
    page.goto("/")
    before = page.locator("a.row").count()
    page.locator("a.row").nth(2).focus()
    kept = page.locator("a.row").nth(2).get_attribute("id")
    other = chromium.new_page(base_url=desk)
    other.goto("/")
    other.locator("a.row").last.click()
    other.get_by_role("button", name="Take over").click()
    expect(page.locator("a.row", has_text="taken over by")).to_have_count(1, timeout=10_000)
    assert page.locator("a.row").count() == before
    assert page.evaluate("document.activeElement.id") == kept
    other.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_serious_stands_in_anybodys_way(chromium: Browser, desk: str, path: str, scheme: Any) -> None:
    context = chromium.new_context(base_url=desk, color_scheme=scheme)
    page = context.new_page()
    page.goto(path)
    assert serious(page) == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nor_on_a_case(chromium: Browser, desk: str, scheme: Any) -> None:
    context = chromium.new_context(base_url=desk, color_scheme=scheme)
    page = context.new_page()
    page.goto("/")
    page.locator("a.row", has_text="charged twice this month?").click()
    page.wait_for_load_state()
    assert serious(page) == []
    context.close()


@pytest.mark.parametrize("width", [390, 640])  # a phone; and 1280 at 200 %
def test_nothing_is_cut_off_at_the_side(chromium: Browser, desk: str, width: int) -> None:
    context = chromium.new_context(base_url=desk, viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/")
    page.locator("a.row", has_text="charged twice this month?").click()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_looks_right(chromium: Browser, desk: str, width: int, scheme: Any) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    context = chromium.new_context(base_url=desk, color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto("/")
    page.screenshot(path=ARTEFACTS / f"queue-{width}-{scheme}.png")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.screenshot(path=ARTEFACTS / f"queue-keys-{width}-{scheme}.png")
    context.close()


def test_the_store_is_asked_once_for_all_listeners() -> None:
    asked = itertools.count()
    news = Live(lambda: str(next(asked)), every=0.02)

    async def first_news(events: AsyncIterator[Any]) -> str:
        async for event in events:
            if "changed" in str(event):
                return str(event)
        return ""

    async def listen() -> list[str]:
        streams = [await news.stream(_request()) for _ in range(5)]
        bodies = [stream.body_iterator for stream in streams if isinstance(stream, StreamingResponse)]
        return await asyncio.gather(*(first_news(aiter(body)) for body in bodies))

    heard = _run(listen())
    assert len(heard) == 5
    assert all(event.startswith("event: changed") for event in heard)
    assert next(asked) <= 5  # far fewer than five streams would have asked


def test_an_open_page_does_not_hold_up_the_end() -> None:
    app = Starlette(routes=[Route("/live", Live(lambda: "1", every=0.1).stream)])
    server = DeskServer(app, host="127.0.0.1", port=0)
    address = server.start().url.removeprefix("http://").rstrip("/")
    listener = HTTPConnection(address, timeout=10)
    listener.request("GET", "/live")
    answer = listener.getresponse()
    assert answer.readline() == b"retry: 3000\n"
    server.stop()
    assert not server._thread.is_alive()
    listener.close()


def test_listeners_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    news = Live(lambda: "1")
    news._listeners = live.MOST
    answer = _run(news.stream(_request()))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _request() -> Request:
    return Request({"type": "http", "method": "GET", "path": "/live", "headers": [], "app": Starlette()})

"""The keywords page: rules are seen and tried by all, changed by ops alone, and never before a replay was looked at."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from parsers.vocabulary import Policy
from tests.desk.axe import serious
from tests.desk.conftest import SCRIPT
from tests.store.made import KEY, delivery, work_off
from worker.desk import Desk, Entry, desk_app
from worker.desk.case_list import StoreShelf
from worker.desk.keyword_files import StoreWording
from worker.desk.serving import DeskServer
from worker.keywords import KeywordShelf, shipped
from worker.store import CaseBook

HOSTILE = "<script>window.stolen=1</script>"
# The team's own file: small, so that it loads in no time; the comment is a trap for pages that do not escape.
FILE = f"""# </textarea>{HOSTILE}
language = "en"

[[rule]]
id = "money-back"
intent = "refund"
weight = 0.9
negatable = true
any = ["money back", "refund me"]
tests.hit = ["Please refund me"]
"""
QUESTION = """
[[rule]]
id = "question"
intent = "cancel"
weight = 0.95
negatable = true
any = ["question about my bill"]
tests.hit = ["A question about my bill"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The team's keyword files."""
    made = tmp_path / "keywords"
    made.mkdir()
    (made / "en.toml").write_text(FILE, encoding="utf-8")
    (made / "de.toml").write_text('language = "de"\n', encoding="utf-8")
    return made


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CaseBook]:
    """Two recorded mails with a question about a bill."""
    opened = CaseBook.open(f"sqlite:///{tmp_path}/desk.db", key=KEY)
    opened.take([delivery(number=number) for number in (1, 2)])
    work_off(opened)
    yield opened
    opened.close()


def app(book: CaseBook, folder: Path | None, entry: Entry | None = None) -> Any:
    wording = StoreWording(book=book, shelf=KeywordShelf(folder), folder=folder, policy=Policy())
    return desk_app(Desk(shelf=StoreShelf(book), doors=book, wording=wording), entry=entry)


def browser(book: CaseBook, folder: Path | None, name: str = "olga") -> TestClient:
    """Someone behind a signing-in proxy; only Olga is ops."""
    entry = Entry(header="x-user", proxies=frozenset({"127.0.0.1"}), ops=frozenset({"olga"}))
    return TestClient(
        app(book, folder, entry),
        base_url="http://127.0.0.1",
        client=("127.0.0.1", 5000),
        headers={"x-user": name},
        follow_redirects=False,
    )


def send(window: TestClient, do: str, text: str, **more: str) -> Any:
    page = window.get("/keywords")
    form = window.get("/keywords/en") if more.pop("fresh", "yes") == "yes" else page
    hidden = {name: _hidden(form.text, name) for name in ("csrf", "base") if f'name="{name}"' in form.text}
    hidden.setdefault("csrf", _hidden(page.text, "csrf"))
    return window.post("/keywords/en", data={**hidden, "do": do, "text": text, **more})


def _hidden(text: str, name: str) -> str:
    return text.split(f'name="{name}" value="')[1].split('"')[0]


@pytest.fixture
def page(chromium: Browser, book: CaseBook, folder: Path) -> Iterator[Page]:
    """A window on a desk without accounts, where whoever sits there is ops. A refused form is no complaint here."""
    server = DeskServer(app(book, folder), host="127.0.0.1", port=0).start()
    window = chromium.new_page(base_url=server.url)
    complaints: list[str] = []
    window.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" and "422" not in said.text else None,
    )
    window.on("pageerror", lambda error: complaints.append(str(error)))
    yield window
    window.close()
    server.stop()
    assert complaints == []


def test_rules_are_listed_and_a_sentence_is_tried(page: Page) -> None:
    page.goto("/keywords")
    expect(page.get_by_role("row", name="money-back")).to_contain_text("refund")
    page.get_by_text("2 phrases").first.click()
    expect(page.get_by_text("refund me", exact=True)).to_be_visible()
    page.get_by_label("What the customer wrote").fill(f"Please refund me. {SCRIPT}")
    page.get_by_role("button", name="Try").click()
    expect(page.locator("mark")).to_have_text("refund me")
    expect(page.locator(".trial")).to_contain_text("money-back")
    expect(page.locator(".trial")).to_contain_text("<script>")
    assert page.evaluate("window.stolen") is None
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_file_is_mended_replayed_looked_at_and_saved(page: Page, folder: Path, book: CaseBook) -> None:
    page.goto("/keywords")
    page.get_by_role("link", name="Edit en.toml").click()
    editor = page.get_by_label("The file")
    assert editor.input_value() == FILE
    editor.fill(FILE.replace("0.9", "9"))
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_contain_text('en.toml:5: rule "money-back": weight is a number from 0 to 1')
    editor.fill(FILE + QUESTION)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("replay exactly this text first")
    assert (folder / "en.toml").read_text("utf-8") == FILE
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_role("heading", name="2 recorded mails replayed, 2 would come out differently")).to_be_visible()
    expect(page.locator(".changes")).to_contain_text("cancel")
    expect(page.locator(".changes")).to_contain_text("+question")
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert (folder / "en.toml").read_text("utf-8") == FILE + QUESTION
    assert [path.name for path in sorted(folder.iterdir())] == ["de.toml", "en.toml"]
    line = book.trail()[-1]
    assert (line.actor, line.action, line.detail["language"]) == ("desk", "saved keywords", "en")
    assert page.evaluate("window.stolen") is None


def test_agents_look_and_do_not_touch(book: CaseBook, folder: Path) -> None:
    window = browser(book, folder, "anna")
    assert "Edit en.toml" not in window.get("/keywords").text
    assert window.get("/keywords/en").status_code == 403
    for do in ("check", "replay", "save", "download"):
        assert send(window, do, FILE + QUESTION, fresh="no").status_code == 403
    assert (folder / "en.toml").read_text("utf-8") == FILE


def test_only_the_very_text_that_was_replayed_is_saved(book: CaseBook, folder: Path) -> None:
    window = browser(book, folder)
    assert send(window, "replay", FILE + QUESTION).status_code == 200
    refused = send(window, "save", FILE + QUESTION + "# one more line\n")
    assert refused.status_code == 422
    assert "replay exactly this text" in refused.text
    assert send(window, "save", FILE + QUESTION).headers["location"] == "/keywords?saved=en"


def test_a_broken_text_counts_as_not_replayed(book: CaseBook, folder: Path) -> None:
    window = browser(book, folder)
    for broken in ("language = ", 'language = "de"', "x = " + "[" * 5000):
        for do in ("check", "replay", "save"):
            assert send(window, do, broken).status_code == 422
    assert (folder / "en.toml").read_text("utf-8") == FILE


def test_what_somebody_else_saved_meanwhile_is_not_lost_unseen(book: CaseBook, folder: Path) -> None:
    window = browser(book, folder)
    assert send(window, "replay", FILE + QUESTION).status_code == 200
    refused = send(window, "save", FILE + QUESTION, base="0" * 64)
    assert "was changed meanwhile" in refused.text
    assert "was replayed" not in refused.text
    assert (folder / "en.toml").read_text("utf-8") == FILE


def test_a_language_is_no_path(book: CaseBook, folder: Path) -> None:
    window = browser(book, folder)
    for code in ("xx", "..%2Fen", "en.toml"):
        assert window.get(f"/keywords/{code}").status_code == 404


def test_shipped_files_are_not_written_to(book: CaseBook) -> None:
    window = browser(book, None)
    assert "come with Deskhand" in window.get("/keywords/en").text
    assert "[keywords] dir" in send(window, "save", "x").text
    copy = send(window, "download", shipped()["de"])
    assert copy.headers["content-disposition"] == 'attachment; filename="en.toml"'
    assert copy.text == shipped()["de"]


def test_a_language_without_a_file_begins_with_a_few_lines_over_the_shipped_ones(
    page: Page, folder: Path, book: CaseBook
) -> None:
    (folder / "de.toml").unlink()
    page.goto("/keywords/de")
    assert 'extends = "shipped"' in page.get_by_label("The file").input_value()
    shelf = StoreWording(book=book, shelf=KeywordShelf(folder), folder=folder, policy=Policy())
    assert shelf.check("de", shelf.text("de") or "") == shelf.check("de", shipped()["de"])

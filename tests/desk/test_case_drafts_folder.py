"""An approved draft put into the mailbox's Drafts folder: once, threaded, and replaced when it is approved anew."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.case_desk import window
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.dovecot import dovecot as dovecot
from tests.support.mailbox import Account
from worker.app import App
from worker.config.settings import load_settings
from worker.demo.mails import samples
from worker.demo.stripe import StandIn

_CONFIG = """
[inbox]
host = "{host}"
port = {port}
security = "none"
username = "{user}"
password = {{ file = "password" }}
addresses = ["support@deskhand.example"]
authserv_ids = ["mx.deskhand.example"]
since = "all"
timeout = 10
[stripe]
api_key = {{ file = "key" }}
api_base = "{stripe}"
requests_per_second = 100
[helpdesk]
kind = "desk"
"""


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return Account(dovecot, dovecot.user())


@pytest.fixture
def app(account: Account, tmp_path: Path) -> Iterator[App]:
    sample = next(mail for mail in samples() if mail.name == "duplicate")
    account.deliver(sample.raw(datetime.now(UTC)), at=datetime.now(UTC))
    (tmp_path / "key").write_text("rk_test_x", encoding="utf-8")
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    with StandIn(Path(str(files("worker.demo").joinpath("scenario.toml")))) as stripe:
        server = account.server
        text = _CONFIG.format(host=server.host, port=server.port, user=account.user, stripe=stripe.url)
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")
        app = App(load_settings(tmp_path / "config.toml"))
        app.worker.once()
        yield app
        app.close()


def test_drafts_folder(chromium: Browser, account: Account, app: App) -> None:
    kept = next(app.book.recorded())
    server = app.start_desk(host="127.0.0.1", port=0)
    try:
        with window(chromium, server.url) as page:
            page.goto(f"/cases/{kept.case_id}")
            page.locator("#draft").fill("First wording.")
            page.get_by_role("button", name="Approve").click()
            put(page)
            put(page)  # twice leaves one
            assert bodies(account) == ["First wording."]
            mail = account.mails("Drafts")[0]
            assert mail["To"] == "maya.lind@example.com"
            assert mail["In-Reply-To"] == kept.message.message_id
            assert account.flags("Drafts")[0] >= {"\\Draft"}
            page.get_by_role("button", name="Open again").click()
            page.locator("textarea#draft").fill("Second wording.")
            page.get_by_role("button", name="Approve").click()
            put(page)
            assert bodies(account) == ["Second wording."]
            expect(page.locator(".history")).to_contain_text("put the draft into the Drafts folder")
        with window(chromium, server.url, may_say="503") as page:
            page.goto(f"/cases/{kept.case_id}")
            account.server.freeze()
            try:
                page.get_by_role("button", name="Put into the Drafts folder").click()
                expect(page.get_by_role("alert")).to_contain_text("did not take the draft", timeout=25_000)
            finally:
                account.server.thaw()
    finally:
        server.stop()


def put(page: Page) -> None:
    page.get_by_role("button", name="Put into the Drafts folder").click()
    expect(page.locator(".notice")).to_contain_text("Drafts folder")


def bodies(account: Account) -> list[str]:
    return [str(mail.get_content()).strip() for mail in account.mails("Drafts")]

"""The desk over a worked-off sample inbox and one hostile mail, and a browser to look at it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.mails import make_mail
from worker.app import App
from worker.config.settings import load_settings
from worker.demo.mails import samples
from worker.demo.stripe import StandIn

SCRIPT = "<script>window.stolen=1</script><img src=x onerror='window.stolen=1'>{{ 7*7 }}"

_CONFIG = """
[inbox]
kind = "maildir"
path = "mail"
addresses = ["support@deskhand.example"]
authserv_ids = ["mx.deskhand.example"]
[stripe]
api_key = {{ file = "key" }}
api_base = "{stripe}"
requests_per_second = 100
"""


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a desk answers."""
    folder = tmp_path_factory.mktemp("desk")
    for part in ("new", "cur", "tmp"):
        (folder / "mail" / part).mkdir(parents=True)
    now = datetime.now(UTC)
    for mail in samples():
        (folder / "mail" / "new" / mail.name).write_bytes(mail.raw(now))
    hostile = make_mail(
        body=f"Please refund me {SCRIPT}, you charged me twice.",
        sender=f'"{SCRIPT[:40]}" <eve@example.com>',
        subject=f"refund {SCRIPT}",
    )
    (folder / "mail" / "new" / "hostile").write_bytes(hostile)
    (folder / "key").write_text("rk_test_x", encoding="utf-8")
    with StandIn(Path(str(files("worker.demo").joinpath("scenario.toml")))) as stripe:
        (folder / "config.toml").write_text(_CONFIG.format(stripe=stripe.url), encoding="utf-8")
        app = App(load_settings(folder / "config.toml"))
        app.worker.once()
        server = app.start_desk(host="127.0.0.1", port=0)
        yield server.url
        server.stop()
        app.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not installed; bring it with: apt-get install chromium"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, desk: str) -> Iterator[Page]:
    """A fresh window on the desk; anything the page complains of in its console fails the test."""
    window = chromium.new_page(base_url=desk)
    complaints: list[str] = []
    window.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    window.on("pageerror", lambda error: complaints.append(str(error)))
    yield window
    window.close()
    assert complaints == []

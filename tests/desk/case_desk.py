"""A desk of its own for tests that decide: what one decides the others must not see."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.mails import make_mail
from worker.app import App
from worker.config.settings import load_settings
from worker.demo.mails import samples
from worker.demo.stripe import StandIn

DUPLICATE = "charged twice this month?"
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
[desk]
trusted_header = "X-Agent"
trusted_proxies = ["127.0.0.1"]
{more}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDesk:
    """A running desk, its store, and the Stripe it reads."""

    url: str
    app: App
    stripe: StandIn

    def case_of(self, subject: str) -> str:
        """The id of the case whose mail has this subject."""
        for kept in self.app.book.recorded():
            if kept.message.subject == subject:
                return kept.case_id
        raise LookupError(subject)


@contextmanager
def case_desk(folder: Path, *, more: str = "", extra: dict[str, bytes] | None = None) -> Iterator[CaseDesk]:
    """A desk over the sample inbox and the `extra` mails, worked off."""
    for part in ("new", "cur", "tmp"):
        (folder / "mail" / part).mkdir(parents=True)
    now = datetime.now(UTC)
    for mail in samples():
        (folder / "mail" / "new" / mail.name).write_bytes(mail.raw(now))
    for name, raw in (extra or {}).items():
        (folder / "mail" / "new" / name).write_bytes(raw)
    (folder / "key").write_text("rk_test_x", encoding="utf-8")
    with StandIn(Path(str(files("worker.demo").joinpath("scenario.toml")))) as stripe:
        (folder / "config.toml").write_text(_CONFIG.format(stripe=stripe.url, more=more), encoding="utf-8")
        app = App(load_settings(folder / "config.toml"))
        app.worker.once()
        server = app.start_desk(host="127.0.0.1", port=0)
        try:
            yield CaseDesk(url=server.url, app=app, stripe=stripe)
        finally:
            server.stop()
            app.close()


@contextmanager
def window(browser: Browser, url: str, agent: str = "ana", *, may_say: str = "", **screen: Any) -> Iterator[Page]:
    """A window of an agent of this name. Anything on the console but `may_say` fails."""
    allowed = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(base_url=url, permissions=allowed, extra_http_headers={"X-Agent": agent}, **screen)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [said for said in complaints if not may_say or may_say not in said] == []


def letter(subject: str, body: str, **fields: str) -> bytes:
    """A mail from a stranger."""
    return make_mail(body=body, subject=subject, sender=fields.get("sender", "Eve <eve@example.com>"))

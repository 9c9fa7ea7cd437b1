"""Mailboxes behind OAuth2: on a Dovecot that asks a token server, and the ways to a first refresh token."""

import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from parsers.errors import ConfigError, MailboxUnavailable
from tests.helpdesks.memory import MemoryOutbox, make_packet
from tests.inbox.memory import MemoryIntake
from tests.inbox.token_server import TokenServer
from tests.support.dovecot import Dovecot
from tests.support.mailbox import Account
from tests.support.mails import make_mail
from worker.helpdesks.imap_helpdesk import ImapHelpdesk
from worker.imap import SignInRefused
from worker.inbox.imap import ImapInbox
from worker.inbox.oauth import OAuthTokens, find_provider
from worker.inbox.oauth_file import TokenFile
from worker.inbox.oauth_login import login_by_browser, login_by_code

SECRET = "very-secret"


@pytest.fixture(scope="module")
def token_server() -> Iterator[TokenServer]:
    with TokenServer() as server:
        yield server


@pytest.fixture(scope="module")
def guarded(dovecot: Dovecot, token_server: TokenServer) -> Iterator[Dovecot]:
    """A Dovecot that takes tokens."""
    server = Dovecot(introspection_url=f"{token_server.url}/introspect")
    yield server.start()
    server.remove()


@pytest.fixture
def server(token_server: TokenServer) -> TokenServer:
    """The token server as it was in the beginning."""
    fresh = TokenServer()
    for name in ("user", "rotates", "expires_in", "trouble", "pending", "refuses", "refresh_tokens", "live", "asked"):
        setattr(token_server, name, getattr(fresh, name))
    return token_server


def tokens(server: TokenServer, **changes: Any) -> OAuthTokens:
    plain: dict[str, Any] = {
        "client_id": "deskhand",
        "client_secret": SECRET,
        "refresh_token": "refresh-0",
        "timeout": 2.0,
    }
    return OAuthTokens(provider=server.provider(), **(plain | changes))


def inbox_on(dovecot: Dovecot, user: str, held: OAuthTokens, mechanism: str = "xoauth2") -> ImapInbox:
    return ImapInbox(
        account="test",
        host=dovecot.host,
        port=dovecot.port,
        security="none",
        username=user,
        tokens=held,
        mechanism=mechanism,
        since="all",
        timeout=15.0,
    )


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_mail_behind_a_token(guarded: Dovecot, server: TokenServer, intake: MemoryIntake, mechanism: str) -> None:
    server.user = guarded.user()
    Account(guarded, server.user).deliver(make_mail("behind a token"))
    inbox = inbox_on(guarded, server.user, tokens(server), mechanism)
    assert inbox.collect(intake) == 1
    inbox.close()
    assert server.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "refresh-0",
            "scope": "mail offline_access",
            "client_id": "deskhand",
            "client_secret": SECRET,
        }
    ]


def test_client_credentials(guarded: Dovecot, server: TokenServer, intake: MemoryIntake) -> None:
    server.user = guarded.user()
    inbox = inbox_on(guarded, server.user, tokens(server, grant="client_credentials", refresh_token=""))
    assert inbox.collect(intake) == 0
    inbox.close()
    assert server.asked[0]["grant_type"] == "client_credentials"


def test_a_revoked_token_is_replaced_at_once(guarded: Dovecot, server: TokenServer, intake: MemoryIntake) -> None:
    server.user = guarded.user()
    held = tokens(server)
    held.token()
    server.live.clear()
    inbox = inbox_on(guarded, server.user, held)
    assert inbox.collect(intake) == 0
    inbox.close()
    assert len(server.asked) == 2


def test_a_token_for_another_mailbox_is_refused_with_the_mend(
    guarded: Dovecot, server: TokenServer, intake: MemoryIntake
) -> None:
    server.user = "somebody.else@example.com"
    inbox = inbox_on(guarded, guarded.user(), tokens(server))
    with pytest.raises(SignInRefused, match="deskhand login") as refused:
        inbox.collect(intake)
    inbox.close()
    assert "access-" not in str(refused.value)


def test_after_the_server_hung_up_a_new_token_is_fetched(
    guarded: Dovecot, server: TokenServer, intake: MemoryIntake
) -> None:
    server.user = guarded.user()
    inbox = inbox_on(guarded, server.user, tokens(server))
    inbox.collect(intake)
    guarded.kill()
    with pytest.raises(MailboxUnavailable):
        inbox.collect(intake)
    guarded.start()
    server.live.clear()
    assert inbox.collect(intake) == 0
    inbox.close()
    assert len(server.asked) == 2


def test_the_helpdesk_signs_in_by_the_same_tokens(guarded: Dovecot, server: TokenServer) -> None:
    server.user = guarded.user()
    helpdesk = ImapHelpdesk(
        host=guarded.host,
        port=guarded.port,
        security="none",
        username=server.user,
        tokens=tokens(server),
        own_address="support@example.com",
    )
    assert helpdesk.file_note(make_packet(), MemoryOutbox()).reference
    assert helpdesk.file_draft(make_packet(), MemoryOutbox()).reference
    helpdesk.close()
    assert len(server.asked) == 1


def test_a_token_is_used_until_shortly_before_its_end(server: TokenServer) -> None:
    clock = [1000.0]
    held = tokens(server, now=lambda: clock[0])
    first = held.token()
    clock[0] += 3600 - 301
    assert held.token() == first
    clock[0] += 2
    assert held.token() != first


def test_a_rotated_refresh_token_is_kept_before_it_is_needed(server: TokenServer, tmp_path: Path) -> None:
    server.rotates = True
    kept = TokenFile(tmp_path / "refresh-token")
    for _ in range(3):
        tokens(server, recall=kept.recall, keep=kept.keep).token()
    assert {kept.recall()} == server.refresh_tokens
    assert stat.S_IMODE((tmp_path / "refresh-token").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["refresh-token"]


def test_a_new_login_counts_where_the_kept_token_is_void(server: TokenServer) -> None:
    kept = ["void"]
    assert tokens(server, recall=lambda: kept[-1], keep=kept.append).token()
    assert kept == ["void"]


def test_two_workers_that_rotate_at_once(server: TokenServer) -> None:
    """The slower one's refresh token is void by then; the faster one has kept the next."""
    server.rotates = True
    kept = ["refresh-0"]
    fast = tokens(server, recall=lambda: kept[-1], keep=kept.append)
    first = iter(["refresh-0"])
    slow = tokens(server, recall=lambda: next(first, kept[-1]), keep=kept.append)
    fast.token()
    assert slow.token()
    assert server.refresh_tokens == {kept[-1]}


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ((400, {"error": "invalid_grant"}, {}), SignInRefused),
        ((401, {"error": "invalid_client"}, {}), SignInRefused),
        ((400, {"error": "temporarily_unavailable"}, {}), MailboxUnavailable),
        ((429, {}, {"Retry-After": "7"}), MailboxUnavailable),
        ((503, {}, {}), MailboxUnavailable),
        ((200, {}, {}), MailboxUnavailable),
    ],
)
def test_trouble_is_told_without_secrets(
    server: TokenServer, trouble: tuple[int, dict[str, str], dict[str, str]], error: type[MailboxUnavailable]
) -> None:
    server.trouble = trouble
    with pytest.raises(MailboxUnavailable) as raised:
        tokens(server).token()
    assert isinstance(raised.value, SignInRefused) is (error is SignInRefused)
    assert SECRET not in str(raised.value)
    assert "refresh-0" not in str(raised.value)
    assert raised.value.retry_after == (7.0 if trouble[0] == 429 else None)


def test_a_token_server_that_is_away() -> None:
    gone = find_provider("other", token_url="http://127.0.0.1:9/token")
    with pytest.raises(MailboxUnavailable, match="cannot be reached"):
        OAuthTokens(provider=gone, client_id="x", refresh_token="y", timeout=1.0).token()


def test_without_a_refresh_token_login_is_named(server: TokenServer) -> None:
    with pytest.raises(SignInRefused, match="deskhand login"):
        tokens(server, refresh_token="").token()


def test_login_by_code(server: TokenServer) -> None:
    server.pending = 2
    shown: list[tuple[str, str]] = []
    slept: list[float] = []
    found = login_by_code(
        server.provider(), client_id="deskhand", show=lambda *what: shown.append(what), sleep=slept.append
    )
    assert found in server.refresh_tokens
    assert shown == [("https://x", "ABCD")]
    assert slept == [5, 10, 10]
    assert "client_secret" not in server.asked[0]


def test_login_by_code_that_is_denied(server: TokenServer) -> None:
    server.trouble = (400, {"error": "access_denied"}, {})
    with pytest.raises(SignInRefused, match="access_denied"):
        login_by_code(server.provider(), client_id="deskhand", show=lambda *what: None, sleep=lambda seconds: None)


def browser(times: int = 1) -> Callable[[str], None]:
    """A person who follows the address on another thread, after a stranger came by."""

    def visit(address: str) -> None:
        back = httpx.get(address).headers["Location"]
        httpx.get(back.replace("state=", "state=forged"))
        for _ in range(times):
            httpx.get(back)

    return lambda address: threading.Thread(target=visit, args=(address,), daemon=True).start()


def test_login_by_browser(server: TokenServer) -> None:
    found = login_by_browser(server.provider(), client_id="deskhand", client_secret=SECRET, show=browser(), patience=10)
    assert found in server.refresh_tokens


def test_login_by_browser_that_is_refused(server: TokenServer) -> None:
    server.refuses = "access_denied"
    with pytest.raises(SignInRefused, match="access_denied"):
        login_by_browser(server.provider(), client_id="deskhand", show=browser(), patience=10)


def test_login_by_browser_that_nobody_follows(server: TokenServer) -> None:
    with pytest.raises(SignInRefused, match="in time"):
        login_by_browser(server.provider(), client_id="deskhand", show=lambda address: None, patience=0.2)


def test_the_known_providers() -> None:
    assert find_provider("google").scope == "https://mail.google.com/"
    person = find_provider("microsoft", tenant="contoso.example")
    assert "/contoso.example/" in person.token_url
    assert "offline_access" in person.scope
    assert find_provider("microsoft", tenant="t", grant="client_credentials").scope.endswith("/.default")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("other", {}),
        ("google", {"grant": "client_credentials"}),
        ("microsoft", {"grant": "client_credentials"}),
    ],
)
def test_what_cannot_work_is_told_at_once(name: str, changes: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="oauth2"):
        find_provider(name, **changes)


def test_google_gives_no_mailbox_by_code() -> None:
    with pytest.raises(ConfigError, match="browser"):
        login_by_code(find_provider("google"), client_id="x", show=lambda *what: None)

"""OAuth2 access tokens for mail servers that admit no passwords; authlib speaks the protocol, httpx carries it."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.oauth2.base import OAuth2Error  # type: ignore[import-untyped]  # ships no types
from authlib.oauth2.client import OAuth2Client  # type: ignore[import-untyped]

from parsers.errors import ConfigError, MailboxUnavailable
from worker.imap import SignInRefused

# A token is replaced this many seconds before its end: a fetch of many mails must not outlive it.
_EARLY = 300.0
# RFC 6749 section 5.2 and OpenID Connect: what only a person can mend.
_FINAL = frozenset(
    {"invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope", "access_denied", "invalid_request"}
    | {"unsupported_grant_type", "interaction_required", "consent_required", "login_required", "expired_token"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Where tokens of one provider come from, and which rights to ask for; `extra` goes to the consent page."""

    token_url: str
    scope: str
    device_url: str = ""
    authorize_url: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


# https://developers.google.com/workspace/gmail/imap/xoauth2-protocol; the device flow does not give this scope
# (https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes).
_GOOGLE = Provider(
    token_url="https://oauth2.googleapis.com/token",
    authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
    scope="https://mail.google.com/",
    extra={"access_type": "offline", "prompt": "consent"},
)


def _microsoft(tenant: str, grant: str) -> Provider:
    """https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth."""
    base = f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
    person = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
    return Provider(
        token_url=f"{base}/token",
        device_url=f"{base}/devicecode",
        authorize_url=f"{base}/authorize",
        scope=person if grant == "refresh_token" else "https://outlook.office365.com/.default",
    )


def find_provider(
    name: str,
    *,
    grant: str = "refresh_token",
    tenant: str = "common",
    token_url: str = "",
    device_url: str = "",
    authorize_url: str = "",
    scope: str = "",
) -> Provider:
    """Google, Microsoft, or another by its addresses; what is given replaces what is known. Raises `ConfigError`."""
    if name == "microsoft" and grant == "client_credentials" and tenant == "common":
        raise ConfigError("[inbox.oauth2] client_credentials needs your own directory: write tenant")
    if name == "google" and grant == "client_credentials":
        raise ConfigError('[inbox.oauth2] Google gives mailboxes to people only: write grant = "refresh_token"')
    known = {"google": _GOOGLE, "microsoft": _microsoft(tenant, grant)}.get(name)
    found = Provider(
        token_url=token_url or (known.token_url if known else ""),
        device_url=device_url or (known.device_url if known else ""),
        authorize_url=authorize_url or (known.authorize_url if known else ""),
        scope=scope or (known.scope if known else ""),
        extra=known.extra if known else {},
    )
    if not found.token_url:
        raise ConfigError(f'[inbox.oauth2] provider = "{name}" needs token_url')
    return found


class OAuthTokens:
    """Access tokens by refresh token or client credentials, each used until shortly before its end.

    A provider may answer with a new refresh token and void the old one: `keep` has to store it durably, and `recall`
    gives back the one stored last, by whichever worker. Safe to share between connections and threads.
    """

    def __init__(
        self,
        *,
        provider: Provider,
        client_id: str,
        client_secret: str = "",
        grant: str = "refresh_token",
        refresh_token: str = "",
        recall: Callable[[], str | None] = lambda: None,
        keep: Callable[[str], None] = lambda token: None,
        timeout: float = 30.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        if grant not in {"refresh_token", "client_credentials"}:
            raise ConfigError(f'[inbox.oauth2] grant = "{grant}" is neither refresh_token nor client_credentials')
        self._provider = provider
        self._client = (client_id, client_secret)
        self._grant = grant
        self._configured = refresh_token
        self._recall = recall
        self._keep = keep
        self._timeout = timeout
        self._now = now
        self._turn = threading.Lock()
        self._held: tuple[str, float] | None = None

    def token(self) -> str:
        """A token that holds for some minutes. Raises `SignInRefused` with the mend, or `MailboxUnavailable`."""
        with self._turn:
            if self._held is None or self._now() >= self._held[1]:
                self._held = self._fetched()
            return self._held[0]

    def discard(self) -> None:
        """The mail server refused it or hung up: the next call fetches another."""
        with self._turn:
            self._held = None

    def _fetched(self) -> tuple[str, float]:
        with conversation(self._provider, *self._client, timeout=self._timeout) as client:
            if self._grant == "client_credentials":
                answer = client.fetch_token(self._provider.token_url, grant_type="client_credentials")
            else:
                answer = self._refreshed(client)
            return str(answer["access_token"]), self._now() + max(0.0, _lifetime(answer) - _EARLY)

    def _refreshed(self, client: Any) -> Mapping[str, Any]:
        """By the token stored last; should that be void, by the configured one, which may be newer."""
        candidates = [one for one in dict.fromkeys((self._recall() or "", self._configured)) if one]
        if not candidates:
            raise SignInRefused("there is no refresh token yet: run `deskhand login`")
        for used in candidates:
            try:
                answer: Mapping[str, Any] = client.refresh_token(self._provider.token_url, refresh_token=used)
            except OAuth2Error as error:
                stored = self._recall()
                if stored and stored not in candidates:
                    candidates.append(stored)  # another worker was faster, and has the next one
                if error.error != "invalid_grant" or used == candidates[-1]:
                    raise
                continue
            if answer.get("refresh_token") not in {None, used}:
                self._keep(str(answer["refresh_token"]))
            return answer
        raise SignInRefused("every refresh token was refused: run `deskhand login`")


def _lifetime(answer: Mapping[str, Any]) -> float:
    try:
        return float(answer.get("expires_in") or 3600)
    except (TypeError, ValueError):
        return 3600.0


class _Wire:
    """What authlib wants of a session, on httpx."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def post(self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> httpx.Response:
        url, prepared, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        answer = self._client.post(url, content=body, headers=prepared)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            answer.raise_for_status()
        return answer


@contextmanager
def conversation(provider: Provider, client_id: str, client_secret: str, *, timeout: float) -> Iterator[Any]:
    """An authlib client for one exchange; whatever goes wrong is said in our words, and no secret with it."""
    with httpx.Client(timeout=timeout) as http, _spoken(provider):
        yield OAuth2Client(
            _Wire(http),
            client_id=client_id,
            client_secret=client_secret or None,
            token_endpoint_auth_method="client_secret_post" if client_secret else "none",
            scope=provider.scope,
            code_challenge_method="S256",
        )


@contextmanager
def _spoken(provider: Provider) -> Iterator[None]:
    place = httpx.URL(provider.token_url).host
    try:
        yield
    except OAuth2Error as error:
        said = f"{place} answers {error.error}: {error.description or 'no reason given'}"
        if error.error in _FINAL:
            raise SignInRefused(f"{said}; run `deskhand login` again, and check [inbox.oauth2]") from error
        raise MailboxUnavailable(said) from error
    except httpx.HTTPStatusError as error:
        pause = error.response.headers.get("Retry-After", "")
        raise MailboxUnavailable(
            f"{place} answers {error.response.status_code}", retry_after=float(pause) if pause.isdigit() else None
        ) from error
    except httpx.HTTPError as error:
        raise MailboxUnavailable(f"{place} cannot be reached: {type(error).__name__}") from error
    except (ValueError, KeyError) as error:
        raise MailboxUnavailable(f"{place} gives no token: {type(error).__name__}") from error

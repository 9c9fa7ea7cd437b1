"""A person's consent, once: by a code typed on another device, or by a browser on this machine."""

import http.server
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from authlib.common.security import generate_token  # type: ignore[import-untyped]  # ships no types
from authlib.oauth2.base import OAuth2Error  # type: ignore[import-untyped]

from parsers.errors import ConfigError
from worker.imap import SignInRefused
from worker.inbox.oauth import Provider, conversation

_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def login_by_code(
    provider: Provider,
    *,
    client_id: str,
    client_secret: str = "",
    show: Callable[[str, str], None],
    timeout: float = 30.0,
    sleep: Callable[[float], None] = time.sleep,
) -> str:
    """RFC 8628. Calls `show(address, code)` for the person, waits for the consent, and gives the refresh token.

    Raises `SignInRefused` where it is denied or takes too long, `ConfigError` where the provider has no such way in.
    """
    if not provider.device_url:
        raise ConfigError("this provider gives mailboxes by browser only: run `deskhand login` without --device")
    with conversation(provider, client_id, client_secret, timeout=timeout) as client:
        answer = client.session.post(
            provider.device_url,
            data={"scope": provider.scope},
            headers={"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
            auth=client.client_auth("none"),
        )
        grant = client.parse_response_token(answer)
        show(str(grant.get("verification_uri") or grant["verification_url"]), str(grant["user_code"]))
        return _refresh_token_of(_consented(client, provider, grant, sleep))


def _consented(
    client: Any, provider: Provider, grant: Mapping[str, Any], sleep: Callable[[float], None]
) -> Mapping[str, Any]:
    pause = float(grant.get("interval") or 5)
    waited = 0.0
    while waited < float(grant.get("expires_in") or 900):
        sleep(pause)
        waited += pause
        try:
            found: Mapping[str, Any] = client.fetch_token(
                provider.token_url, grant_type=_DEVICE, device_code=grant["device_code"]
            )
        except OAuth2Error as error:
            if error.error not in {"authorization_pending", "slow_down"}:
                raise
            pause += 5 if error.error == "slow_down" else 0  # RFC 8628 section 3.5
        else:
            return found
    raise SignInRefused("nobody entered the code in time: run `deskhand login` again")


def login_by_browser(
    provider: Provider,
    *,
    client_id: str,
    client_secret: str = "",
    show: Callable[[str], None],
    timeout: float = 30.0,
    patience: float = 300.0,
) -> str:
    """RFC 8252 with PKCE (RFC 7636). Calls `show(address)`, waits `patience` seconds for the browser to come back on
    loopback, and gives the refresh token. Raises as `login_by_code` does.
    """
    if not provider.authorize_url:
        raise ConfigError("[inbox.oauth2] authorize_url is not set, and this provider has none that is known")
    with _Loopback() as door, conversation(provider, client_id, client_secret, timeout=timeout) as client:
        client.redirect_uri = door.address
        verifier = generate_token(64)
        address, state = client.create_authorization_url(
            provider.authorize_url, code_verifier=verifier, **provider.extra
        )
        show(str(address))
        came = door.visit(state, patience)
        answer = client.fetch_token(
            provider.token_url, authorization_response=came, state=state, code_verifier=verifier
        )
        return _refresh_token_of(answer)


def _refresh_token_of(answer: Mapping[str, Any]) -> str:
    token = answer.get("refresh_token")
    if not token:
        raise SignInRefused("the provider gave no refresh token: ask for offline access in [inbox.oauth2] scope")
    return str(token)


class _Loopback(http.server.HTTPServer):
    """Waits on this machine for one visit that bears our state; others are turned away."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.timeout = 0.5
        self.came: list[str] = []

    @property
    def address(self) -> str:
        """Providers allow any port on `localhost` (RFC 8252 section 7.3; Microsoft wants the name, not the number)."""
        return f"http://localhost:{self.server_port}"

    def visit(self, state: str, patience: float) -> str:
        """The address the browser came with. Raises `SignInRefused` for a refusal, or after `patience` seconds."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            self.handle_request()
            while self.came:
                came = self.came.pop()
                query = parse_qs(urlsplit(came).query)
                if query.get("state") == [state] and "error" in query:
                    raise SignInRefused(f"consent was refused: {query['error'][0]}")
                if query.get("state") == [state] and "code" in query:
                    return self.address + came
        raise SignInRefused("nobody came back from the consent page in time: run `deskhand login` again")


class _Visit(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Note where the browser came to, and tell the person to close the page."""
        assert isinstance(self.server, _Loopback)
        self.server.came.append(self.path)
        page = b"Deskhand has what it needs. You may close this page."
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """The address holds a code: it belongs in no log."""

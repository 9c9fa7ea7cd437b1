"""An OAuth2 provider on loopback: tokens, device codes, a consent page that consents, and Dovecot's introspection."""

import base64
import hashlib
import http.server
import itertools
import json
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from worker.inbox.oauth import Provider


@dataclass
class TokenServer:
    """`user` is whom every token is for. A refresh token is void once `rotates` and used."""

    user: str = "support@example.com"
    rotates: bool = False
    expires_in: int = 3600
    trouble: tuple[int, dict[str, str], dict[str, str]] | None = None  # status, body, header
    pending: int = 0  # polls of a device code that come too early
    refuses: str = ""  # the error of a consent page that says no
    refresh_tokens: set[str] = field(default_factory=lambda: {"refresh-0"})
    live: set[str] = field(default_factory=set)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __enter__(self) -> "TokenServer":
        outer = self
        self._number = itertools.count(1)
        self._challenges: dict[str, str] = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
                self._answer(*outer.answer(self.path, form))

            def do_GET(self) -> None:
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                self._answer(302, {}, {"Location": outer.consent(query)})

            def _answer(self, status: int, body: dict[str, Any], header: dict[str, str]) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                for name, value in ({"Content-Type": "application/json"} | header).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def provider(self) -> Provider:
        return Provider(
            token_url=f"{self.url}/token",
            device_url=f"{self.url}/device",
            authorize_url=f"{self.url}/authorize",
            scope="mail offline_access",
        )

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any], dict[str, str]]:
        if path == "/introspect":
            return 200, {"active": form.get("token") in self.live, "username": self.user}, {}
        self.asked.append(form)
        if self.trouble is not None:
            return self.trouble
        if path == "/device":
            return 200, {"device_code": "d", "user_code": "ABCD", "verification_uri": "https://x", "interval": 5}, {}
        return self._granted(form)

    def _granted(self, form: dict[str, str]) -> tuple[int, dict[str, Any], dict[str, str]]:
        grant = form["grant_type"]
        if grant == "refresh_token" and form["refresh_token"] not in self.refresh_tokens:
            return 400, {"error": "invalid_grant", "error_description": "revoked"}, {}
        if grant.endswith("device_code") and self.pending:
            self.pending -= 1
            return 400, {"error": "slow_down" if self.pending else "authorization_pending"}, {}
        if grant == "authorization_code" and not self._proven(form):
            return 400, {"error": "invalid_grant", "error_description": "PKCE"}, {}
        return 200, self._tokens(form), {}

    def _proven(self, form: dict[str, str]) -> bool:
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        return self._challenges.get(form["code"]) == base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def _tokens(self, form: dict[str, str]) -> dict[str, Any]:
        number = next(self._number)
        self.live.add(f"access-{number}")
        tokens: dict[str, Any] = {"access_token": f"access-{number}", "token_type": "Bearer"}
        if form["grant_type"] != "client_credentials" and (self.rotates or form["grant_type"] != "refresh_token"):
            self.refresh_tokens.discard(form.get("refresh_token", ""))
            self.refresh_tokens.add(f"refresh-{number}")
            tokens["refresh_token"] = f"refresh-{number}"
        return tokens | {"expires_in": self.expires_in}

    def consent(self, query: dict[str, str]) -> str:
        if self.refuses:
            return f"{query['redirect_uri']}?{urlencode({'error': self.refuses, 'state': query['state']})}"
        code = f"code-{next(self._number)}"
        self._challenges[code] = query["code_challenge"]
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

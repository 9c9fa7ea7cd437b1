"""Which names the desk answers to: a request under another one is somebody's DNS trick."""

import re
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# RFC 9110 section 7.2, without what no browser sends: user, empty port, percent signs.
_HOST = re.compile(rb"([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?", re.I)
_PORTS = 1 << 16


class Hosts:
    """An ASGI middleware that lets pass what has exactly one Host header, well formed, with a name of ours.

    `*.example.com` is every name below; `*` is any. What comes behind may build addresses from that header.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = tuple(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 400."""
        passes = scope["type"] not in {"http", "websocket"} or self._ours(_host(scope))
        refusal = None if passes else PlainTextResponse("Invalid host header", status_code=400)
        await (refusal or self._app)(scope, receive, send)

    def _ours(self, host: str) -> bool:
        return bool(host) and any(
            host == name or (name.startswith("*") and host.endswith(name[1:])) for name in self._names
        )


def _host(scope: Scope) -> str:
    """The name in the Host header, in lower case; empty where there is none, or more than one, or it is malformed."""
    found = [value for name, value in scope["headers"] if name.lower() == b"host"]
    parts = _HOST.fullmatch(found[0]) if len(found) == 1 else None
    if parts is None or int(parts[2] or 0) >= _PORTS:
        return ""
    return parts[1].decode("ascii").lower()

"""Stands before every page: who asks, may they, and did the request come from our own pages?"""

from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import parse_qs, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worker.desk.security.access import Access, Visitor

LARGEST = 2_000_000  # bytes of a request's body: a keyword file is the largest thing anybody sends
_SAFE = {"GET", "HEAD", "OPTIONS"}
_OPEN = ("/static/", "/favicon.ico", "/healthz", "/login")


class Guard:
    """An ASGI middleware; the pages behind find `request.state.agent` and `request.state.csrf`."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http":
            return
        request = HTTPConnection(scope)
        visitor = await run_in_threadpool(self._access.visitor, request)
        known = {"agent": visitor.agent, "csrf": visitor.csrf, "sign_out": visitor.session}
        scope.setdefault("state", {}).update(known)
        refusal = _stranger(request, visitor)
        if refusal is None and scope["method"] not in _SAFE:
            body = await _body(receive)
            refusal = _refused(request, "This is too large.", 413) if body is None else None
            if refusal is None and body is not None:
                refusal = _forged(request, visitor, body)
                receive = _replayed(body, receive)
        await (refusal or self._app)(scope, receive, send)


def _stranger(request: HTTPConnection, visitor: Visitor) -> Response | None:
    """What somebody who is not signed in gets."""
    path = request.url.path
    if visitor.agent is not None or path.startswith(_OPEN):
        return None
    if path.startswith(("/api/", "/metrics", "/live")):
        sign = {"WWW-Authenticate": "Bearer"}
        return JSONResponse({"error": "sign in, or send a client's token"}, status_code=401, headers=sign)
    query = f"?{request.url.query}" if request.url.query else ""
    target = f"/login?next={quote(path + query)}" if request.scope["method"] in _SAFE else "/login"
    if request.headers.get("HX-Request") == "true":
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    return RedirectResponse(target, status_code=303)


def _forged(request: HTTPConnection, visitor: Visitor, body: bytes) -> Response | None:
    """A request that another site made a browser send is refused, and so is one without our form's token."""
    if visitor.bearer:
        return None
    if not _from_our_pages(request.headers) or not _marked_ours(request, visitor, body):
        text = "This form was not sent from this desk, or its page is too old. Go back, load the page anew, try again."
        tool = "Send the body as application/json, and not from another site's page."
        return _refused(request, tool if request.url.path.startswith("/api/") else text, 403)
    return None


def _refused(request: HTTPConnection, text: str, status: int) -> Response:
    json = request.url.path.startswith("/api/")
    return JSONResponse({"error": text}, status_code=status) if json else PlainTextResponse(text, status_code=status)


def _from_our_pages(headers: Mapping[str, str]) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _marked_ours(request: HTTPConnection, visitor: Visitor, body: bytes) -> bool:
    """The form's token; for the API JSON will do, which no browser sends to another site without asking it first."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.url.path.startswith("/api/") and kind == "application/json":
        return True
    given = request.headers.get("x-csrf-token", "")
    if not given and kind == "application/x-www-form-urlencoded":
        given = _field(body, "csrf")
    return bool(visitor.csrf) and compare_digest(given.encode(), visitor.csrf.encode())


def _field(body: bytes, name: str) -> str:
    try:
        return parse_qs(body.decode("utf-8", "replace"), max_num_fields=200).get(name, [""])[0]
    except ValueError:  # more fields than any form of ours has
        return ""


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None if it is larger than anybody needs."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """`receive` as if nobody had read the body yet."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again

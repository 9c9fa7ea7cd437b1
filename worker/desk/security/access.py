"""Who may enter: sign-in and sign-out, and who a request comes from."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from worker.desk.security.account_port import Doors
from worker.desk.security.failed_sign_ins import Failures
from worker.desk.security.passwords import csrf_of, matches, new_token, nobody, token_hash
from worker.desk.site import HERE, Agent, Site

IDLE, ABSOLUTE = timedelta(hours=12), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How people come in.

    `https`: the desk stands behind TLS, so cookies are for TLS only. `header` names who signed in at a proxy; it is
    believed only from the addresses in `proxies`, and whoever is in `ops` has that role.
    """

    https: bool = False
    header: str = ""
    proxies: frozenset[str] = frozenset()
    ops: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks, and the token their forms must carry. `bearer`: a tool with a token of its own, which needs none.
    `session`: they signed in here, and can sign out.
    """

    agent: Agent | None
    csrf: str
    bearer: bool = False
    session: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Tells who a request comes from. Without accounts and proxy, whoever reaches the desk is at home."""

    doors: Doors | None
    entry: Entry
    failures: Failures = field(default_factory=Failures)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def cookie(self) -> str:
        """The session cookie's name; the prefix makes browsers hold it to TLS and to this host."""
        return "__Host-deskhand" if self.entry.https else "deskhand"

    def visitor(self, request: HTTPConnection) -> Visitor:
        """Who asks; reads the store."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and request.url.path.startswith(("/api/", "/metrics")):
            return Visitor(agent=self._client(token.strip()), csrf="", bearer=True)
        if self.entry.header:
            return self._proxied(request)
        if self.doors is None or not self.doors.accounts():
            return Visitor(agent=HERE, csrf=csrf_of(self.secret))
        return self._session(request.cookies.get(self.cookie, ""))

    def _client(self, token: str) -> Agent | None:
        found = self.doors.client(token_hash(token)) if self.doors and token else None
        return Agent(name=f"api:{found.name}", role=found.role) if found else None

    def _proxied(self, request: HTTPConnection) -> Visitor:
        peer = request.client.host if request.client else ""
        names = request.headers.getlist(self.entry.header)
        name = names[0].strip()[:64] if len(names) == 1 else ""
        if peer not in self.entry.proxies or not name or not name.isprintable():
            return Visitor(agent=None, csrf="")
        role = "ops" if name in self.entry.ops else "agent"
        return Visitor(agent=Agent(name=name, role=role), csrf=csrf_of(f"{self.secret}:{name}"))

    def _session(self, token: str) -> Visitor:
        found = self.doors.session(token_hash(token), idle=IDLE, absolute=ABSOLUTE) if self.doors and token else None
        if found is None:
            return Visitor(agent=None, csrf=csrf_of(self.secret))
        return Visitor(agent=Agent(name=found.name, role=found.role), csrf=csrf_of(token), session=True)


def routes(site: Site, access: Access) -> list[BaseRoute]:
    """Signing in and out."""
    signing = Signing(site, access)
    return [
        Route("/login", signing.form, methods=["GET"]),
        Route("/login", signing.sign_in, methods=["POST"]),
        Route("/logout", signing.sign_out, methods=["POST"]),
    ]


class Signing:
    """The pages."""

    def __init__(self, site: Site, access: Access) -> None:
        self._site = site
        self._access = access
        nobody()

    async def form(self, request: Request) -> Response:
        """Name and password."""
        return self._form(request, said="", status=200)

    def _form(self, request: Request, *, said: str, status: int, name: str = "") -> Response:
        behind = inside(request.query_params.get("next", ""))
        return self._site.page(request, "login.html.j2", status=status, said=said, called=name, behind=quote(behind))

    async def sign_in(self, request: Request) -> Response:
        """A new session, or the form again. A name that does not exist is answered no faster and no differently."""
        form = await request.form()
        name, password = str(form.get("name", ""))[:64].strip(), str(form.get("password", ""))
        address = request.client.host if request.client else ""
        wait = self._access.failures.wait(name, address)
        if wait:
            said = f"Too many attempts. Try again in {int(wait // 60) + 1} minutes."
            return self._form(request, said=said, status=429, name=name)
        if not await run_in_threadpool(self._right, name, password):
            self._access.failures.add(name, address)
            return self._form(request, said="Name and password do not match.", status=401, name=name)
        self._access.failures.forgive(name, address)
        return await run_in_threadpool(self._let_in, request, name)

    def _right(self, name: str, password: str) -> bool:
        doors = self._access.doors
        found = doors.account(name) if doors else None
        fits = matches(password, found.password if found else nobody())
        return fits and found is not None

    def _let_in(self, request: Request, name: str) -> Response:
        """Always a token of our own making: one that somebody planted before opens nothing."""
        token = new_token()
        assert self._access.doors is not None
        self._access.doors.open_session(token_hash(token), name)
        answer = RedirectResponse(inside(request.query_params.get("next", "")), status_code=303)
        answer.set_cookie(
            self._access.cookie,
            token,
            max_age=int(ABSOLUTE.total_seconds()),
            httponly=True,
            secure=self._access.entry.https,
            samesite="strict",
        )
        return answer

    async def sign_out(self, request: Request) -> Response:
        """The session ends here and in the store; the browser drops what it kept of our pages."""
        token = request.cookies.get(self._access.cookie, "")
        if self._access.doors and token:
            await run_in_threadpool(self._access.doors.close_session, token_hash(token), older_than=ABSOLUTE)
        answer = RedirectResponse("/login", status_code=303)
        answer.delete_cookie(self._access.cookie, httponly=True, secure=self._access.entry.https, samesite="strict")
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer


def inside(address: str) -> str:
    """The address if it is a path of this desk, else the first page: a sign-in leads nobody elsewhere."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain and not parts.scheme and not parts.netloc and "\\" not in address else "/"

"""The desk's pages: routes, the headers that keep them safe, and the one Jinja environment for markup."""

from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from parsers.vocabulary import Bucket, Outcome, Verdict
from worker.desk.shelf import CaseShelf, Page, Query
from worker.desk.timeline import picture
from worker.desk.words import BUCKETS, OUTCOMES, VERDICTS, ago, highlighted, sections

# No inline script or style, nothing from elsewhere, no frame around us: hostile mail has nothing to stand on.
SAFE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class _Safe(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers.update(SAFE_HEADERS)
        return response


def desk_app(shelf: CaseShelf, *, hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")) -> Starlette:
    """The desk over `shelf`. `hosts` are the names it answers to: another one is somebody's DNS trick."""
    pages = Pages(shelf)
    return Starlette(
        routes=[
            Route("/", pages.queue),
            Route("/cases/{case_id}", pages.case),
            Route("/api/cases", pages.api_cases),
            Route("/api/cases/{case_id}", pages.api_case),
            Route("/healthz", healthz),
            Mount("/static", StaticFiles(packages=[("worker.desk", "static")])),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)), Middleware(_Safe)],
    )


async def healthz(_: Request) -> Response:
    """For a process supervisor."""
    return PlainTextResponse("ok\n")


class Pages:
    """The pages, over one shelf."""

    def __init__(self, shelf: CaseShelf) -> None:
        self._shelf = shelf
        # Every desk template is markup, whatever its name: Jinja's own select_autoescape would miss `.html.j2`.
        self._templates = Environment(
            loader=PackageLoader("templates", "desk"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"ago": ago}
        self._templates.globals |= {
            "buckets": BUCKETS,
            "verdicts": VERDICTS,
            "outcomes": OUTCOMES,
            "query_string": lambda query, **change: urlencode(_plain(query) | change),
        }

    async def queue(self, request: Request) -> Response:
        """The list of cases; a request by htmx gets the rows alone."""
        query = _query(request.query_params)
        page = await run_in_threadpool(self._shelf.page, query)
        partial = request.headers.get("HX-Request") == "true"
        name = "rows.html.j2" if partial else "queue.html.j2"
        return self._page(name, page=page, query=query, pages=_pages(page, query))

    async def case(self, request: Request) -> Response:
        """One case: the mail, the draft, the note, the evidence."""
        view = await run_in_threadpool(self._shelf.view, request.path_params["case_id"])
        if view is None:
            return self._page("absent.html.j2", status=404)
        drawn = picture(view.state, view.row.arrived_at) if view.state and view.state.customers else None
        marks = highlighted(view.message, view.reading) if view.message and view.reading else ()
        note = sections(view.shown.get("note") or "")
        return self._page(
            "case.html.j2", view=view, shown=view.shown, row=view.row, marks=marks, picture=drawn, note=note
        )

    async def api_cases(self, request: Request) -> Response:
        """The queue as JSON."""
        page = await run_in_threadpool(self._shelf.page, _query(request.query_params))
        rows = [{name: getattr(row, name) for name in row.__slots__} for row in page.rows]
        for row in rows:
            row["arrived_at"] = row["arrived_at"].isoformat()
        return JSONResponse({"total": page.total, "counts": dict(page.counts), "cases": rows})

    async def api_case(self, request: Request) -> Response:
        """One case as `deskhand show --json` prints it."""
        view = await run_in_threadpool(self._shelf.view, request.path_params["case_id"])
        return JSONResponse(view.shown) if view else JSONResponse({"error": "no such case"}, status_code=404)

    def _page(self, name: str, *, status: int = 200, **values: Any) -> Response:
        return HTMLResponse(self._templates.get_template(name).render(**values), status_code=status)


def _query(given: Mapping[str, str]) -> Query:
    """The query of an address line; what is no known value counts as not given."""
    page = given.get("page", "1")
    return Query(
        outcome=_known(given.get("outcome", "drafted"), Outcome),
        bucket=_known(given.get("bucket", ""), Bucket),
        verdict=_known(given.get("verdict", ""), Verdict),
        text=given.get("text", "")[:200],
        page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
    )


def _known(value: str, words: type[Bucket] | type[Verdict] | type[Outcome]) -> str:
    return value if value in {word.value for word in words} else ""


def _plain(query: Query) -> dict[str, str]:
    return {"outcome": query.outcome, "bucket": query.bucket, "verdict": query.verdict, "text": query.text}


def _pages(page: Page, query: Query) -> int:
    return max(1, -(-page.total // query.per_page))


def static_file(name: str) -> bytes:
    """One of the desk's own files, as shipped."""
    return files("worker.desk").joinpath("static", name).read_bytes()

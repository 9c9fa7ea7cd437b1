"""The list of cases: filters, pages, the rows alone for htmx, and the news that something changed."""

from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from parsers.vocabulary import Bucket, Outcome, Verdict
from worker.desk.pages.live import Live
from worker.desk.queue_port import Page, Query
from worker.desk.site import Site
from worker.desk.view.labels import STATUSES, SURENESS

_ANY = ("outcome", "status", "bucket", "verdict", "sure", "language", "text")


def routes(site: Site) -> list[BaseRoute]:
    """The queue's addresses."""
    queue = Queue(site)
    return [Route("/", queue.show), Route("/live", Live(site.desk.shelf.pulse).stream)]


class Queue:
    """The queue's pages."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request) -> Response:
        """The list of cases; a request by htmx gets the part that changes alone."""
        query = query_of(request.query_params)
        page = await run_in_threadpool(self._site.desk.shelf.page, query)
        partial = request.headers.get("HX-Request") == "true"
        return self._site.page(
            request,
            "rows.html.j2" if partial else "queue.html.j2",
            page=page,
            query=query,
            pages=max(1, -(-page.total // query.per_page)),
            query_string=query_string,
            statuses=STATUSES,
            sureness=SURENESS,
        )


def query_of(given: Mapping[str, str]) -> Query:
    """The query of an address line; what is no known value counts as not given."""
    page = given.get("page", "1")
    return Query(
        outcome=_known(given.get("outcome", "drafted"), {word.value for word in Outcome}),
        status=_known(given.get("status", "open"), STATUSES),
        bucket=_known(given.get("bucket", ""), {word.value for word in Bucket}),
        verdict=_known(given.get("verdict", ""), {word.value for word in Verdict}),
        sure=_known(given.get("sure", ""), SURENESS),
        language=_code(given.get("language", "")),
        text=given.get("text", "")[:200],
        page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
    )


def query_string(query: Query, **change: object) -> str:
    """The address line's part behind the question mark."""
    plain = {name: getattr(query, name) for name in _ANY}
    return urlencode(plain | change)


def _known(value: str, words: Mapping[str, object] | set[str]) -> str:
    return value if value in words else ""


def _code(value: str) -> str:
    return value if value.isalpha() and len(value) == 2 else ""


def listed(page: Page) -> dict[str, object]:
    """A page as JSON."""
    rows = [asdict(row) | {"arrived_at": row.arrived_at.isoformat()} for row in page.rows]
    return {"total": page.total, "counts": dict(page.counts), "cases": rows}

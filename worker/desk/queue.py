"""The list of cases: filters, pages, and the rows alone for htmx."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from parsers.vocabulary import Bucket, Outcome, Verdict
from worker.desk.shelf import Page, Query
from worker.desk.site import Site


def routes(site: Site) -> list[BaseRoute]:
    """The queue's addresses."""
    queue = Queue(site)
    return [Route("/", queue.show)]


class Queue:
    """The queue's pages."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request) -> Response:
        """The list of cases; a request by htmx gets the rows alone."""
        query = query_of(request.query_params)
        page = await run_in_threadpool(self._site.desk.shelf.page, query)
        partial = request.headers.get("HX-Request") == "true"
        name = "rows.html.j2" if partial else "queue.html.j2"
        pages = max(1, -(-page.total // query.per_page))
        return self._site.page(request, name, page=page, query=query, pages=pages, query_string=query_string)


def query_of(given: Mapping[str, str]) -> Query:
    """The query of an address line; what is no known value counts as not given."""
    page = given.get("page", "1")
    return Query(
        outcome=_known(given.get("outcome", "drafted"), Outcome),
        bucket=_known(given.get("bucket", ""), Bucket),
        verdict=_known(given.get("verdict", ""), Verdict),
        text=given.get("text", "")[:200],
        page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
    )


def query_string(query: Query, **change: object) -> str:
    """The address line's part behind the question mark."""
    plain = {"outcome": query.outcome, "bucket": query.bucket, "verdict": query.verdict, "text": query.text}
    return urlencode(plain | change)


def _known(value: str, words: type[Bucket] | type[Verdict] | type[Outcome]) -> str:
    return value if value in {word.value for word in words} else ""


def listed(page: Page) -> dict[str, object]:
    """A page as JSON."""
    rows = [{name: getattr(row, name) for name in row.__slots__} for row in page.rows]
    for row in rows:
        row["arrived_at"] = row["arrived_at"].isoformat()
    return {"total": page.total, "counts": dict(page.counts), "cases": rows}

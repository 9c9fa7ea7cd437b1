"""The desk's actions as JSON, for a team's own tools."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from worker.desk.queue import listed, query_of
from worker.desk.site import Site


def routes(site: Site) -> list[BaseRoute]:
    """The addresses under `/api`, and what a supervisor asks."""
    api = Api(site)
    return [
        Route("/api/cases", api.cases),
        Route("/api/cases/{case_id}", api.case),
        Route("/healthz", healthz),
    ]


async def healthz(_: Request) -> Response:
    """For a process supervisor."""
    return PlainTextResponse("ok\n")


class Api:
    """The same as the pages."""

    def __init__(self, site: Site) -> None:
        self._shelf = site.desk.shelf

    async def cases(self, request: Request) -> Response:
        """The queue as JSON."""
        return JSONResponse(listed(await run_in_threadpool(self._shelf.page, query_of(request.query_params))))

    async def case(self, request: Request) -> Response:
        """One case as `deskhand show --json` prints it."""
        view = await run_in_threadpool(self._shelf.view, request.path_params["case_id"])
        return JSONResponse(view.shown) if view else JSONResponse({"error": "no such case"}, status_code=404)

"""One case: the mail, the draft, the note, the evidence."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from worker.desk.site import Site
from worker.desk.timeline import picture
from worker.desk.words import highlighted, sections


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of a case."""
    work = Casework(site)
    return [Route("/cases/{case_id}", work.show)]


class Casework:
    """The pages of a case."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request) -> Response:
        """The case, whole."""
        view = await run_in_threadpool(self._site.desk.shelf.view, request.path_params["case_id"])
        if view is None:
            return self._site.page(request, "absent.html.j2", status=404)
        drawn = picture(view.state, view.row.arrived_at) if view.state and view.state.customers else None
        marks = highlighted(view.message, view.reading) if view.message and view.reading else ()
        note = sections(view.shown.get("note") or "")
        return self._site.page(
            request, "case.html.j2", view=view, shown=view.shown, row=view.row, marks=marks, picture=drawn, note=note
        )

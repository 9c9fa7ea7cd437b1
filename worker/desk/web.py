"""The desk as one application: its pages, its own files, and what stands before them."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from worker.desk.api import routes
from worker.desk.pages import case_page, keywords_page, queue_page, reports_page
from worker.desk.security import access
from worker.desk.security.access import Access, Entry
from worker.desk.security.headers import SAFE_HEADERS, Safe
from worker.desk.security.request_guard import Guard
from worker.desk.site import Desk, Site

DeskApp = Starlette
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def desk_app(desk: Desk, *, hosts: tuple[str, ...] = LOOPBACK, entry: Entry | None = None) -> Starlette:
    """The desk, which answers to the names `hosts`: another one is somebody's DNS trick. `entry`: how they come in."""
    site, doors = Site(desk), Access(desk.doors, entry or Entry())
    pages = (queue_page, case_page, reports_page, keywords_page, routes)
    return Starlette(
        routes=[
            *(route for page in pages for route in page.routes(site)),
            *access.routes(site, doors),
            Route("/favicon.ico", _icon),  # asked for beside pages that are plain text
            Mount("/static", StaticFiles(packages=[("worker.desk", "static")])),
        ],
        middleware=[
            Middleware(Safe),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            Middleware(Guard, access=doors),
        ],
        exception_handlers={500: _broken},
    )


async def _icon(_: Request) -> Response:
    return RedirectResponse("/static/desk.svg", status_code=308)


async def _broken(request: Request, error: Exception) -> Response:
    """Our own fault: the page says so, the log has the traceback, and nothing of either holds people's data."""
    text = "Something broke in Deskhand; its log says what. Nothing was changed. Go back and try again.\n"
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": text.strip()}, status_code=500, headers=SAFE_HEADERS)
    return PlainTextResponse(text, status_code=500, headers=SAFE_HEADERS)

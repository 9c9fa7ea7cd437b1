"""The desk as one application: its pages, its own files, and what stands before them."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from worker.desk import access, api, casework, figures, queue, wording
from worker.desk.headers import Safe
from worker.desk.site import Desk, Site

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def desk_app(desk: Desk, *, hosts: tuple[str, ...] = LOOPBACK) -> Starlette:
    """The desk. `hosts` are the names it answers to: another one is somebody's DNS trick."""
    site = Site(desk)
    pages = (queue, casework, figures, wording, access, api)
    return Starlette(
        routes=[
            *(route for page in pages for route in page.routes(site)),
            Mount("/static", StaticFiles(packages=[("worker.desk", "static")])),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)), Middleware(Safe)],
    )

"""Who may enter: sign-in, sessions, a trusted proxy, and the token that every form carries."""

from starlette.routing import BaseRoute

from worker.desk.site import Site


def routes(site: Site) -> list[BaseRoute]:
    """The addresses."""
    return []

"""The keywords page: the rules with what they did, a sentence tried, an edited file replayed and saved."""

from starlette.routing import BaseRoute

from worker.desk.site import Site


def routes(site: Site) -> list[BaseRoute]:
    """The addresses."""
    return []

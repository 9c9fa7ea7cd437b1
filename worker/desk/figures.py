"""How are we doing: what became of the drafts, by bucket, template, rule and product gap."""

from starlette.routing import BaseRoute

from worker.desk.site import Site


def routes(site: Site) -> list[BaseRoute]:
    """The addresses."""
    return []

"""What every page of the desk shares: its ports, who asks, and the one Jinja environment for markup."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from worker.cldr import direction, language_name
from worker.desk.api.prometheus import Meter
from worker.desk.case_port import CaseDesk
from worker.desk.clock import clock_of
from worker.desk.queue_port import CaseShelf
from worker.desk.security.account_port import Doors
from worker.desk.security.open_paths import path_of
from worker.desk.view.labels import BUCKETS, OUTCOMES, VERDICTS, ago

if TYPE_CHECKING:
    from worker.desk.pages.keywords_page import Wording
    from worker.desk.pages.reports_page import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who uses the desk. `role` is `agent`, who decides cases, or `ops`, who also changes keywords and accounts."""

    name: str
    role: str = "agent"


# Where the desk is this machine's alone and has no accounts, whoever sits there may do everything.
HERE = Agent(name="desk", role="ops")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk stands on; a part that is None has no page."""

    shelf: CaseShelf
    doors: Doors | None = None
    cases: CaseDesk | None = None
    figures: "Figures | None" = None
    meter: Meter | None = None
    wording: "Wording | None" = None
    note_language: str = "en"


class Site:
    """Renders the pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        # Every desk template is markup, whatever its name: Jinja's own select_autoescape would miss `.html.j2`.
        self._templates = Environment(
            loader=PackageLoader("templates", "desk"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"ago": ago, "language_name": language_name, "direction": direction}
        self._templates.globals |= {"buckets": BUCKETS, "verdicts": VERDICTS, "outcomes": OUTCOMES, "desk": desk}

    def page(self, request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
        """A page; every template knows `agent` (None on the sign-in page), `csrf`, the token that each form carries in
        a field `csrf`, and `sign_out`, whether there is anything to sign out of.
        """
        state = request.state
        clock = clock_of(request)
        local = {"local": clock.time, "zone": str(clock.zone)}
        shared = {"agent": state.agent, "csrf": state.csrf, "path": path_of(request), "sign_out": state.sign_out}
        return HTMLResponse(self._templates.get_template(name).render(**shared, **local, **values), status_code=status)


def agent_of(request: Request) -> Agent:
    """Who asks; behind the guard there is always somebody."""
    found: Agent = request.state.agent
    return found

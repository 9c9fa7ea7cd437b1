"""Faults on demand: what Stripe does on a bad day, for as long or as often as is asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import NamedTuple

from worker.demo.stripe import refusals


class FaultKind(StrEnum):
    """What goes wrong."""

    UNAUTHORIZED = "unauthorized"  # 401
    FORBIDDEN = "forbidden"  # 403: `permission` is lacking, on every route and expansion that needs it
    RATE_LIMIT = "rate_limit"  # 429 with `reason`
    SERVER_ERROR = "server_error"  # 500
    TIME_OUT = "time_out"  # no answer for `seconds`
    RESET = "reset"  # the connection breaks
    NO_ROUTE = "no_route"  # 404: the URL is not known here, as with older or smaller stand-ins
    NO_EXPANSION = "no_expansion"  # 400 for any request that wants something expanded
    SEARCH_LAG = "search_lag"  # objects younger than `seconds` are not in the search index
    LOOSE_SEARCH = "loose_search"  # the search matches by phrase where it should match exactly


# Not struck request by request, but seen to where the answer is made.
_LASTING = frozenset([FaultKind.FORBIDDEN, FaultKind.SEARCH_LAG, FaultKind.LOOSE_SEARCH])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault. `path` is what the request's path begins with, `times` how often it strikes; None: for ever."""

    kind: FaultKind
    path: str = "/v1/"
    times: int | None = None
    permission: str = ""
    reason: str = "global-rate"
    seconds: float = 60.0

    def hits(self, path: str, query: str) -> bool:
        """Whether it strikes this request."""
        if self.kind in _LASTING:
            return False
        return path.startswith(self.path) and (self.kind is not FaultKind.NO_EXPANSION or "expand" in query)


class Conditions(NamedTuple):
    """Under what conditions answers are made: permissions the key lacks, how late and how loose the search is."""

    lacking: frozenset[str] = frozenset()
    search_lag: float = 0.0
    loose_search: bool = False


@dataclass(slots=True)
class Faults:
    """The faults now in force."""

    listed: list[Fault] = field(default_factory=list)
    _struck: dict[int, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def set(self, faults: Iterable[Fault] = ()) -> None:
        """These and no others."""
        with self._lock:
            self.listed = list(faults)
            self._struck = {}

    def add(self, fault: Fault) -> None:
        """One more."""
        with self._lock:
            self.listed.append(fault)

    @property
    def conditions(self) -> Conditions:
        """What holds for every answer now."""
        kinds = {kind: [fault for fault in self.listed if fault.kind is kind] for kind in _LASTING}
        return Conditions(
            lacking=frozenset(fault.permission for fault in kinds[FaultKind.FORBIDDEN]),
            search_lag=max((fault.seconds for fault in kinds[FaultKind.SEARCH_LAG]), default=0.0),
            loose_search=bool(kinds[FaultKind.LOOSE_SEARCH]),
        )

    def strike(self, path: str, query: str = "") -> Fault | None:
        """The fault that hits this request, if any; counted."""
        with self._lock:
            for number, fault in enumerate(self.listed):
                if not fault.hits(path, query):
                    continue
                struck = self._struck.get(number, 0)
                if fault.times is None or struck < fault.times:
                    self._struck[number] = struck + 1
                    return fault
        return None


def refusal(fault: Fault) -> refusals.Refusal | None:
    """The answer a fault gives; None where it gives no answer at all."""
    return {
        FaultKind.UNAUTHORIZED: refusals.wrong_key(),
        FaultKind.RATE_LIMIT: refusals.rate_limited(fault.reason),
        FaultKind.SERVER_ERROR: refusals.broken(),
        FaultKind.NO_ROUTE: refusals.no_such_url("GET", fault.path),
        FaultKind.NO_EXPANSION: refusals.not_expandable("data"),
    }.get(fault.kind)

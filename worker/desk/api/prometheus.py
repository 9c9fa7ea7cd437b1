"""What a supervisor asks: does the store answer, and how much waits? Counts alone, nothing of anybody."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

STATES = ("waiting", "claimed", "done", "quarantined")


class Meter(Protocol):
    """The store, as a supervisor sees it. Each raises `SupportError` where it does not answer."""

    def counts(self) -> Mapping[str, int]:
        """Mails by state."""
        ...

    def tally(self, since: datetime | None) -> Sequence[tuple[str, str | None, str, int]]:
        """Outcome, bucket, status, number of cases."""
        ...

    def decisions(self, since: datetime | None) -> Sequence[tuple[str | None, str | None, str, float | None]]:
        """Bucket, template, the last final decision (approve or reject), share of the draft that was edited."""
        ...

    def oldest_waiting(self) -> datetime | None:
        """When the mail arrived that waits longest."""
        ...


def routes(meter: Meter | None) -> list[BaseRoute]:
    """`/healthz` and `/metrics`."""
    asked = Supervision(meter)
    return [Route("/healthz", asked.health), Route("/metrics", asked.figures)]


class Supervision:
    """The two addresses. Whatever ails the store, the answer is 503: nobody's case hangs on it."""

    def __init__(self, meter: Meter | None) -> None:
        self._meter = meter

    async def health(self, _: Request) -> Response:
        """`ok` if the store answers."""
        return await run_in_threadpool(self._health)

    async def figures(self, _: Request) -> Response:
        """The text format of Prometheus."""
        return await run_in_threadpool(self._figures)

    def _health(self) -> Response:
        try:
            answers = self._meter is not None and self._meter.counts() is not None
        except Exception:  # of whatever kind: the desk knows no database's errors
            answers = False
        return PlainTextResponse("ok\n") if answers else PlainTextResponse("the store does not answer\n", 503)

    def _figures(self) -> Response:
        try:
            told = exposed(self._meter, datetime.now(UTC)) if self._meter else None
        except Exception:  # as above
            told = None
        if told is None:
            return JSONResponse({"error": "the store does not answer"}, status_code=503)
        return Response(told, headers={"Content-Type": CONTENT_TYPE_LATEST})


def exposed(meter: Meter, now: datetime) -> bytes:
    """Every figure in the text format. All are gauges: cases are erased and opened again, so any count may fall."""
    registry = CollectorRegistry()
    mails = dict.fromkeys(STATES, 0) | dict(meter.counts())
    _gauge(registry, "mails", "Mails by state", ("state",), [((state,), number) for state, number in mails.items()])
    cases = [((outcome, bucket or "", status), number) for outcome, bucket, status, number in meter.tally(None)]
    _gauge(registry, "cases", "Cases", ("outcome", "bucket", "status"), cases)
    decided = Counter((bucket or "", _said(decision, edited)) for bucket, _, decision, edited in meter.decisions(None))
    _gauge(registry, "decisions", "Cases by the last decision on the draft", ("bucket", "decision"), decided.items())
    oldest = meter.oldest_waiting()
    waited = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    said = "How long the oldest mail waits to be worked off; 0 where none does"
    Gauge("deskhand_oldest_waiting_seconds", said, registry=registry).set(waited)
    return generate_latest(registry)


def _gauge(
    registry: CollectorRegistry,
    name: str,
    said: str,
    labels: tuple[str, ...],
    values: Iterable[tuple[tuple[str, ...], int]],
) -> None:
    gauge = Gauge(f"deskhand_{name}", said, labels, registry=registry)
    for words, number in values:
        gauge.labels(*words).set(number)


def _said(decision: str, edited: float | None) -> str:
    if decision != "approve":
        return "rejected"
    return "approved_edited" if edited else "approved_unedited"

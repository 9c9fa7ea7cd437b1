"""How are we doing: what became of the drafts, by bucket, template, rule and product gap."""

import csv
import io
from dataclasses import dataclass
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from worker.desk.site import Site

SPANS = {"7": "7 days", "30": "30 days", "90": "90 days", "all": "all time"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: its parts by kind, in the order of the figure's legend."""

    label: str
    parts: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """The bar's length."""
        return sum(number for _, number in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing that is counted: a sentence, a chart where one would rather look, and always the table.

    `legend` maps the kinds of the bars' parts to words; `rows` are as wide as `heads`.
    """

    key: str
    title: str
    says: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    bars: tuple[Bar, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


class Figures(Protocol):
    """The store, as a report sees it."""

    def figures(self, days: int | None) -> tuple[Figure, ...]:
        """Every figure over the mails of the last `days`; None: of all time."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a drawn bar."""

    kind: str
    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar as it stands in the picture."""

    label: str
    y: int
    pieces: tuple[Piece, ...]
    end: float
    total: str


WIDTH, LABELS, ROW = 640, 190, 26
_NUMBERS = 60  # room for the number behind the longest bar


def drawn(figure: Figure) -> tuple[Drawn, ...]:
    """The bars to scale, the longest as wide as there is room."""
    longest = max((bar.total for bar in figure.bars), default=0) or 1
    scale = (WIDTH - LABELS - _NUMBERS) / longest
    words = dict(figure.legend)
    return tuple(_drawn(bar, number, scale, words) for number, bar in enumerate(figure.bars))


def _drawn(bar: Bar, number: int, scale: float, words: dict[str, str]) -> Drawn:
    pieces, x = [], float(LABELS)
    for kind, count in bar.parts:
        width = round(count * scale, 1)
        if width:
            pieces.append(Piece(kind, round(x, 1), width, f"{bar.label}: {plain(count)} {words.get(kind, '')}".strip()))
        x += width
    return Drawn(bar.label, number * ROW, tuple(pieces), round(x, 1), plain(bar.total))


def plain(value: str | float | None) -> str:
    """A cell as people read it."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)


def as_csv(figure: Figure) -> str:
    """The table for a spreadsheet; what it would take for a formula is quoted (OWASP, CSV injection)."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(figure.heads)
    lines.writerows([_harmless(cell) for cell in row] for row in figure.rows)
    return out.getvalue()


def _harmless(cell: str | float | None) -> str | float | None:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def routes(site: Site) -> list[BaseRoute]:
    """The page, and a file a table."""
    if site.desk.figures is None:
        return []
    pages = FigurePages(site, site.desk.figures)
    return [Route("/figures", pages.show), Route("/figures/{key}.csv", pages.table)]


class FigurePages:
    """The pages."""

    def __init__(self, site: Site, figures: Figures) -> None:
        self._site = site
        self._figures = figures

    async def show(self, request: Request) -> Response:
        """All figures of a span."""
        span = _span(request)
        found = await run_in_threadpool(self._figures.figures, _days(span))
        shown = tuple((figure, drawn(figure)) for figure in found)
        sizes = {"width": WIDTH, "labels": LABELS, "row": ROW}
        return self._site.page(
            request, "figures.html.j2", shown=shown, span=span, spans=SPANS, sizes=sizes, plain=plain
        )

    async def table(self, request: Request) -> Response:
        """One table as CSV."""
        found = await run_in_threadpool(self._figures.figures, _days(_span(request)))
        figure = next((one for one in found if one.key == request.path_params["key"]), None)
        if figure is None:
            return self._site.page(request, "absent.html.j2", status=404)
        headers = {"Content-Disposition": f'attachment; filename="{figure.key}.csv"'}
        return Response(as_csv(figure), media_type="text/csv; charset=utf-8", headers=headers)


def _span(request: Request) -> str:
    given = request.query_params.get("span", "30")
    return given if given in SPANS else "30"


def _days(span: str) -> int | None:
    return None if span == "all" else int(span)

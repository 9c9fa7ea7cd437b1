"""The review desk's queue, a page at a time: the database filters, sorts and counts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select

from parsers.vocabulary import Message
from worker.plain_json import from_text
from worker.store.database import Transaction
from worker.store.open_store import Opened
from worker.store.queue_lines import draw
from worker.store.tables import cases, lines, records, settings

_RANK = case({"high": 0, "medium": 1}, value=cases.c.priority, else_=2)
_PAGE = 200
_DRAWN = "lines drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which cases of the queue; an empty field does not narrow. Every word of `text` must stand somewhere in sender,
    subject or new text. `least` and `below` bound the confidence. `status` is `open` (whatever waits for an agent:
    stale, taken over, put off until a time that has come), `snoozed`, or a status.
    """

    outcome: str = ""
    bucket: str = ""
    verdict: str = ""
    language: str = ""
    status: str = ""
    text: str = ""
    least: float | None = None
    below: float | None = None
    start: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One case as the queue shows it."""

    id: str
    arrived_at: datetime
    outcome: str
    bucket: str | None
    verdict: str | None
    confidence: float
    priority: str
    language: str
    gap: str | None
    status: str
    status_by: str | None
    sender: str
    subject: str
    proposed: str


class QueuePages(Opened):
    """Reads the queue."""

    def queue(self, asked: Asked) -> tuple[tuple[QueueLine, ...], int, Mapping[str, int]]:
        """A page by priority, then the oldest first; how many there are in all; and how many by bucket, whatever
        bucket was asked for.
        """
        with self._database.read() as tx:
            where = _where(asked, tx.now)
            counts = _counts(tx, where)
            chosen = (cases.c.bucket == asked.bucket,) if asked.bucket else ()
            query = (
                select(*_COLUMNS, *_WORDS)
                .outerjoin(lines, lines.c.case_id == cases.c.id)
                .where(*where, *chosen)
                .order_by(_RANK, cases.c.arrived_at, cases.c.id)
                .offset(asked.start)
                .limit(asked.limit)
            )
            found = tuple(_line(row) for row in tx.execute(query))
        total = counts.get(asked.bucket, 0) if asked.bucket else sum(counts.values())
        return found, total, {name: number for name, number in counts.items() if name}

    def languages(self) -> tuple[str, ...]:
        """The languages people wrote in, by code."""
        with self._database.read() as tx:
            query = select(cases.c.language).where(cases.c.outcome == "drafted").distinct().order_by(cases.c.language)
            return tuple(tx.execute(query).scalars())

    def pulse(self) -> str:
        """Another text whenever a case came or changed, or a put-off one is due."""
        with self._database.read() as tx:
            due = func.count().filter(and_(cases.c.status == "snoozed", cases.c.snoozed_until <= tx.now))
            row = tx.execute(select(func.count(), func.sum(cases.c.version), due).select_from(cases)).one()
        return "-".join(str(number or 0) for number in row)

    def draw_lines(self) -> int:
        """Draw the lines of cases that an older version kept, once, a page at a time; how many."""
        drawn = 0
        with self._database.read() as tx:
            if tx.execute(select(settings.c.value).where(settings.c.name == _DRAWN)).first():
                return 0
        while number := self._draw_page():
            drawn += number
        with self._database.write() as tx:
            tx.execute(tx.insert(settings).on_conflict_do_nothing(), {"name": _DRAWN, "value": "1"})
        return drawn

    def _draw_page(self) -> int:
        query = (
            select(cases.c.id, cases.c.shown, records.c.message)
            .join(records, records.c.case_id == cases.c.id)
            .outerjoin(lines, lines.c.case_id == cases.c.id)
            .where(lines.c.case_id.is_(None))
            .limit(_PAGE)
        )
        with self._database.write() as tx:
            rows = tx.execute(query).all()
            for row in rows:
                draw(tx, row.id, from_text(Message, row.message), json.loads(row.shown))
        return len(rows)


_COLUMNS = (
    cases.c.id,
    cases.c.arrived_at,
    cases.c.outcome,
    cases.c.bucket,
    cases.c.verdict,
    cases.c.confidence,
    cases.c.priority,
    cases.c.language,
    cases.c.gap,
    cases.c.status,
    cases.c.status_by,
)
_WORDS = (lines.c.sender, lines.c.subject, lines.c.proposed)


def _counts(tx: Transaction, where: tuple[ColumnElement[bool], ...]) -> dict[str, int]:
    query = select(cases.c.bucket, func.count()).where(*where).group_by(cases.c.bucket)
    rows: Sequence[Any] = tx.execute(query).all()
    return {bucket or "": number for bucket, number in rows}


def _where(asked: Asked, now: datetime) -> tuple[ColumnElement[bool], ...]:
    named = (
        (cases.c.outcome, asked.outcome),
        (cases.c.verdict, asked.verdict),
        (cases.c.language, asked.language),
    )
    found = [column == value for column, value in named if value]
    found += [_has(word) for word in asked.text.casefold().split()[:20]]
    if asked.least is not None:
        found.append(cases.c.confidence >= asked.least)
    if asked.below is not None:
        found.append(cases.c.confidence < asked.below)
    return (*found, *_status(asked.status, now))


def _status(status: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    due = and_(cases.c.status == "snoozed", cases.c.snoozed_until <= now)
    if status == "open":
        return (or_(cases.c.status.in_(("open", "stale", "taken_over")), due),)
    if status == "snoozed":
        return (and_(cases.c.status == "snoozed", cases.c.snoozed_until > now),)
    return (cases.c.status == status,) if status else ()


def _has(word: str) -> ColumnElement[bool]:
    """The line holds the word; in a query of its own, so that nothing is joined where nobody searches."""
    return cases.c.id.in_(select(lines.c.case_id).where(lines.c.words.contains(word, autoescape=True)))


def _line(row: Row[Any]) -> QueueLine:
    values: dict[str, Any] = dict(row._mapping)
    values |= {column.name: values[column.name] or "" for column in _WORDS}
    return QueueLine(**values)

"""What became of the cases, counted: for reports and for machines that watch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, func, select

from worker.store.open_store import Opened
from worker.store.tables import cases, corrections, drafts, hits, mails, reviews, traits

_FINAL = ("approve", "reject")


class Statistics(Opened):
    """Counts over all cases whose mail arrived since a moment (None: ever), as plain rows."""

    def tally(self, since: datetime | None) -> tuple[tuple[str, str | None, str, int], ...]:
        """Outcome, bucket, status, number of cases."""
        keys = (cases.c.outcome, cases.c.bucket, cases.c.status)
        return self._rows(select(*keys, func.count()).where(*_since(since)).group_by(*keys))

    def decisions(self, since: datetime | None) -> tuple[tuple[str | None, str | None, str, float | None], ...]:
        """Bucket, template, the last final decision (approve or reject), and how much of the draft was edited."""
        last = (
            select(reviews.c.case_id, func.max(reviews.c.id).label("id"))
            .where(reviews.c.decision.in_(_FINAL))
            .group_by(reviews.c.case_id)
            .subquery()
        )
        query = (
            select(cases.c.bucket, traits.c.template, reviews.c.decision, reviews.c.edited)
            .join(last, last.c.id == reviews.c.id)
            .join(cases, cases.c.id == reviews.c.case_id)
            .outerjoin(traits, traits.c.case_id == cases.c.id)
        )
        return self._rows(query.where(*_since(since)))

    def waits(self, since: datetime | None) -> tuple[tuple[datetime, datetime, datetime | None], ...]:
        """When the mail arrived, when its first draft stood, when it was first decided on (None: not yet)."""
        decided = (
            select(reviews.c.case_id, func.min(reviews.c.at).label("at"))
            .where(reviews.c.decision.in_(_FINAL))
            .group_by(reviews.c.case_id)
            .subquery()
        )
        query = (
            select(cases.c.arrived_at, drafts.c.written_at, decided.c.at)
            .join(drafts, (drafts.c.case_id == cases.c.id) & (drafts.c.revision == 1))
            .outerjoin(decided, decided.c.case_id == cases.c.id)
        )
        return self._rows(query.where(*_since(since)))

    def intents(self, since: datetime | None) -> tuple[tuple[str, int, int], ...]:
        """Primary intent, its cases, and how many of them an agent corrected the intent of."""
        return self._rows(_with_corrections(traits.c.intent, traits.c.case_id, since))

    def rules(self, since: datetime | None) -> tuple[tuple[str, int, int], ...]:
        """Keyword rule, the cases where it hit, and how many of them an agent corrected the intent of."""
        return self._rows(_with_corrections(hits.c.rule, hits.c.case_id, since))

    def plans(self, since: datetime | None) -> tuple[tuple[str, int], ...]:
        """Kind of plan, cases of people who have it."""
        query = (
            select(traits.c.plan, func.count())
            .join(cases, cases.c.id == traits.c.case_id)
            .where(traits.c.plan.is_not(None), *_since(since))
            .group_by(traits.c.plan)
            .order_by(func.count().desc(), traits.c.plan)
        )
        return self._rows(query)

    def oldest_waiting(self) -> datetime | None:
        """When the mail arrived that waits longest to be worked off."""
        with self._database.read() as tx:
            found: datetime | None = tx.execute(
                select(func.min(mails.c.arrived_at, type_=mails.c.arrived_at.type)).where(mails.c.state == "waiting")
            ).scalar()
        return found

    def _rows(self, query: Executable) -> tuple[Any, ...]:
        with self._database.read() as tx:
            found: Sequence[Row[Any]] = tx.execute(query).all()
        return tuple(tuple(row) for row in found)


def _since(since: datetime | None) -> tuple[ColumnElement[bool], ...]:
    return (cases.c.arrived_at >= since,) if since else ()


def _with_corrections(name: ColumnElement[str], case_id: ColumnElement[str], since: datetime | None) -> Executable:
    wrong = select(corrections.c.case_id).where(corrections.c.kind == "intent").distinct().subquery()
    number, corrected = func.count(), func.count(wrong.c.case_id)
    return (
        select(name, number, corrected)
        .join(cases, cases.c.id == case_id)
        .outerjoin(wrong, wrong.c.case_id == case_id)
        .where(*_since(since))
        .group_by(name)
        .order_by(number.desc(), name)
    )

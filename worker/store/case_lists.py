"""Lists and sums over cases."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from worker.store.database import Transaction
from worker.store.store_values import CaseRecord, Gap
from worker.store.tables import cases, mails

_OUTCOME = select(cases.c.outcome).where(cases.c.id == bindparam("the_case"))


def listed(tx: Transaction, *, since: datetime | None, bucket: str | None, limit: int | None) -> tuple[CaseRecord, ...]:
    """Oldest first; with a `limit` the newest so many."""
    query = select(cases).order_by(cases.c.arrived_at.desc(), cases.c.mail_id.desc())
    if since:
        query = query.where(cases.c.arrived_at >= since)
    if bucket:
        query = query.where(cases.c.bucket == bucket)
    return tuple(_record(row) for row in reversed(tx.execute(query.limit(limit)).all()))


def found(tx: Transaction, beginning: str) -> CaseRecord | None:
    """The case of that id, or whose id alone begins so. Raises `LookupError` where several do."""
    row = tx.execute(select(cases).where(cases.c.id == beginning)).first()
    if row is None:
        rows = tx.execute(select(cases).where(cases.c.id.startswith(beginning, autoescape=True)).limit(2)).all()
        if len(rows) > 1:
            raise LookupError(f"several cases begin with {beginning}")
        row = rows[0] if rows else None
    return _record(row) if row else None


def outcome(tx: Transaction, case_id: str) -> str | None:
    """What became of the mail; None before it was judged."""
    found: str | None = tx.execute(_OUTCOME, {"the_case": case_id}).scalar()
    return found


def gaps(tx: Transaction, since: datetime | None) -> tuple[Gap, ...]:
    """Each product gap with its cases and money, by currency, most cases first."""
    number, money = func.count(), func.sum(cases.c.cash_out)
    query = (
        select(cases.c.gap, cases.c.currency, number.label("number"), money.label("money"))
        .where(cases.c.gap.is_not(None))
        .group_by(cases.c.gap, cases.c.currency)
        .order_by(number.desc(), cases.c.gap)
    )
    if since:
        query = query.where(cases.c.arrived_at >= since)
    return tuple(
        Gap(key=row.gap, cases=row.number, cash_out=int(row.money), currency=row.currency) for row in tx.execute(query)
    )


def error_of(tx: Transaction, case_id: str) -> str | None:
    """Why the mail waits or was quarantined."""
    found: str | None = tx.execute(select(mails.c.error).where(mails.c.case_id == case_id)).scalar()
    return found


def _record(row: Row[Any]) -> CaseRecord:
    plain = (
        *("id", "arrived_at", "judged_at", "outcome", "bucket", "verdict", "confidence", "language", "priority"),
        *("status", "status_by", "revision", "version", "draft_state", "status_at", "snoozed_until"),
    )
    values = {name: getattr(row, name) for name in plain}
    return CaseRecord(**values, changed=tuple((row.changed or "").splitlines()), shown=json.loads(row.shown))

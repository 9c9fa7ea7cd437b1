"""The trail: who did what, when; only ever added to."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select

from worker.store.database import Transaction
from worker.store.store_values import AuditEntry
from worker.store.tables import audit

ERASED = '{"erased":true}'


def enter(
    tx: Transaction,
    actor: str,
    action: str,
    *,
    case_id: str | None = None,
    person: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add a line."""
    row = {"at": tx.now, "actor": actor, "action": action, "case_id": case_id, "person": person}
    tx.execute(insert(audit), {**row, "detail": json.dumps(dict(detail or {}), ensure_ascii=False)})


def trail(tx: Transaction, *, case_id: str | None, limit: int) -> tuple[AuditEntry, ...]:
    """The newest lines, oldest first."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if case_id:
        query = query.where(audit.c.case_id == case_id)
    return tuple(_entry(row) for row in reversed(tx.execute(query).all()))


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(at=row.at, actor=row.actor, action=row.action, case_id=row.case_id, detail=json.loads(row.detail))

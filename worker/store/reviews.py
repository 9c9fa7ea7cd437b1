"""What agents decide about a case, and what they correct."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, select, update

from parsers.errors import Overtaken
from worker.store import audit
from worker.store.database import Transaction
from worker.store.store_values import Correction, Review
from worker.store.tables import cases, corrections, reviews


def decide(tx: Transaction, review: Review, *, status: str, snoozed_until: datetime | None) -> int:
    """Record a decision made on `review.version` of the case; the case's new version.

    Raises `Overtaken` where the case has moved on since.
    """
    unmoved = and_(cases.c.id == review.case_id, cases.c.version == review.version)
    moved = {"version": review.version + 1, "status": status, "status_at": tx.now, "status_by": review.by}
    if tx.change(update(cases).where(unmoved).values(**moved, snoozed_until=snoozed_until)) != 1:
        raise Overtaken(f"case {review.case_id} was decided on by somebody else meanwhile")
    revision = tx.execute(select(cases.c.revision).where(cases.c.id == review.case_id)).scalar_one()
    row = {"case_id": review.case_id, "version": review.version + 1, "revision": revision, "at": tx.now}
    told = {"by": review.by, "decision": review.decision, "reason": review.reason}
    tx.execute(
        insert(reviews), {**row, **told, "subject": review.subject, "body": review.body, "edited": review.edited}
    )
    audit.enter(tx, review.by, review.decision, case_id=review.case_id, detail={"version": review.version + 1})
    return review.version + 1


def decided(tx: Transaction, case_id: str) -> tuple[Review, ...]:
    """The decisions on a case, oldest first; `version` is the case's after each."""
    query = select(reviews).where(reviews.c.case_id == case_id).order_by(reviews.c.version)
    names = ("case_id", "version", "at", "by", "decision", "reason", "subject", "body", "edited")
    return tuple(Review(**_only(row._mapping, names)) for row in tx.execute(query))


def correct(tx: Transaction, correction: Correction) -> None:
    """Keep what should have been read."""
    row = {"case_id": correction.case_id, "at": tx.now, "by": correction.by, "kind": correction.kind}
    said = {"was": correction.was, "should_be": correction.should_be, "remark": correction.remark}
    tx.execute(insert(corrections), {**row, **said})
    audit.enter(tx, correction.by, f"corrected {correction.kind}", case_id=correction.case_id)


def corrected(tx: Transaction, since: datetime | None, case_id: str | None) -> tuple[Correction, ...]:
    """Corrections of all cases or of one, oldest first."""
    query = select(corrections).order_by(corrections.c.id)
    if case_id:
        query = query.where(corrections.c.case_id == case_id)
    if since:
        query = query.where(corrections.c.at >= since)
    names = ("case_id", "at", "by", "kind", "was", "should_be", "remark")
    return tuple(Correction(**_only(row._mapping, names)) for row in tx.execute(query))


def _only(row: Mapping[Any, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}

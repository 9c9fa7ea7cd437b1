"""Cases that wait for an agent, and whether the facts they stand on still hold."""

from datetime import timedelta

from sqlalchemy import and_, delete, select, update

from worker.store import audit
from worker.store.database import Transaction
from worker.store.store_values import Claim
from worker.store.tables import cases, drafts, notes, steps, threads

_UNDECIDED = ("open", "stale")


def unchecked(tx: Transaction, older_than: timedelta, within: timedelta, limit: int) -> tuple[str, ...]:
    """Undecided cases whose facts were last read longer ago, the longest first; not mail older than `within`."""
    query = (
        select(cases.c.id)
        .where(cases.c.outcome == "drafted", cases.c.status.in_(_UNDECIDED))
        .where(cases.c.checked_at <= tx.now - older_than, cases.c.arrived_at > tx.now - within)
        .order_by(cases.c.checked_at)
        .limit(limit)
    )
    return tuple(tx.execute(query).scalars())


def earlier_in_thread(tx: Transaction, mail_id: int) -> tuple[str, ...]:
    """Undecided cases of the mails that came before this one in its thread."""
    keys = select(threads.c.key).where(threads.c.mail_id == mail_id, threads.c.role != "subject")
    others = select(threads.c.mail_id).where(threads.c.key.in_(keys), threads.c.role != "subject")
    # The thread's few mails first, and only then their cases: in one query SQLite walks every open case instead.
    found = [other for other in tx.execute(others.distinct()).scalars() if other != mail_id]
    if not found:
        return ()
    arrived = select(cases.c.arrived_at).where(cases.c.mail_id == mail_id).scalar_subquery()
    query = (
        select(cases.c.id, cases.c.outcome, cases.c.status)
        .where(cases.c.mail_id.in_(found), cases.c.arrived_at <= arrived)
        .order_by(cases.c.arrived_at)
    )
    rows = tx.execute(query).all()
    return tuple(row.id for row in rows if row.outcome == "drafted" and row.status in _UNDECIDED)


def checked(tx: Transaction, claim: Claim) -> None:
    """The facts still hold."""
    tx.change(update(cases).where(cases.c.id == claim.case_id).values(checked_at=tx.now))


def prepare_revision(tx: Transaction, claim: Claim, revision: int, changed: tuple[str, ...]) -> None:
    """All that was done for the case is to be done again, but judging it."""
    tx.change(delete(steps).where(steps.c.mail_id == claim.mail_id, steps.c.name != "judged"))
    for table in (drafts, notes):
        # Left by a worker that lost its lease between writing and committing elsewhere; nobody has seen them.
        tx.change(delete(table).where(and_(table.c.case_id == claim.case_id, table.c.revision >= revision)))
    audit.enter(tx, "worker", "stale", case_id=claim.case_id, detail={"revision": revision, "changes": len(changed)})


def draft_is(tx: Transaction, claim: Claim, state: str) -> None:
    """What became of the draft; one that was sent or thrown away leaves nothing to decide."""
    values: dict[str, object] = {"draft_state": state}
    if state in {"gone", "sent"}:
        values |= {"status": "closed", "status_at": tx.now}
    tx.change(update(cases).where(cases.c.id == claim.case_id).values(values))

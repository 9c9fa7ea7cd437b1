"""Who works on which mail: lease, fence, attempts counted before the work, backoff, quarantine."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, Update, and_, bindparam, delete, func, select, update

from parsers.errors import LostLease
from worker.store import audit
from worker.store.database import Transaction, insert_into
from worker.store.intake import place_of
from worker.store.store_values import Claim
from worker.store.tables import cases, customers, mails, outbox, raws, steps, threads
from worker.store.times import Moment

_OPEN = ("waiting", "claimed")
Unseal = Callable[[bytes], bytes]

# Statements of every mail are built once: SQLAlchemy takes longer to build one than SQLite to run it.
_HELD: dict[str, Any] = {
    "state": "claimed",
    "owner": bindparam("the_owner"),
    "fence": mails.c.fence + 1,
    "due": bindparam("the_end", type_=Moment),
}
_DUE = select(mails.c.id).where(mails.c.due <= bindparam("the_now", type_=Moment)).order_by(mails.c.due, mails.c.id)
_CLAIM_NEXT = (
    update(mails)
    .where(mails.c.id == _DUE.limit(1).with_for_update(skip_locked=True).scalar_subquery())
    .values(attempts=mails.c.attempts + 1, **_HELD)
    .returning(mails)
)
_REOPEN = (
    update(mails)
    .where(mails.c.case_id == bindparam("the_case"), mails.c.state == "done", mails.c.forgotten_at.is_(None))
    .values(attempts=1, **_HELD)
    .returning(mails)
)
_OURS = and_(mails.c.id == bindparam("the_mail"), mails.c.fence == bindparam("the_fence"), mails.c.state == "claimed")
_RENEW = update(mails).where(_OURS).values(due=bindparam("the_end", type_=Moment))
_SETTLE = (
    update(mails).where(_OURS).values(state=bindparam("the_state"), owner=None, due=None, error=bindparam("the_error"))
)
_SEALED = select(raws.c.sealed).where(raws.c.mail_id == bindparam("the_mail"))
_STEP = select(steps.c.at).where(steps.c.mail_id == bindparam("the_mail"), steps.c.name == bindparam("the_name"))
_RECALL = select(outbox.c.value).where(outbox.c.mail_id == bindparam("the_mail"), outbox.c.key == bindparam("the_key"))


def claim_next(tx: Transaction, owner: str, lease: float) -> Row[Any] | None:
    """Take the mail that is due longest, its attempt counted; a lease that ran out is taken over.

    On PostgreSQL workers step over each other's rows; on SQLite the transaction itself is the queue.
    """
    return tx.execute(_CLAIM_NEXT, _held_by(tx, owner, lease)).first()


def reopen(tx: Transaction, case_id: str, owner: str, lease: float) -> Row[Any] | None:
    """Take a mail that was worked off, to look at its case again; None where somebody else has it."""
    return tx.execute(_REOPEN, {**_held_by(tx, owner, lease), "the_case": case_id}).first()


def _held_by(tx: Transaction, owner: str, lease: float) -> dict[str, Any]:
    return {"the_now": tx.now, "the_owner": owner, "the_end": tx.now + timedelta(seconds=lease)}


def as_claim(tx: Transaction, row: Row[Any], lease: float, unseal: Unseal) -> Claim:
    """The claim with the mail's bytes."""
    sealed = tx.execute(_SEALED, {"the_mail": row.id}).scalar()
    return Claim(
        mail_id=row.id,
        case_id=row.case_id,
        account=row.account,
        content_hash=row.content_hash,
        message_id=row.message_id,
        arrived_at=row.arrived_at,
        size=row.size,
        owner=row.owner,
        fence=row.fence,
        attempts=row.attempts,
        faults=row.faults,
        lease=lease,
        raw=unseal(sealed) if sealed else b"",
        location=place_of(tx, row.id),
    )


def hold(tx: Transaction, claim: Claim) -> None:
    """Prove within this transaction that the mail is still ours, and stretch the lease.

    Raises `LostLease` if another worker took it over: the fence moved.
    """
    _change_ours(tx, claim, _RENEW, the_end=tx.now + timedelta(seconds=claim.lease))


def _change_ours(tx: Transaction, claim: Claim, statement: Update, **values: Any) -> None:
    if tx.change(statement, {"the_mail": claim.mail_id, "the_fence": claim.fence, **values}) != 1:
        raise LostLease(f"case {claim.case_id} is another worker's now")


def step(tx: Transaction, claim: Claim, name: str) -> None:
    """Note that a step is done."""
    tx.execute(_note_step(tx.sqlite), {"mail_id": claim.mail_id, "name": name, "at": tx.now})


@cache
def _note_step(sqlite: bool) -> Executable:
    return insert_into(steps, sqlite).on_conflict_do_nothing()


def is_done(tx: Transaction, claim: Claim, name: str) -> bool:
    """Whether the step was done, by whomever."""
    return tx.execute(_STEP, {"the_mail": claim.mail_id, "the_name": name}).first() is not None


def release(tx: Transaction, claim: Claim, *, error: str, delay: float, count: bool) -> None:
    """Give the mail back to be tried again `delay` seconds from now; `count` is whether the attempt counts."""
    back = {
        "state": "waiting",
        "owner": None,
        "due": tx.now + timedelta(seconds=delay),
        "error": error,
        "attempts": mails.c.attempts if count else mails.c.attempts - 1,
        "faults": 0 if count else mails.c.faults + 1,
    }
    _change_ours(tx, claim, update(mails).where(_OURS).values(back))


def settle(tx: Transaction, claim: Claim, state: str, error: str | None = None) -> None:
    """The end of a mail's way: done, or quarantined with its error."""
    _change_ours(tx, claim, _SETTLE, the_state=state, the_error=error)
    audit.enter(tx, "worker", state, case_id=claim.case_id, detail={"attempts": claim.attempts})


def remembered(tx: Transaction, mail_id: int) -> dict[str, str]:
    """Everything that a mail's outbox remembers."""
    rows = tx.execute(select(outbox.c.key, outbox.c.value).where(outbox.c.mail_id == mail_id))
    return {row.key: row.value for row in rows}


def remember(tx: Transaction, mail_id: int, key: str, value: str) -> None:
    """Keep it in place of what was there."""
    tx.execute(_remember(tx.sqlite), {"mail_id": mail_id, "key": key, "value": value})


@cache
def _remember(sqlite: bool) -> Executable:
    statement = insert_into(outbox, sqlite)
    replaced = {"value": statement.excluded.value}
    return statement.on_conflict_do_update(index_elements=["mail_id", "key"], set_=replaced)


def again(tx: Transaction, case_id: str) -> bool:
    """Out of quarantine: its case goes, its attempts are forgiven. Only where the raw mail is still there."""
    held = select(raws.c.mail_id).where(raws.c.mail_id == mails.c.id).exists()
    quarantined = and_(mails.c.case_id == case_id, mails.c.state == "quarantined", held)
    anew = {"state": "waiting", "due": tx.now, "attempts": 0, "faults": 0}
    if not tx.change(update(mails).where(quarantined).values(anew)):
        return False
    mail_id = tx.execute(select(mails.c.id).where(mails.c.case_id == case_id)).scalar_one()
    for table in (steps, threads, customers):
        tx.change(delete(table).where(table.c.mail_id == mail_id))
    tx.change(delete(cases).where(cases.c.id == case_id))
    audit.enter(tx, "operator", "tried anew", case_id=case_id)
    return True


def wake(tx: Transaction) -> int:
    """Let every waiting mail be due now, whatever its backoff; how many."""
    return tx.change(update(mails).where(mails.c.state == "waiting", mails.c.due > tx.now).values(due=tx.now))


def free(tx: Transaction, dead: Callable[[str], bool]) -> int:
    """Take the leases from owners known to be dead, so that a restart need not wait for them to run out."""
    owners = tx.execute(select(mails.c.owner).where(mails.c.state == "claimed").distinct()).scalars()
    gone = [owner for owner in owners if owner and dead(owner)]
    if not gone:
        return 0
    claimed = and_(mails.c.state == "claimed", mails.c.owner.in_(gone))
    return tx.change(update(mails).where(claimed).values(due=tx.now))


def remaining(tx: Transaction) -> int:
    """How many mails are not worked off yet."""
    return int(tx.execute(select(func.count()).where(mails.c.state.in_(_OPEN))).scalar_one())


def next_due(tx: Transaction) -> float | None:
    """Seconds until a mail may be claimed; None where none waits."""
    due = tx.execute(select(func.min(mails.c.due))).scalar()
    return None if due is None else max(0.0, (due - tx.now).total_seconds())


def forget_steps(tx: Transaction, mail_id: int, *, but: str) -> None:
    """All steps but one are to be done again."""
    tx.execute(delete(steps).where(steps.c.mail_id == mail_id, steps.c.name != but))

"""Who works on which mail: lease, fence, attempts counted before the work, backoff, quarantine."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, select, update

from parsers.errors import LostLease
from worker.store import audit
from worker.store.database import Transaction
from worker.store.intake import place_of
from worker.store.tables import cases, customers, mails, outbox, raws, steps, threads
from worker.store.values import Claim

_OPEN = ("waiting", "claimed")
Unseal = Callable[[bytes], bytes]


def claim_next(tx: Transaction, owner: str, lease: float) -> Row[Any] | None:
    """Take the mail that is due longest, its attempt counted; a lease that ran out is taken over.

    On PostgreSQL workers step over each other's rows; on SQLite the transaction itself is the queue.
    """
    waiting = select(mails.c.id).where(mails.c.due <= tx.now).order_by(mails.c.due, mails.c.id).limit(1)
    return _take_hold(tx, mails.c.id == waiting.with_for_update(skip_locked=True).scalar_subquery(), owner, lease)


def reopen(tx: Transaction, case_id: str, owner: str, lease: float) -> Row[Any] | None:
    """Take a mail that was worked off, to look at its case again; None where somebody else has it."""
    done = and_(mails.c.case_id == case_id, mails.c.state == "done", mails.c.forgotten_at.is_(None))
    return _take_hold(tx, done, owner, lease, attempts=1)


def _take_hold(
    tx: Transaction, which: ColumnElement[bool], owner: str, lease: float, *, attempts: int | None = None
) -> Row[Any] | None:
    statement = (
        update(mails)
        .where(which)
        .values(
            state="claimed",
            owner=owner,
            fence=mails.c.fence + 1,
            attempts=mails.c.attempts + 1 if attempts is None else attempts,
            due=tx.now + timedelta(seconds=lease),
        )
        .returning(mails)
    )
    return tx.execute(statement).first()


def as_claim(tx: Transaction, row: Row[Any], lease: float, unseal: Unseal) -> Claim:
    """The claim with the mail's bytes."""
    sealed = tx.execute(select(raws.c.sealed).where(raws.c.mail_id == row.id)).scalar()
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


def hold(tx: Transaction, claim: Claim, **columns: Any) -> None:
    """Prove within this transaction that the mail is still ours, and stretch the lease or set other columns.

    Raises `LostLease` if another worker took it over: the fence moved.
    """
    values = columns or {"due": tx.now + timedelta(seconds=claim.lease)}
    ours = and_(mails.c.id == claim.mail_id, mails.c.fence == claim.fence, mails.c.state == "claimed")
    if tx.change(update(mails).where(ours).values(values)) != 1:
        raise LostLease(f"case {claim.case_id} is another worker's now")


def step(tx: Transaction, claim: Claim, name: str) -> None:
    """Note that a step is done."""
    row = {"mail_id": claim.mail_id, "name": name, "at": tx.now}
    tx.execute(tx.insert(steps).on_conflict_do_nothing(), row)


def is_done(tx: Transaction, claim: Claim, name: str) -> bool:
    """Whether the step was done, by whomever."""
    return (
        tx.execute(select(steps.c.at).where(steps.c.mail_id == claim.mail_id, steps.c.name == name)).first() is not None
    )


def release(tx: Transaction, claim: Claim, *, error: str, delay: float, count: bool) -> None:
    """Give the mail back to be tried again `delay` seconds from now; `count` is whether the attempt counts."""
    hold(
        tx,
        claim,
        state="waiting",
        owner=None,
        due=tx.now + timedelta(seconds=delay),
        error=error,
        attempts=mails.c.attempts if count else mails.c.attempts - 1,
        faults=0 if count else mails.c.faults + 1,
    )


def settle(tx: Transaction, claim: Claim, state: str, error: str | None = None) -> None:
    """The end of a mail's way: done, or quarantined with its error."""
    hold(tx, claim, state=state, owner=None, due=None, error=error)
    audit.enter(tx, "worker", state, case_id=claim.case_id, detail={"attempts": claim.attempts})


def recall(tx: Transaction, mail_id: int, key: str) -> str | None:
    """What an outbox remembers."""
    value: str | None = tx.execute(
        select(outbox.c.value).where(outbox.c.mail_id == mail_id, outbox.c.key == key)
    ).scalar()
    return value


def remember(tx: Transaction, mail_id: int, key: str, value: str) -> None:
    """Keep it in place of what was there."""
    statement = tx.insert(outbox).values(mail_id=mail_id, key=key, value=value)
    tx.execute(statement.on_conflict_do_update(index_elements=["mail_id", "key"], set_={"value": value}))


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

"""Mails that a clock set back has left in the future: nothing of ours lies further ahead than an hour."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, or_, select, update

from worker.store.database import Transaction
from worker.store.tables import mails
from worker.store.times import Moment

LONGEST_WAIT = 3600.0  # seconds; every backoff is cut to it, and no lease is longer

_NOW, _HORIZON, _END = (bindparam(name, type_=Moment) for name in ("the_now", "the_horizon", "the_end"))
_WAITING = mails.c.state == "waiting"
# Nobody put it off: it was due when it was taken in, so the clock must have stood later then.
_FRESH = and_(_WAITING, mails.c.attempts == 0, mails.c.faults == 0)
# In the store's own order; workers that wake the same ones at once must not wait for each other.
_ALL = select(mails.c.id).where(mails.c.due > _NOW, or_(mails.c.due > _HORIZON, _FRESH))
_STRAYS = _ALL.order_by(mails.c.due, mails.c.id).with_for_update(skip_locked=True)
_WAKE = update(mails).where(mails.c.id.in_(_STRAYS.where(_WAITING))).values(due=_NOW)
# Whoever holds a lease and lives renews it within a third of it; who does not loses the mail at its new end.
_FREE = update(mails).where(mails.c.id.in_(_STRAYS)).values(due=case((mails.c.state == "claimed", _END), else_=_NOW))
_ONE = _ALL.where(_WAITING).limit(1)


def wake(tx: Transaction) -> int:
    """Let those that wait be due now; how many."""
    return tx.change(_WAKE, _times(tx))


def free(tx: Transaction, lease: float) -> int:
    """The same, and leases end after `lease` seconds at the latest; how many there were of both."""
    return tx.change(_FREE, {**_times(tx), "the_end": tx.now + timedelta(seconds=lease)})


def waits(tx: Transaction) -> bool:
    """Whether there is one to be woken."""
    return tx.execute(_ONE, _times(tx)).first() is not None


def horizon(tx: Transaction) -> datetime:
    """What lies beyond it was written while the clock stood later."""
    return tx.now + timedelta(seconds=LONGEST_WAIT)


def _times(tx: Transaction) -> dict[str, Any]:
    return {"the_now": tx.now, "the_horizon": horizon(tx)}

"""Shares of what all workers have together: requests a second, and looks at Stripe a day."""

from sqlalchemy import select, update

from worker.store.database import Transaction
from worker.store.tables import buckets, spending


def take_tokens(tx: Transaction, name: str, number: int, rate: float) -> float:
    """Reserve `number` tokens of a bucket that fills by `rate` a second and holds one second's worth, at least one.

    Returns the seconds until they are there: whoever overdraws waits, and the next one behind.
    """
    burst = max(rate, 1.0)
    tx.execute(tx.insert(buckets).on_conflict_do_nothing(), {"name": name, "tokens": burst, "at": tx.now})
    row = tx.execute(select(buckets.c.tokens, buckets.c.at).where(buckets.c.name == name).with_for_update()).one()
    gone = max(0.0, (tx.now - row.at).total_seconds())
    tokens = min(burst, row.tokens + gone * rate) - number
    tx.execute(update(buckets).where(buckets.c.name == name).values(tokens=tokens, at=max(tx.now, row.at)))
    return max(0.0, -float(tokens) / rate)


def spend(tx: Transaction, name: str, number: int, per_day: int) -> bool:
    """Take `number` from the day's allowance (UTC); False, and nothing taken, where that much is not left."""
    day = tx.now.date().isoformat()
    key = {"name": name, "day": day}
    tx.execute(tx.insert(spending).on_conflict_do_nothing(), {**key, "number": 0})
    todays = (spending.c.name == name) & (spending.c.day == day) & (spending.c.number + number <= per_day)
    return tx.change(update(spending).where(todays).values(number=spending.c.number + number)) == 1

"""The case book's duties: the trail, the shared budgets, what must be deleted."""

from datetime import timedelta

from worker.store import audit, erasure, quotas
from worker.store.open_store import Opened
from worker.store.store_values import AuditEntry


class Upkeep(Opened):
    """Keeps house."""

    def audit(self, actor: str, action: str, *, case_id: str | None = None, **detail: object) -> None:
        """Add to the trail; no name or address of a customer belongs into `detail`."""
        with self._database.write() as tx:
            audit.enter(tx, actor, action, case_id=case_id, detail=detail)

    def trail(self, *, case_id: str | None = None, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """The newest lines of the trail, oldest first."""
        with self._database.read() as tx:
            return audit.trail(tx, case_id=case_id, limit=limit)

    def forget(self, address: str, *, actor: str = "operator") -> dict[str, int]:
        """Erase a person everywhere; how many mails, cases, drafts, notes, and mentions in the cases of others.

        What is counted stays (outcome, bucket, money), and the content hash, so that nothing is drafted again. May be
        repeated: it also scours the database's files, which waits for transactions in hand.
        """
        with self._database.write(durable=True) as tx:
            counts = erasure.forget(tx, address, self._names, actor)
        erasure.scour(self._database)
        return counts

    def purge(self, older_than: timedelta) -> int:
        """Delete raw mail that was taken in longer ago and is worked off or quarantined; how many."""
        with self._database.write() as tx:
            return erasure.purge(tx, older_than)

    def take_tokens(self, number: int, rate: float) -> float:
        """Reserve so many requests of the `rate` a second that all workers share; the seconds to wait first."""
        with self._database.write() as tx:
            return quotas.take_tokens(tx, "stripe", number, rate)

    def spend_reads(self, number: int, per_day: int) -> bool:
        """Take from the day's allowance of looks at open cases (UTC); False where that much is not left."""
        with self._database.write() as tx:
            return quotas.spend(tx, "reads", number, per_day)

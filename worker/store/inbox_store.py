"""The case book as an inbox sees it."""

from collections.abc import Sequence

from worker.ports import Cursor, Delivery
from worker.store import intake
from worker.store.open_store import Opened


class Mailroom(Opened):
    """Takes mail in."""

    def cursor(self, account: str, folder: str) -> Cursor | None:
        """How far this folder was read; None on the first start."""
        with self._database.read() as tx:
            return intake.cursor(tx, account, folder)

    def take(self, deliveries: Sequence[Delivery], *, cursor: Cursor | None = None) -> int:
        """Store mails and move the cursor in one transaction; returns how many were new. Durable once it returns."""
        parcels = [intake.parcel(delivery, self._vault.seal(delivery.raw)) for delivery in deliveries]
        with self._database.write(durable=True) as tx:
            new = intake.take(tx, parcels, cursor, self._names)
        if new:
            self.arrived.set()
        return new

    def known(self, account: str, name: str) -> bool:
        """Whether a maildir file of this name was taken in before."""
        with self._database.read() as tx:
            return intake.known(tx, account, name)

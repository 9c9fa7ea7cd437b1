"""An intake that keeps everything in lists, with the store's promises: one mail per content, cursor with the mails."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.errors import SupportError
from worker.ports import Cursor, Delivery


@dataclass
class MemoryIntake:
    """Fill `trouble` to have the store fail."""

    mails: list[Delivery] = field(default_factory=list)
    cursors: dict[tuple[str, str], Cursor] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)
    trouble: SupportError | None = None
    _keys: set[tuple[str, str]] = field(default_factory=set)
    _names: set[tuple[str, str]] = field(default_factory=set)

    def cursor(self, account: str, folder: str) -> Cursor | None:
        return self.cursors.get((account, folder))

    def take(self, deliveries: Sequence[Delivery], *, cursor: Cursor | None = None) -> int:
        if self.trouble is not None:
            raise self.trouble
        new = 0
        for delivery in deliveries:
            if delivery.location and delivery.location.name:
                self._names.add((delivery.account, delivery.location.name))
            key = (delivery.account, hashlib.sha256(delivery.raw).hexdigest())
            if key not in self._keys:
                self._keys.add(key)
                self.mails.append(delivery)
                new += 1
        if deliveries:
            self.batches.append(len(deliveries))
        if cursor is not None:
            self.cursors[(cursor.account, cursor.folder)] = cursor
        return new

    def known(self, account: str, name: str) -> bool:
        return (account, name) in self._names

    @property
    def bodies(self) -> list[str]:
        """The last line of each mail, in the order taken."""
        return [mail.raw.decode("utf-8", "replace").strip().rpartition("\n")[2].strip() for mail in self.mails]

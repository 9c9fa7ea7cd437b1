"""The case book as its readers see it: what became of every mail, and what is known of the past."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from parsers.vocabulary import EarlierCase, Message
from worker.ports import Crowd
from worker.store import case_lists, cases, history, intake
from worker.store.open_store import Opened
from worker.store.store_values import CaseRecord, Gap, Kept

_HOUR = timedelta(hours=1)


class Archive(Opened):
    """Reads."""

    def history(self, message: Message, customers: Sequence[str]) -> tuple[EarlierCase, ...]:
        """Cases before this mail, in its thread or of these Stripe customers, newest first."""
        with self._database.read() as tx:
            return history.history(tx, message, customers, self._names)

    def own_drafts(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        """Bodies we drafted earlier in the thread, newest first."""
        with self._database.read() as tx:
            return history.own_drafts(tx, message_ids, self._names) if message_ids else ()

    def sender_rate(self, message: Message) -> int:
        """How many mails of this sender in this thread, or of this subject, came within the hour before and were
        worked on, this one not counted. Proven mails and unproven ones are two senders.
        """
        with self._database.read() as tx:
            return len(history.beside(tx, message, _HOUR, self._names).case_ids)

    def crowd(self, message: Message) -> Crowd | None:
        """The mails beside this one, where this sender and thread had their share within the hour."""
        with self._database.read() as tx:
            crowd = history.beside(tx, message, _HOUR, self._names)
        return crowd if len(crowd.case_ids) >= self._sender_cap else None

    def cases(
        self, *, since: datetime | None = None, bucket: str | None = None, limit: int | None = None
    ) -> tuple[CaseRecord, ...]:
        """Every mail that was worked off, oldest first; with a `limit` the newest so many."""
        with self._database.read() as tx:
            return case_lists.listed(tx, since=since, bucket=bucket, limit=limit)

    def case(self, beginning: str) -> CaseRecord | None:
        """The case of this id, or whose id alone begins so. Raises `LookupError` where several do."""
        with self._database.read() as tx:
            return case_lists.found(tx, beginning)

    def record(self, case_id: str) -> Kept | None:
        """What the case was judged on, for `explain`."""
        with self._database.read() as tx:
            return cases.kept(tx, case_id)

    def raw(self, case_id: str) -> bytes | None:
        """The mail as it came; None once it was deleted."""
        with self._database.read() as tx:
            sealed = intake.sealed(tx, case_id)
        return self._vault.open(sealed) if sealed else None

    def recorded(self) -> Iterator[Kept]:
        """All that was ever judged and not forgotten, oldest mail first, a page at a time."""
        after = None
        while True:
            with self._database.read() as tx:
                page = cases.recorded(tx, after)
            yield from (kept for _, kept in page)
            if not page:
                return
            after = page[-1][0]

    def gaps(self, *, since: datetime | None = None) -> tuple[Gap, ...]:
        """Product gaps with their cases and money, most cases first."""
        with self._database.read() as tx:
            return case_lists.gaps(tx, since)

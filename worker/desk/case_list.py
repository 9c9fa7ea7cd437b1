"""The store as the review desk sees it."""

from datetime import datetime

from worker.desk.queue_port import CaseRow, CaseView, Page, Query
from worker.store import Asked, CaseBook, CaseRecord, Kept, QueueLine

# What the words of the filter mean, as bounds of the confidence; below 0.6 the shipped keyword files abstain.
_SURE: dict[str, tuple[float | None, float | None]] = {
    "sure": (0.8, None),
    "fair": (0.6, 0.8),
    "unsure": (None, 0.6),
}


class StoreShelf:
    """Implements `worker.desk.CaseShelf` over the case book."""

    def __init__(self, book: CaseBook) -> None:
        self._book = book

    def page(self, query: Query) -> Page:
        """One page of the queue, by priority, then the oldest first."""
        least, below = _SURE.get(query.sure, (None, None))
        asked = Asked(
            outcome=query.outcome,
            bucket=query.bucket,
            verdict=query.verdict,
            language=query.language,
            status=query.status,
            text=query.text,
            least=least,
            below=below,
            start=(query.page - 1) * query.per_page,
            limit=query.per_page,
        )
        found, total, counts = self._book.queue(asked)
        return Page(
            rows=tuple(_of_line(line) for line in found), total=total, counts=counts, languages=self._book.languages()
        )

    def pulse(self) -> str:
        """Another text whenever something in the queue changed."""
        return self._book.pulse()

    def view(self, case_id: str) -> CaseView | None:
        """One case by its whole id."""
        try:
            record = self._book.case(case_id)
        except LookupError:  # the beginning of several ids, and the whole of none
            return None
        if record is None or record.id != case_id:
            return None
        kept = self._book.record(case_id)
        return CaseView(
            row=_row(record, kept),
            shown=record.shown,
            message=kept.message if kept else None,
            reading=kept.reading if kept else None,
            state=kept.state if kept else None,
            case=kept.case if kept else None,
            draft=kept.draft if kept else None,
            status=record.status,
            status_by=record.status_by,
            status_at=record.status_at,
            snoozed_until=record.snoozed_until,
            version=record.version,
            revision=record.revision,
            changed=record.changed,
            mails=self._earlier(kept) if kept else (),
        )

    def _earlier(self, kept: Kept) -> tuple[datetime, ...]:
        people = kept.case.identity.customer_ids if kept.case.identity else ()
        return tuple(one.at for one in self._book.history(kept.message, people))


def _of_line(line: QueueLine) -> CaseRow:
    return CaseRow(**{name: getattr(line, name) for name in CaseRow.__slots__})


def _row(record: CaseRecord, kept: Kept | None) -> CaseRow:
    message = kept.message if kept else None
    sender = message.sender if message else None
    return CaseRow(
        id=record.id,
        arrived_at=record.arrived_at,
        sender=f"{sender.name} <{sender.address}>" if sender and sender.name else sender.address if sender else "",
        subject=message.subject if message else "",
        outcome=record.outcome,
        bucket=record.bucket,
        verdict=record.verdict,
        confidence=record.confidence,
        priority=record.priority,
        language=record.language,
        proposed="",  # the page shows the actions themselves
        gap=(record.shown.get("product_gap") or {}).get("key"),
        status=record.status,
        status_by=record.status_by,
    )

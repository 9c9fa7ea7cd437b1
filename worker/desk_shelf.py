"""The store as the review desk sees it."""

from datetime import datetime
from typing import Any

from worker.desk.shelf import CaseRow, CaseView, Page, Query
from worker.store import CaseBook, CaseRecord, Kept


class StoreShelf:
    """Implements `worker.desk.CaseShelf` over the case book."""

    def __init__(self, book: CaseBook) -> None:
        self._book = book

    def page(self, query: Query) -> Page:
        """One page of the queue, newest first."""
        found = [record for record in self._book.cases() if not query.outcome or record.outcome == query.outcome]
        counts: dict[str, int] = {}
        for record in found:
            if record.bucket:
                counts[record.bucket] = counts.get(record.bucket, 0) + 1
        rows = [record for record in reversed(found) if _fits(record, query)]
        start = (query.page - 1) * query.per_page
        shown = tuple(self._row(record) for record in rows[start : start + query.per_page])
        return Page(rows=shown, total=len(rows), counts=counts)

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

    def _row(self, record: CaseRecord) -> CaseRow:
        return _row(record, self._book.record(record.id))


def _fits(record: CaseRecord, query: Query) -> bool:
    text = query.text.casefold()
    return (
        (not query.bucket or record.bucket == query.bucket)
        and (not query.verdict or record.verdict == query.verdict)
        and (not text or text in str(record.shown).casefold())
    )


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
        proposed=_proposed(record.shown),
        gap=(record.shown.get("product_gap") or {}).get("key"),
        reason=record.shown.get("reason"),
    )


def _proposed(shown: dict[str, Any]) -> str:
    words = ((action["kind"], (action["when"] or "").replace("_", " ")) for action in shown.get("actions", []))
    return ", then ".join(" ".join(word for word in pair if word).replace("_", "-") for pair in words)

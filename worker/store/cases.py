"""What was made of a mail, kept in one piece before anything leaves the house, and read back word for word."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, insert, or_, select, update

from parsers.vocabulary import BillingState, Case, Draft, EarlierCase, Message, Outcome, Reading
from worker.plain_json import as_text, from_text
from worker.store.database import Transaction
from worker.store.encryption import Pseudonyms
from worker.store.history import index, memory
from worker.store.queue_lines import draw
from worker.store.store_values import Claim, Kept
from worker.store.tables import cases, drafts, notes, records
from worker.store.traits_counted import count

_PAGE = 200
Place = tuple[datetime, str]


def _all_of_a_case() -> Select[Any]:
    newest_draft = and_(drafts.c.case_id == cases.c.id, drafts.c.revision == cases.c.revision)
    newest_note = and_(notes.c.case_id == cases.c.id, notes.c.revision == cases.c.revision)
    return (
        select(
            cases.c.id,
            cases.c.arrived_at,
            cases.c.account,
            cases.c.revision,
            records.c.message,
            records.c.reading,
            records.c.billing,
            records.c.judged,
            drafts.c.text.label("draft"),
            notes.c.text.label("note"),
        )
        .join(records, records.c.case_id == cases.c.id)
        .outerjoin(drafts, newest_draft)
        .outerjoin(notes, newest_note)
    )


_ALL_OF_A_CASE = _all_of_a_case()
_ONE_CASE = _ALL_OF_A_CASE.where(cases.c.id == bindparam("the_case"))


def keep(tx: Transaction, claim: Claim, work: Kept, shown: Mapping[str, object], names: Pseudonyms) -> None:
    """Store the case with all it stands on."""
    row = {**_row(tx, work, shown), "id": work.case_id, "mail_id": claim.mail_id, "account": claim.account}
    fresh = {"arrived_at": claim.arrived_at, "version": 1, "status": "open", "status_at": tx.now}
    tx.execute(insert(cases), {**row, **fresh})
    tx.execute(insert(records), {"case_id": work.case_id, **_judged_on(work)})
    _write(tx, work)
    count(tx, work)
    draw(tx, work.case_id, work.message, work.state, shown, first=True)
    index(tx, claim, work.message, work.state, work.case, names)


def rewrite(tx: Transaction, work: Kept, shown: Mapping[str, object], changed: tuple[str, ...]) -> None:
    """The case judged anew on newer facts: a further revision of its texts."""
    row = {**_row(tx, work, shown), "version": cases.c.version + 1, "changed": "\n".join(changed)}
    stale = {"status": "stale", "status_at": tx.now, "status_by": None}
    tx.execute(update(cases).where(cases.c.id == work.case_id).values({**row, **stale}))
    tx.execute(update(records).where(records.c.case_id == work.case_id).values(_judged_on(work)))
    _write(tx, work)
    count(tx, work)
    draw(tx, work.case_id, work.message, work.state, shown)


def _row(tx: Transaction, work: Kept, shown: Mapping[str, object]) -> dict[str, Any]:
    case = work.case
    drafted = case.outcome is Outcome.DRAFTED
    return {
        "judged_at": tx.now,
        "checked_at": tx.now,
        "outcome": case.outcome.value,
        "bucket": case.bucket.value if drafted and case.bucket else None,
        "confidence": case.confidence,
        "language": case.language,
        "verdict": case.identity.verdict.value if drafted and case.identity else None,
        "priority": case.priority.value,
        "gap": case.product_gap.key if case.product_gap else None,
        "cash_out": case.revenue.cash_out,
        "mrr_change": case.revenue.mrr_change,
        "currency": case.revenue.currency,
        "digest": case.digest,
        "revision": work.revision,
        "memory": memory(case, work.message, work.reading, work.draft),
        "shown": json.dumps(dict(shown), ensure_ascii=False),
    }


def _judged_on(work: Kept) -> dict[str, str]:
    return {
        "message": as_text(work.message),
        "reading": as_text(work.reading),
        "billing": as_text(work.state),
        "judged": as_text(work.case),
    }


def _write(tx: Transaction, work: Kept) -> None:
    key = {"case_id": work.case_id, "revision": work.revision, "written_at": tx.now}
    if work.draft:
        tx.execute(insert(drafts), {**key, "body": work.draft.body, "text": as_text(work.draft)})
    if work.note is not None:
        tx.execute(insert(notes), {**key, "text": work.note})


def kept(tx: Transaction, case_id: str) -> Kept | None:
    """What was kept of a case, its newest texts; None where nothing was."""
    row = tx.execute(_ONE_CASE, {"the_case": case_id}).first()
    return _kept(row) if row else None


def recorded(tx: Transaction, after: Place | None) -> tuple[tuple[Place, Kept], ...]:
    """A page of what was kept, oldest mail first, from the place `after`."""
    query = _ALL_OF_A_CASE.order_by(cases.c.arrived_at, cases.c.id).limit(_PAGE)
    if after:
        at, last = after
        query = query.where(or_(cases.c.arrived_at > at, and_(cases.c.arrived_at == at, cases.c.id > last)))
    return tuple(((row.arrived_at, row.id), _kept(row)) for row in tx.execute(query))


def quarantine(tx: Transaction, claim: Claim, shown: Mapping[str, object]) -> None:
    """The case of a mail that could not be worked off, in place of what may have been kept before."""
    row = {
        "judged_at": tx.now,
        "outcome": Outcome.QUARANTINED.value,
        "bucket": None,
        "verdict": None,
        "shown": json.dumps(dict(shown), ensure_ascii=False),
    }
    if tx.change(update(cases).where(cases.c.id == claim.case_id).values(row)):
        return
    case = Case(id=claim.case_id, message_id=claim.message_id, outcome=Outcome.QUARANTINED)
    bare = {
        "id": claim.case_id,
        "mail_id": claim.mail_id,
        "account": claim.account,
        "arrived_at": claim.arrived_at,
        "checked_at": tx.now,
        "confidence": 0.0,
        "language": case.language,
        "priority": case.priority.value,
        "cash_out": 0,
        "mrr_change": 0,
        "digest": "",
        "revision": 1,
        "version": 1,
        "status": "open",
        "status_at": tx.now,
        "memory": as_text(EarlierCase(id=claim.case_id, at=claim.arrived_at, same_thread=False)),
    }
    tx.execute(insert(cases), {**row, **bare})


def _kept(row: Row[Any]) -> Kept:
    return Kept(
        case_id=row.id,
        account=row.account,
        revision=row.revision,
        message=from_text(Message, row.message),
        reading=from_text(Reading, row.reading),
        state=from_text(BillingState, row.billing),
        case=from_text(Case, row.judged),
        draft=from_text(Draft, row.draft) if row.draft else None,
        note=row.note,
    )

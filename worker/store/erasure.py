"""Forgetting a person, and deleting what is too old."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, delete, func, select, update

from parsers.domains import address_key, address_spellings
from parsers.vocabulary import BillingState, EarlierCase, Message
from worker.plain_json import as_text, from_text
from worker.store import audit, tables
from worker.store.blanking import Eraser, blank_case
from worker.store.database import Database, Transaction
from worker.store.encryption import Pseudonyms
from worker.store.queue_lines import draw
from worker.store.tables import (
    cases,
    corrections,
    customers,
    drafts,
    lines,
    mails,
    notes,
    outbox,
    persons,
    raws,
    records,
    reviews,
    spending,
    steps,
    threads,
)

_OF_MAIL = (raws, outbox, steps, threads, persons, customers)
_OF_CASE = (records, drafts, notes, reviews, corrections, lines)
_KEPT_SPENDING = timedelta(days=7)


def forget(tx: Transaction, address: str, names: Pseudonyms, actor: str) -> dict[str, int]:
    """Erase a person; how much was erased.

    Mails they wrote, and cases about their billing records, lose everything but what is counted (outcome, bucket,
    money) and the content hash, a tombstone so that the mail is never worked on again. Where others merely named them,
    their address and name are blanked and the raw mail is deleted. A mail of somebody else that nobody has read yet
    stays as it is.
    """
    person = names.person(address)
    theirs = set(_mails(tx, person, "from", "customer"))
    naming = set(_mails(tx, person, "named")) - theirs
    eraser = Eraser({address.strip(), *address_spellings(address)}, _names(tx, address, theirs | naming))
    counts = {"mails": len(theirs), "cases": 0, "drafts": 0, "notes": 0, "mentions": len(naming)}
    for mail_id in sorted(theirs):
        _erase(tx, mail_id, counts)
    for mail_id in sorted(naming):
        _blank(tx, mail_id, person, eraser)
    audit.enter(tx, actor, "forgot", person=person, detail=counts)
    return counts


def _mails(tx: Transaction, person: str, *roles: str) -> list[int]:
    query = select(persons.c.mail_id).where(persons.c.person == person, persons.c.role.in_(roles)).distinct()
    return list(tx.execute(query).scalars())


def _names(tx: Transaction, address: str, mail_ids: Iterable[int]) -> set[str]:
    """What the person is called in what we hold, by the address beside it."""
    folded, found = address_key(address.strip()), set[str]()
    query = select(records.c.message, records.c.billing).join(cases, cases.c.id == records.c.case_id)
    for row in tx.execute(query.where(cases.c.mail_id.in_(list(mail_ids)))):
        message, state = from_text(Message, row.message), from_text(BillingState, row.billing)
        boxes = (*message.senders, *message.reply_to, *message.to, *message.cc)
        found |= {box.name for box in boxes if box.folded == folded}
        found |= {one.name for one in state.customers if one.name and address_key(one.email or "") == folded}
    return {name.strip() for name in found if name.strip()}


def _erase(tx: Transaction, mail_id: int, counts: dict[str, int]) -> None:
    """The fence moves: a worker that has the mail in hand can keep nothing any more."""
    tombstone = {"state": "done", "due": None, "owner": None, "error": None, "message_id": None}
    tx.change(
        update(mails).where(mails.c.id == mail_id).values(fence=mails.c.fence + 1, forgotten_at=tx.now, **tombstone)
    )
    for table in _OF_MAIL:
        tx.change(delete(table).where(table.c.mail_id == mail_id))
    case = tx.execute(select(cases.c.id, cases.c.arrived_at, cases.c.shown).where(cases.c.mail_id == mail_id)).first()
    if case:
        _erase_case(tx, case, counts)


def _erase_case(tx: Transaction, case: Row[Any], counts: dict[str, int]) -> None:
    counts["cases"] += 1
    counts["drafts"] += _count(tx, drafts, case.id)
    counts["notes"] += _count(tx, notes, case.id)
    for table in _OF_CASE:
        tx.change(delete(table).where(table.c.case_id == case.id))
    shown = json.dumps(blank_case(case.id, json.loads(case.shown)), ensure_ascii=False)
    memory = as_text(EarlierCase(id=case.id, at=case.arrived_at, same_thread=False))
    blank = {"shown": shown, "memory": memory, "changed": None, "digest": "", "status": "closed"}
    tx.change(update(cases).where(cases.c.id == case.id).values(blank))
    _blank_trail(tx, case.id)


def _blank_trail(tx: Transaction, case_id: str) -> None:
    """The trail's own triggers allow this change only."""
    trail = tables.audit
    tx.change(
        update(trail).where(trail.c.case_id == case_id, trail.c.detail != audit.ERASED).values(detail=audit.ERASED)
    )


def _count(tx: Transaction, table: Table, case_id: str) -> int:
    return int(tx.execute(select(func.count()).select_from(table).where(table.c.case_id == case_id)).scalar_one())


def _blank(tx: Transaction, mail_id: int, person: str, eraser: Eraser) -> None:
    """Their words in another person's case."""
    tx.change(delete(raws).where(raws.c.mail_id == mail_id))
    tx.change(delete(persons).where(persons.c.mail_id == mail_id, persons.c.person == person))
    tx.change(update(mails).where(mails.c.id == mail_id).values(error=None))
    case_id = tx.execute(select(cases.c.id).where(cases.c.mail_id == mail_id)).scalar()
    if case_id is None:
        return
    _rewrite(tx, cases, cases.c.id == case_id, eraser, texts=("changed",), values=("shown", "memory"))
    _rewrite(tx, records, records.c.case_id == case_id, eraser, values=("message", "reading", "billing", "judged"))
    _rewrite(tx, drafts, drafts.c.case_id == case_id, eraser, texts=("body",), values=("text",))
    _rewrite(tx, notes, notes.c.case_id == case_id, eraser, texts=("text",))
    _rewrite(tx, reviews, reviews.c.case_id == case_id, eraser, texts=("reason", "subject", "body"))
    _rewrite(tx, corrections, corrections.c.case_id == case_id, eraser, texts=("was", "should_be", "remark"))
    _blank_trail(tx, case_id)
    _draw_again(tx, case_id)


def _draw_again(tx: Transaction, case_id: str) -> None:
    """The queue's line from what is left: a search finds the blanks, and nothing that was there before."""
    query = select(cases.c.shown, records.c.message).join(records, records.c.case_id == cases.c.id)
    row = tx.execute(query.where(cases.c.id == case_id)).first()
    if row:
        draw(tx, case_id, from_text(Message, row.message), json.loads(row.shown))
    else:
        tx.change(delete(lines).where(lines.c.case_id == case_id))


def _rewrite(
    tx: Transaction,
    table: Table,
    which: ColumnElement[bool],
    eraser: Eraser,
    *,
    texts: tuple[str, ...] = (),
    values: tuple[str, ...] = (),
) -> None:
    """Every row of the case, by its primary key."""
    keys = tuple(table.primary_key)
    for row in tx.execute(select(*keys, *(table.c[name] for name in (*texts, *values))).where(which)).all():
        found = row._mapping
        blanked = {name: eraser.text(found[name]) for name in texts}
        blanked |= {name: eraser.json(found[name]) for name in values}
        this = [key == found[key] for key in keys]
        tx.change(update(table).where(*this).values(blanked))


def purge(tx: Transaction, older_than: timedelta) -> int:
    """Delete the raw mail that was taken in longer ago and is worked off or quarantined; how many."""
    settled = select(mails.c.id).where(mails.c.id == raws.c.mail_id, mails.c.state.in_(("done", "quarantined")))
    number = tx.change(delete(raws).where(raws.c.taken_at < tx.now - older_than, settled.exists()))
    tx.change(delete(spending).where(spending.c.day < (tx.now - _KEPT_SPENDING).date().isoformat()))
    if number:
        audit.enter(tx, "worker", "purged", detail={"mails": number})
    return number


def scour(database: Database) -> None:
    """Take what was deleted out of the database's files too: SQLite leaves it in free pages and in its log.

    PostgreSQL's VACUUM frees the space for overwriting; its archived log and backups are the operator's.
    """
    with database.bare() as connection:
        connection.exec_driver_sql("VACUUM")
        if database.sqlite:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

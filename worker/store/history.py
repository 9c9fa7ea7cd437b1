"""What the store knows of the past: earlier cases of a thread or a person, our own drafts, and who writes too often."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, delete, insert, select, union

from parsers.labels.prefixes import bare_subject
from parsers.vocabulary import (
    AuthenticationStatus,
    BillingState,
    Case,
    Cue,
    Draft,
    EarlierCase,
    IdentifierKind,
    Intent,
    Mailbox,
    Message,
    Outcome,
    Reading,
    Verdict,
)
from worker.plain_json import as_text, from_text
from worker.ports import Crowd
from worker.store.database import Transaction
from worker.store.encryption import Pseudonyms
from worker.store.store_values import Claim
from worker.store.tables import cases, customers, drafts, mails, persons, threads
from worker.store.times import Moment

_NEWEST = 20  # earlier cases handed out; more than an agent would read
_MOST_BESIDE = 1000
_THREAD_IDS = 50  # of References; the newest stand last


def index(tx: Transaction, claim: Claim, message: Message, state: BillingState, case: Case, names: Pseudonyms) -> None:
    """Make this mail findable by thread and by person, by keyed hashes only."""
    threaded = [
        {"mail_id": claim.mail_id, "key": key, "role": role} for key, role in sorted(_thread_rows(message, names))
    ]
    named = [
        {"mail_id": claim.mail_id, "person": person, "role": role, "at": message.arrived_at}
        for person, role in sorted(_person_rows(message, state, case, names))
    ]
    about = [{"mail_id": claim.mail_id, "customer": customer} for customer in sorted(_customers(case))]
    tx.change(delete(persons).where(persons.c.mail_id == claim.mail_id))  # what intake could tell without reading
    for table, rows in ((threads, threaded), (persons, named), (customers, about)):
        _add(tx, table, rows)


def _add(tx: Transaction, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        tx.execute(insert(table), rows)


def _thread_rows(message: Message, names: Pseudonyms) -> set[tuple[str, str]]:
    rows = {(names.thread(found), "reference") for found in _references(message)}
    if message.message_id:
        rows.add((names.thread(message.message_id), "id"))
    if topic := bare_subject(message.subject):
        rows.add((names.subject(topic), "subject"))
    return rows


def _person_rows(message: Message, state: BillingState, case: Case, names: Pseudonyms) -> set[tuple[str, str]]:
    rows = {(names.person(writer.address), "from") for writer in message.writers if writer.address}
    rows |= {(names.person(counted), role) for counted in _counted(message) for role in _roles(message, case)}
    rows |= {(names.person(address), "customer") for address in _billed(state)}
    return rows | {(names.person(address), "named") for address in _named(message)}


def _roles(message: Message, case: Case) -> tuple[str, ...]:
    """Of whoever wrote: how proven, and whether a human was told of a crowd by this very mail."""
    handed = bool(message.crowd) and case.outcome is Outcome.DRAFTED
    return (_proof(message), *(("handed",) if handed else ()))


def _counted(message: Message) -> tuple[str, ...]:
    """Under whose name a mail counts towards the cap: of carried mail the carrier's and the writer's together.

    Who imitates a carrier elsewhere then counts against nobody who writes through ours.
    """
    senders = [sender.address for sender in message.senders]
    if message.carried is None:
        return tuple(senders)
    return (" ".join((*senders, "for", message.carried.writer.address)),)


def _billed(state: BillingState) -> Iterator[str]:
    """Whose billing records the case was judged on."""
    yield from (customer.email for customer in state.customers if customer.email)
    yield from (charge.email for charge in state.charges if charge.email)
    yield from (charge.receipt_email for charge in state.charges if charge.receipt_email)
    yield from (invoice.customer_email for invoice in state.invoices if invoice.customer_email)
    yield from (session.email for session in state.checkout_sessions if session.email)


def _named(message: Message) -> Iterator[str]:
    boxes: tuple[Mailbox, ...] = (*message.senders, *message.reply_to, *message.to, *message.cc)
    yield from (mailbox.address for mailbox in boxes)
    yield from (found.value for found in message.identifiers if found.kind is IdentifierKind.ADDRESS)


def _customers(case: Case) -> set[str]:
    """The person's records; not those of somebody whom a stranger named."""
    identity = case.identity
    return set() if identity is None or identity.verdict is Verdict.MISMATCH else set(identity.customer_ids)


def _references(message: Message) -> tuple[str, ...]:
    return (*message.in_reply_to, *message.references[-_THREAD_IDS:])


def memory(case: Case, message: Message, reading: Reading, draft: Draft | None) -> str:
    """What later cases may know of this one. A wish to cancel counts as notice only from a verified customer."""
    verified = case.identity is not None and case.identity.verdict is Verdict.VERIFIED
    objects = (action.object for action in case.actions)
    shown = (name for anomaly in case.anomalies for name in anomaly.objects)
    return as_text(
        EarlierCase(
            id=case.id,
            at=message.arrived_at,
            same_thread=False,
            bucket=case.bucket,
            intents=tuple(found.intent.value for found in case.intents or reading.intents),
            objects=tuple(dict.fromkeys(name for name in (*objects, *shown) if name)),
            actions=case.actions,
            asked_cancel=verified and _gives_notice(reading),
            forged=case.identity is not None and case.identity.forged,
            drafted_in=draft.language if draft else "",
        )
    )


def _gives_notice(reading: Reading) -> bool:
    """Whether the mail asks to cancel beyond doubt: a later renewal may be paid back on its strength."""
    return reading.sure and reading.wants(Intent.CANCEL) and not reading.has(Cue.DECLINES_CANCEL)


def _of_thread(keys: str) -> Select[Any]:
    """Mails of these threads; `keys` names the parameter."""
    these = threads.c.key.in_(bindparam(keys, expanding=True))
    return select(threads.c.mail_id).where(these, threads.c.role.in_(("id", "reference")))


_SAME_THREAD = cases.c.mail_id.in_(_of_thread("the_keys"))
_OF_PERSON = select(customers.c.mail_id).where(customers.c.customer.in_(bindparam("the_customers", expanding=True)))
# A union and no OR: for an OR of two subqueries PostgreSQL would read every case.
_KIN = cases.c.mail_id.in_(union(_of_thread("the_keys"), _OF_PERSON))
_PAST = (
    select(cases.c.mail_id, cases.c.memory, cases.c.verdict, cases.c.draft_state, _SAME_THREAD.label("same_thread"))
    .join(mails, mails.c.id == cases.c.mail_id)
    .where(cases.c.arrived_at <= bindparam("the_time", type_=Moment))
    .where(mails.c.content_hash != bindparam("the_hash"), mails.c.forgotten_at.is_(None))
    .order_by(cases.c.arrived_at.desc(), cases.c.mail_id.desc())
    .limit(_NEWEST)
)
# What the person proved to be theirs is asked for by itself: mails of others must not crowd it out.
_HISTORY = _PAST.where(_KIN)
_PROVEN = _PAST.where(cases.c.mail_id.in_(_OF_PERSON), cases.c.verdict == Verdict.VERIFIED.value)
_RECORDS = select(customers.c.mail_id, customers.c.customer).where(
    customers.c.mail_id.in_(bindparam("the_mails", expanding=True))
)
_DRAFTS = (
    select(drafts.c.body)
    .join(cases, cases.c.id == drafts.c.case_id)
    .where(_SAME_THREAD)
    .order_by(drafts.c.written_at.desc(), drafts.c.revision.desc())
    .limit(_NEWEST)
)
_BESIDE = (
    select(mails.c.id, mails.c.case_id)
    .join(persons, persons.c.mail_id == mails.c.id)
    .where(persons.c.person == bindparam("the_person"), persons.c.role == bindparam("the_proof"))
    .where(persons.c.at > bindparam("the_start", type_=Moment), persons.c.at <= bindparam("the_time", type_=Moment))
    .where(
        persons.c.mail_id.in_(select(threads.c.mail_id).where(threads.c.key.in_(bindparam("the_keys", expanding=True))))
    )
    .where(mails.c.content_hash != bindparam("the_hash"))
    .order_by(persons.c.at.desc(), mails.c.id.desc())
    .limit(_MOST_BESIDE)
)
_HANDED = select(persons.c.mail_id).where(
    persons.c.role == "handed", persons.c.mail_id.in_(bindparam("the_mails", expanding=True))
)


def history(tx: Transaction, message: Message, billed: Sequence[str], names: Pseudonyms) -> tuple[EarlierCase, ...]:
    """Cases that came before this mail, in its thread or of its person, newest first."""
    sought: dict[str, object] = {"the_keys": _keys(message, names), "the_customers": list(billed)}
    sought |= {"the_time": message.arrived_at, "the_hash": message.content_hash}
    rows = {row.mail_id: row for query in (_HISTORY, _PROVEN) for row in tx.execute(query, sought)}
    proven = _proven_for(tx, [mail_id for mail_id, row in rows.items() if row.verdict == Verdict.VERIFIED.value])
    known = [(_earlier(row, proven.get(mail_id, ())), mail_id) for mail_id, row in rows.items()]
    known.sort(key=lambda pair: (pair[0].at, pair[1]), reverse=True)
    return tuple(each for each, _ in known)


def _proven_for(tx: Transaction, mail_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The records of the person whom each of these mails was proven to come from."""
    found: dict[int, list[str]] = {}
    for row in tx.execute(_RECORDS, {"the_mails": list(mail_ids)}):
        found.setdefault(row.mail_id, []).append(row.customer)
    return {mail_id: tuple(sorted(records)) for mail_id, records in found.items()}


def _earlier(row: Row[Any], proven_for: tuple[str, ...]) -> EarlierCase:
    known = from_text(EarlierCase, row.memory)
    return replace(known, same_thread=bool(row.same_thread), draft_state=row.draft_state, proven_for=proven_for)


def _keys(message: Message, names: Pseudonyms) -> list[str]:
    own = (message.message_id,) if message.message_id else ()
    return [names.thread(found) for found in (*own, *_references(message))]


def own_drafts(tx: Transaction, message_ids: Sequence[str], names: Pseudonyms) -> tuple[str, ...]:
    """Bodies we drafted for mails of these threads, newest first."""
    keys = [names.thread(found) for found in message_ids[-_THREAD_IDS:]]
    return tuple(tx.execute(_DRAFTS, {"the_keys": keys}).scalars())


def beside(tx: Transaction, message: Message, within: timedelta, names: Pseudonyms) -> Crowd:
    """Other mails of this sender in this thread, or of this subject, that were judged and came shortly before.

    Only those that are as proven as this one: what others write under a name counts never against its owner.
    """
    if message.sender is None:
        return Crowd(case_ids=())
    topic = bare_subject(message.subject)
    sought = {
        "the_person": names.person(_counted(message)[0]),
        "the_proof": _proof(message),
        "the_start": message.arrived_at - within,
        "the_time": message.arrived_at,
        "the_keys": [*_keys(message, names), *([names.subject(topic)] if topic else [])],
        "the_hash": message.content_hash,
    }
    found = {row.id: row.case_id for row in tx.execute(_BESIDE, sought)}
    handed = next(iter(tx.execute(_HANDED, {"the_mails": list(found)}).scalars()), None)
    return Crowd(case_ids=tuple(found.values()), handed_over=found[handed] if handed is not None else None)


def _proof(message: Message) -> str:
    """The role in which a sender's mails are counted."""
    proven = message.authentication.status is AuthenticationStatus.AUTHENTICATED
    return "proven" if proven else "unproven"

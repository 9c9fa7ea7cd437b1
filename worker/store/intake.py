"""How mail comes in: each one once, with every place it was seen at, and the cursor in the same transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, and_, bindparam, func, insert, or_, select, text, union_all

from worker.ports import Cursor, Delivery, Location
from worker.store.database import Transaction
from worker.store.encryption import Pseudonyms
from worker.store.same_mail import Fingerprint, fingerprint
from worker.store.tables import cursors, locations, mails, persons, raws

_OURS = select(mails.c.id).where(mails.c.account == bindparam("the_account"))
# A union and no OR, with the order outside: else SQLite walks all mails by their id.
_HELD = select(
    func.min(
        union_all(
            _OURS.where(mails.c.content_hash == bindparam("the_hash")),
            _OURS.where(mails.c.twin == bindparam("the_twin", type_=String)),
        )
        .subquery()
        .c.id
    )
)
_PLACE = select(locations).where(locations.c.mail_id == bindparam("the_mail")).order_by(locations.c.id.desc()).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A delivery with its fingerprint and its sealed bytes, made before the transaction begins."""

    delivery: Delivery
    print: Fingerprint
    sealed: bytes


def parcel(delivery: Delivery, sealed: bytes) -> Parcel:
    """Ready to be taken in."""
    return Parcel(delivery=delivery, print=fingerprint(delivery.raw), sealed=sealed)


def case_id(account: str, content_hash: str) -> str:
    """The same whenever and wherever this mail is taken in."""
    return hashlib.sha256(f"{account}\n{content_hash}".encode()).hexdigest()[:16]


def take(tx: Transaction, parcels: Sequence[Parcel], cursor: Cursor | None, names: Pseudonyms) -> int:
    """Store what is new, note every place, move the cursor forward; how many mails were new."""
    for account in sorted({parcel.delivery.account for parcel in parcels}):
        _one_at_a_time(tx, account)
    new = sum(_take_one(tx, parcel, names) for parcel in parcels)
    if cursor:
        _move(tx, cursor)
    return new


def cursor(tx: Transaction, account: str, folder: str) -> Cursor | None:
    """How far a folder was read."""
    row = tx.execute(select(cursors).where(cursors.c.account == account, cursors.c.folder == folder)).first()
    if row is None:
        return None
    return Cursor(account=account, folder=folder, uidvalidity=row.uidvalidity, uid=row.uid, since=row.since)


def known(tx: Transaction, account: str, name: str) -> bool:
    """Whether a file of this name was seen."""
    query = select(locations.c.id).where(locations.c.account == account, locations.c.name == name).limit(1)
    return tx.execute(query).first() is not None


def _one_at_a_time(tx: Transaction, account: str) -> None:
    """Two pollers of one account could each store one twin. SQLite has but one writer anyway."""
    if not tx.sqlite:
        lock = int.from_bytes(hashlib.sha256(f"intake:{account}".encode()).digest()[:8], "big", signed=True)
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def _take_one(tx: Transaction, parcel: Parcel, names: Pseudonyms) -> int:
    held = _held(tx, parcel)
    mail_id = held if held is not None else _store(tx, parcel, names)
    if parcel.delivery.location:
        _note_place(tx, mail_id, parcel.delivery.account, parcel.delivery.location)
    return int(held is None)


def _held(tx: Transaction, parcel: Parcel) -> int | None:
    """The mail that we have already, by its bytes or as a twin."""
    sought = {"the_account": parcel.delivery.account, "the_hash": parcel.print.content_hash}
    # A null twin equals nothing in SQL, which is what we want of a mail without one.
    return tx.execute(_HELD, {**sought, "the_twin": parcel.print.twin}).scalar()


def _store(tx: Transaction, parcel: Parcel, names: Pseudonyms) -> int:
    delivery, print_ = parcel.delivery, parcel.print
    row = {
        "account": delivery.account,
        "content_hash": print_.content_hash,
        "twin": print_.twin,
        "case_id": case_id(delivery.account, print_.content_hash),
        "message_id": print_.message_id,
        "size": delivery.size if delivery.size is not None else len(delivery.raw),
        "arrived_at": delivery.arrived_at,
        "taken_at": tx.now,
        "state": "waiting",
        "due": tx.now,
    }
    mail_id: int = tx.execute(insert(mails).returning(mails.c.id), row).scalar_one()
    tx.execute(insert(raws), {"mail_id": mail_id, "taken_at": tx.now, "sealed": parcel.sealed})
    # Known by their pseudonym from the start: who is forgotten may have mail here that nobody has read yet.
    wrote = {names.person(address) for address in print_.senders}
    rows = [{"mail_id": mail_id, "person": one, "role": "from", "at": delivery.arrived_at} for one in sorted(wrote)]
    if rows:
        tx.execute(insert(persons), rows)
    return mail_id


def _note_place(tx: Transaction, mail_id: int, account: str, place: Location) -> None:
    row = {
        "mail_id": mail_id,
        "account": account,
        "folder": place.folder,
        "uidvalidity": place.uidvalidity,
        "uid": place.uid,
        "name": place.name,
    }
    tx.execute(tx.insert(locations).on_conflict_do_nothing(), row)


def _move(tx: Transaction, to: Cursor) -> None:
    """Never back within one UIDVALIDITY: a slower poller must not undo a faster one's work."""
    row = {"uidvalidity": to.uidvalidity, "uid": to.uid, "since": to.since}
    statement = tx.insert(cursors).values(account=to.account, folder=to.folder, **row)
    newer = or_(
        cursors.c.uidvalidity != statement.excluded.uidvalidity,
        and_(cursors.c.uidvalidity == statement.excluded.uidvalidity, cursors.c.uid < statement.excluded.uid),
    )
    tx.execute(statement.on_conflict_do_update(index_elements=["account", "folder"], set_=row, where=newer))


def place_of(tx: Transaction, mail_id: int) -> Location | None:
    """Where the mail was seen last."""
    row = tx.execute(_PLACE, {"the_mail": mail_id}).first()
    if row is None:
        return None
    return Location(folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid, name=row.name)


def sealed(tx: Transaction, case_id: str) -> bytes | None:
    """The mail's bytes in cipher; None once they were deleted."""
    query = select(raws.c.sealed).join(mails, mails.c.id == raws.c.mail_id).where(mails.c.case_id == case_id)
    found: bytes | None = tx.execute(query).scalar()
    return found


def counts(tx: Transaction) -> dict[str, int]:
    """How many mails are in which state."""
    query = select(mails.c.state, func.count().label("number")).group_by(mails.c.state)
    return {row.state: row.number for row in tx.execute(query)}

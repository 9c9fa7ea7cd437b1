"""Fetching mails by UID: sizes first, bodies in batches under a byte budget, and no mail lost in silence."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from parsers.errors import MailboxUnavailable
from worker.imap import ImapSession, Refused
from worker.inbox.imap_answers import body_of, fetched
from worker.inbox.imap_parts import read_in_part
from worker.inbox.partial import HEADER_ONLY, UNREADABLE, incomplete
from worker.ports import Delivery, Location

log = logging.getLogger(__name__)

_SIZES_AT_ONCE = 500
_BODIES_AT_ONCE = 50
_SIZE = ["RFC822.SIZE", "INTERNALDATE"]
_WHOLE = ["BODY.PEEK[]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    uid: int
    size: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Reads mails of one folder; larger ones than `max_size` bytes only in part."""

    account: str
    folder: str
    batch_bytes: int
    max_size: int

    def batches(
        self, session: ImapSession, uidvalidity: int, uids: Sequence[int]
    ) -> Iterator[tuple[list[Delivery], int]]:
        """Deliveries in batches, each with the UID up to which all is now settled."""
        for first in range(0, len(uids), _SIZES_AT_ONCE):
            chunk = uids[first : first + _SIZES_AT_ONCE]
            for group in self._grouped(self._listed(session, chunk)):
                raws = self._bodies(session, uidvalidity, group)
                mails = [self._delivery(mail, raws[mail.uid], uidvalidity) for mail in group if mail.uid in raws]
                yield mails, group[-1].uid

    def _listed(self, session: ImapSession, uids: Sequence[int]) -> list[_Listed]:
        found = session.fetch(uids, _SIZE)
        return [_listed(uid, found.get(uid, {})) for uid in uids]

    def _grouped(self, mails: Sequence[_Listed]) -> Iterator[list[_Listed]]:
        group: list[_Listed] = []
        size = 0
        for mail in mails:
            weight = min(mail.size, self.max_size)
            if group and (len(group) == _BODIES_AT_ONCE or size + weight > self.batch_bytes):
                yield group
                group, size = [], 0
            group.append(mail)
            size += weight
        if group:
            yield group

    def _bodies(self, session: ImapSession, uidvalidity: int, group: Sequence[_Listed]) -> dict[int, bytes]:
        """Raw mails by UID; one that is gone from the folder is left out."""
        raws: dict[int, bytes] = {}
        try:
            whole = session.fetch([mail.uid for mail in group if mail.size <= self.max_size], _WHOLE)
        except Refused as error:
            if error.passing:
                raise
            whole = {}  # one bad mail fails the whole command: below, each by itself
        for mail in group:
            raw = body_of(whole.get(mail.uid, {}))
            if raw is None:
                raw = self._alone(session, mail)
            if raw is not None:
                raws[mail.uid] = raw
        self._somewhat_read(raws, uidvalidity)
        return raws

    def _alone(self, session: ImapSession, mail: _Listed) -> bytes | None:
        """One mail by itself: whole, or its header, or nothing of it (empty); None where it is gone."""
        if mail.size > self.max_size:
            return read_in_part(session, mail.uid, self.max_size, mail.size)
        raw = body_of(fetched(session, mail.uid, _WHOLE))
        if raw is not None:
            return raw
        session.noop()
        if mail.uid not in session.search("UID", str(mail.uid)):
            log.info("mail %s of %s was removed before it was read", mail.uid, self.folder)
            return None
        log.warning("the server cannot give mail %s of %s; its header alone is kept", mail.uid, self.folder)
        head = body_of(fetched(session, mail.uid, ["BODY.PEEK[HEADER]"])) or b""
        return incomplete(head, f"{HEADER_ONLY}; the mail server could not give the rest") if head.strip() else b""

    def _somewhat_read(self, raws: dict[int, bytes], uidvalidity: int) -> None:
        """A mail of which nothing came becomes a mail that says so; where nothing came of any, the server is ill."""
        empty = [uid for uid, raw in raws.items() if not raw]
        if len(empty) > 1 and len(empty) == len(raws):
            raise MailboxUnavailable(f"the server lists mails in {self.folder} but gives none of {len(empty)}")
        for uid in empty:
            why = f"{UNREADABLE}; the mail server could not give this mail (UIDVALIDITY {uidvalidity}, UID {uid})"
            raws[uid] = incomplete(b"", why)

    def _delivery(self, mail: _Listed, raw: bytes, uidvalidity: int) -> Delivery:
        return Delivery(
            account=self.account,
            raw=raw,
            arrived_at=mail.arrived_at,
            location=Location(folder=self.folder, uidvalidity=uidvalidity, uid=mail.uid),
            size=max(mail.size, len(raw)),
        )


def _listed(uid: int, answer: Mapping[bytes, Any]) -> _Listed:
    size, date = answer.get(b"RFC822.SIZE"), answer.get(b"INTERNALDATE")
    return _Listed(
        uid=uid,
        size=size if isinstance(size, int) else 0,
        arrived_at=date.astimezone(UTC) if isinstance(date, datetime) else datetime.now(UTC),
    )

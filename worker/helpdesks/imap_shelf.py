"""One IMAP folder that is kept open, into which a mail is put exactly once, whatever crashes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from parsers.errors import MailboxUnavailable
from worker.imap_session import HIGHEST_UID, Folder, ImapSession, MailServer, Refused
from worker.ports import Outbox

KEYWORD = "$Deskhand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a mail lies. A UID never changes its mail: an edited draft is another one (RFC 9051 section 2.3.1.1)."""

    folder: str
    uidvalidity: int
    uid: int

    def __str__(self) -> str:
        return f"{self.folder};UIDVALIDITY={self.uidvalidity};UID={self.uid}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The reverse of `str`."""
        found = re.fullmatch(r"(.*);UIDVALIDITY=(\d+);UID=(\d+)", text, re.DOTALL)
        return cls(folder=found[1], uidvalidity=int(found[2]), uid=int(found[3])) if found else None


class Shelf:
    """A folder on a connection of its own.

    Kept selected: an APPEND into a folder of 50,000 mails that has to be opened first costs seven times as much
    (measured on Dovecot with maildir), and so does every look for what came after a UID.
    """

    def __init__(self, server: MailServer, folder: str, *, use: str = "", make: bool = False) -> None:
        self._server = server
        self._wanted = folder
        self._use = use  # a special use that finds the folder where none is named
        self._make = make
        self._keyword = False
        self._session: ImapSession | None = None
        self.folder = folder

    def opened(self) -> tuple[ImapSession, Folder]:
        """The connection with the folder open, and the folder's state now. A connection that died is replaced."""
        if self._session is not None:
            try:
                return self._session, self._state(self._session)
            except MailboxUnavailable:
                self.close()
        self._session = self._open()
        return self._session, self._state(self._session)

    def close(self) -> None:
        """Let go of the connection."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def put(self, mail: bytes, message_id: str, flags: Sequence[str], outbox: Outbox, key: str) -> Place:
        """Exactly one mail of this Message-ID, where it lies.

        The folder's UIDNEXT is remembered before APPEND, so that a later worker need only look at what came after it.
        """
        session, state = self.opened()
        began = self._began(outbox, f"{key}.from", state)
        uid = self._recover(session, began, message_id) if began is not None else None
        if began is None:
            began = state.uidnext or 1
            outbox.remember(f"{key}.from", f"{state.uidvalidity}:{began}")
        if uid is None:
            uid = session.append(self.folder, mail, [*flags, *([KEYWORD] if self._keyword else [])])
            # Nobody came between: then no other of ours can lie below, and one above removes itself.
            if uid != began:
                uid = self._recover(session, began, message_id)
        if uid is None:
            raise MailboxUnavailable(f"the mail put into {self.folder} is not there")
        place = Place(folder=self.folder, uidvalidity=state.uidvalidity, uid=uid)
        outbox.remember(key, str(place))
        return place

    def holds(self, place: Place, message_id: str) -> bool:
        """Whether the mail still lies there, not marked as deleted."""
        session, state = self.opened()
        if state.uidvalidity != place.uidvalidity:
            return bool(self.find(session, 1, message_id))
        session.noop()
        return self._lives(session, place.uid, message_id)

    def find(self, session: ImapSession, began: int, message_id: str) -> list[int]:
        """UIDs from `began` on that bear this Message-ID, ascending."""
        session.noop()
        found = session.search("UID", f"{began}:{HIGHEST_UID}", "HEADER", "Message-ID", message_id)
        return [uid for uid in found if uid >= began and self._lives(session, uid, message_id)]

    def remove(self, place: Place) -> None:
        """Take away one mail of ours."""
        session, state = self.opened()
        if state.uidvalidity == place.uidvalidity:
            session.expunge([place.uid])

    def _began(self, outbox: Outbox, key: str, state: Folder) -> int | None:
        text = outbox.recall(key)
        if text is None:
            return None
        uidvalidity, _, uid = text.partition(":")
        return int(uid) if int(uidvalidity) == state.uidvalidity else 1

    def _recover(self, session: ImapSession, began: int, message_id: str) -> int | None:
        """The one that stays of those that lie there: the lowest, so that every worker chooses the same."""
        found = self.find(session, began, message_id)
        if len(found) > 1:
            session.expunge(found[1:])
        return found[0] if found else None

    def _lives(self, session: ImapSession, uid: int, message_id: str) -> bool:
        answer = session.fetch([uid], ["FLAGS", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]).get(uid, {})
        if b"\\Deleted" in answer.get(b"FLAGS", ()):
            return False
        head = next((value for name, value in answer.items() if name.startswith(b"BODY[")), None) or b""
        return message_id.encode() == bytes(head).partition(b":")[2].strip()

    def _state(self, session: ImapSession) -> Folder:
        return session.status(self.folder)

    def _open(self) -> ImapSession:
        session = ImapSession.open(self._server)
        try:
            self.folder = self._wanted or session.special(self._use) or "Drafts"
            state = self._select(session)
        except BaseException:
            session.close()
            raise
        self._keyword = not {"\\*", KEYWORD}.isdisjoint(state.permanent_flags)
        return session

    def _select(self, session: ImapSession) -> Folder:
        try:
            return session.select(self.folder)
        except Refused:
            if not self._make:
                raise
            session.create(self.folder)
            return session.select(self.folder)

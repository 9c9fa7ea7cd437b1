"""One IMAP folder that is kept open, into which a mail is put exactly once, whatever crashes."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from parsers.errors import ConfigError, MailboxUnavailable
from worker.imap import HIGHEST_UID, Door, Folder, ImapSession
from worker.ports import Finding, Outbox

KEYWORD = "$Deskhand"
_IDENTITY = ("FLAGS", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]")


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

    def __init__(self, door: Door, folder: str, *, use: str = "", make: bool = False) -> None:
        self._door = door
        self._wanted = folder
        self._use = use  # a special use that finds the folder where none is named
        self._make = make
        self._keyword = False
        self._session: ImapSession | None = None
        self.folder = folder

    def prove(self) -> Iterator[Finding]:
        """Sign in anew and look at the folder, changing nothing. Raises `MailboxUnavailable`."""
        session = self._door.open()
        try:
            yield from self._findings(session)
        finally:
            session.close()

    def _findings(self, session: ImapSession) -> Iterator[Finding]:
        yield _well(f"signed in to {self._door.server.host} as {self._door.server.username}")
        folder = self._find(session)
        if folder is None and self._make:
            yield _well(f"folder {self._wanted} is made with the first note")
            return
        if folder is None:
            folders = ", ".join(listed.name for listed in session.folders()[:20])
            mend = "make one in your mail client, or name yours in [helpdesk.imap] drafts_folder"
            yield Finding(area="helpdesk", ok=False, text=f"no drafts folder among {folders}", mend=mend)
            return
        state = session.select(folder)
        yield _well(f"folder {folder} takes mails ({state.exists} lie there)")
        if not session.can("UIDPLUS"):
            text = "the server lacks UIDPLUS: a superseded draft is only marked as deleted"
            mend = 'let your mail client expunge, or write kind = "desk"'
            yield Finding(area="helpdesk", ok=True, warning=True, text=text, mend=mend)

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

    def put(
        self,
        mail: bytes,
        message_id: str,
        outbox: Outbox,
        key: str,
        *,
        flags: Sequence[str] = (),
        opened: tuple[ImapSession, Folder] | None = None,
    ) -> Place:
        """Exactly one mail of this Message-ID, where it lies. `opened` is what `opened` has just returned.

        The folder's UIDNEXT is remembered before APPEND, so that a later worker need only look at what came after it.
        """
        session, state = opened or self.opened()
        place = self._recovered(message_id, outbox, key)
        if place is None:
            began = state.uidnext or 1
            if outbox.recall(f"{key}.from") is None:
                outbox.remember(f"{key}.from", f"{state.uidvalidity}:{began}:{_digest(mail)}")
            keyword = [KEYWORD] if self._keyword else []
            uid = session.append(self.folder, mail, [*flags, *keyword])
            # Nobody came between: no other of ours can lie below it, and one that comes above removes itself.
            if uid == (state.uidvalidity, began):
                place = Place(folder=self.folder, uidvalidity=state.uidvalidity, uid=began)
            else:
                place = self._reconciled(uid, state, message_id, outbox, key)
        outbox.remember(key, str(place))
        return place

    def settle(self, message_id: str, outbox: Outbox, key: str) -> Place | None:
        """Where a mail lies that was put here before, though its worker may have died between APPEND and checkpoint."""
        return Place.parse(outbox.recall(key) or "") or self._recovered(message_id, outbox, key)

    def _reconciled(
        self, uid: tuple[int, int] | None, state: Folder, message_id: str, outbox: Outbox, key: str
    ) -> Place:
        if uid is not None and uid[0] != state.uidvalidity:
            self.close()  # the folder we had open is not the one of that name any more
        place = self._recovered(message_id, outbox, key)
        if place is None:
            raise MailboxUnavailable(f"the mail put into {self.folder} is not there")
        return place

    def _recovered(self, message_id: str, outbox: Outbox, key: str) -> Place | None:
        """The one that stays of those that lie there: the lowest, so that every worker chooses the same."""
        text = outbox.recall(f"{key}.from")
        if text is None:
            return None
        session, state = self.opened()
        uidvalidity, began, digest = text.split(":")
        first = int(began) if int(uidvalidity) == state.uidvalidity else 1
        posted = self._bearing(session, first, message_id)
        found = [uid for uid, lives in posted.items() if lives]
        if not found:
            return None
        session.expunge([uid for uid in posted if uid > found[0]])  # those too that were marked before a crash
        if _digest(self._raw(session, found[0])) != digest and outbox.recall(f"{key}.edited") is None:
            outbox.remember(f"{key}.edited", "1")
        return Place(folder=self.folder, uidvalidity=state.uidvalidity, uid=found[0])

    def holds(self, place: Place, message_id: str) -> bool:
        """Whether the mail still lies there, not marked as deleted."""
        session, state = self.opened()
        if state.uidvalidity != place.uidvalidity:
            return bool(self.find(1, message_id))
        answer = session.fetch([place.uid], _IDENTITY).get(place.uid, {})
        return _message_id(answer) == message_id and b"\\Deleted" not in answer.get(b"FLAGS", ())

    def find(self, began: int, message_id: str) -> list[int]:
        """UIDs from `began` on that bear this Message-ID and are not marked as deleted, ascending."""
        session, _ = self.opened()
        return [uid for uid, lives in self._bearing(session, began, message_id).items() if lives]

    def _bearing(self, session: ImapSession, began: int, message_id: str) -> dict[int, bool]:
        """UIDs that bear this Message-ID, ascending, and whether each lives."""
        session.noop()
        found = session.search("UID", f"{began}:{HIGHEST_UID}", "HEADER", "Message-ID", message_id)
        answers = session.fetch([uid for uid in found if uid >= began], _IDENTITY)
        return {
            uid: b"\\Deleted" not in answer.get(b"FLAGS", ())
            for uid, answer in sorted(answers.items())
            if _message_id(answer) == message_id
        }

    def remove(self, place: Place) -> None:
        """Take away one mail of ours."""
        session, state = self.opened()
        if state.uidvalidity == place.uidvalidity:
            session.expunge([place.uid])

    def _raw(self, session: ImapSession, uid: int) -> bytes:
        answer = session.fetch([uid], ["BODY.PEEK[]"]).get(uid, {})
        return next((bytes(value) for name, value in answer.items() if name.startswith(b"BODY[") and value), b"")

    def _state(self, session: ImapSession) -> Folder:
        session.noop()
        return session.status(self.folder)

    def _open(self) -> ImapSession:
        session = self._door.open()
        try:
            self.folder = self._find(session) or self._made(session)
            state = session.select(self.folder)
        except BaseException:
            session.close()
            raise
        self._keyword = not {"\\*", KEYWORD}.isdisjoint(state.permanent_flags)
        return session

    def _find(self, session: ImapSession) -> str | None:
        """The folder's name on the server, which may stand below a prefix; None where there is none."""
        if not self._wanted:
            return session.special(self._use)
        names = {one.name for one in session.folders()}
        return next((name for name in (self._wanted, session.prefix() + self._wanted) if name in names), None)

    def _made(self, session: ImapSession) -> str:
        if not self._make:
            wanted = self._wanted or self._use
            raise ConfigError(
                f"there is no folder {wanted} on {self._door.server.host}: see [helpdesk.imap] drafts_folder"
            )
        name = self._wanted if self._wanted.startswith(session.prefix()) else session.prefix() + self._wanted
        session.create(name)
        return name


def _message_id(answer: Mapping[bytes, Any]) -> str:
    """SEARCH HEADER finds by substring, so what it found is compared."""
    head = next((value for name, value in answer.items() if name.startswith(b"BODY[")), None) or b""
    return bytes(head).partition(b":")[2].strip().decode("ascii", "replace")


def _digest(mail: bytes) -> str:
    """Of the body alone: what an agent who edits a draft changes."""
    body = mail.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return hashlib.sha256(body.rstrip()).hexdigest()[:16]


def _well(text: str) -> Finding:
    return Finding(area="helpdesk", ok=True, text=text)

"""Which drafts of agents answer which mails: a memory of the drafts folder, so that no search goes over all of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from worker.helpdesks.imap_mail import is_ours
from worker.imap import Folder, ImapSession
from worker.ports import Packet

_HEAD = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES)]"
_FIRST_LOOK = 25
_AT_ONCE = 2_000
_FAR = 1_000  # drafts below the newest that are read without a second thought
_PATIENCE = 10  # searches below that, after which reading the rest (0.1 ms a draft) is cheaper
_SLACK = timedelta(hours=1)  # between the clock of the mail server and of whoever dated the mail
# What imapclient sends in SEARCH as it is, parentheses included: an id with others would break the command.
_ATOM = re.compile(r"[A-Za-z0-9.@<>_=+$!#&'/?^`|~:-]+")
_IDS = re.compile(r"<[^<>\s]+>")


class Replies:
    """Drafts by the mail they answer.

    An answer cannot be older than its question: the folder is read from the newest draft back to the oldest mail
    asked about, once for a connection, and from then on only what is new. Where that would be far, the server searches
    the rest: 80 ms for 50,000 mails, which is why it is not asked each time.
    """

    def __init__(self, domain: str) -> None:
        self._domain = domain
        self._next = 0
        self._forget(None)

    def by_agent(self, session: ImapSession, state: Folder, packet: Packet) -> bool:
        """Whether a draft that is not ours answers the packet's mail."""
        if packet.message_id is None:
            return False
        if self._of != (session, state.uidvalidity):
            self._forget((session, state.uidvalidity))
        self._read_new(session, state)
        far = self._read_back(
            session, state, _oldest_answer(packet), searchable=bool(_ATOM.fullmatch(packet.message_id))
        )
        if far:
            self._read(session, session.search(f"1:{self._below}", "HEADER", "In-Reply-To", packet.message_id))
        return any(self._lives(session, uid) for uid in sorted(self._answers.get(packet.message_id, ())))

    def skip(self, uid: int) -> None:
        """A draft of our own was put there; it need not be read to know that."""
        if uid == self._next:
            self._next = uid + 1

    def _forget(self, of: tuple[ImapSession, int] | None) -> None:
        self._of = of
        self._answers: dict[str, set[int]] = defaultdict(set)
        self._next = 0  # every UID from here on is unread; 0 before the first look
        self._searches = 0
        self._below = 0  # how many drafts, by sequence number, are still unread at the bottom
        self._back_to: datetime | None = None

    def _read_new(self, session: ImapSession, state: Folder) -> None:
        uidnext = state.uidnext or 0
        if self._next == 0:  # nothing was read yet: all of it is below
            self._next, self._below = uidnext, state.exists
            session.noop()
            return
        if uidnext == self._next:
            return
        session.noop()
        fresh = [uid for uid in session.search("UID", f"{self._next}:{uidnext}") if uid >= self._next]
        for first in range(0, len(fresh), _AT_ONCE):
            self._read(session, fresh[first : first + _AT_ONCE])
        self._next = uidnext

    def _read_back(self, session: ImapSession, state: Folder, horizon: datetime, *, searchable: bool) -> bool:
        """Read down to the horizon; true where that is too far just now, and what is below has to be searched."""
        step = _FIRST_LOOK
        self._below = min(self._below, state.exists)  # what was removed moved the rest down
        while self._below and (self._back_to is None or self._back_to >= horizon):
            if searchable and state.exists - self._below >= _FAR and self._searches < _PATIENCE:
                self._searches += 1
                return True
            first = max(1, self._below - step + 1)
            dates = self._read(session, session.search(f"{first}:{self._below}"))
            self._back_to = max(dates, default=self._back_to)
            self._below = first - 1
            step = min(step * 2, _AT_ONCE)
        return False

    def _read(self, session: ImapSession, uids: list[int]) -> list[datetime]:
        """Remember these drafts; their dates."""
        dates = []
        for uid, answer in session.fetch(uids, ["INTERNALDATE", _HEAD]).items():
            if isinstance(date := answer.get(b"INTERNALDATE"), datetime):
                dates.append(date)
            fields = _fields(answer)
            if not is_ours(fields.get("message-id", ""), self._domain):
                for answered in _answered(fields):
                    self._answers[answered].add(uid)
        return dates

    def _lives(self, session: ImapSession, uid: int) -> bool:
        session.noop()
        answer = session.fetch([uid], ["FLAGS"]).get(uid)
        return answer is not None and b"\\Deleted" not in answer.get(b"FLAGS", ())


def _oldest_answer(packet: Packet) -> datetime:
    """Nothing before this can answer the mail; to the second where the mail server itself dated it."""
    exact = packet.location is not None and packet.location.uidvalidity
    return packet.arrived_at.replace(microsecond=0) - (timedelta(0) if exact else _SLACK)


def _fields(answer: Mapping[bytes, Any]) -> dict[str, str]:
    head = next((value for name, value in answer.items() if name.startswith(b"BODY[")), None) or b""
    unfolded = re.sub(r"\r?\n[ \t]+", " ", bytes(head).decode("utf-8", "replace"))
    pairs = (line.partition(":") for line in unfolded.splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value}


def _answered(fields: Mapping[str, str]) -> Iterable[str]:
    """The mail that a draft answers: In-Reply-To, else the last of References."""
    return _IDS.findall(fields.get("in-reply-to", ""))[:1] or _IDS.findall(fields.get("references", ""))[-1:]

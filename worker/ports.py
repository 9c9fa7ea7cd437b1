"""The sockets of the product: inbox, billing book, intake, outbox and helpdesk. None can send mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from parsers.vocabulary import BillingState, Draft, Mailbox, Message, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a mail lay in the mailbox. IMAP: folder, uidvalidity, uid. Maildir: folder and file name. SMTP: none."""

    folder: str
    uidvalidity: int = 0
    uid: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One mail as it came in. `arrived_at`: INTERNALDATE, time of receipt, or file time; aware, UTC.

    `size` may exceed `len(raw)` where only the head of an oversized mail was fetched. `lacking`: what of it the server
    did not give, in the inbox's own words; None where all of it came.
    """

    account: str
    raw: bytes
    arrived_at: datetime
    location: Location | None = None
    size: int | None = None
    lacking: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a folder was read: every uid up to `uid` of this `uidvalidity` was taken in or skipped for good.

    `since` is where reading began on the first start, kept for the day the server numbers the folder anew: what
    arrived before it is still not ours. None where all of the folder was asked for, or where nobody kept it.
    """

    account: str
    folder: str
    uidvalidity: int
    uid: int
    since: datetime | None = None


class Intake(Protocol):
    """What an inbox sees of the store."""

    def cursor(self, account: str, folder: str) -> Cursor | None:
        """How far this folder was read; None on the first start."""
        ...

    def take(self, deliveries: Sequence[Delivery], *, cursor: Cursor | None = None) -> int:
        """Store mails and move the cursor in one transaction; returns how many were new. Idempotent."""
        ...

    def known(self, account: str, name: str) -> bool:
        """Whether a maildir file of this name was taken in before."""
        ...


class Inbox(Protocol):
    """Where mail arrives. Never marks, moves or deletes anything in it."""

    def collect(self, intake: Intake) -> int:
        """Take in everything that waits now; returns how many mails were new. Raises `MailboxUnavailable`."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when there is a hint of new mail, or after `seconds`. A hint only: `collect` looks for itself."""
        ...

    def close(self) -> None:
        """Let go of connections and threads; safe to call twice and from another thread."""
        ...


class BillingBook(Protocol):
    """Stripe, read only."""

    def look_up(self, message: Message, reading: Reading, *, fresh: bool = False) -> BillingState:
        """All that Stripe says about the people this mail leads to; `fresh` reads past any cache.

        Raises `BillingUnavailable` or `RateLimited` where a fact is missing that may come back; a section that the key
        may not read degrades alone and is named in `unread`.
        """
        ...


class Capability(StrEnum):
    """What a helpdesk can hold of ours."""

    DRAFT = "draft"
    NOTE = "note"


class DraftState(StrEnum):
    """What became of a draft we left."""

    UNTOUCHED = "untouched"
    TOUCHED = "touched"  # a human edited it: theirs now
    GONE = "gone"  # sent or thrown away
    UNKNOWN = "unknown"  # this helpdesk cannot tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What is filed for one case: the texts, and enough of the mail to find its conversation.

    `draft` is None where only a note is written. `revision` starts at 1 and grows when a stale draft is replaced.
    """

    case_id: str
    revision: int
    account: str
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    sender: Mailbox | None
    own_address: str
    arrived_at: datetime
    note: str
    draft: Draft | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Where a text now lies. `withheld` says why none was written: "one by an agent is already there"."""

    reference: str | None
    withheld: str | None = None


class Outbox(Protocol):
    """A helpdesk's own memory across a crash, kept by the store under the case: small JSON-safe strings."""

    def recall(self, key: str) -> str | None:
        """What was remembered under `key` for this case, or None."""
        ...

    def remember(self, key: str, value: str) -> None:
        """Keep `value`; durable before it returns. Raises `LostLease` if the mail is another worker's now."""
        ...


class Helpdesk(Protocol):
    """Where agents work. Has no way to send: both texts wait there for a human."""

    kind: str
    capabilities: frozenset[Capability]

    def file_note(self, packet: Packet, outbox: Outbox) -> Filed:
        """Leave the note, internal, once per case and revision, whatever crashed before.

        Raises `HelpdeskUnavailable`, `RateLimited`, or a `PermanentError`.
        """
        ...

    def file_draft(self, packet: Packet, outbox: Outbox) -> Filed:
        """Leave the draft, once per case and revision; an untouched earlier revision of ours is replaced,
        a draft that a human wrote or touched is left alone and `withheld` says so. Raises like `file_note`.
        """
        ...

    def draft_state(self, packet: Packet, outbox: Outbox) -> DraftState:
        """What became of the draft of this packet's revision."""
        ...

    def check(self) -> Sequence["Finding"]:
        """For `doctor`: prove the connection and every right, and that nothing here could send."""
        ...

    def close(self) -> None:
        """Let go of connections; safe to call twice."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a helpdesk does with our texts, in words for the README's table and for `doctor`.

    `draft` is None where the suggested reply stands in the note. `not_found` is what happens where the mail's
    conversation is not shown. `can_send` is whether a credential of the least `rights` could send, were it not for us.
    """

    draft: str | None
    note: str
    found_by: str
    not_found: str
    once_by: str
    rights: str
    can_send: bool = False


class Described(Helpdesk, Protocol):
    """A helpdesk that says what it is like before there is one."""

    traits: Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Too many mails of one sender in one thread within the hour: their cases, newest first, and the one of them that
    was handed to a human as such.
    """

    case_ids: tuple[str, ...]
    handed_over: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of `doctor`: what was proven, or what is wrong and how to mend it."""

    area: str  # inbox | stripe | helpdesk | store | keywords | templates
    ok: bool
    text: str
    mend: str = ""
    warning: bool = False  # true: worth saying, but no failure

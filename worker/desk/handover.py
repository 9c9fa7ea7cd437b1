"""Where an approved draft goes: a mail for a mail program to open, or the account's Drafts folder. Nothing sends."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from parsers.domains import domain_key
from parsers.errors import LostLease
from worker.config.settings import Settings
from worker.desk.case_port import Approved
from worker.helpdesks import BY_NAME
from worker.helpdesks.imap_mail import letter
from worker.ports import Helpdesk, Outbox, Packet
from worker.run.handle import packet_of
from worker.store import CaseBook, Claim, Kept, owner_name
from worker.wiring import helpdesk_arguments

# Mail programs open a mail with this field in the editor, as one that was not sent yet (Outlook, Thunderbird).
UNSENT = b"X-Unsent: 1\r\n"


def drafts_folder(settings: Settings) -> Helpdesk:
    """The inbox's own account as a place for what agents approve."""
    return BY_NAME["imap"](**helpdesk_arguments(settings, "imap"))


@dataclass(frozen=True, slots=True)
class PrefixedOutbox:
    """An outbox with names of its own: what the review desk leaves is not what the worker filed."""

    outbox: Outbox

    def recall(self, key: str) -> str | None:
        """What was remembered."""
        return self.outbox.recall(f"desk.{key}")

    def remember(self, key: str, value: str) -> None:
        """Keep it."""
        self.outbox.remember(f"desk.{key}", value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Hands approved drafts over. `drafts` makes the mailbox whose Drafts folder takes them; None: there is none."""

    book: CaseBook
    own_address: str
    drafts: Callable[[], Helpdesk] | None = None
    lease: float = 120.0

    def letter(self, kept: Kept, approved: Approved, arrived_at: datetime) -> bytes:
        """RFC 5322, in the thread of the customer's mail, to nobody but the draft's own recipients."""
        packet = self._packet(_bare_claim(kept, arrived_at), kept, approved)
        return UNSENT + letter(
            "draft", packet, domain_key(self.own_address.rpartition("@")[2]) or "localhost", at=_now()
        )

    def put_in_drafts(self, kept: Kept, approved: Approved) -> str | None:
        """Once for each approval: a later one replaces the earlier mail unless somebody touched it. In words why it
        was withheld, None where it lies there. Raises `SupportError`, `ConfigError`, `LostLease`.
        """
        assert self.drafts is not None
        claim = self.book.reopen(kept.case_id, owner_name(), self.lease)
        if claim is None:
            raise LostLease(f"case {kept.case_id} is in a worker's hands right now")
        mailbox = None
        try:
            mailbox = self.drafts()
            return mailbox.file_draft(
                self._packet(claim, kept, approved), PrefixedOutbox(self.book.outbox(claim))
            ).withheld
        finally:
            if mailbox is not None:
                mailbox.close()
            with suppress(LostLease):
                self.book.finish(claim)

    def _packet(self, claim: Claim, kept: Kept, approved: Approved) -> Packet:
        assert kept.draft is not None
        draft = replace(kept.draft, subject=approved.subject, body=approved.body)
        return replace(packet_of(claim, replace(kept, draft=draft), self.own_address), revision=approved.version)


def _now() -> datetime:
    return datetime.now(UTC)


def _bare_claim(kept: Kept, arrived_at: datetime) -> Claim:
    """Nobody holds the mail: it is only read."""
    return Claim(
        mail_id=0,
        case_id=kept.case_id,
        account=kept.account,
        content_hash="",
        message_id=kept.message.message_id,
        arrived_at=arrived_at,
        size=0,
        owner="",
        fence=0,
        attempts=0,
        faults=0,
        lease=0.0,
        raw=b"",
    )

"""One claimed mail from end to end: considered once, kept, filed once."""

from dataclasses import dataclass, replace

from worker.case_json import case_json
from worker.pipeline import Kit, consider
from worker.ports import Capability, Helpdesk, Packet
from worker.store import CaseBook, Claim, Kept

NOTE, DRAFT = "note", "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseworker:
    """What it takes to bring a mail to its end."""

    book: CaseBook
    kit: Kit
    helpdesk: Helpdesk
    own_address: str

    def handle(self, claim: Claim) -> None:
        """Consider the mail unless that was done before a crash, then file its texts.

        Raises `SupportError`: the loop decides what that means.
        """
        work = self.book.kept(claim) or self.consider(claim)
        if work.note is not None:
            self.file(claim, work)

    def consider(self, claim: Claim) -> Kept:
        """Judge the mail and keep what was made of it, so that a crash replays these very texts."""
        found = consider(claim.raw, arrived_at=claim.arrived_at, case_id=claim.case_id, kit=self.kit, memory=self.book)
        return self.book.keep(
            claim,
            message=found.message,
            reading=found.reading,
            state=found.state,
            case=found.case,
            draft=found.draft,
            note=found.note,
            shown=case_json(found.case, found.draft, found.note),
        )

    def file(self, claim: Claim, work: Kept) -> None:
        """Leave the draft, then the note that speaks of it; each step that is done stays done."""
        packet = packet_of(claim, work, self.own_address)
        if Capability.DRAFT in self.helpdesk.capabilities and work.draft is not None:
            packet = self._file(claim, packet, DRAFT)
        self._file(claim, packet, NOTE)

    def _file(self, claim: Claim, packet: Packet, text: str) -> Packet:
        step, outbox = f"{text}.r{packet.revision}", self.book.outbox(claim)
        if not self.book.done(claim, step):
            put = self.helpdesk.file_draft if text == DRAFT else self.helpdesk.file_note
            filed = put(packet, outbox)
            if filed.withheld:
                outbox.remember(f"{step}.withheld", filed.withheld)
            self.book.step(claim, step)
        return _withheld(packet, outbox.recall(f"{step}.withheld"))


def _withheld(packet: Packet, reason: str | None) -> Packet:
    """The packet whose note says why there is no draft of ours."""
    if reason is None:
        return packet
    line = f"\nFOLLOW-UP\n- draft withheld: {reason}\n"
    return replace(packet, note=packet.note.replace("\nFOLLOW-UP\n", line, 1))


def packet_of(claim: Claim, work: Kept, own_address: str) -> Packet:
    """What the helpdesk needs of the case."""
    message = work.message
    return Packet(
        case_id=work.case_id,
        revision=work.revision,
        account=work.account,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=message.references,
        subject=message.subject,
        sender=message.sender,
        own_address=own_address,
        arrived_at=message.arrived_at,
        note=work.note or "",
        draft=work.draft,
        location=claim.location,
    )

"""One claimed mail from end to end: considered once, kept, filed once."""

from dataclasses import dataclass, replace

from worker.case_json import case_json
from worker.pipeline import Kit, consider, judge_on
from worker.ports import Capability, DraftState, Helpdesk, Packet
from worker.store import CaseBook, Claim, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class MailHandler:
    """What it takes to bring a mail to its end."""

    book: CaseBook
    kit: Kit
    helpdesk: Helpdesk
    own_address: str

    def handle(self, claim: Claim) -> None:
        """Consider the mail unless that was done before a crash, then file its texts.

        Raises `SupportError`: the loop decides what that means.
        """
        before = self.book.kept(claim) if claim.fence > 1 else None  # a first claim has nothing to go on with
        work = before or self.consider(claim)
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

    def reconsider(self, work: Kept) -> Kept:
        """The kept mail judged anew on what Stripe says now. Raises as `consider` does."""
        found = judge_on(work.message, work.reading, case_id=work.case_id, kit=self.kit, memory=self.book, fresh=True)
        return replace(work, state=found.state, case=found.case, draft=found.draft, note=found.note)

    def draft_state(self, claim: Claim, work: Kept) -> DraftState:
        """What became of the draft that was left for a case."""
        return self.helpdesk.draft_state(packet_of(claim, work, self.own_address), self.book.outbox(claim))

    def file(self, claim: Claim, work: Kept) -> None:
        """Leave the draft, then the note that speaks of it. The helpdesk's outbox knows what it did before a crash."""
        packet, outbox = packet_of(claim, work, self.own_address), self.book.outbox(claim)
        if Capability.DRAFT in self.helpdesk.capabilities and work.draft is not None:
            packet = _withheld(packet, self.helpdesk.file_draft(packet, outbox).withheld)
        self.helpdesk.file_note(packet, outbox)


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

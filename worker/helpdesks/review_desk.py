"""The review desk as helpdesk: both texts rest in the case book, where its pages find them."""

from collections.abc import Sequence

from worker.ports import Capability, DraftState, Filed, Finding, Outbox, Packet, Traits


class DeskHelpdesk:
    """Nothing leaves the store: filing only marks that the text is there for agents to see."""

    kind = "desk"
    capabilities = frozenset({Capability.DRAFT, Capability.NOTE})
    traits = Traits(
        draft="in the review desk",
        note="in the review desk",
        found_by="–",
        not_found="–",
        once_by="the store's transaction",
        rights="none",
    )

    def file_note(self, packet: Packet, outbox: Outbox) -> Filed:
        """Mark the note as filed."""
        return _file("note", packet, outbox)

    def file_draft(self, packet: Packet, outbox: Outbox) -> Filed:
        """Mark the draft as filed."""
        return _file("draft", packet, outbox)

    def draft_state(self, packet: Packet, outbox: Outbox) -> DraftState:
        """The case book knows what agents did on its pages; this side cannot tell."""
        return DraftState.UNKNOWN

    def check(self) -> Sequence[Finding]:
        """There is nothing to connect to."""
        return (Finding(area="helpdesk", ok=True, text="drafts and notes rest in the store, shown by the review desk"),)

    def close(self) -> None:
        """Nothing is open."""


def _file(text: str, packet: Packet, outbox: Outbox) -> Filed:
    key = f"{text}.r{packet.revision}"
    reference = outbox.recall(key)
    if reference is None:
        reference = f"desk:{packet.case_id}"
        outbox.remember(key, reference)
    return Filed(reference=reference)

"""What every helpdesk owes, as a class to inherit: two hooks, no copied tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from parsers.errors import UnsupportedByHelpdesk
from tests.helpdesks.memory import CUSTOMER, Killed, MemoryOutbox, make_packet
from worker.ports import Capability, DraftState, Helpdesk, Packet


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text as the helpdesk's own side shows it to agents; `public` if a customer could see it."""

    capability: Capability
    body: str
    public: bool = False
    to: tuple[str, ...] = ()


class HelpdeskContract:
    """Subclass it, name the class Test…, and give both hooks."""

    def helpdesk(self) -> Helpdesk:
        """A worker's helpdesk, new each time, all on one and the same server side."""
        raise NotImplementedError

    def filed(self) -> Sequence[Text]:
        """Every draft and note that lies on the server side now."""
        raise NotImplementedError

    def comes_in(self, packet: Packet) -> None:
        """For those whose server side shows the mail: have it show this one."""

    def bodies(self, capability: Capability) -> list[str]:
        """The texts of one kind."""
        return [text.body for text in self.filed() if text.capability is capability]

    def drafts(self, helpdesk: Helpdesk) -> bool:
        """Whether drafts can be left at all."""
        return Capability.DRAFT in helpdesk.capabilities

    def test_leaves_both_texts(self) -> None:
        helpdesk, outbox, packet = self.helpdesk(), MemoryOutbox(), make_packet()
        assert helpdesk.file_note(packet, outbox).reference
        assert any("- Dana Example" in body for body in self.bodies(Capability.NOTE))
        if self.drafts(helpdesk):
            assert helpdesk.file_draft(packet, outbox).reference
            assert any("we are looking into it" in body for body in self.bodies(Capability.DRAFT))
        helpdesk.close()

    def test_says_what_it_cannot_hold(self) -> None:
        helpdesk = self.helpdesk()
        assert helpdesk.kind
        assert Capability.NOTE in helpdesk.capabilities
        if not self.drafts(helpdesk):
            with pytest.raises(UnsupportedByHelpdesk):
                helpdesk.file_draft(make_packet(), MemoryOutbox())
        helpdesk.close()

    def test_nothing_is_public(self) -> None:
        helpdesk, outbox, packet = self.helpdesk(), MemoryOutbox(), make_packet()
        helpdesk.file_note(packet, outbox)
        if self.drafts(helpdesk):
            helpdesk.file_draft(packet, outbox)
        assert not [text for text in self.filed() if text.public]
        for text in self.filed():
            expected = {CUSTOMER} if text.capability is Capability.DRAFT else set()
            assert set(text.to) <= expected
        helpdesk.close()

    def test_filing_again_leaves_one(self) -> None:
        outbox, packet = MemoryOutbox(), make_packet()
        references = set()
        for _ in range(3):
            helpdesk = self.helpdesk()
            references.add(helpdesk.file_note(packet, outbox).reference)
            helpdesk.close()
        assert len(references) == 1
        assert len(self.bodies(Capability.NOTE)) == 1

    def test_filing_the_draft_again_leaves_one(self) -> None:
        outbox, packet = MemoryOutbox(), make_packet()
        for _ in range(3):
            helpdesk = self.helpdesk()
            if self.drafts(helpdesk):
                helpdesk.file_draft(packet, outbox)
            helpdesk.close()
        assert len(self.bodies(Capability.DRAFT)) == int(self.drafts(self.helpdesk()))

    @pytest.mark.parametrize("step", [1, 2, 3, 4])
    def test_a_crash_before_any_checkpoint_leaves_one(self, step: int) -> None:
        """The worker dies with the effect made and the checkpoint not; the next one has only the outbox."""
        packet, outbox = make_packet(), MemoryOutbox(dies_at=step)
        for _ in range(2):
            helpdesk = self.helpdesk()
            try:
                helpdesk.file_note(packet, outbox)
                if self.drafts(helpdesk):
                    helpdesk.file_draft(packet, outbox)
            except Killed:
                pass
            helpdesk.close()
        assert len(self.bodies(Capability.NOTE)) == 1
        assert len(self.bodies(Capability.DRAFT)) == int(self.drafts(self.helpdesk()))

    def test_each_case_has_its_own(self) -> None:
        helpdesk = self.helpdesk()
        for case in ("c-1", "c-2"):
            packet, outbox = make_packet(case_id=case), MemoryOutbox()
            helpdesk.file_note(packet, outbox)
            if self.drafts(helpdesk):
                helpdesk.file_draft(packet, outbox)
        assert len(self.bodies(Capability.NOTE)) == 2
        helpdesk.close()

    def test_a_new_revision_takes_the_place_of_an_untouched_draft(self) -> None:
        helpdesk, outbox, packet = self.helpdesk(), MemoryOutbox(), make_packet()
        if self.drafts(helpdesk):
            helpdesk.file_draft(packet, outbox)
            newer = make_packet(revision=2, body="Hello Dana,\n\nit is settled.\n", arrived_at=packet.arrived_at)
            helpdesk.file_draft(newer, outbox)
            helpdesk.file_draft(newer, outbox)
            (left,) = self.bodies(Capability.DRAFT)
            assert "it is settled" in left
        helpdesk.close()

    def test_knows_an_untouched_draft(self) -> None:
        helpdesk, outbox, packet = self.helpdesk(), MemoryOutbox(), make_packet()
        if self.drafts(helpdesk):
            helpdesk.file_draft(packet, outbox)
            assert helpdesk.draft_state(packet, outbox) in {DraftState.UNTOUCHED, DraftState.UNKNOWN}
        helpdesk.close()

    def test_hostile_and_foreign_words_arrive_as_words(self) -> None:
        helpdesk, outbox = self.helpdesk(), MemoryOutbox()
        hostile = "Zahlung\r\nBcc: everyone@example.org\n\n<script>alert(1)</script> ¥ 請求書 \N{GRINNING FACE}"
        packet = replace(make_packet(subject=hostile, body=f"Grüße, {hostile}\n"), note=f"CUSTOMER\n- {hostile}\n")
        self.comes_in(packet)
        helpdesk.file_note(packet, outbox)
        assert "請求書" in self.bodies(Capability.NOTE)[0]
        if self.drafts(helpdesk):
            helpdesk.file_draft(packet, outbox)
            assert "Grüße" in self.bodies(Capability.DRAFT)[0]
        assert all(set(text.to) <= {CUSTOMER} for text in self.filed())
        helpdesk.close()

    def test_a_mail_without_an_id_is_filed_too(self) -> None:
        helpdesk, outbox = self.helpdesk(), MemoryOutbox()
        packet = make_packet(message_id=None, references=())
        assert helpdesk.file_note(packet, outbox).reference
        helpdesk.close()

    def test_doctor_finds_nothing_wrong(self) -> None:
        helpdesk = self.helpdesk()
        findings = helpdesk.check()
        assert findings
        assert [finding.text for finding in findings if not finding.ok] == []
        helpdesk.close()

    def test_has_no_way_to_send(self) -> None:
        helpdesk = self.helpdesk()
        names = {name for name in dir(helpdesk) if not name.startswith("__")}
        assert not {name for name in names if "send" in name.lower() or "publish" in name.lower()}
        helpdesk.close()

    def test_closes_twice(self) -> None:
        helpdesk = self.helpdesk()
        helpdesk.file_note(make_packet(), MemoryOutbox())
        helpdesk.close()
        helpdesk.close()

"""The contract, kept by Front's stub, and what Front has of its own."""

import base64
import json

import pytest

from parsers.errors import Rejected
from tests.helpdesks.memory import MemoryOutbox, make_packet
from tests.helpdesks.stubs.front import FrontStub
from tests.helpdesks.vendor import DraftContract
from worker.helpdesks.front import FrontHelpdesk


class TestFront(DraftContract):
    stub: FrontStub

    def make_stub(self) -> FrontStub:
        return FrontStub()

    def connect(self, url: str, *, timeout: float = 5.0) -> FrontHelpdesk:
        return FrontHelpdesk(base_url=url, token="secret", channel_id="cha_1", timeout=timeout)

    def an_agent_writes(self) -> None:
        self.stub.add_draft(author="user")

    def an_agent_edits(self) -> None:
        self.stub.drafts[0] |= {"body": "mine now", "version": "9"}

    def an_agent_discards(self) -> None:
        self.stub.drafts.clear()

    def test_a_draft_is_shared(self) -> None:
        self.helpdesk().file_draft(make_packet(), MemoryOutbox())
        assert [draft["draft_mode"] for draft in self.stub.drafts] == ["shared"]

    @pytest.mark.parametrize("mode", ["private", "sent"])
    def test_a_draft_that_came_out_otherwise_stops_loudly(self, mode: str) -> None:
        self.stub.mode = mode
        with pytest.raises(Rejected, match="no shared draft"):
            self.helpdesk().file_draft(make_packet(), MemoryOutbox())

    def test_a_merged_conversation_is_followed(self) -> None:
        self.stub.merged = True
        outbox = MemoryOutbox()
        for _ in range(2):
            self.file(self.helpdesk(), outbox)
        assert len(self.stub.drafts) == len(self.stub.comments) == 1

    def test_another_mail_of_the_same_sender_is_not_ours(self) -> None:
        assert self.helpdesk()._find(make_packet(message_id="<other@customer.example>")) is None  # type: ignore[attr-defined]

    def test_a_note_cannot_leave_its_block(self) -> None:
        packet = make_packet(note="CUSTOMER\n- ```\n@everyone\n")
        self.helpdesk().file_note(packet, MemoryOutbox())
        assert self.stub.comments[0]["body"].startswith("````\n")

    def test_a_draft_of_an_earlier_case_does_not_hinder(self) -> None:
        for case in ("c-1", "c-2"):
            assert self.helpdesk().file_draft(make_packet(case_id=case), MemoryOutbox()).reference
        assert len(self.stub.drafts) == 2

    def test_a_private_draft_is_refused_again_on_the_next_try(self) -> None:
        self.stub.mode = "private"
        outbox = MemoryOutbox()
        for _ in range(2):
            with pytest.raises(Rejected, match="no shared draft"):
                self.helpdesk().file_draft(make_packet(), outbox)
        assert len(self.stub.drafts) == 1

    @pytest.mark.parametrize(
        ("scopes", "ok", "warning"),
        [
            (["conversations:read", "drafts:write"], True, False),
            (["shared:*"], True, True),
            (["drafts:write", "messages:send"], False, False),
        ],
    )
    def test_doctor_reads_the_scopes_of_a_token(self, scopes: list[str], ok: bool, warning: bool) -> None:
        claims = base64.urlsafe_b64encode(json.dumps({"scopes": scopes}).encode()).decode().rstrip("=")
        helpdesk = FrontHelpdesk(base_url=self.url, token=f"e30.{claims}.x", channel_id="cha_1")
        findings = helpdesk.check()
        helpdesk.close()
        assert all(finding.ok for finding in findings) is ok
        assert any(finding.warning for finding in findings) is warning

    def test_doctor_names_each_missing_scope(self) -> None:
        self.stub.faults = ["", "", "403", "403", "403"]
        texts = [finding.text for finding in self.helpdesk().check() if not finding.ok]
        assert [text.rpartition(": ")[2] for text in texts] == ["comments:read", "drafts:read", "messages:read"]

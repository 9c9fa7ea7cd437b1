"""The contract, kept by Zammad's stub, and what Zammad has of its own."""

import pytest

from parsers.errors import HelpdeskUnavailable, Rejected
from tests.helpdesks.memory import CUSTOMER, MemoryOutbox, make_packet
from tests.helpdesks.stubs.zammad import ZammadStub
from tests.helpdesks.vendor import DraftContract
from worker.helpdesks.zammad import ZammadHelpdesk


class TestZammad(DraftContract):
    stub: ZammadStub

    def make_stub(self) -> ZammadStub:
        return ZammadStub()

    def connect(self, url: str, *, timeout: float = 5.0) -> ZammadHelpdesk:
        return ZammadHelpdesk(base_url=url, token="secret", timeout=timeout)

    def an_agent_writes(self) -> None:
        self.stub.write({"body": "mine", "to": CUSTOMER})

    def an_agent_edits(self) -> None:
        self.an_agent_writes()

    def an_agent_discards(self) -> None:
        self.stub.draft = None

    def test_a_draft_saved_between_look_and_write_stands(self) -> None:
        self.stub.steals = True
        outbox = MemoryOutbox()
        with pytest.raises(HelpdeskUnavailable, match="changed meanwhile"):
            self.helpdesk().file_draft(make_packet(), outbox)
        assert self.helpdesk().file_draft(make_packet(), outbox).withheld
        assert self.stub.draft is not None
        assert self.stub.draft["body"] == "mine"

    def test_an_article_that_came_out_public_stops_loudly(self) -> None:
        self.stub.makes_public = True
        with pytest.raises(Rejected, match="not an internal note"):
            self.helpdesk().file_note(make_packet(), MemoryOutbox())

    def test_without_a_search_index_the_senders_tickets_are_read(self) -> None:
        self.stub.indexed = False
        assert self.helpdesk().file_note(make_packet(), MemoryOutbox()).reference
        with pytest.raises(HelpdeskUnavailable, match="no conversation"):
            self.helpdesk().file_note(make_packet(message_id="<other@customer.example>"), MemoryOutbox())

    def test_doctor_says_where_no_group_may_be_written_to(self) -> None:
        self.stub.groups = {"1": ["read"]}
        (wrong,) = (finding for finding in self.helpdesk().check() if not finding.ok)
        assert "no group" in wrong.text

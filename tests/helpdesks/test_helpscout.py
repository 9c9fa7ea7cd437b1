"""The contract, kept by Help Scout's stub, and what Help Scout has of its own."""

import pytest

from parsers.errors import Rejected
from tests.helpdesks.memory import MemoryOutbox, make_packet
from tests.helpdesks.stubs.helpscout import HelpScoutStub
from tests.helpdesks.vendor import DraftContract
from worker.helpdesks.helpscout import HelpScoutHelpdesk


class TestHelpScout(DraftContract):
    stub: HelpScoutStub

    def make_stub(self) -> HelpScoutStub:
        return HelpScoutStub()

    def connect(self, url: str, *, timeout: float = 5.0) -> HelpScoutHelpdesk:
        return HelpScoutHelpdesk(base_url=url, app_id="app", app_secret="secret", timeout=timeout)

    def an_agent_writes(self) -> None:
        self.stub.add("message", "draft", "mine", author=8)

    def an_agent_edits(self) -> None:
        self.stub.threads[1]["body"] = "mine now"

    def an_agent_discards(self) -> None:
        del self.stub.threads[1]

    def test_a_draft_that_was_published_stops_loudly(self) -> None:
        self.stub.publishes = True
        with pytest.raises(Rejected, match="no draft but published"):
            self.helpdesk().file_draft(make_packet(), MemoryOutbox())

    def test_one_token_serves_many_requests(self) -> None:
        helpdesk = self.helpdesk()
        for case in ("c-1", "c-2"):
            helpdesk.file_note(make_packet(case_id=case), MemoryOutbox())
        assert self.stub.tokens == 1
        self.stub.faults = ["401"]
        with pytest.raises(Rejected):
            helpdesk.file_note(make_packet(case_id="c-3"), MemoryOutbox())
        helpdesk.file_note(make_packet(case_id="c-3"), MemoryOutbox())
        assert self.stub.tokens == 2

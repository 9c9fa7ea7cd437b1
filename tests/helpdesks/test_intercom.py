"""The contract, kept by Intercom's stub, and what Intercom has of its own."""

import pytest

from parsers.errors import HelpdeskUnavailable, Rejected
from tests.helpdesks.memory import MemoryOutbox, make_packet
from tests.helpdesks.stubs.intercom import IntercomStub
from tests.helpdesks.vendor import VendorContract
from worker.helpdesks.intercom import IntercomHelpdesk


class TestIntercom(VendorContract):
    stub: IntercomStub

    def make_stub(self) -> IntercomStub:
        return IntercomStub()

    def connect(self, url: str, *, timeout: float = 5.0) -> IntercomHelpdesk:
        return IntercomHelpdesk(base_url=url, token="secret", admin_id="77", timeout=timeout)

    def test_a_note_that_came_out_public_stops_loudly(self) -> None:
        self.stub.makes_public = True
        with pytest.raises(Rejected, match="PUBLIC"):
            self.helpdesk().file_note(make_packet(), MemoryOutbox())

    def test_two_conversations_alike_are_neither(self) -> None:
        self.stub.twin = True
        with pytest.raises(HelpdeskUnavailable, match="no conversation"):
            self.helpdesk().file_note(make_packet(), MemoryOutbox())
        assert self.filed() == []

"""The contract, kept by Zendesk's stub, and what Zendesk has of its own."""

import pytest

from parsers.errors import HelpdeskUnavailable, Rejected
from tests.helpdesks.memory import MemoryOutbox, make_packet
from tests.helpdesks.stubs.zendesk import ZendeskStub
from tests.helpdesks.vendor import VendorContract
from worker.helpdesks.zendesk import ZendeskHelpdesk


class TestZendesk(VendorContract):
    stub: ZendeskStub

    def make_stub(self) -> ZendeskStub:
        return ZendeskStub()

    def connect(self, url: str, *, timeout: float = 5.0) -> ZendeskHelpdesk:
        return ZendeskHelpdesk(base_url=url, email="bot@example.com", token="secret", timeout=timeout)

    def test_the_suggested_reply_stands_below_a_divider(self) -> None:
        self.helpdesk().file_note(make_packet(), MemoryOutbox())
        (note,) = self.filed()
        head, _, reply = note.body.partition("<hr>")
        assert "Dana Example" in head
        assert "SUGGESTED REPLY" in reply
        assert "we are looking into it" in reply

    def test_public_is_said_and_the_stamp_too(self) -> None:
        self.helpdesk().file_note(make_packet(), MemoryOutbox())
        (put,) = (asked for asked in self.stub.asked if asked.method == "PUT")
        assert put.body["ticket"]["comment"]["public"] is False
        assert put.body["ticket"]["safe_update"] is True
        assert put.headers["Authorization"].startswith("Basic ")

    def test_a_comment_that_came_out_public_stops_loudly(self) -> None:
        self.stub.makes_public = True
        with pytest.raises(Rejected, match="PUBLIC"):
            self.helpdesk().file_note(make_packet(), MemoryOutbox())

    def test_a_ticket_changed_meanwhile_is_read_again(self) -> None:
        self.stub.racing = 1
        outbox = MemoryOutbox()
        with pytest.raises(HelpdeskUnavailable, match="changed meanwhile"):
            self.helpdesk().file_note(make_packet(), outbox)
        assert self.helpdesk().file_note(make_packet(), outbox).reference

    def test_of_two_alike_the_one_that_tells_the_mails_id(self) -> None:
        self.stub.twin = True
        with pytest.raises(HelpdeskUnavailable, match="no conversation"):
            self.helpdesk().file_note(make_packet(), MemoryOutbox())
        self.stub.comments[0]["metadata"] = {"system": {"message_id": "<first@customer.example>"}}
        assert self.helpdesk().file_note(make_packet(), MemoryOutbox()).reference

    def test_a_ticket_of_another_mail_is_left_alone(self) -> None:
        self.stub.comments[0]["metadata"] = {"system": {"message_id": "<other@customer.example>"}}
        with pytest.raises(HelpdeskUnavailable, match="no conversation"):
            self.helpdesk().file_note(make_packet(), MemoryOutbox())

    def test_a_note_on_a_later_page_is_found(self) -> None:
        self.helpdesk().file_note(make_packet(), MemoryOutbox())
        self.stub.comments[1:1] = [{"id": n, "body": "more", "public": True} for n in range(2, 9)]
        self.helpdesk().file_note(make_packet(), MemoryOutbox())
        assert len(self.filed()) == 1

    @pytest.mark.parametrize(
        ("private", "ok", "warning"), [(True, True, False), (False, False, False), (None, True, True)]
    )
    def test_doctor_refuses_an_agent_who_can_reply(self, private: bool | None, ok: bool, warning: bool) -> None:
        self.stub.private = private
        findings = self.helpdesk().check()
        assert all(finding.ok for finding in findings) is ok
        assert any(finding.warning for finding in findings) is warning

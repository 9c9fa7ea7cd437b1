"""The contract, kept by RT's stub, and what RT has of its own."""

from contextlib import suppress

import pytest

from parsers.errors import HelpdeskUnavailable, Rejected
from tests.helpdesks.memory import MemoryOutbox, make_packet
from tests.helpdesks.stubs.rt import RequestTrackerStub
from tests.helpdesks.vendor import DraftContract
from worker.helpdesks.rt import RequestTrackerHelpdesk


class TestRequestTracker(DraftContract):
    stub: RequestTrackerStub

    def make_stub(self) -> RequestTrackerStub:
        return RequestTrackerStub()

    def connect(self, url: str, *, timeout: float = 5.0) -> RequestTrackerHelpdesk:
        return RequestTrackerHelpdesk(base_url=url, token="secret", timeout=timeout)

    def an_agent_writes(self) -> None:
        self.stub.write("mine")

    def an_agent_edits(self) -> None:
        self.stub.write("mine now")

    def an_agent_discards(self) -> None:
        self.stub.write("")

    def test_a_draft_saved_between_look_and_write_stands(self) -> None:
        self.stub.racing = "mine"
        outbox = MemoryOutbox()
        with pytest.raises(HelpdeskUnavailable, match="changed meanwhile"):
            self.helpdesk().file_draft(make_packet(), outbox)
        assert self.helpdesk().file_draft(make_packet(), outbox).withheld
        assert self.stub.draft == "mine"

    def test_a_comment_that_corresponded_stops_loudly(self) -> None:
        self.stub.corresponds = True
        with pytest.raises(Rejected, match="PUBLIC"):
            self.helpdesk().file_note(make_packet(), MemoryOutbox())

    def test_a_comment_without_its_marker_is_said_and_not_written_twice(self) -> None:
        self.stub.marks = False
        outbox = MemoryOutbox()
        with pytest.raises(Rejected, match="ModifyCustomField"):
            self.helpdesk().file_note(make_packet(), outbox)
        assert self.helpdesk().file_note(make_packet(), outbox).reference
        assert len(self.filed()) == 1

    def test_a_refusal_with_status_200_is_seen(self) -> None:
        self.stub.writes_draft = False
        with pytest.raises(Rejected, match="ModifyCustomField"):
            self.helpdesk().file_draft(make_packet(), MemoryOutbox())

    def test_the_note_links_to_the_composer_while_the_draft_lies_there(self) -> None:
        helpdesk, outbox, packet = self.helpdesk(), MemoryOutbox(), make_packet()
        helpdesk.file_draft(packet, outbox)
        helpdesk.file_note(packet, outbox)
        (note,) = (one["body"] for one in self.stub.transactions if "body" in one)
        assert f"{self.url}/Ticket/Update.html?id=5&amp;Action=Respond&amp;UpdateContent=%3Cdiv%3EHello%20Dana" in note

    def test_an_agents_draft_is_not_linked(self) -> None:
        self.an_agent_writes()
        self.helpdesk().file_note(make_packet(), MemoryOutbox())
        assert not any("Update.html" in one.get("body", "") for one in self.stub.transactions)

    def test_a_long_history_is_read_to_its_end(self) -> None:
        more = [{"id": n, "Type": "Set", "subject": "", "key": ""} for n in range(1000, 1250)]
        self.stub.transactions[1:1] = more
        for _ in range(2):
            self.helpdesk().file_note(make_packet(), MemoryOutbox())
        assert len(self.filed()) == 1

    @pytest.mark.parametrize(("link", "right"), [("correspond", "ReplyToTicket"), ("modify", "ModifyTicket")])
    def test_doctor_refuses_a_token_that_can_correspond(self, link: str, right: str) -> None:
        self.stub.links = ["comment", link]
        (wrong,) = (one for one in self.helpdesk().check() if not one.ok)
        assert "can correspond" in wrong.text
        assert right in wrong.mend
        assert not wrong.warning

    def test_doctor_names_what_is_missing(self) -> None:
        self.stub.links, self.stub.fields = [], []
        mends = [one.mend for one in self.helpdesk().check() if not one.ok]
        assert any("CommentOnTicket" in mend for mend in mends)
        assert sum("ModifyCustomField" in mend for mend in mends) == 2

    def test_doctor_says_where_a_lifecycle_does_not_tell(self) -> None:
        self.stub.lifecycle = "approvals"
        (doubt,) = (one for one in self.helpdesk().check() if not one.ok)
        assert doubt.warning

    def test_a_queue_that_is_not_ours_is_left_alone(self) -> None:
        helpdesk = RequestTrackerHelpdesk(base_url=self.url, token="x", queue="It's")
        with suppress(HelpdeskUnavailable):
            helpdesk.file_note(make_packet(), MemoryOutbox())
        helpdesk.close()
        queries = [asked.query["query"] for asked in self.stub.asked if asked.path.endswith("/tickets")]
        assert queries == ["id = 5 AND Queue = 'It\\'s'"]

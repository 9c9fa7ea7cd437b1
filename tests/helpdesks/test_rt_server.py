"""The contract, kept by a real Request Tracker 5, and what only the real one can show."""

import html
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.errors import Rejected
from tests.helpdesks.contract import HelpdeskContract, Text
from tests.helpdesks.memory import CUSTOMER, MemoryOutbox, make_packet
from tests.support.request_tracker import RequestTracker
from worker.helpdesks.rt import RequestTrackerHelpdesk
from worker.ports import Capability, DraftState

_MAIL = b"""From: Dana Example <dana@customer.example>
To: support@example.com
Subject: A question about my bill
Message-ID: <first@customer.example>

I was charged twice.
"""


class TestRequestTrackerServer(HelpdeskContract):
    server: RequestTracker

    @pytest.fixture(autouse=True)
    def _mail_came_in(self, request_tracker: RequestTracker) -> Iterator[None]:
        """One ticket, made by a mail; at the end nothing has gone out to anybody but RT's own autoreply."""
        self.server = request_tracker
        self.opened: list[RequestTrackerHelpdesk] = []
        request_tracker.forget()
        before = request_tracker.mailed()
        request_tracker.receive(_MAIL)
        (self.ticket,) = request_tracker.tickets()
        yield
        for helpdesk in self.opened:
            helpdesk.close()
        assert request_tracker.mailed() == sorted([*before, CUSTOMER])

    def helpdesk(self, user: str = "deskhand") -> RequestTrackerHelpdesk:
        self.opened.append(RequestTrackerHelpdesk(base_url=self.server.url, token=self.server.token(user)))
        return self.opened[-1]

    def filed(self) -> list[Text]:
        notes = [
            Text(capability=Capability.NOTE, body=text, public=kind != "Comment")
            for _, kind, text in self.server.messages(self.ticket)
        ]
        draft = self.server.draft(self.ticket)
        return [*notes, *([Text(capability=Capability.DRAFT, body=draft, to=(CUSTOMER,))] if draft else [])]

    def test_a_note_bears_its_marker_in_a_field(self) -> None:
        name = self.helpdesk().file_note(make_packet(), MemoryOutbox()).reference
        fields = self.server.ask("agent", f"transaction/{name}")["CustomFields"]
        assert {one["name"]: one["values"] for one in fields} == {"Note Key": ["[deskhand c-1 r1]"]}

    def test_the_agents_composer_opens_with_the_draft(self) -> None:
        helpdesk, outbox, packet = self.helpdesk(), MemoryOutbox(), make_packet(body="Grüße,\n\n<b>1 & 2</b>\n")
        helpdesk.file_draft(packet, outbox)
        helpdesk.file_note(packet, outbox)
        (note,) = self.bodies(Capability.NOTE)
        link = re.search('href="([^"]*)"', note)
        assert link is not None
        login = {"user": "agent", "pass": "a secret", "next": ""}
        _, cookie = self.server.fetch("/NoAuth/Login.html", form=login)
        page, _ = self.server.fetch(html.unescape(link[1]).removeprefix(self.server.url), cookie=cookie)
        area = re.search(r'<textarea[^>]*name="UpdateContent"[^>]*>(.*?)</textarea>', page, re.DOTALL)
        assert area is not None
        assert "<div>Grüße,<br><br>&lt;b&gt;1 &amp; 2&lt;/b&gt;</div>" in html.unescape(area[1])

    def test_a_draft_of_an_agent_stands(self) -> None:
        helpdesk, outbox, packet = self.helpdesk(), MemoryOutbox(), make_packet()
        helpdesk.file_draft(packet, outbox)
        assert helpdesk.draft_state(packet, outbox) is DraftState.UNTOUCHED
        self.server.ask(
            "agent", f"ticket/{self.ticket}", method="PUT", body={"CustomFields": {"Draft Reply": "mine now"}}
        )
        assert helpdesk.draft_state(packet, outbox) is DraftState.TOUCHED
        newer = make_packet(revision=2, body="it is settled")
        assert helpdesk.file_draft(newer, outbox).withheld
        assert self.server.draft(self.ticket) == "mine now"

    def test_a_merged_ticket_is_followed(self) -> None:
        self.helpdesk().file_note(make_packet(), MemoryOutbox())
        self.server.ask("agent", "ticket", body={"Queue": "Billing", "Subject": "The same"})
        into = self.server.tickets()[0]
        self.server.ask("agent", f"ticket/{self.ticket}", method="PUT", body={"MergeInto": into})
        self.helpdesk().file_note(make_packet(), MemoryOutbox())
        assert len(self.bodies(Capability.NOTE)) == 1

    @pytest.mark.parametrize(
        ("user", "right"), [("agent", "ReplyToTicket and ModifyTicket"), ("clerk", "ModifyTicket")]
    )
    def test_doctor_refuses_a_token_that_can_correspond(self, user: str, right: str) -> None:
        (wrong,) = (one for one in self.helpdesk(user).check() if not one.ok)
        assert "can correspond" in wrong.text
        assert f"withhold {right} " in wrong.mend

    def test_rt_itself_refuses_our_token_to_correspond(self) -> None:
        with pytest.raises(Exception, match="400"):
            self.server.ask(
                "deskhand", f"ticket/{self.ticket}/correspond", body={"Content": "x", "ContentType": "text/plain"}
            )

    def test_a_wrong_token_is_named(self) -> None:
        helpdesk = RequestTrackerHelpdesk(base_url=self.server.url, token="1-1-wrong")
        self.opened.append(helpdesk)
        with pytest.raises(Rejected, match="401; the credential needs"):
            helpdesk.file_note(make_packet(), MemoryOutbox())

    def test_a_process_killed_before_its_last_checkpoint_leaves_one(self, tmp_path: Path) -> None:
        for dies_at, status in [(3, -signal.SIGKILL), (2, -signal.SIGKILL), (0, 0)]:
            command = [sys.executable, "-m", "tests.helpdesks.vendor_filing", "rt", self.server.url]
            command += [str(tmp_path / "outbox.json"), str(dies_at)]
            environment = os.environ | {"DESKHAND_TEST_TOKEN": self.server.token("deskhand")}
            done = subprocess.run(command, env=environment, cwd=Path(__file__).parents[2], check=False)
            assert done.returncode == status
        assert len(self.bodies(Capability.NOTE)) == len(self.bodies(Capability.DRAFT)) == 1

"""What every helpdesk behind an HTTP API owes besides the contract: faults, and never a second text."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.errors import HelpdeskUnavailable, RateLimited, Rejected, TransientError
from tests.helpdesks.contract import HelpdeskContract, Text
from tests.helpdesks.memory import Killed, MemoryOutbox, make_packet
from tests.helpdesks.stubs.server import Stub, served
from worker.helpdesks.base import ConversationDesk
from worker.helpdesks.matching import NotFoundPolicy, WhenNotFound
from worker.ports import Capability, DraftState, Filed, Helpdesk, Packet, Traits

SEQUENCES = int(os.environ.get("FAULT_SEQUENCES", "120"))
# Not "401" and "403", which no retry mends, nor "slow", which only takes time.
PASSING = ("", "404", "409", "429", "500", "reset", "lost", "half")


class VendorContract(HelpdeskContract):
    """Give `make_stub` and `connect`. Nothing is copied."""

    def make_stub(self) -> Stub:
        raise NotImplementedError

    def connect(self, url: str, *, timeout: float = 5.0) -> Helpdesk:
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        self.stub = self.make_stub()
        self.opened: list[Helpdesk] = []
        with served(self.stub) as self.url:
            yield
            for helpdesk in self.opened:
                helpdesk.close()

    def helpdesk(self) -> Helpdesk:
        self.opened.append(self.connect(self.url))
        return self.opened[-1]

    def filed(self) -> list[Text]:
        return list(self.stub.texts())  # type: ignore[attr-defined]

    def comes_in(self, packet: Packet) -> None:
        self.stub.subject = packet.subject

    def file(self, helpdesk: Helpdesk, outbox: MemoryOutbox) -> None:
        packet = make_packet()
        if self.drafts(helpdesk):
            helpdesk.file_draft(packet, outbox)
        helpdesk.file_note(packet, outbox)

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ("401", Rejected),
            ("403", Rejected),
            ("429", RateLimited),
            ("500", HelpdeskUnavailable),
            ("reset", HelpdeskUnavailable),
            ("half", HelpdeskUnavailable),
            ("slow", HelpdeskUnavailable),
        ],
    )
    def test_a_fault_has_our_name(self, fault: str, error: type[Exception]) -> None:
        helpdesk, outbox = self.connect(self.url, timeout=0.3 if fault == "slow" else 5.0), MemoryOutbox()
        self.stub.faults = [fault]
        with pytest.raises(error) as caught:
            self.file(helpdesk, outbox)
        helpdesk.close()
        if fault == "429":
            assert getattr(caught.value, "retry_after", None) == 7
        if fault in {"401", "403"}:
            assert "the credential needs:" in str(caught.value)
        assert self.filed() == []

    @pytest.mark.parametrize("step", range(1, 9))
    @pytest.mark.parametrize("fault", ["lost", "half", "500", "404", "409"])
    def test_one_fault_anywhere_leaves_one(self, step: int, fault: str) -> None:
        helpdesk, outbox = self.helpdesk(), MemoryOutbox()
        self.stub.faults = [""] * (step - 1) + [fault]
        for _ in range(4):
            with suppress(TransientError):
                self.file(helpdesk, outbox)
        helpdesk.close()
        assert len(self.bodies(Capability.NOTE)) == 1
        assert len(self.bodies(Capability.DRAFT)) == int(self.drafts(helpdesk))

    def test_any_run_of_faults_leaves_one(self) -> None:
        @settings(max_examples=SEQUENCES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(st.sampled_from(PASSING), max_size=12), st.lists(st.integers(0, 4), max_size=4))
        def run(faults: list[str], deaths: list[int]) -> None:
            stub = self.make_stub()
            self.stub.__dict__.update(stub.__dict__ | {"faults": list(faults)})
            outbox = MemoryOutbox()
            for dies_at in [*deaths, *([0] * (len(faults) + 1))]:
                outbox = replace(outbox, dies_at=dies_at, remembered=0)
                with suppress(TransientError, Killed):
                    self.file(helpdesk, outbox)
            assert len(self.bodies(Capability.NOTE)) == 1
            assert len(self.bodies(Capability.DRAFT)) == int(self.drafts(helpdesk))
            assert not [text for text in self.filed() if text.public]

        helpdesk = self.helpdesk()
        run()
        helpdesk.close()

    def test_a_process_killed_before_its_last_checkpoint_leaves_one(self, tmp_path: Path) -> None:
        """Killed with each text written and not yet remembered; then one that lives."""
        drafts = self.drafts(self.helpdesk())
        for dies_at, status in [*([(3, -signal.SIGKILL)] if drafts else []), (2, -signal.SIGKILL), (0, 0)]:
            command = [sys.executable, "-m", "tests.helpdesks.vendor_filing", self.helpdesk().kind, self.url]
            command += [str(tmp_path / "outbox.json"), str(dies_at)]
            assert subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode == status
        assert len(self.bodies(Capability.NOTE)) == 1
        assert len(self.bodies(Capability.DRAFT)) == int(drafts)

    def test_a_mail_that_is_not_there_yet_is_waited_for(self) -> None:
        helpdesk, outbox = self.helpdesk(), MemoryOutbox()
        with pytest.raises(HelpdeskUnavailable, match="no conversation"):
            helpdesk.file_note(self.stranger(), outbox)
        helpdesk.close()
        assert self.filed() == []

    def stranger(self, **changes: Any) -> Packet:
        """A mail that the helpdesk does not show."""
        return make_packet(message_id="<nobody@else.example>", sender=None, **changes)

    def absent(self, then: WhenNotFound) -> ConversationDesk:
        """A worker's helpdesk with no patience left."""
        helpdesk = self.helpdesk()
        assert isinstance(helpdesk, ConversationDesk)
        helpdesk.absence = NotFoundPolicy(then=then, wait=timedelta(0))
        return helpdesk

    def test_waited_for_in_vain_both_texts_rest_in_the_review_desk(self) -> None:
        helpdesk, outbox = self.absent(WhenNotFound.DESK), MemoryOutbox()
        for revision in (1, 1, 2):
            packet = self.stranger(revision=revision)
            assert helpdesk.file_note(packet, outbox).reference == "desk:c-1"
            if self.drafts(helpdesk):
                assert helpdesk.file_draft(packet, outbox) == Filed(reference="desk:c-1")
            assert helpdesk.draft_state(packet, outbox) is DraftState.UNKNOWN
        assert self.filed() == []

    def test_a_conversation_that_appears_gets_the_next_revision(self) -> None:
        helpdesk, outbox = self.absent(WhenNotFound.DESK), MemoryOutbox()
        if self.drafts(helpdesk):
            helpdesk.file_draft(self.stranger(), outbox)
        helpdesk.file_note(self.stranger(), outbox)
        packet = make_packet(revision=2)
        if self.drafts(helpdesk):
            assert helpdesk.file_draft(packet, outbox).withheld is None
        helpdesk.file_note(packet, outbox)
        assert len(self.filed()) == 1 + self.drafts(helpdesk)

    def test_what_began_in_the_review_desk_stays_there(self) -> None:
        """The conversation appears between the draft and the note, or a worker dies there: not one here, one there."""
        helpdesk, outbox = self.absent(WhenNotFound.DESK), MemoryOutbox()
        if self.drafts(helpdesk):
            helpdesk.file_draft(self.stranger(), outbox)
            assert helpdesk.file_note(make_packet(), outbox).reference == "desk:c-1"
            assert self.filed() == []

    @pytest.mark.parametrize(
        ("then", "error"), [(WhenNotFound.WAIT, HelpdeskUnavailable), (WhenNotFound.QUARANTINE, Rejected)]
    )
    def test_waiting_on_and_quarantine_are_to_be_had(self, then: WhenNotFound, error: type[Exception]) -> None:
        helpdesk, outbox = self.absent(then), MemoryOutbox()
        for _ in range(2):
            with pytest.raises(error, match="no conversation"):
                helpdesk.file_note(self.stranger(), outbox)
        assert self.filed() == []

    def test_doctor_names_the_right_to_read_that_is_missing(self) -> None:
        helpdesk = self.helpdesk()
        helpdesk.check()  # past signing in
        reads = len(self.stub.asked)
        self.stub.faults = ["", "403"]
        wrong = [finding for finding in helpdesk.check() if not finding.ok]
        assert wrong
        assert all("the credential needs: " in finding.text for finding in wrong)
        assert reads > 1
        assert self.filed() == []

    def test_says_what_it_does(self) -> None:
        helpdesk = self.helpdesk()
        traits: Traits = helpdesk.traits  # type: ignore[attr-defined]
        assert (traits.draft is not None) == self.drafts(helpdesk)
        assert all((traits.note, traits.found_by, traits.not_found, traits.once_by, traits.rights))


class DraftContract(VendorContract):
    """For those that hold drafts. Give what an agent can do to the first draft there."""

    def an_agent_writes(self) -> None:
        raise NotImplementedError

    def an_agent_edits(self) -> None:
        raise NotImplementedError

    def an_agent_discards(self) -> None:
        raise NotImplementedError

    def test_a_draft_of_an_agent_stands(self) -> None:
        self.an_agent_writes()
        before, outbox = self.bodies(Capability.DRAFT), MemoryOutbox()
        for _ in range(2):
            filed = self.helpdesk().file_draft(make_packet(), outbox)
            assert filed.withheld == "one by an agent is already there"
        assert self.bodies(Capability.DRAFT) == before

    def test_an_edited_draft_is_the_agents(self) -> None:
        outbox, packet = MemoryOutbox(), make_packet()
        self.helpdesk().file_draft(packet, outbox)
        assert self.helpdesk().draft_state(packet, outbox) is DraftState.UNTOUCHED
        self.an_agent_edits()
        assert self.helpdesk().draft_state(packet, outbox) is DraftState.TOUCHED
        newer = make_packet(revision=2, body="it is settled")
        assert self.helpdesk().file_draft(newer, outbox).withheld == "one by an agent is already there"
        assert not any("settled" in body for body in self.bodies(Capability.DRAFT))

    def test_a_discarded_draft_does_not_come_back(self) -> None:
        outbox, packet = MemoryOutbox(), make_packet()
        self.helpdesk().file_draft(packet, outbox)
        self.an_agent_discards()
        assert self.helpdesk().draft_state(packet, outbox) is DraftState.GONE
        newer = make_packet(revision=2, body="it is settled")
        assert "sent or thrown away" in str(self.helpdesk().file_draft(newer, outbox).withheld)
        assert self.bodies(Capability.DRAFT) == []

    @pytest.mark.parametrize("dies_at", [1, 2])
    def test_a_replacement_that_died_leaves_one(self, dies_at: int) -> None:
        outbox = MemoryOutbox()
        self.helpdesk().file_draft(make_packet(), outbox)
        newer = make_packet(revision=2, body="it is settled")
        with suppress(Killed):
            self.helpdesk().file_draft(newer, replace(outbox, dies_at=dies_at, remembered=0))
        assert self.helpdesk().file_draft(newer, outbox).reference
        (left,) = self.bodies(Capability.DRAFT)
        assert "it is settled" in left

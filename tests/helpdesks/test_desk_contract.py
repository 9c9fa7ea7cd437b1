"""The contract, kept by the review desk's side of the store."""

from collections.abc import Sequence

import pytest

from tests.helpdesks.contract import HelpdeskContract, Text
from tests.helpdesks.memory import MemoryOutbox, make_packet
from worker.helpdesks import BY_NAME
from worker.helpdesks.review_desk import DeskHelpdesk
from worker.ports import Capability, Filed, Outbox, Packet


class _Watched(DeskHelpdesk):
    """Keeps the texts as the case book would: by case and revision, the newest revision's draft alone."""

    def __init__(self, shelf: dict[tuple[Capability, str], str]) -> None:
        self._shelf = shelf

    def file_note(self, packet: Packet, outbox: Outbox) -> Filed:
        self._shelf[Capability.NOTE, packet.case_id] = packet.note
        return super().file_note(packet, outbox)

    def file_draft(self, packet: Packet, outbox: Outbox) -> Filed:
        self._shelf[Capability.DRAFT, packet.case_id] = packet.draft.body if packet.draft else ""
        return super().file_draft(packet, outbox)


class TestDesk(HelpdeskContract):
    @pytest.fixture(autouse=True)
    def _shelf(self) -> None:
        self.shelf: dict[tuple[Capability, str], str] = {}

    def helpdesk(self) -> DeskHelpdesk:
        return _Watched(self.shelf)

    def filed(self) -> Sequence[Text]:
        return [Text(capability=capability, body=body) for (capability, _), body in self.shelf.items()]


def test_a_reference_names_the_case() -> None:
    assert DeskHelpdesk().file_note(make_packet(), MemoryOutbox()) == Filed(reference="desk:c-1")


def test_the_registry_knows_its_own_names() -> None:
    assert {name: helpdesk.kind for name, helpdesk in BY_NAME.items()} == {name: name for name in BY_NAME}

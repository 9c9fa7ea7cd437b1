"""A process of its own that files one case with a vendor's stub and dies by SIGKILL at its n-th checkpoint."""

import os
import signal
import sys
from inspect import signature
from pathlib import Path

from tests.helpdesks.filing import FileOutbox
from tests.helpdesks.memory import make_packet
from worker.helpdesks import BY_NAME
from worker.ports import Capability, Helpdesk


class DeadlyOutbox(FileOutbox):
    def __init__(self, path: Path, dies_at: int) -> None:
        super().__init__(path)
        self._left = dies_at

    def remember(self, key: str, value: str) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        super().remember(key, value)


def connect(kind: str, url: str) -> Helpdesk:
    """Any helpdesk behind an API: what it needs is a word, the same for all."""
    needed = (name for name, each in signature(BY_NAME[kind]).parameters.items() if each.default is each.empty)
    word = os.environ.get("DESKHAND_TEST_TOKEN", "x")
    return BY_NAME[kind](**dict.fromkeys(needed, word) | {"base_url": url})


def main(kind: str, url: str, path: str, dies_at: str) -> None:
    helpdesk, outbox = connect(kind, url), DeadlyOutbox(Path(path), int(dies_at))
    packet = make_packet()
    if Capability.DRAFT in helpdesk.capabilities:
        helpdesk.file_draft(packet, outbox)
    helpdesk.file_note(packet, outbox)
    helpdesk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A process of its own that files one case with a vendor's stub and dies by SIGKILL at its n-th checkpoint."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.helpdesks.filing import FileOutbox
from tests.helpdesks.memory import make_packet
from worker.helpdesks.front import FrontHelpdesk
from worker.helpdesks.helpscout import HelpScoutHelpdesk
from worker.helpdesks.intercom import IntercomHelpdesk
from worker.helpdesks.rt import RequestTrackerHelpdesk
from worker.helpdesks.zammad import ZammadHelpdesk
from worker.helpdesks.zendesk import ZendeskHelpdesk
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
    makers: dict[str, Callable[[], Helpdesk]] = {
        "front": lambda: FrontHelpdesk(base_url=url, token="x", channel_id="cha_1"),
        "helpscout": lambda: HelpScoutHelpdesk(base_url=url, app_id="x", app_secret="x"),
        "rt": lambda: RequestTrackerHelpdesk(base_url=url, token=os.environ.get("DESKHAND_TEST_TOKEN", "x")),
        "zammad": lambda: ZammadHelpdesk(base_url=url, token="x"),
        "zendesk": lambda: ZendeskHelpdesk(base_url=url, token="x"),
        "intercom": lambda: IntercomHelpdesk(base_url=url, token="x", admin_id="77"),
    }
    return makers[kind]()


def main(kind: str, url: str, path: str, dies_at: str) -> None:
    helpdesk, outbox = connect(kind, url), DeadlyOutbox(Path(path), int(dies_at))
    packet = make_packet()
    if Capability.DRAFT in helpdesk.capabilities:
        helpdesk.file_draft(packet, outbox)
    helpdesk.file_note(packet, outbox)
    helpdesk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

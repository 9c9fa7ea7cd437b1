"""A process of its own that files one case over IMAP and kills itself at a named point: `append-1:after`."""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.helpdesks.memory import SUPPORT, make_packet
from tests.support.dovecot import LOOPBACK, PASSWORD
from worker.helpdesks.imap_helpdesk import ImapHelpdesk
from worker.imap import ImapSession


class FileOutbox:
    """Durable: what it was told is on disk when `remember` returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, key: str) -> str | None:
        return self._kept().get(key)

    def remember(self, key: str, value: str) -> None:
        self._path.write_text(json.dumps(self._kept() | {key: value}))

    def _kept(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text())) if self._path.exists() else {}


def deadly(act: Callable[..., Any], name: str, point: str) -> Callable[..., Any]:
    """`act`, with death before or after its n-th call."""
    calls = 0

    def step(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        for when in ("before", "after"):
            if when == "after":
                result = act(*args, **kwargs)
            if point == f"{name}-{calls}:{when}":
                os.kill(os.getpid(), signal.SIGKILL)
        return result

    return step


def main(port: str, user: str, path: str, point: str) -> None:
    FileOutbox.remember = deadly(FileOutbox.remember, "remember", point)  # type: ignore[method-assign]
    ImapSession.append = deadly(ImapSession.append, "append", point)  # type: ignore[method-assign]
    helpdesk = ImapHelpdesk(
        host=LOOPBACK, port=int(port), security="none", username=user, password=PASSWORD, own_address=SUPPORT
    )
    packet, outbox = make_packet(), FileOutbox(Path(path))
    helpdesk.file_draft(packet, outbox)
    helpdesk.file_note(packet, outbox)
    helpdesk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

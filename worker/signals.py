"""How a command that stays learns that it should end."""

import signal
import threading
from types import FrameType


def told_to_stop() -> threading.Event:
    """Set once this process gets SIGTERM, or Ctrl-C; what is in hand is then finished."""
    stop = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    return stop

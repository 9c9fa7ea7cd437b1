"""Waiting that another thread can end, and how long to wait after failures."""

import os
import random
import select
import threading


class Bell:
    """A flag with a descriptor, so that a poll on a socket ends when it rings. Rings once, for good."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self._rung = threading.Event()

    @property
    def rule_result(self) -> bool:
        """Whether it rang."""
        return self._rung.is_set()

    def fileno(self) -> int:
        """Readable once it rang."""
        return self._read

    def ring(self) -> None:
        """From any thread, or a signal handler."""
        if not self._rung.is_set():
            self._rung.set()
            os.write(self._write, b"\0")

    def wait(self, seconds: float) -> None:
        """Return when it rings, or after `seconds`."""
        poller = select.poll()
        poller.register(self._read, select.POLLIN)
        poller.poll(max(0.0, seconds) * 1000)

    def __del__(self) -> None:
        os.close(self._read)
        os.close(self._write)


class Backoff:
    """Doubling pauses with jitter, up to `cap` seconds; for ever."""

    def __init__(self, *, first: float = 1.0, cap: float = 300.0) -> None:
        self._first = first
        self._cap = cap
        self.failures = 0

    def failed(self) -> float:
        """Count a failure; how many seconds to leave the other side alone."""
        self.failures += 1
        return self.pause

    def recovered(self) -> None:
        """It works again."""
        self.failures = 0

    @property
    def pause(self) -> float:
        """Seconds, half of it by chance, so that many workers do not come back together; 0 without a failure."""
        if not self.failures:
            return 0.0
        full = min(self._cap, self._first * 2.0 ** min(self.failures - 1, 30))
        return full / 2 + random.uniform(0, full / 2)

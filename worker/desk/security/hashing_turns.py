"""Work that takes much memory, a few pieces at a time, however many ask for it."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Crowded(Exception):
    """Too many wait already, or this piece of work waited too long; it was not done."""


class Turns:
    """Has work done by `at_once` threads of its own; `waiting` further pieces may wait for them.

    Whoever waits holds no thread of the server: pages that need no such work are answered meanwhile.
    """

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="turns")
        self._places = threading.BoundedSemaphore(at_once + waiting)

    def do(self, work: Callable[[], T]) -> T:
        """Wait for a turn however long it takes, and do it: for commands, behind which nobody stands."""
        self._places.acquire()
        return self._begin(work).result()

    async def take(self, work: Callable[[], T], *, patience: float) -> T:
        """The same for a server. Raises `Crowded` where no place is left, or after `patience` seconds."""
        if not self._places.acquire(blocking=False):
            raise Crowded
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._begin(work)), patience)
        except TimeoutError:
            raise Crowded from None

    def _begin(self, work: Callable[[], T]) -> "Future[T]":
        begun = self._threads.submit(work)
        begun.add_done_callback(lambda _: self._places.release())
        return begun

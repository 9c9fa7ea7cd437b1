"""Tells every open page that something changed, by server-sent events (WHATWG HTML, section 9.2)."""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

MOST = 200  # pages that listen at a time; a further one asks for the rows now and then by itself
EVERY = 2.0  # seconds between two looks at the store, one look for all listeners
_KEEPALIVE = 8  # looks without news until a comment goes out, so that proxies and dead browsers are noticed


class Live:
    """One stream a page; the store is asked once for all of them."""

    def __init__(self, pulse: Callable[[], str], *, every: float = EVERY) -> None:
        self._pulse = pulse
        self._every = every
        self._known = ""
        self._asked = 0.0
        self._listeners = 0
        self._turn = asyncio.Lock()

    async def stream(self, request: Request) -> Response:
        """Events named `changed`; ends when the page goes, or when the server is `closing` (`app.state`, if it tells):
        a server waits for what it still answers, and this answer would never be done.
        """
        if self._listeners >= MOST:
            return PlainTextResponse("too many pages listen already\n", status_code=503, headers={"Retry-After": "60"})
        closing = getattr(request.app.state, "closing", _never)
        return StreamingResponse(
            self._events(closing), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )

    async def _events(self, closing: Callable[[], bool]) -> AsyncIterator[str]:
        self._listeners += 1
        try:
            known, quiet = await self._now(), 0
            yield "retry: 3000\n\n"
            while not closing():
                await asyncio.sleep(self._every)
                newest = await self._now()
                quiet = 0 if newest != known else quiet + 1
                if newest != known:
                    known = newest
                    yield f"event: changed\ndata: {newest}\n\n"
                elif quiet % _KEEPALIVE == 0:
                    yield ": still here\n\n"
        finally:
            self._listeners -= 1

    async def _now(self) -> str:
        loop = asyncio.get_running_loop()
        async with self._turn:
            if not self._known or loop.time() - self._asked >= self._every / 2:
                self._known, self._asked = await run_in_threadpool(self._pulse), loop.time()
            return self._known


def _never() -> bool:
    return False

"""An HTTP server on loopback that a vendor's stub answers through, with faults laid in its way."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# A fault: what happens instead of an answer. `lost` and `half` come after the effect, the others before it.
FAULTS = ("401", "403", "404", "409", "429", "500", "reset", "lost", "half", "slow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None


MISSING = Given(status=404, body={"error": "not found"})


class Stub:
    """What every vendor's stub has: the requests it saw, the faults it has yet to show."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.faults: list[str] = []
        self.numbers = 100
        self.subject = "A question about my bill"

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    def answer(self, asked: Asked) -> Given:
        raise NotImplementedError


@contextmanager
def served(stub: Stub) -> Iterator[str]:
    """The stub on a port of its own; yields its URL."""
    server = _Server(("127.0.0.1", 0), lambda *plain: _Handler(stub, *plain))
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some of the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, stub: Stub, *plain: Any) -> None:
        self._stub = stub
        super().__init__(*plain)

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""

    def _answer(self) -> None:
        asked = self._asked()
        fault = self._stub.faults.pop(0) if self._stub.faults else ""
        if fault == "reset":
            return self._reset()
        if fault == "slow":
            time.sleep(0.6)
            return self._reset()
        if fault.isdigit():
            headers = {"Retry-After": "7"} if fault == "429" else {}
            return self._write(Given(status=int(fault), body={"error": fault}, headers=headers))
        self._stub.asked.append(asked)
        given = self._stub.answer(asked)
        if fault == "lost":
            return self._reset()
        self._write(given, half=fault == "half")

    def _asked(self) -> Asked:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        place = urlsplit(self.path)
        is_json = "json" in (self.headers.get("Content-Type") or "")
        body = json.loads(raw) if is_json else dict(parse_qsl(raw.decode()))
        query = dict(parse_qsl(place.query))
        return Asked(
            method=self.command, path=unquote(place.path), query=query, body=body, headers=dict(self.headers.items())
        )

    def _write(self, given: Given, *, half: bool = False) -> None:
        content = (given.text if given.text is not None else json.dumps(given.body)).encode()
        if given.status == 204 or (given.body is None and given.text is None):
            content = b""
        self.send_response(given.status)
        self.send_header("Content-Type", "message/rfc822" if given.text is not None else "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if half:
            self.wfile.write(content[: len(content) // 2])
            return self._reset()
        self.wfile.write(content)
        self.wfile.flush()

    def _reset(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

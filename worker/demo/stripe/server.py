"""The stand-in as an HTTP server on loopback: answers from a world, follows the scenario file, fails on demand."""

import json
import logging
import socket
import struct
from collections import deque
from datetime import datetime
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from worker.demo.stripe import refusals
from worker.demo.stripe.faults import Fault, FaultKind, Faults, refusal
from worker.demo.stripe.refusals import Refusal
from worker.demo.stripe.routes import Request, Routes, read_request
from worker.demo.stripe.scenario import load
from worker.demo.stripe.words import ScenarioError
from worker.demo.stripe.world import World

_LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5  # how often the scenario file is looked at for changes
_REMEMBERED = 10_000
_CACHED = 4_096


class StandIn:
    """A Stripe account on loopback, made of a scenario file or of a world built in Python.

    `with StandIn(Path("scenario.toml")) as stand_in:` serves at `stand_in.url`. `requests` holds what was asked, the
    newest last. A changed scenario file is read again; one that cannot be read leaves the old world standing.
    """

    def __init__(self, scenario: Path | World, *, now: datetime | None = None, port: int = 0) -> None:
        self.faults = Faults()
        self.requests: deque[Request] = deque(maxlen=_REMEMBERED)
        self._path = scenario if isinstance(scenario, Path) else None
        self._now = now
        self._port = port
        self._seen: tuple[int, int] = (0, 0)
        self._looked = 0.0
        self._answers: dict[tuple[Any, ...], bytes] = {}
        self._lock = Lock()
        self._server: _Server | None = None
        self._stopping = Event()
        self._world = scenario if isinstance(scenario, World) else self._load(scenario)

    @property
    def world(self) -> World:
        """The account as it stands now."""
        return self._world

    @property
    def url(self) -> str:
        """Where it answers, once started: the value of `stripe.api_base`."""
        if self._server is None:
            raise RuntimeError("the stand-in was not started")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> str:
        """Serve from a thread; returns the base URL."""
        self._server = _Server(("127.0.0.1", self._port), self)
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self.url

    def stop(self) -> None:
        """Stop serving; safe to call twice."""
        self._stopping.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> "StandIn":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def respond(self, path: str, query: str) -> bytes:
        """The body for a GET. Raises `Refusal`."""
        self._follow_file()
        request = read_request(path, query)
        self.requests.append(request)
        conditions = self.faults.conditions
        key = (path, query, self._world, self._world.version, conditions)
        if (known := self._answers.get(key)) is not None:
            return known
        body = json.dumps(Routes(self._world, conditions).answer(request)).encode()
        with self._lock:
            if len(self._answers) >= _CACHED:
                self._answers.clear()
            self._answers[key] = body
        return body

    def wait(self, seconds: float) -> None:
        """Sleep, unless the server stops meanwhile."""
        self._stopping.wait(seconds)

    def _load(self, path: Path) -> World:
        world, faults = load(path, now=self._now)
        self.faults.set(faults)
        self._seen = _state(path)
        self._answers.clear()
        return world

    def _follow_file(self) -> None:
        if self._path is None or monotonic() - self._looked < _LOOK_SECONDS:
            return
        self._looked = monotonic()
        if _state(self._path) == self._seen:
            return
        try:
            self._world = self._load(self._path)
        except ScenarioError as error:
            self._seen = _state(self._path)
            _LOG.warning("the scenario was changed but cannot be read, the old one stands: %s", error)


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], stand_in: StandIn) -> None:
        super().__init__(address, _Handler)
        self.stand_in = stand_in

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nobody's fault."""
        _LOG.debug("a request to the stand-in broke off", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answer a read, with the fault that is due."""
        stand_in = self.server.stand_in
        parts = urlsplit(self.path)
        fault = stand_in.faults.strike(parts.path, parts.query)
        if fault and fault.kind in {FaultKind.TIME_OUT, FaultKind.RESET}:
            self._break_off(fault)
            return
        try:
            self._authorise()
            if fault and (refused := refusal(fault)):
                raise refused
            self._send(HTTPStatus.OK, stand_in.respond(parts.path, parts.query))
        except Refusal as refused:
            self._send(refused.status, json.dumps(refused.body).encode(), refused.headers)

    def do_POST(self) -> None:
        """Nothing here can be written."""
        refused = refusals.no_such_url("POST", self.path)
        self._send(refused.status, json.dumps(refused.body).encode())

    do_DELETE = do_POST

    def _authorise(self) -> None:
        header = self.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            raise refusals.no_key()
        if not header.removeprefix("Bearer ").startswith(("rk_", "sk_")):
            raise refusals.wrong_key()

    def _send(self, status: int, body: bytes, headers: Any = None) -> None:
        lines = [
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Date: {formatdate(usegmt=True)}",
            *(f"{name}: {value}" for name, value in (headers or {}).items()),
        ]
        self.wfile.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def _break_off(self, fault: Fault) -> None:
        if fault.kind is FaultKind.TIME_OUT:
            self.server.stand_in.wait(fault.seconds)
        else:  # with a linger time of zero, close() sends a RST instead of a FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing: requests are in `StandIn.requests`."""

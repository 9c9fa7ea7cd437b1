"""Serves the desk, in a thread beside whatever else the process does."""

import socket
import threading
from ipaddress import ip_address

import uvicorn
from starlette.applications import Starlette

from parsers.errors import ConfigError


def listening(host: str, port: int) -> socket.socket:
    """A socket of the desk's own; port 0 picks a free one. Raises `ConfigError` if the port is taken."""
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(128)  # whoever comes before the server's thread has started waits, and is not refused
    except OSError as error:
        found.close()
        raise ConfigError(f"[desk] {host}:{port} cannot be listened on ({error.strerror}); set desk.port") from None
    return found


def _or_free(host: str, port: int) -> socket.socket:
    try:
        return listening(host, port)
    except ConfigError:
        return listening(host, 0)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def address(host: str, port: int) -> str:
    """What to type into a browser on this machine to reach what listens on `host`."""
    bare = host.strip("[]")
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bare, bare)
    return f"http://[{here}]:{port}/" if ":" in here else f"http://{here}:{port}/"


class DeskServer:
    """The desk in a thread; it has its port from the beginning, `url` is where it answers.

    `free`: another port will do if this one is taken.
    """

    def __init__(self, app: Starlette, *, host: str, port: int, free: bool = False) -> None:
        self._socket = _or_free(host, port) if free else listening(host, port)
        self.url = address(host, self._socket.getsockname()[1])
        # No `X-Forwarded-*` is believed: who asks is the other end of the connection, or the header that is configured.
        shape = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", proxy_headers=False)
        self._server = uvicorn.Server(shape)
        # A stream of news has no end of its own, and the server waits for it.
        app.state.closing = lambda: self._server.should_exit
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True, name="desk")

    def start(self) -> "DeskServer":
        """Serve from now on."""
        self._thread.start()
        return self

    def wait(self, stop: threading.Event) -> bool:
        """Serve until `stop` is set; False where the server ended by itself."""
        while self._thread.is_alive():
            if stop.wait(0.2):
                return True
        return False

    def stop(self) -> None:
        """Finish what is being answered, then stop."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(5)
        self._socket.close()

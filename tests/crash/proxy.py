"""A proxy before a mail server that can kill the client at the n-th command, before or after the server acted on it."""

import os
import select
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Reaper:
    """Counts the client's commands over all connections; at number `fatal` it calls `kill`.

    `acted`: the server has carried the command out and answered, and the client never hears of it. Otherwise the
    command never reaches the server.
    """

    def __init__(self, host: str, port: int, *, fatal: int = 0, acted: bool = True) -> None:
        self._server = (host, port)
        self._fatal, self._acted = fatal, acted
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.commands: list[bytes] = []
        self._tag = b""  # of the fatal command whose literal is still to come
        self.kill: Callable[[], None] = lambda: None
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client, socket.create_connection(self._server) as server:
            while True:
                ready, _, _ = select.select([client, server], [], [])
                if server in ready:
                    answer = server.recv(65536)
                    if not answer:
                        return
                    client.sendall(answer)
                if client in ready:
                    said = client.recv(65536)
                    if not said or self._dies(said, server):
                        return
                    server.sendall(said)

    def _dies(self, said: bytes, server: socket.socket) -> bool:
        """Whether this was the end of the fatal command; a literal's bytes belong to the command before them."""
        if self._tag:
            tag, self._tag = self._tag, b""
            return self._end(said, tag, server)
        if not _is_command(said):
            return False
        with self._lock:
            self.commands.append(said[:60])
            fatal = len(self.commands) == self._fatal
        tag = said.partition(b" ")[0]
        if fatal and self._acted and said.endswith(b"}\r\n"):
            self._tag = tag
            return False
        return fatal and self._end(said, tag, server)

    def _end(self, said: bytes, tag: bytes, server: socket.socket) -> bool:
        if self._acted:
            _carry_out(said, tag, server)
        self.kill()
        return True


def _carry_out(said: bytes, tag: bytes, server: socket.socket) -> None:
    """Send it, and wait for the server's last word on it."""
    server.sendall(said)
    heard = b"\r\n"
    server.settimeout(5)
    with suppress(TimeoutError):
        while b"\r\n" + tag + b" " not in heard:
            more = server.recv(65536)
            if not more:
                return
            heard += more


def _is_command(said: bytes) -> bool:
    """imaplib tags its commands with four capitals and a number, as in `ABCD12 APPEND …`."""
    tag, _, rest = said.partition(b" ")
    return 5 <= len(tag) <= 12 and tag[:4].isalpha() and tag[4:].isdigit() and bool(rest)


def killer(pid: int) -> Callable[[], None]:
    """Kills a process as a power cut would."""

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    return kill

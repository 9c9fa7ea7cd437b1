"""A wire that breaks: passes a TCP connection through and cuts it before a chosen line of the server's."""

import socket
import threading
from dataclasses import dataclass, field


@dataclass
class CuttingProxy:
    """Forwards to `port` on loopback. `cut_before` counts the server's lines over all connections, from one."""

    target: int
    cut_before: int
    port: int = field(init=False, default=0)
    lines: int = field(init=False, default=0)

    def __enter__(self) -> "CuttingProxy":
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._sockets: list[socket.socket] = []
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._close(self._listening)
        for each in self._sockets:
            self._close(each)
        for thread in self._threads:
            thread.join(5)

    @property
    def cut(self) -> bool:
        """Whether it came to that."""
        return self.lines >= self.cut_before

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self._sockets += [client, server]
            for act in (self._forward, self._back):
                thread = threading.Thread(target=act, args=(client, server))
                self._threads.append(thread)
                thread.start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        try:
            while piece := client.recv(65536):
                server.sendall(piece)
        except OSError:
            pass
        finally:
            self._close(server)

    def _back(self, client: socket.socket, server: socket.socket) -> None:
        try:
            with server.makefile("rb") as answers:
                for line in answers:
                    self.lines += 1
                    if self.cut:
                        client.sendall(line[: len(line) // 2])
                        return
                    client.sendall(line)
        except OSError:
            pass
        finally:
            self._close(client)
            self._close(server)

    def _close(self, each: socket.socket) -> None:
        try:
            each.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        finally:
            each.close()

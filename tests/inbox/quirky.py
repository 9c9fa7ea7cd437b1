"""An IMAP server that misbehaves as told: what Exchange, Gmail and broken proxies do and Dovecot does not."""

import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Quirk = Callable[["Connection", str, str], bool]


@dataclass
class QuirkyServer:
    """Mails by UID. A quirk sees each command (tag, line) first and returns True if it answered."""

    mails: dict[int, bytes] = field(default_factory=dict)
    unrenderable: set[int] = field(default_factory=set)  # NIL for every body
    headless: set[int] = field(default_factory=set)  # NIL for its header, too
    refused: set[int] = field(default_factory=set)  # NO for any FETCH of a body that names it
    missing: set[int] = field(default_factory=set)  # left out of every FETCH answer
    capability: str = "IMAP4rev1 IDLE UIDPLUS"
    uidnext: bool = True
    uidvalidity: int = 7
    quirk: Quirk | None = None
    commands: list[str] = field(default_factory=list)
    port: int = field(init=False, default=0)

    def __enter__(self) -> "QuirkyServer":
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self._open:
            connection.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                accepted, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(accepted)
            thread = threading.Thread(target=Connection(self, accepted).serve, daemon=True)
            self._threads.append(thread)
            thread.start()


class Connection:
    """One client's side of the talk."""

    def __init__(self, server: QuirkyServer, connected: socket.socket) -> None:
        self.server = server
        self.socket = connected
        self.idling = ""  # the tag of the IDLE that DONE ends

    def say(self, *lines: str) -> None:
        self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def serve(self) -> None:
        try:
            self.say("* OK ready")
            with self.socket, self.socket.makefile("rb") as lines:
                for raw in lines:
                    line = raw.decode().rstrip("\r\n")
                    tag, _, command = line.partition(" ")
                    self.server.commands.append(command)
                    if self.server.quirk is None or not self.server.quirk(self, tag, command):
                        self.answer(tag, command)
        except (OSError, ValueError):
            return

    def answer(self, tag: str, command: str) -> None:
        word = command.replace("UID ", "UID_").partition(" ")[0].upper()
        getattr(self, f"_{word.lower()}", self._anything)(tag, command)

    def _anything(self, tag: str, command: str) -> None:
        self.say(f"{self.idling if tag == 'DONE' else tag} OK done")

    def _capability(self, tag: str, command: str) -> None:
        self.say(f"* CAPABILITY {self.server.capability}", f"{tag} OK done")

    def _select(self, tag: str, command: str) -> None:
        mails = self.server.mails
        self.say(f"* {len(mails)} EXISTS", f"* OK [UIDVALIDITY {self.server.uidvalidity}] ok")
        if self.server.uidnext:
            self.say(f"* OK [UIDNEXT {max(mails, default=0) + 1}] next")
        self.say(f"{tag} OK [READ-ONLY] done")

    _examine = _select

    def _uid_search(self, tag: str, command: str) -> None:
        window = re.search(r"UID (\d+)(?::(\d+))?", command.removeprefix("UID "))
        low, high = (int(window[1]), int(window[2] or window[1])) if window else (1, 2**32)
        found = " ".join(str(uid) for uid in sorted(self.server.mails) if low <= uid <= high)
        self.say(f"* SEARCH {found}".strip(), f"{tag} OK done")

    def _uid_fetch(self, tag: str, command: str) -> None:
        uids = [int(uid) for uid in command.split()[2].split(",")]
        body = "BODY" in command
        if body and self.server.refused.intersection(uids):
            self.say(f"{tag} NO Some messages could not be fetched")
            return
        for uid in uids:
            if uid in self.server.mails and uid not in self.server.missing:
                self._one(uid, command)
        self.say(f"{tag} OK done")

    def _one(self, uid: int, command: str) -> None:
        raw = self.server.mails[uid]
        parts = [f"UID {uid}".encode()]
        if "RFC822.SIZE" in command:
            parts.append(b"RFC822.SIZE %d" % len(raw))
        if "INTERNALDATE" in command:
            parts.append(b'INTERNALDATE "01-Nov-2026 10:00:00 +0000"')
        if section := re.search(r"BODY\.PEEK\[(.*?)\](<0\.(\d+)>)?", command):
            parts.append(self._body(uid, raw, section))
        self.socket.sendall(b"* %d FETCH (%s)\r\n" % (sorted(self.server.mails).index(uid) + 1, b" ".join(parts)))

    def _body(self, uid: int, raw: bytes, section: "re.Match[str]") -> bytes:
        header = section[1] == "HEADER"
        name = f"BODY[{section[1]}]{'<0>' if section[2] else ''} ".encode()
        if uid in self.server.headless or (uid in self.server.unrenderable and not header):
            return name + b"NIL"
        content = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if header else raw
        content = content[: int(section[3])] if section[3] else content
        return name + b"{%d}\r\n%s" % (len(content), content)

    def _idle(self, tag: str, command: str) -> None:
        self.idling = tag
        self.say("+ idling")

    def _logout(self, tag: str, command: str) -> None:
        self.say("* BYE", f"{tag} OK done")
        time.sleep(0.01)
        self.socket.shutdown(socket.SHUT_RDWR)

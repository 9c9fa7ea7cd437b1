"""One signed-in IMAP connection, every wait on it limited."""

import imaplib
import re
import select
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import imapclient  # type: ignore[import-untyped]  # ships no types

from worker.imap.errors import SignInRefused, spoken
from worker.imap.server import MailServer
from worker.imap.sign_in import sign_in

# Largest UID there is (RFC 9051 section 2.3.1.1). `*` would bring the last mail even where its UID is lower.
HIGHEST_UID = 4294967295


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder as SELECT or STATUS tells it. `uidnext` is None where the server keeps it to itself."""

    uidvalidity: int
    uidnext: int | None
    exists: int = 0
    permanent_flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of LIST."""

    name: str
    flags: tuple[str, ...]
    delimiter: str


class ImapSession:
    """A connection that is signed in. Every wait on it has a limit; after `MailboxUnavailable` that is not
    `Refused` it is of no more use: `close` it and open another.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self.folder: str | None = None
        with spoken(f"connecting to {server.host}:{server.port}"):
            self._client = _connect(server)
        try:
            sign_in(self._client, server)
        except BaseException:
            self._hang_up()
            raise

    @classmethod
    def open(cls, server: MailServer) -> Self:
        """Connect and sign in. Raises `MailboxUnavailable`, or `SignInRefused` with the mend.

        A token that the server refuses is fetched anew once: it may have been revoked before its date.
        """
        try:
            return cls(server)
        except SignInRefused:
            if server.tokens is None:
                raise
            server.tokens.discard()
            return cls(server)

    def can(self, capability: str) -> bool:
        """Whether the server announces `capability` after sign-in."""
        with spoken("asking for capabilities"):
            return bool(self._client.has_capability(capability))

    def select(self, folder: str, *, readonly: bool = False) -> Folder:
        """Open a folder; read-only it is EXAMINE, which cannot even clear `\\Recent`."""
        with spoken(f"opening {folder}"):
            answer = self._client.select_folder(folder, readonly=readonly)
        self.folder = folder
        self.news()
        return Folder(
            uidvalidity=int(answer.get(b"UIDVALIDITY", 0)),
            uidnext=answer.get(b"UIDNEXT"),
            exists=int(answer.get(b"EXISTS", 0)),
            permanent_flags=tuple(flag.decode("ascii", "replace") for flag in answer.get(b"PERMANENTFLAGS", ())),
        )

    def status(self, folder: str) -> Folder:
        """UIDVALIDITY and UIDNEXT, without opening. For the open folder they are as of the last NOOP (Dovecot)."""
        with spoken(f"asking for the state of {folder}"):
            answer = self._client.folder_status(folder, ["UIDNEXT", "UIDVALIDITY", "MESSAGES"])
        return Folder(
            uidvalidity=int(answer.get(b"UIDVALIDITY", 0)),
            uidnext=answer.get(b"UIDNEXT"),
            exists=int(answer.get(b"MESSAGES", 0)),
        )

    def noop(self) -> None:
        """Make what other sessions did visible here: without it Dovecot's SEARCH does not see their APPEND."""
        with spoken("NOOP"):
            self._client.noop()

    def news(self) -> bool:
        """Whether the server has announced mail since this was last asked; only looks at what it has said."""
        return bool(self._client._imap.response("EXISTS")[1] != [None])

    def search(self, *criteria: str) -> list[int]:
        """UIDs, ascending. Give windows: one line of an answer may not pass 1,000,000 bytes."""
        with spoken("SEARCH"):
            return sorted(set(self._client.search(list(criteria))))

    def fetch(self, uids: Sequence[int], items: Sequence[str]) -> dict[int, dict[bytes, Any]]:
        """What the server gives of `items`; a UID may be missing and a value may be None."""
        with spoken("FETCH"):
            return {uid: dict(found) for uid, found in self._client.fetch(list(uids), list(items)).items()}

    def append(
        self, folder: str, raw: bytes, flags: Sequence[str] = (), at: datetime | None = None
    ) -> tuple[int, int] | None:
        """Put a mail into a folder; UIDVALIDITY and UID where the server says them (UIDPLUS, RFC 4315)."""
        with spoken(f"APPEND to {folder}"):
            answer = self._client.append(folder, raw, flags, at)
        return _append_uid(answer)

    def expunge(self, uids: Sequence[int]) -> None:
        """Remove these mails of the open folder and no others; without UIDPLUS they are only marked."""
        if not uids:
            return
        with spoken("removing our own superseded mail"):
            self._client.add_flags(list(uids), [imapclient.DELETED], silent=True)
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge(list(uids))

    def folders(self) -> tuple[Listed, ...]:
        """Every folder of the account."""
        with spoken("LIST"):
            found = self._client.list_folders()
        return tuple(
            Listed(
                name=str(name),
                flags=tuple(flag.decode("ascii", "replace") for flag in flags),
                delimiter=(delimiter or b"").decode("ascii", "replace"),
            )
            for flags, delimiter, name in found
        )

    def special(self, flag: str) -> str | None:
        """The folder with a special use (RFC 6154), else one that bears a usual name for it; None where none is."""
        with spoken(f"looking for the {flag} folder"):
            found = self._client.find_special_folder(flag.encode("ascii"))
        return None if found is None else str(found)

    def prefix(self) -> str:
        """What stands before every folder of our own (RFC 2342): `""`, or `"INBOX."` on some servers."""
        if not self.can("NAMESPACE"):
            return ""
        with spoken("asking for the namespace"):
            personal = self._client.namespace().personal
        return str(personal[0][0]) if personal else ""

    def create(self, folder: str) -> None:
        """Make a folder and subscribe to it, so that mail clients show it."""
        with spoken(f"creating {folder}"):
            if not self._client.folder_exists(folder):
                self._client.create_folder(folder)
            with suppress(imaplib.IMAP4.error):
                self._client.subscribe_folder(folder)

    def idle(self, seconds: float, wake: int) -> bool:
        """Wait by IDLE until the server says something, the descriptor `wake` is readable, or time is up.

        True if the server announced anything about the folder. `idle_check` is not used: it spins on a closed
        connection and breaks on a line cut in two; DONE tells the truth in both cases.
        """
        with spoken("IDLE"):
            self._client.idle()
            until = time.monotonic() + seconds
            if not self._buffered():
                self._poll(until, wake)
            _, said = self._client.idle_done()
        return any(len(line) > 1 and line[1] in {b"EXISTS", b"EXPUNGE", b"FETCH", b"RECENT"} for line in said)

    def _poll(self, until: float, wake: int) -> None:
        poller = select.poll()
        poller.register(self._client.socket().fileno(), select.POLLIN)
        poller.register(wake, select.POLLIN)
        poller.poll(max(0.0, until - time.monotonic()) * 1000)

    def _buffered(self) -> bool:
        """Whether bytes already lie in a buffer above the socket (the reader's, TLS's), where poll cannot see them."""
        connection = self._client.socket()
        connection.setblocking(False)
        try:
            return bool(self._client._imap.file.peek(1))
        except ssl.SSLWantReadError:
            return False
        finally:
            connection.settimeout(self._server.timeout)

    def close(self) -> None:
        """Say LOGOUT, so that the server frees the connection at once; never raises."""
        try:
            self._client.socket().settimeout(min(2.0, self._server.timeout))
            self._client.logout()
        except Exception:  # whatever state the connection is in, all that is wanted is its end
            self._hang_up()

    def abandon(self) -> None:
        """Cut the connection under whoever waits on it, from another thread."""
        with suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def _hang_up(self) -> None:
        with suppress(Exception):
            self._client.shutdown()


def _connect(server: MailServer) -> Any:
    context = ssl.create_default_context(cafile=server.ca_file or None)
    client = imapclient.IMAPClient(
        server.host,
        port=server.port,
        ssl=server.security == "tls",
        ssl_context=context if server.security == "tls" else None,
        timeout=server.timeout,
    )
    try:
        _prepare(client, server, context)
    except BaseException:
        with suppress(Exception):
            client.shutdown()
        raise
    return client


def _prepare(client: Any, server: MailServer, context: ssl.SSLContext) -> None:
    client.normalise_times = False
    # imaplib would format every line for a log that nobody reads; and a password is one of them.
    client._imap.debug = 0
    # Nagle's algorithm costs 40 ms on each literal (measured: APPEND 47 ms, without 3.5 ms).
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if server.security == "starttls":
        client.starttls(context)


def _append_uid(answer: object) -> tuple[int, int] | None:
    """`[APPENDUID <uidvalidity> <uid>] …` (RFC 4315)."""
    text = answer.decode("ascii", "replace") if isinstance(answer, bytes) else str(answer)
    found = re.search(r"\[APPENDUID (\d+) (\d+)\]", text)
    return (int(found[1]), int(found[2])) if found else None

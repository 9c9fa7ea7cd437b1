"""A mail client for tests: an account on a real server, seen with plain imapclient."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from imapclient import IMAPClient  # type: ignore[import-untyped]

from tests.support.dovecot import PASSWORD, Dovecot


@dataclass(frozen=True, slots=True)
class Account:
    """One user of a server."""

    server: Dovecot
    user: str

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """Signed in over plain text."""
        with IMAPClient(self.server.host, port=self.server.port, ssl=False, timeout=20) as client:
            client.login(self.user, PASSWORD)
            yield client

    def deliver(
        self, *raws: bytes, folder: str = "INBOX", flags: Sequence[str] = (), at: datetime | None = None
    ) -> None:
        """Put mails into a folder."""
        with self.client() as client:
            for raw in raws:
                client.append(folder, raw, flags, at)

    def mails(self, folder: str) -> list[EmailMessage]:
        """All mails of a folder, by UID."""
        with self.client() as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(), ["BODY.PEEK[]"])
            return [message_from_bytes(found[uid][b"BODY[]"], policy=default) for uid in sorted(found)]

    def flags(self, folder: str) -> list[set[str]]:
        """The flags of each mail of a folder, by UID."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(), ["FLAGS"])
            return [{flag.decode() for flag in found[uid][b"FLAGS"]} - {"\\Recent"} for uid in sorted(found)]

    def remove(self, folder: str, *uids: int) -> None:
        """Expunge mails of a folder; all of them where none is named."""
        with self.client() as client:
            client.select_folder(folder)
            client.delete_messages(list(uids) or client.search())
            client.expunge()

"""The way into a mail server, shut for a while after it refused us: repeated refusals lock accounts."""

import time

from worker.imap.errors import SignInRefused
from worker.imap.server import MailServer
from worker.imap.session import ImapSession

REFUSED_PAUSE = 300.0  # seconds; what is wrong then, only a person can mend


class Door:
    """Opens connections to one server as one user."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._refused: tuple[str, float] | None = None

    def open(self) -> ImapSession:
        """A connection that is signed in. Raises `SignInRefused`, without asking again too soon, or
        `MailboxUnavailable`.
        """
        if self._refused is not None and (left := self._refused[1] - time.monotonic()) > 0:
            raise SignInRefused(self._refused[0], retry_after=left)
        try:
            session = ImapSession.open(self.server)
        except SignInRefused as error:
            self._refused = (str(error), time.monotonic() + REFUSED_PAUSE)
            error.retry_after = REFUSED_PAUSE
            raise
        self._refused = None
        return session

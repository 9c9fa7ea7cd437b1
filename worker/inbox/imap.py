"""The IMAP inbox: reads by UID, remembers how far, and never changes anything in the mailbox."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Unpack

from parsers.errors import MailboxUnavailable
from worker.imap import (
    REFUSED_PAUSE,
    Door,
    Folder,
    ImapSession,
    MailServer,
    Refused,
    ServerArguments,
    SignInRefused,
)
from worker.inbox.examination import RECENT, fault, verdicts_seen, well
from worker.inbox.imap_answers import body_of
from worker.inbox.imap_fetch import Fetcher
from worker.inbox.imap_uids import UidList, unread_since, unread_uids
from worker.inbox.pause import Backoff, Bell
from worker.inbox.since import beginning
from worker.ports import Cursor, Finding, Intake

log = logging.getLogger(__name__)

# IDLE is renewed well before the 30 minutes of RFC 9051 and before the 5 to 10 that home routers and NATs allow.
_RENEW = 290.0
_LAST_WORDS = 2.0
# A folder that was deleted and made again stays as it was for whoever has it open (Dovecot 2.3: STATUS too), so it is
# opened anew now and then; not each time, since that costs 20 ms and more where it holds 50,000 mails.
_REOPEN = 60.0


class ImapInbox:
    """One folder of one account over one connection; `server` says where and as whom. Sizes are bytes."""

    def __init__(
        self,
        *,
        account: str,
        folder: str = "INBOX",
        since: str = "3d",
        batch_bytes: int = 4_000_000,
        max_size: int = 50_000_000,
        idle: bool = True,
        authserv_ids: Sequence[str] = (),
        reopen: float = _REOPEN,
        **server: Unpack[ServerArguments],
    ) -> None:
        self._account = account
        self._server = MailServer(**server)
        beginning(since, datetime.now(UTC))  # a bad value must not wait for the first connection
        self._folder = folder
        self._since = since
        self._idle = idle
        self._reopen = reopen
        self._authserv_ids = tuple(authserv_ids)
        self._opened_at = 0.0
        self._fetcher = Fetcher(account=account, folder=folder, batch_bytes=batch_bytes, max_size=max_size)
        self._door = Door(self._server)
        self._session: ImapSession | None = None
        self._state: Folder | None = None
        self._bell = Bell()
        self._turn = threading.Lock()
        self._backoff = Backoff()
        self._deaf = Backoff()  # counts IDLEs that died at once

    def collect(self, intake: Intake) -> int:
        """Take in all mail above the cursor; how many were new.

        Raises `MailboxUnavailable` with what is wrong and the mend; the next call connects anew.
        """
        with self._turn:
            try:
                taken = self._collect(intake)
            except MailboxUnavailable as error:
                self._drop()
                if self._server.tokens is not None and not isinstance(error, Refused):
                    self._server.tokens.discard()  # a server hangs up when a token ends, and need not say why
                raise self._later(error) from error
            finally:
                if self._bell.rule_result:
                    self._drop()
            self._backoff.recovered()
            return taken

    def wait(self, seconds: float) -> None:
        """Return when the server hints at new mail, at `close`, or after `seconds` (five minutes at most)."""
        with self._turn:
            self._wait(min(seconds, _RENEW))
            if self._bell.rule_result:
                self._drop()

    def check(self) -> Sequence[Finding]:
        """For `doctor`: prove sign-in and folder, say what wakes us, and whose verdicts the recent mails carry."""
        with self._turn:
            try:
                session, state = self._opened()
                return (
                    well(f"signed in to {self._server.host} as {self._server.username}"),
                    well(f"folder {self._folder} holds {state.exists} mails; it is opened read-only"),
                    self._woken_by(session),
                    *verdicts_seen(_recent_headers(session, state), self._authserv_ids),
                )
            except MailboxUnavailable as error:
                self._drop()
                return (fault(str(error), "see [inbox] host, port, security, username and folder"),)

    def close(self) -> None:
        """End the wait, sign out. Safe to call twice, from another thread or from a signal handler."""
        self._bell.ring()
        if self._turn.acquire(timeout=_LAST_WORDS):
            self._drop()
            self._turn.release()
        elif (session := self._session) is not None:
            session.abandon()  # whoever waits on it wakes, finds the bell rung, and signs out

    def _collect(self, intake: Intake) -> int:
        session, state = self._opened()
        known = intake.cursor(self._account, self._folder)
        here = Cursor(account=self._account, folder=self._folder, uidvalidity=state.uidvalidity, uid=0)
        taken = 0
        if known is None or known.uidvalidity != state.uidvalidity:
            start = self._start(known, state)
            here = replace(here, since=start)
            uids = unread_since(session, state, start)
            taken += self._take(session, intake, uids, here)
            here = replace(here, uid=uids.highest)
        else:
            here = known
        return taken + self._take_new(session, state, intake, here)

    def _start(self, known: Cursor | None, state: Folder) -> datetime | None:
        """Where to begin in a folder without a cursor: `since` of the first start, kept across a new numbering."""
        start = beginning(self._since, datetime.now(UTC))
        if known is None:
            return start
        log.warning(
            "the server numbered folder %s anew (UIDVALIDITY %s, was %s): reading it again; mails already known are "
            "recognised by their content",
            self._folder,
            state.uidvalidity,
            known.uidvalidity,
        )
        return min(start, known.since) if start and known.since else start

    def _take_new(self, session: ImapSession, state: Folder, intake: Intake, here: Cursor) -> int:
        """All above the cursor, until nothing is left: what is announced after the last look ends the next wait."""
        taken = 0
        while not self._bell.rule_result:
            session.noop()
            session.news()
            uids = unread_uids(session, state, here.uid)
            if not uids.wanted:
                break
            taken += self._take(session, intake, uids, here)
            here = replace(here, uid=uids.highest)
        return taken

    def _take(self, session: ImapSession, intake: Intake, uids: UidList, here: Cursor) -> int:
        """Mails and cursor in one transaction a batch; the cursor may pass nothing that is still to be read."""
        taken = 0
        for deliveries, uid in self._fetcher.batches(session, here.uidvalidity, uids.wanted):
            taken += intake.take(deliveries, cursor=replace(here, uid=uid) if uids.in_order else None)
            if self._bell.rule_result:
                return taken
        if not uids.in_order or not uids.wanted or uids.highest > uids.wanted[-1]:
            intake.take((), cursor=replace(here, uid=uids.highest))
        return taken

    def _opened(self) -> tuple[ImapSession, Folder]:
        if self._bell.rule_result:
            raise MailboxUnavailable("the inbox is closed")
        if self._session is None:
            self._session = self._door.open()
            self._state = None
        if self._state is None or time.monotonic() - self._opened_at >= self._reopen:
            self._state = self._session.select(self._folder, readonly=True)
            self._opened_at = time.monotonic()
        return self._session, self._state

    def _wait(self, seconds: float) -> None:
        session = self._session
        if session is None:
            self._bell.wait(min(seconds, max(self._backoff.pause, self._deaf.pause)))
            return
        try:
            if session.news():
                return
            if not self._idle or not session.can("IDLE"):
                self._bell.wait(seconds)
                return
            session.idle(seconds, self._bell.fileno())
            self._deaf.recovered()
        except MailboxUnavailable as error:
            log.info("IDLE ended: %s", error)
            self._drop()
            if self._deaf.failed() and self._deaf.failures > 1:
                self._bell.wait(min(seconds, self._deaf.pause))

    def _woken_by(self, session: ImapSession) -> Finding:
        if self._idle and session.can("IDLE"):
            return well("the server tells of new mail at once (IDLE)")
        return well("the server does not tell of new mail: it is looked for every poll_seconds")

    def _later(self, error: MailboxUnavailable) -> MailboxUnavailable:
        pause = self._backoff.failed()
        if isinstance(error, SignInRefused):
            pause = error.retry_after or REFUSED_PAUSE
        error.retry_after = max(pause, error.retry_after or 0.0)
        return error

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
            self._state = None


def _recent_headers(session: ImapSession, state: Folder) -> list[bytes]:
    if not state.exists:
        return []
    uids = session.search(f"{max(1, state.exists - RECENT + 1)}:{state.exists}")
    found = session.fetch(uids, ["BODY.PEEK[HEADER.FIELDS (AUTHENTICATION-RESULTS)]"])
    return [body_of(answer) or b"" for answer in found.values()]

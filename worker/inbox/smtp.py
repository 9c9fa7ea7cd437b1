"""The SMTP inbox: a receiver on loopback or behind an MTA, which says 250 only once a mail is stored. Never relays."""

import asyncio
import logging
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from parsers.domains import address_key
from parsers.errors import MailboxUnavailable
from worker.inbox.arrival_headers import stamped, without_our_verdicts
from worker.inbox.examination import doubt, fault, well
from worker.inbox.pause import Bell
from worker.ports import Delivery, Finding, Intake

log = logging.getLogger(__name__)

# Mail clients and MTAs do send longer lines than the 1,000 octets of RFC 5321 section 4.5.3.1.6.
_LONGEST_LINE = 1_000_000
_LAST_WORDS = 5.0  # seconds for mails that are being stored at the end


class Receiver:
    """What aiosmtpd calls; `receive` is the same door for a caller in this process.

    `addresses` are the only recipients taken; with none configured every recipient is ours.
    """

    def __init__(
        self, *, account: str, addresses: Sequence[str] = (), authserv_ids: Sequence[str] = (), trust: bool = False
    ) -> None:
        self._account = account
        self.addresses = frozenset(map(address_key, addresses))
        self._authserv_ids = tuple(authserv_ids)
        self.trusts = trust
        self._lock = threading.Lock()
        self._taken = 0
        self.busy = 0  # mails being stored; counted on the loop's thread alone
        self.intake: Intake | None = None
        self.arrived = threading.Event()

    def receive(self, raw: bytes, *, sender: str = "", peer: str = "") -> int:
        """Store one mail; 1 if it was new. `sender` is the envelope's, empty for a bounce. Raises as the store does."""
        if self.intake is None:
            raise MailboxUnavailable("the receiver is not open yet: collect first")
        mail = stamped(raw, sender, peer)
        content = mail if self.trusts else without_our_verdicts(mail, self._authserv_ids)
        delivery = Delivery(account=self._account, raw=content, arrived_at=datetime.now(UTC))
        new = self.intake.take((delivery,))
        with self._lock:
            self._taken += new
        self.arrived.set()
        return new

    def taken(self) -> int:
        """How many were new since this was last asked."""
        with self._lock:
            taken, self._taken = self._taken, 0
            self.arrived.clear()
        return taken

    def is_ours(self, address: str) -> bool:
        """Whether mail to `address` is for us."""
        return not self.addresses or address_key(address) in self.addresses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only our own addresses: this is no relay."""
        if not self.is_ours(address):
            return "550 5.7.1 this receiver takes no mail for others"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """250 after the commit, 451 where the store is in trouble: the sender keeps the mail and comes again."""
        peer = session.peer[0] if isinstance(session.peer, tuple) else ""
        raw = envelope.original_content or b""
        self.busy += 1
        try:
            await asyncio.to_thread(self.receive, raw, sender=envelope.mail_from or "", peer=peer)
        except Exception:  # any at all: without the commit there is no 250
            log.exception("a mail could not be stored; its sender was asked to come again")
            return "451 4.3.0 not stored, try again later"
        finally:
            self.busy -= 1
        return "250 2.0.0 stored"


class SmtpInbox:
    """Listens from the first `collect` on; `port` 0 takes a free one, `address` then says which."""

    def __init__(
        self,
        *,
        account: str,
        host: str = "127.0.0.1",
        port: int = 8025,
        addresses: Sequence[str] = (),
        authserv_ids: Sequence[str] = (),
        trust_authentication_results: bool = False,
        max_size: int = 50_000_000,
        timeout: float = 300.0,
    ) -> None:
        self.handler = Receiver(
            account=account, addresses=addresses, authserv_ids=authserv_ids, trust=trust_authentication_results
        )
        self._place = (host, port)
        self._max_size = max_size
        self._timeout = timeout
        self._bell = Bell()
        self._turn = threading.Lock()
        self._controller: _Controller | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens, or would."""
        return self._place

    def collect(self, intake: Intake) -> int:
        """Open the door on the first call; how many new mails came in since the last one."""
        with self._turn:
            self.handler.intake = intake
            if self._controller is None and not self._bell.rule_result:
                self._open()
        return self.handler.taken()

    def wait(self, seconds: float) -> None:
        """Return when a mail came in, or after `seconds`."""
        self.handler.arrived.wait(max(0.0, seconds))

    def check(self) -> Sequence[Finding]:
        """For `doctor`: prove that we may listen there, and say whose mail is taken."""
        host, port = self._place
        try:
            if self._controller is None:
                _listening_on(host, port).close()
        except MailboxUnavailable as error:
            return (fault(str(error), "end what listens there, or write another listen_port"),)
        ours = ", ".join(sorted(self.handler.addresses)) or "every address"
        found = [well(f"can listen on {host}:{port}; takes mail for {ours}, and relays none")]
        if host not in {"127.0.0.1", "::1", "localhost"}:
            mend = "let only your MTA reach the port, or listen on 127.0.0.1"
            found.append(doubt(f"whoever reaches {host}:{port} can hand in mail", mend))
        if self.handler.trusts:
            mend = "make sure the MTA in front takes away those that senders wrote under its name"
            found.append(doubt("Authentication-Results are believed as they come", mend))
        return tuple(found)

    def close(self) -> None:
        """Stop listening; a mail that is being stored is still answered."""
        self._bell.ring()
        self.handler.arrived.set()
        with self._turn:
            if self._controller is not None:
                self._controller.finish()
                self._controller = None

    def _open(self) -> None:
        host, port = self._place
        listening = _listening_on(host, port)
        self._place = (host, listening.getsockname()[1])
        self._controller = _Controller(self.handler, listening, self._max_size, self._timeout)
        self._controller.start()


def _listening_on(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=100)
    except OSError as error:
        raise MailboxUnavailable(
            f"cannot listen on {host}:{port}: {error.strerror}; see [inbox] listen_host and listen_port"
        ) from error


class _Smtp(SMTP):
    line_length_limit = _LONGEST_LINE


class _Controller(Controller):
    """aiosmtpd's thread and loop, over a socket that we bound ourselves."""

    def __init__(self, handler: Receiver, listening: socket.socket, max_size: int, timeout: float) -> None:
        host, port = listening.getsockname()[:2]
        super().__init__(handler, hostname=host, port=port)
        self._listening = listening
        self._limits: dict[str, Any] = {"data_size_limit": max_size, "timeout": timeout}

    def factory(self) -> SMTP:
        return _Smtp(self.handler, enable_SMTPUTF8=True, hostname="deskhand", ident="Deskhand", **self._limits)

    def finish(self) -> None:
        """Stop listening, let what is being stored be stored and answered, then end."""
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._answered(), self.loop).result(_LAST_WORDS)
        self.stop()

    async def _answered(self) -> None:
        if self.server is not None:
            self.server.close()
        while self.handler.busy:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # the answer is written after the handler returned

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listening)

"""The IMAP helpdesk: the draft lies in the drafts folder, the note in a folder of its own; nothing here can send."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Unpack

from parsers.domains import domain_key
from parsers.errors import HelpdeskUnavailable, MailboxUnavailable
from worker.helpdesks.imap_drafts import Replies
from worker.helpdesks.imap_folder import Place, Shelf
from worker.helpdesks.imap_mail import Kind, letter, message_id
from worker.imap import Door, MailServer, ServerArguments
from worker.ports import Capability, DraftState, Filed, Finding, Outbox, Packet, Traits

AGENTS_OWN = "one by an agent is already there"
EARLIER_GONE = "the earlier one was sent or thrown away by an agent"


class ImapHelpdesk:
    """Folders of one account, each on a connection of its own. `timeout` is seconds for every wait."""

    kind = "imap"
    capabilities = frozenset({Capability.DRAFT, Capability.NOTE})
    traits = Traits(
        draft="in the Drafts folder, threaded",
        note="in a notes folder",
        found_by="the mail itself",
        not_found="nothing to find: the texts thread by themselves",
        once_by="our Message-ID, searched for before each append",
        rights="the mailbox's own account; IMAP cannot send",
    )

    def __init__(
        self,
        *,
        own_address: str,
        message_id_domain: str = "",
        drafts_folder: str = "",
        notes_folder: str = "Handoff",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        **server: Unpack[ServerArguments],
    ) -> None:
        door = Door(MailServer(**server))
        self._domain = message_id_domain or domain_key(own_address.rpartition("@")[2]) or "localhost"
        self._now = now
        self._drafts = Shelf(door, drafts_folder, use="\\Drafts")
        self._notes = Shelf(door, notes_folder, make=True)
        self._replies = Replies(self._domain)
        self._turn = threading.Lock()

    def file_note(self, packet: Packet, outbox: Outbox) -> Filed:
        """Put the note into the notes folder, once per revision."""
        with self._as_helpdesk():
            key = f"note.r{packet.revision}"
            filed = outbox.recall(key)
            if filed is None:
                filed = str(self._notes.put(*self._letter("note", packet), outbox, key))
            return Filed(reference=filed)

    def file_draft(self, packet: Packet, outbox: Outbox) -> Filed:
        """Put the draft into the drafts folder, once per revision, unless an agent has one there."""
        with self._as_helpdesk():
            return self._file_draft(packet, outbox)

    def draft_state(self, packet: Packet, outbox: Outbox) -> DraftState:
        """By UID: an edited draft is another mail."""
        with self._as_helpdesk():
            place = Place.parse(outbox.recall(f"draft.r{packet.revision}") or "")
            return DraftState.UNKNOWN if place is None else self._fate(place, packet, outbox)

    def check(self) -> Sequence[Finding]:
        """Prove sign-in, folders and flags."""
        with self._turn:
            found = [finding for shelf in (self._drafts, self._notes) for finding in _proven(shelf)]
            found.append(Finding(area="helpdesk", ok=True, text="IMAP has no command that sends mail"))
            return tuple(dict.fromkeys(found))

    def close(self) -> None:
        """Sign out."""
        with self._turn:
            self._drafts.close()
            self._notes.close()

    @contextmanager
    def _as_helpdesk(self) -> Iterator[None]:
        """One at a time. After any failure both connections are made anew: a folder may not be what we have open."""
        with self._turn:
            try:
                yield
            except MailboxUnavailable as error:
                self._drafts.close()
                self._notes.close()
                raise HelpdeskUnavailable(str(error), retry_after=error.retry_after) from error

    def _file_draft(self, packet: Packet, outbox: Outbox) -> Filed:
        key = f"draft.r{packet.revision}"
        if withheld := outbox.recall(f"{key}.withheld"):
            return Filed(reference=None, withheld=withheld)
        earlier = self._earlier(packet, outbox)
        place = Place.parse(outbox.recall(key) or "")
        if place is None:
            opened = self._drafts.opened()
            if self._replies.by_agent(*opened, packet):
                return self._withhold(AGENTS_OWN, key, outbox)
            if earlier is not None and (fate := self._fate(*earlier, outbox)) is not DraftState.UNTOUCHED:
                return self._withhold(AGENTS_OWN if fate is DraftState.TOUCHED else EARLIER_GONE, key, outbox)
            text = self._letter("draft", packet)
            place = self._drafts.put(*text, outbox, key, flags=("\\Draft", "\\Seen"), opened=opened)
            self._replies.skip(place.uid)
        if earlier is not None:
            return self._replace(earlier, place, outbox, key)
        return Filed(reference=str(place))

    def _earlier(self, packet: Packet, outbox: Outbox) -> tuple[Place, Packet] | None:
        """The newest revision below this one that was left, and its packet as far as it still matters."""
        for revision in range(packet.revision - 1, 0, -1):
            older = replace(packet, revision=revision)
            place = self._drafts.settle(message_id("draft", older, self._domain), outbox, f"draft.r{revision}")
            if place is not None:
                return place, older
        return None

    def _fate(self, place: Place, packet: Packet, outbox: Outbox) -> DraftState:
        """What an agent did with a draft of ours. By UID: an edited draft is another mail, whatever id it bears."""
        name = message_id("draft", packet, self._domain)
        if self._drafts.holds(place, name):
            edited = outbox.recall(f"draft.r{packet.revision}.edited")
            return DraftState.TOUCHED if edited else DraftState.UNTOUCHED
        session, state = self._drafts.opened()
        if self._replies.by_agent(session, state, packet) or self._drafts.find(place.uid, name):
            return DraftState.TOUCHED
        return DraftState.GONE

    def _replace(self, earlier: tuple[Place, Packet], place: Place, outbox: Outbox, key: str) -> Filed:
        """Take the earlier draft away; where an agent took it meanwhile, ours goes instead."""
        if outbox.recall(f"{key}.replaces") is None:
            if self._fate(*earlier, outbox) is not DraftState.UNTOUCHED:
                self._drafts.remove(place)
                return self._withhold(AGENTS_OWN, key, outbox)
            outbox.remember(f"{key}.replaces", str(earlier[0]))
        self._drafts.remove(earlier[0])  # again where a crash came between mark and expunge; a UID names one mail only
        return Filed(reference=str(place))

    def _withhold(self, why: str, key: str, outbox: Outbox) -> Filed:
        outbox.remember(f"{key}.withheld", why)
        return Filed(reference=None, withheld=why)

    def _letter(self, kind: Kind, packet: Packet) -> tuple[bytes, str]:
        """The mail, and its Message-ID."""
        return letter(kind, packet, self._domain, at=self._now()), message_id(kind, packet, self._domain)


def _proven(shelf: Shelf) -> list[Finding]:
    try:
        return list(shelf.prove())
    except MailboxUnavailable as error:
        mend = "see [inbox] host, port, security, username and password"
        return [Finding(area="helpdesk", ok=False, text=str(error), mend=mend)]

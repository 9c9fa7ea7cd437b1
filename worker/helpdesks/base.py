"""What helpdesks behind an HTTP API share: markers, markup, and leaving each text exactly once."""

import hashlib
import html
import json
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from parsers.errors import HelpdeskUnavailable, NotShownYet, Rejected, UnsupportedByHelpdesk
from worker.helpdesks.matching import NotFoundPolicy, WhenNotFound
from worker.ports import Capability, DraftState, Filed, Finding, Outbox, Packet, Traits

AGENTS_OWN = "one by an agent is already there"
EARLIER_GONE = "the earlier one was sent or thrown away by an agent"
DIVIDER = "SUGGESTED REPLY (not sent)"
WAITS = "waits, then the review desk"  # `helpdesk.wait_minutes` and `helpdesk.when_not_found` change it
DESK = "desk:"  # begins the reference of a text that rests in the review desk instead

log = logging.getLogger(__name__)

_TAGS = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"<\s*(br|/p|/div|hr)\b[^>]*>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A text as it lies in the helpdesk. `own`: written by our credential; `version`: what an update has to name."""

    id: str
    text: str
    own: bool = False
    version: str = ""


def marker(packet: Packet) -> str:
    """What our note bears so that a later worker finds it: case and revision."""
    return f"[deskhand {packet.case_id} r{packet.revision}]"


def as_html(text: str) -> str:
    """Plain text as markup that shows it; nothing in it is markup any more."""
    clean = _CONTROL.sub(" ", text.replace("\r\n", "\n")).strip("\n")
    return "<div>" + html.escape(clean, quote=True).replace("\n", "<br>") + "</div>"


def plain(markup: str) -> str:
    """The words of markup on one line: what stays the same when a helpdesk tidies it."""
    return " ".join(html.unescape(_TAGS.sub(" ", _BREAKS.sub(" ", markup))).split())


def note_html(packet: Packet, *, with_reply: bool = False) -> str:
    """The note with its marker; with the suggested reply below a divider where drafts cannot be left."""
    reply = f"<hr><p><b>{DIVIDER}</b></p>{as_html(packet.draft.body)}" if with_reply and packet.draft else ""
    return f"{as_html(packet.note)}{reply}<p>{html.escape(marker(packet))}</p>"


class _Nowhere(Exception):
    """The conversation was waited for in vain: this revision rests in the review desk."""


class ConversationDesk:
    """A helpdesk of conversations. A vendor says how to find one, what lies in it, and how to write into it.

    The order is always: find, look for ours, write, checkpoint. A worker that dies between the last two leaves
    a text which the next one finds by its marker (note) or by its words (draft), and does not write again.
    """

    kind = ""
    capabilities = frozenset({Capability.NOTE})
    traits: Traits
    absence = NotFoundPolicy()

    def file_note(self, packet: Packet, outbox: Outbox) -> Filed:
        """Leave the note, internal, once per case and revision."""
        key = f"note.r{packet.revision}"
        if (filed := outbox.recall(key)) is None:
            try:
                with understood(self.kind):
                    filed = self._leave_note(packet, outbox)
            except _Nowhere:
                filed = DESK + packet.case_id
            outbox.remember(key, filed)
        return Filed(reference=filed)

    def file_draft(self, packet: Packet, outbox: Outbox) -> Filed:
        """Leave the draft, once per case and revision, unless an agent has one there."""
        if Capability.DRAFT not in self.capabilities or packet.draft is None:
            raise UnsupportedByHelpdesk(f"{self.kind} has no drafts; the suggested reply stands in the note")
        key = f"draft.r{packet.revision}"
        if withheld := outbox.recall(f"{key}.withheld"):
            return Filed(reference=None, withheld=withheld)
        if kept := outbox.recall(key):
            return Filed(reference=kept.split()[0])
        try:
            with understood(self.kind):
                return self._file_draft(packet, outbox, key)
        except _Nowhere:
            outbox.remember(key, DESK + packet.case_id)
            return Filed(reference=DESK + packet.case_id)

    def draft_state(self, packet: Packet, outbox: Outbox) -> DraftState:
        """By the words that the helpdesk showed when the draft was left."""
        kept = outbox.recall(f"draft.r{packet.revision}")
        if kept is None or kept.startswith(DESK):
            return DraftState.UNKNOWN
        with understood(self.kind):
            return _fate(kept, self._lying_drafts(self._conversation(packet, outbox), outbox))

    def check(self) -> Sequence[Finding]:
        """Prove the connection, every right to read, and of the others what the helpdesk shows of them."""
        with understood(self.kind):
            text = f"{self.kind}: signed in as {self._whoami()}; nothing outside the list of calls can be asked"
            found = [Finding(area="helpdesk", ok=True, text=text), *self._prove_reading(), *self._prove_rights()]
        if self.traits.can_send:
            text = f"{self.kind}: this credential could send, only our list of calls keeps it from that"
            mend = "keep it for Deskhand alone, as a user who sees no more than the billing inbox"
            return (*found, Finding(area="helpdesk", ok=True, warning=True, text=text, mend=mend))
        least = f"{self.kind}: rights to write are proven by writing alone; it needs: {self.traits.rights}"
        return (*found, Finding(area="helpdesk", ok=True, text=least))

    def _prove_reading(self) -> Iterator[Finding]:
        """Ask for a conversation and for each kind of thing in it; a refusal names the right that is missing."""
        newest: list[str] = []
        findings = [*self._refused(lambda: newest.extend(filter(None, [self._newest()])))]
        for part in self._parts() if newest else ():
            findings += self._refused(lambda part=part: part(newest[0]))  # type: ignore[misc]
        if not findings:
            text = "conversations and what lies in them are read" if newest else "no conversation is there to be read"
            yield Finding(area="helpdesk", ok=True, warning=not newest, text=f"{self.kind}: {text}")
        yield from findings

    def _refused(self, read: Callable[[], object]) -> Iterator[Finding]:
        try:
            read()
        except Rejected as error:
            mend = f"give the credential what it needs: {self.traits.rights}"
            yield Finding(area="helpdesk", ok=False, text=f"{self.kind}: {error}", mend=mend)

    def _newest(self) -> str | None:
        """Any conversation; None where there is none."""
        raise NotImplementedError

    def _parts(self) -> Sequence[Callable[[str], object]]:
        """What is read of a conversation."""
        return (self._notes, self._drafts)

    def _prove_rights(self) -> Iterator[Finding]:
        """What the helpdesk tells of the credential's other rights."""
        yield from ()

    def _leave_note(self, packet: Packet, outbox: Outbox) -> str:
        conversation = self._conversation(packet, outbox)
        notes = self._lying_notes(conversation, outbox)
        ours = sorted(note.id for note in notes if marker(packet) in plain(note.text))
        return ours[0] if ours else self._write_note(conversation, packet)

    def _file_draft(self, packet: Packet, outbox: Outbox, key: str) -> Filed:
        conversation = self._conversation(packet, outbox)
        posted = self._lying_drafts(conversation, outbox)
        earlier = _earlier(packet, outbox)
        replaced = next((one for one in posted if earlier and one.id == earlier.split()[0]), None)
        before = outbox.recall(f"{key}.from")
        mine = _recovered(packet, posted, json.loads(before) if before else None, replaced)
        if mine is None:
            if reason := _forbidden(earlier, posted, json.loads(before) if before else None):
                outbox.remember(f"{key}.withheld", reason)
                return Filed(reference=None, withheld=reason)
            if before is None:
                outbox.remember(f"{key}.from", json.dumps([one.id for one in posted]))
            mine = self._write_draft(conversation, packet, replaced)
        outbox.remember(key, f"{mine.id} {_digest(mine.text)}")
        return Filed(reference=mine.id)

    def _conversation(self, packet: Packet, outbox: Outbox) -> str:
        if outbox.recall(f"desk.r{packet.revision}"):
            raise _Nowhere
        if known := outbox.recall("conversation"):
            return known
        found = self._find(packet)
        if found is None:
            raise self._absent(packet, outbox)
        outbox.remember("conversation", found)
        return found

    def _absent(self, packet: Packet, outbox: Outbox) -> Exception:
        """What follows from there being no conversation (yet)."""
        sought = outbox.recall("sought")
        if sought is None:
            sought = datetime.now(UTC).isoformat()
            outbox.remember("sought", sought)
        waited = datetime.now(UTC) - datetime.fromisoformat(sought)
        text = f"{self.kind} shows no conversation for this mail"
        if self.absence.then is WhenNotFound.WAIT or waited < self.absence.wait:
            return NotShownYet(f"{text} yet")
        if self.absence.then is WhenNotFound.QUARANTINE:
            return Rejected(f"{text}, looked for since {sought}")
        log.warning("case %s: %s: draft and note rest in the review desk", packet.case_id, text)
        outbox.remember(f"desk.r{packet.revision}", sought)
        return _Nowhere()

    def _lying_notes(self, conversation: str, outbox: Outbox) -> Sequence[Posted]:
        return self._present(self._notes(conversation), conversation, outbox)

    def _lying_drafts(self, conversation: str, outbox: Outbox) -> Sequence[Posted]:
        return self._present(self._drafts(conversation), conversation, outbox)

    def _present(self, posted: Sequence[Posted] | None, conversation: str, outbox: Outbox) -> Sequence[Posted]:
        if posted is None:
            outbox.remember("conversation", "")
            raise HelpdeskUnavailable(f"conversation {conversation} is gone: it will be looked for anew")
        return posted

    def _find(self, packet: Packet) -> str | None:
        """The conversation this mail stands in."""
        raise NotImplementedError

    def _notes(self, conversation: str) -> Sequence[Posted] | None:
        """Every internal note; None where the conversation is gone."""
        raise NotImplementedError

    def _write_note(self, conversation: str, packet: Packet) -> str:
        """Write it, prove from the answer that it is internal, and give its id."""
        raise NotImplementedError

    def _drafts(self, conversation: str) -> Sequence[Posted] | None:
        """Every draft; None where the conversation is gone."""
        return ()

    def _write_draft(self, conversation: str, packet: Packet, replaced: Posted | None) -> Posted:
        """Write it in the place of `replaced`, or anew; prove from the answer that it is a draft."""
        raise NotImplementedError

    def _whoami(self) -> str:
        raise NotImplementedError

    def close(self) -> None:
        """Let go of connections; safe to call twice."""
        raise NotImplementedError


@contextmanager
def understood(kind: str) -> Iterator[None]:
    """An answer that lacks what we read from it, or has it in another shape, is no answer."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise HelpdeskUnavailable(f"{kind} answered in a shape we do not know: {error!r}") from error


def _earlier(packet: Packet, outbox: Outbox) -> str | None:
    """The newest revision below this one that was left."""
    kept = (outbox.recall(f"draft.r{revision}") for revision in range(packet.revision - 1, 0, -1))
    return next((one for one in kept if one and not one.startswith(DESK)), None)


def _recovered(
    packet: Packet, posted: Sequence[Posted], before: Sequence[str] | None, replaced: Posted | None
) -> Posted | None:
    """What a worker left that died before its checkpoint. A signature may follow our words."""
    words = plain(as_html(packet.draft.body)) if packet.draft else ""
    if before is None:
        return None
    fresh = [one for one in posted if one.id not in before or one == replaced]
    return next((one for one in fresh if plain(one.text).startswith(words)), None)


def _forbidden(earlier: str | None, posted: Sequence[Posted], before: Sequence[str] | None) -> str | None:
    """Why no draft may be written now."""
    if earlier is not None and (fate := _fate(earlier, posted)) is not DraftState.UNTOUCHED:
        return AGENTS_OWN if fate is DraftState.TOUCHED else EARLIER_GONE
    replaced = earlier.split()[0] if earlier else ""
    rest = [one for one in posted if one.id != replaced]
    # What came since we began is not ours by its words: an agent wrote it, or ours was edited before we could tell.
    fresh = [one for one in rest if before is not None and one.id not in before]
    return AGENTS_OWN if fresh or any(not one.own for one in rest) else None


def _fate(kept: str, posted: Sequence[Posted]) -> DraftState:
    name, _, digest = kept.partition(" ")
    mine = next((one for one in posted if one.id == name), None)
    if mine is None:
        return DraftState.GONE
    return DraftState.UNTOUCHED if _digest(mine.text) == digest else DraftState.TOUCHED


def _digest(markup: str) -> str:
    return hashlib.sha256(plain(markup).encode()).hexdigest()[:24]

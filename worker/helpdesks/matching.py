"""Which conversation of a helpdesk a mail stands in, and what to do where none is shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from parsers.labels.prefixes import bare_subject
from worker.ports import Packet

_SLACK = timedelta(minutes=15)  # between the clock of a helpdesk and that of the mailbox
_LATE = timedelta(days=1)  # how much later than we a helpdesk may fetch a mail


class WhenNotFound(StrEnum):
    """What becomes of a mail whose conversation was waited for in vain."""

    DESK = "desk"  # draft and note rest in the store, where the review desk shows them
    WAIT = "wait"  # wait on, for ever
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPolicy:
    """How long a conversation is looked for, from the first look on, and what then."""

    then: WhenNotFound = WhenNotFound.DESK
    wait: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A conversation of the customer; `touched` is when anything last happened in it, `begun` where that is told."""

    id: str
    subject: str
    touched: datetime
    begun: datetime | None = None


def choose(packet: Packet, candidates: Sequence[Candidate]) -> str | None:
    """The customer's conversation that this mail stands in, where no Message-ID tells; None where that is unsure.

    It bears the mail's subject (or none, as chats do), has been touched since the mail came, and was begun by it
    unless the mail is a reply. Of several the one that the mail began; if that still is not one, none.
    """
    possible = [one for one in candidates if _possible(packet, one)]
    same = [one for one in possible if bare_subject(one.subject) == bare_subject(packet.subject)]
    same = same or [one for one in possible if not bare_subject(one.subject)]
    begun = [one for one in same if _began(packet, one, within=_SLACK)]
    return next((group[0].id for group in (same, begun) if len(group) == 1), None)


def _possible(packet: Packet, one: Candidate) -> bool:
    if one.touched < packet.arrived_at - _SLACK:
        return False
    if one.begun is None:
        return True
    is_reply = bool(packet.in_reply_to or packet.references)
    return _began(packet, one, within=_LATE) or (is_reply and one.begun < packet.arrived_at)


def _began(packet: Packet, one: Candidate, *, within: timedelta) -> bool:
    """Whether the mail began it: it cannot be older than the mail, and is younger by the fetching at most."""
    return one.begun is not None and -_SLACK <= one.begun - packet.arrived_at <= within


def nearest(packet: Packet, candidates: Sequence[Candidate], number: int) -> Sequence[Candidate]:
    """The few that were touched nearest to the mail's arrival: those worth looking into."""
    return sorted(candidates, key=lambda one: abs(one.touched - packet.arrived_at))[:number]


def same_mail(raw: str, packet: Packet) -> bool:
    """Whether this is the source of the packet's mail, by its Message-ID."""
    head = re.split(r"\r?\n\r?\n", raw, maxsplit=1)[0]
    found = re.search(r"^message-id:\s*(<[^>]*>)", head, re.IGNORECASE | re.MULTILINE)
    return found is not None and found[1] == packet.message_id

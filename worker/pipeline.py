"""The mission in two functions: consider a mail, and file what was made of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from classifiers.intent import Keywords, conclude, hear_mail
from classifiers.judge import judge
from parsers.errors import UnreadableMessage
from parsers.vocabulary import (
    Automatic,
    AutomaticKind,
    BillingState,
    Case,
    Certainty,
    Draft,
    EarlierCase,
    Message,
    ModelSays,
    Policy,
    Reading,
)
from worker.inbox.partial import is_text_missing
from worker.ports import BillingBook, Crowd
from worker.render import Templates

MOST_LISTED = 12  # cases of a crowd that one note names


class Reader(Protocol):
    """Turns raw bytes into a message, within limits of time and memory."""

    def __call__(self, raw: bytes, *, arrived_at: datetime, own_drafts: tuple[str, ...] = ()) -> Message: ...


class Memory(Protocol):
    """What the store knows of the past; a dry run has one that knows nothing."""

    def own_drafts(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        """Bodies we drafted earlier in the thread, newest first."""
        ...

    def history(self, message: Message, customers: Sequence[str]) -> tuple[EarlierCase, ...]:
        """Earlier cases of the thread or the person."""
        ...

    def crowd(self, message: Message) -> Crowd | None:
        """The mails beside this one, where sender and thread had more within the hour than the cap allows."""
        ...


class Witness(Protocol):
    """One more reader, asked once the others have read; it says what it heard and never raises for its own sake."""

    def testify(self, message: Message, reading: Reading, *, case_id: str | None) -> ModelSays | None:
        """What it says; None where it is not asked."""
        ...


class NoMemory:
    """For a dry run."""

    def own_drafts(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def history(self, message: Message, customers: Sequence[str]) -> tuple[EarlierCase, ...]:
        """Nothing."""
        return ()

    def crowd(self, message: Message) -> Crowd | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What it takes to consider a mail; `keywords` is asked anew for each, so that a changed file counts at once."""

    read: Reader
    keywords: Callable[[], Keywords]
    billing: BillingBook
    templates: Templates
    policy: Policy
    witness: Witness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """All that was made of one mail."""

    message: Message
    reading: Reading
    state: BillingState
    case: Case
    draft: Draft | None
    note: str | None


def consider(
    raw: bytes, *, arrived_at: datetime, case_id: str, kit: Kit, memory: Memory, lacking: str | None = None
) -> Considered:
    """Read the mail, read its wish, look the person up, judge, and write: nothing is filed here.

    Raises `BillingUnavailable` or `RateLimited` where a fact is missing that may come back, `UnreadableMessage` for a
    mail that the server did not hand out.
    """
    if lacking is not None and is_text_missing(lacking):
        raise UnreadableMessage(f"the mail server did not hand this mail out: {lacking}")
    message = read_in_thread(raw, arrived_at=arrived_at, kit=kit, memory=memory)
    reading = read_wish(message, kit, case_id=case_id)
    return judge_on(message, reading, case_id=case_id, kit=kit, memory=memory)


def read_wish(message: Message, kit: Kit, *, case_id: str | None) -> Reading:
    """What the readers make of the mail; where a witness has something to say, once more with what it said."""
    keywords = kit.keywords()
    heard = hear_mail(message, keywords)
    reading = conclude(heard, keywords)
    said = kit.witness.testify(message, reading, case_id=case_id) if kit.witness else None
    return conclude(heard, keywords, said) if said else reading


def judge_on(
    message: Message, reading: Reading, *, case_id: str, kit: Kit, memory: Memory, fresh: bool = False
) -> Considered:
    """The second half: what Stripe says now, the verdict, the texts. Raises as `consider` does."""
    state = kit.billing.look_up(message, reading, fresh=fresh)
    earlier = memory.history(message, [customer.id for customer in state.customers])
    case = judge(message, reading, state, policy=kit.policy, earlier=earlier, case_id=case_id)
    written = kit.templates.write(case, message, state)
    return Considered(
        message=message, reading=reading, state=state, case=written.case, draft=written.draft, note=written.note
    )


def read_in_thread(raw: bytes, *, arrived_at: datetime, kit: Kit, memory: Memory) -> Message:
    """The message, less what we drafted earlier in its thread; one of too many is a human's."""
    message = kit.read(raw, arrived_at=arrived_at)
    ours = memory.own_drafts((*message.in_reply_to, *message.references))
    if ours:
        message = kit.read(raw, arrived_at=arrived_at, own_drafts=ours)
    crowd = memory.crowd(message) if message.automatic is None else None
    return in_a_crowd(message, crowd) if crowd else message


def in_a_crowd(message: Message, crowd: Crowd) -> Message:
    """The same message as one of too many: once an hour for a human, the others listed; between that, a loop."""
    why = "more mails from this sender in this thread within an hour than inbox.sender_cap_per_hour"
    if crowd.handed_over is not None:
        reason = f"{why}; a human has case {crowd.handed_over}"
        loop = Automatic(kind=AutomaticKind.LOOP, certainty=Certainty.CERTAIN, reason=reason)
        return replace(message, automatic=loop)
    listed = ", ".join(crowd.case_ids[:MOST_LISTED]) + (" …" if len(crowd.case_ids) > MOST_LISTED else "")
    rest = f"the {len(crowd.case_ids)} others of this hour: {listed}; further ones get no draft: read the thread"
    return replace(message, crowd=(why, rest))

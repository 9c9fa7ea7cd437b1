"""The mission in two functions: consider a mail, and file what was made of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from classifiers.cases import judge
from classifiers.intent import Keywords, read_intent
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
    Policy,
    Reading,
)
from worker.inbox.partial import missing_text
from worker.ports import BillingBook
from worker.render import Templates


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

    def over_cap(self, message: Message) -> bool:
        """Whether this sender and thread had more mails worked on within the hour than the cap allows."""
        ...


class NoMemory:
    """For a dry run."""

    def own_drafts(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def history(self, message: Message, customers: Sequence[str]) -> tuple[EarlierCase, ...]:
        """Nothing."""
        return ()

    def over_cap(self, message: Message) -> bool:
        """Never."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What it takes to consider a mail; `keywords` is asked anew for each, so that a changed file counts at once."""

    read: Reader
    keywords: Callable[[], Keywords]
    billing: BillingBook
    templates: Templates
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """All that was made of one mail."""

    message: Message
    reading: Reading
    state: BillingState
    case: Case
    draft: Draft | None
    note: str | None


def consider(raw: bytes, *, arrived_at: datetime, case_id: str, kit: Kit, memory: Memory) -> Considered:
    """Read the mail, read its wish, look the person up, judge, and write: nothing is filed here.

    Raises `BillingUnavailable` or `RateLimited` where a fact is missing that may come back, `UnreadableMessage` for a
    mail that the server did not hand out.
    """
    message = read_in_thread(raw, arrived_at=arrived_at, kit=kit, memory=memory)
    reading = read_intent(message, kit.keywords())
    return judge_on(message, reading, case_id=case_id, kit=kit, memory=memory)


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
    """The message, less what we drafted earlier in its thread; a sender over the cap counts as a loop."""
    if lacking := missing_text(raw):
        raise UnreadableMessage(f"the mail server did not hand this mail out: {lacking}")
    message = kit.read(raw, arrived_at=arrived_at)
    ours = memory.own_drafts((*message.in_reply_to, *message.references))
    if ours:
        message = kit.read(raw, arrived_at=arrived_at, own_drafts=ours)
    return capped(message) if message.automatic is None and memory.over_cap(message) else message


def capped(message: Message) -> Message:
    """The same message as a loop: the backstop for what no header tells."""
    loop = Automatic(
        kind=AutomaticKind.LOOP,
        certainty=Certainty.CERTAIN,
        reason="more mails from this sender in this thread within an hour than inbox.sender_cap_per_hour",
    )
    return replace(message, automatic=loop)

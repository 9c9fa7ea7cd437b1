"""One person's words put into another's mouth: by an accomplice in the thread, by a forged From, by many of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from classifiers.case_facts import same_persons
from classifiers.judge import judge
from parsers.vocabulary import (
    Action,
    ActionKind,
    Case,
    EarlierCase,
    Identity,
    Intent,
    IntentScore,
    Mailbox,
    Message,
    Money,
    Reading,
    Verdict,
)
from tests.attack.tally import TRIES, Attack, Tally, tally
from tests.classifiers.accounts import World, make_world
from tests.classifiers.judging import POLICY, names, renewed
from tests.store.made import ACCOUNT, Clock, billing, claimed, judged, message
from tests.support.clock import MONDAY
from tests.support.making import ago, make_message, make_reading
from worker.case_json import case_json
from worker.ports import Delivery
from worker.store import CaseBook

ACCOMPLICES = ((), ("cus_mallory",), ("cus_mallory", "cus_trudy"))
TOLD = ("counts for nothing", "likely forged", "more mails of others", "more forged ones")


def _past(dice: Random, world: World, number: int, whose: tuple[str, ...]) -> EarlierCase:
    """An earlier case that, were it the person's own, would move money or an agent."""
    things = [*(each.id for each in world.state.charges), *(each.id for each in world.state.subscriptions)] or ["ch_x"]
    charge = dice.choice([each.id for each in world.state.charges] or ["ch_x"])
    actions = (
        Action(kind=ActionKind.REFUND, object=charge, amount=Money(dice.choice((1, 4900)), "usd")),
        Action(kind=ActionKind.CANCEL, object=dice.choice(things)),
    )
    return EarlierCase(
        id=f"past-{number}",
        at=ago(dice.uniform(0, 400)),
        same_thread=dice.random() < 0.7,
        intents=tuple(each.value for each in dice.sample(tuple(Intent), 2)),
        objects=tuple(dice.sample(things, dice.randint(0, min(3, len(things))))),
        actions=actions[: dice.randint(0, 2)],
        draft_state=dice.choice((None, "filed", "sent", "touched", "gone", "unknown")),
        asked_cancel=dice.random() < 0.8,
        forged=dice.random() < 0.1,
        proven_for=whose,
    )


def _crowd(dice: Random) -> tuple[World, tuple[EarlierCase, ...]]:
    world = make_world(dice)
    return world, tuple(_past(dice, world, number, dice.choice(ACCOMPLICES)) for number in range(dice.randint(1, 12)))


def _judged(world: World, earlier: tuple[EarlierCase, ...]) -> Case:
    return judge(world.message, world.reading, world.state, policy=POLICY, earlier=earlier, case_id="x")


def _weighed(drawn: tuple[World, tuple[EarlierCase, ...]]) -> str:
    """What others wrote may add lines that say whose they are, and nothing else."""
    world, others = drawn
    alone, crowded = _judged(world, ()), _judged(world, others)
    if replace(crowded, follow_up=()) != replace(alone, follow_up=()):
        return "it weighed on the decision"
    added = [line for line in crowded.follow_up if line not in alone.follow_up]
    if not set(alone.follow_up) <= set(crowded.follow_up) or any(
        not any(mark in line for mark in TOLD) for line in added
    ):
        return f"told as the person's own: {added}"
    return ""


def accomplices(rng: Random, tries: int = TRIES) -> Tally:
    """Any earlier mails of others, before any account."""
    return tally(rng, tries, _crowd, _weighed)


def _own(dice: Random) -> tuple[float, float, bool]:
    """Days since the renewal, days since the notice before or after it, whether it was the person's own."""
    return dice.uniform(0.5, 12), dice.uniform(0.5, 28), dice.random() < 0.5


def _counted(drawn: tuple[float, float, bool]) -> str:
    renewal, notice, own = drawn
    whose = ("cus_dana",) if own else ("cus_mallory",)
    before = EarlierCase(id="case-0", at=ago(notice), same_thread=True, asked_cancel=True, proven_for=whose)
    mail, reading = make_message(), make_reading(Intent.REFUND)
    case = judge(mail, reading, renewed(renewal), policy=POLICY, earlier=(before,), case_id="x")
    counts, should = "charged_after_cancel" in names(case), own and notice > renewal
    return "" if counts is should else f"counts: {counts}, should: {should}"


def own_notice(rng: Random, tries: int = TRIES) -> Tally:
    """And the person's own notice goes on counting, for what was renewed after it."""
    return tally(rng, tries, _own, _counted)


@dataclass(frozen=True, slots=True)
class _Wrote:
    """One mail of a thread that others flooded: who wrote it, and as whom the verdict took them."""

    address: str
    verdict: Verdict
    customer: str


_DANA = _Wrote("dana@customer.example", Verdict.VERIFIED, "cus_dana")
_OTHERS = (
    _Wrote("mallory@other.example", Verdict.VERIFIED, "cus_mallory"),
    _Wrote("dana@customer.example", Verdict.UNVERIFIED, "cus_dana"),
    _Wrote("mallory@other.example", Verdict.MISMATCH, "cus_dana"),
)


@contextmanager
def fresh_book(sender_cap: int = 10) -> Iterator[CaseBook]:
    """An empty store in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url, clock = f"sqlite:///{Path(folder)}/deskhand.db", Clock(MONDAY + timedelta(days=10))
        book = CaseBook.open(url, clock=clock, sender_cap=sender_cap)
        try:
            yield book
        finally:
            book.close()


def _write(book: CaseBook, wrote: _Wrote, thread: str, at: float) -> str:
    """One mail worked off; its case id."""
    raw = f"From: {wrote.address}\r\nMessage-ID: <{at}.{thread}>\r\nReferences: <{thread}>\r\n\r\nPlease cancel.\r\n"
    book.take([Delivery(account=ACCOUNT, raw=raw.encode(), arrived_at=MONDAY + timedelta(seconds=at))])
    claim = claimed(book)
    case = judged(claim, identity=Identity(verdict=wrote.verdict, customer_ids=(f"{wrote.customer}_{thread}",)))
    wish = Reading(intents=(IntentScore(intent=Intent.CANCEL, score=1, primary=True),), about_billing=True, sure=True)
    mail = message(claim, senders=(Mailbox(address=wrote.address),), references=(f"<{thread}>",))
    shown = case_json(case, None, None)
    book.keep(claim, message=mail, reading=wish, state=billing(claim), case=case, draft=None, note=None, shown=shown)
    book.finish(claim)
    return claim.case_id


def _remembered(book: CaseBook, flood: list[_Wrote], thread: str) -> str:
    """The person's own is remembered as theirs behind any flood, and nothing of the flood is."""
    own = {_write(book, _DANA, thread, 0)}
    for number, wrote in enumerate(flood, start=1):
        found = _write(book, wrote, thread, number)
        own |= {found} if wrote is _DANA else set()
    last = Message(content_hash="last", references=(f"<{thread}>",), arrived_at=MONDAY + timedelta(hours=1))
    past = same_persons(_dana(thread), book.history(last, (f"cus_dana_{thread}",)))
    told = {each.id for each in past if each.asked_cancel}
    return (
        ""
        if told == own
        else f"{len(told & own)} of {len(own)} remembered, {len(told - own)} of others taken for theirs"
    )


def _dana(thread: str) -> Identity:
    return Identity(verdict=Verdict.VERIFIED, customer_ids=(f"cus_dana_{thread}",))


def flooded_threads(rng: Random, tries: int = TRIES) -> Tally:
    """Through the store: one notice, then a flood of others in its thread."""
    threads = iter(range(tries))

    def draw(dice: Random) -> list[_Wrote]:
        return [dice.choice((*_OTHERS, *_OTHERS, _DANA)) for _ in range(dice.randint(0, 40))]

    with fresh_book() as book:
        return tally(rng, max(2, tries // 100), draw, lambda flood: _remembered(book, flood, f"{next(threads)}"))


ATTACKS: tuple[tuple[str, Attack], ...] = (
    ("notice: earlier mails of others", accomplices),
    ("notice: the person's own counts", own_notice),
    ("notice: threads that others flood", flooded_threads),
)

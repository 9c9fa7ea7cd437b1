"""A second look at open cases: what changed, which draft is replaced, and that it ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from parsers.errors import BillingUnavailable, HelpdeskUnavailable, Overtaken
from parsers.vocabulary import BillingState, Charge, CheckoutSession, Dispute, Money, Portal, Refund, Subscription
from tests.store.made import KEY, Clock, claimed, delivery, keep, work_off
from tests.support.clock import MONDAY
from worker.case_json import case_json
from worker.ports import DraftState
from worker.run.changes import changes
from worker.run.loop import Worker
from worker.run.recheck import Recheck
from worker.store import CaseBook, Claim, Kept, Review


class World:
    """Stripe and a helpdesk, as far as a second look sees them."""

    def __init__(self, book: CaseBook) -> None:
        self.book = book
        self.digest = "d1"
        self.draft = DraftState.UNTOUCHED
        self.looks = 0
        self.filed: list[tuple[str, int, bool]] = []
        self.billing_down = self.helpdesk_down = False

    def reconsider(self, kept: Kept) -> Kept:
        self.looks += 1
        if self.billing_down:
            raise BillingUnavailable("down")
        state = replace(kept.state, charges=tuple(replace(c, amount_refunded=4900) for c in kept.state.charges))
        changed = self.digest != kept.case.digest
        return replace(kept, case=replace(kept.case, digest=self.digest), state=state if changed else kept.state)

    def file(self, claim: Claim, kept: Kept) -> None:
        if self.helpdesk_down:
            raise HelpdeskUnavailable("down")
        if not self.book.done(claim, "filed"):
            self.filed.append((kept.case_id, kept.revision, kept.draft is not None))
            self.book.step(claim, "filed")

    def handle(self, claim: Claim) -> None:
        self.file(claim, self.book.kept(claim) or keep(self.book, claim))

    def freshness(self, **options: int) -> Recheck:
        return Recheck(
            book=self.book,
            reconsider=self.reconsider,
            file=self.file,
            ask_draft=lambda claim, kept: self.draft,
            show=lambda kept: case_json(kept.case, kept.draft, kept.note),
            **options,  # type: ignore[arg-type]
        )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dated(url: str, clock: Clock) -> Iterator[CaseBook]:
    opened = CaseBook.open(url, key=KEY, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def world(dated: CaseBook, clock: Clock) -> World:
    """With three open cases, a day old."""
    made = World(dated)
    dated.take([delivery(number=number) for number in (1, 2, 3)])
    work_off(dated)
    clock.forward(days=1)
    return made


def test_facts_that_hold_are_looked_at_once_a_day(world: World, clock: Clock) -> None:
    assert world.freshness().sweep() == 0
    assert world.freshness().sweep() == 0
    assert world.looks == 3
    assert world.filed == []
    clock.forward(hours=23)
    world.freshness().sweep()
    assert world.looks == 3
    clock.forward(hours=2)
    world.freshness().sweep()
    assert world.looks == 6
    assert world.book.waiting() == 0


def test_a_changed_digest_makes_the_case_stale_and_replaces_the_draft(world: World) -> None:
    world.digest = "d2"
    assert world.freshness().sweep() == 3
    assert [(revision, draft) for _, revision, draft in world.filed] == [(2, True)] * 3
    record = world.book.cases()[0]
    assert (record.status, record.revision, record.version) == ("stale", 2, 2)
    assert record.changed == ("charge ch_1: amount_refunded 0 → 4900",)
    assert record.draft_state == "filed"
    kept = world.book.record(record.id)
    assert kept
    assert kept.case.digest == "d2"
    assert kept.revision == 2
    assert world.freshness().sweep() == 0


def test_a_touched_draft_is_left_alone_and_only_a_note_is_filed(world: World) -> None:
    world.digest, world.draft = "d2", DraftState.TOUCHED
    world.freshness().sweep()
    assert [(revision, draft) for _, revision, draft in world.filed] == [(2, False)] * 3
    assert world.book.cases()[0].draft_state == "touched"


def test_a_draft_that_is_gone_closes_the_case(world: World, clock: Clock) -> None:
    world.digest, world.draft = "d2", DraftState.GONE
    assert world.freshness().sweep() == 0
    assert world.looks == 0
    assert {record.status for record in world.book.cases()} == {"closed"}
    clock.forward(days=2)
    world.freshness().sweep()
    assert world.looks == 0


def test_what_an_agent_decided_is_not_looked_at(world: World) -> None:
    done = world.book.cases()[0]
    world.book.decide(Review(case_id=done.id, version=1, by="ann", decision="approve"), status="approved")
    world.freshness().sweep()
    assert world.looks == 2


def test_an_agent_who_decides_on_the_old_revision_is_told(world: World) -> None:
    world.digest = "d2"
    world.freshness().sweep()
    with pytest.raises(Overtaken):
        world.book.decide(
            Review(case_id=world.book.cases()[0].id, version=1, by="ann", decision="approve"), status="approved"
        )


def test_the_days_allowance_is_kept(world: World, clock: Clock) -> None:
    world.freshness(reads_per_day=2).sweep()
    assert world.looks == 2
    clock.forward(days=1)
    world.freshness(reads_per_day=2).sweep()
    assert world.looks == 4


def test_old_mail_is_not_looked_at_for_ever(world: World, clock: Clock) -> None:
    clock.forward(days=40)
    world.freshness().sweep()
    assert world.looks == 0


def test_stripe_down_leaves_the_cases_as_they_were(world: World) -> None:
    world.billing_down = True
    assert world.freshness().sweep() == 0
    assert world.looks == 1
    assert world.book.waiting() == 0
    assert {record.status for record in world.book.cases()} == {"open"}
    world.billing_down = False
    world.digest = "d2"
    assert world.freshness().sweep() == 3


def test_a_helpdesk_that_is_down_gets_the_revision_later(world: World, clock: Clock) -> None:
    world.digest, world.helpdesk_down = "d2", True
    assert world.freshness().sweep() == 0
    assert world.book.waiting() == 1
    world.helpdesk_down = False
    clock.forward(hours=1)
    Worker(world.book, world.handle).once()
    assert [revision for _, revision, _ in world.filed] == [2]


def test_a_worker_that_dies_between_keeping_and_filing_is_replaced(world: World, clock: Clock) -> None:
    world.digest = "d2"

    def die(claim: Claim, kept: Kept) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(world.freshness(), file=die).sweep()
    clock.forward(hours=1)
    Worker(world.book, world.handle).once()
    assert [revision for _, revision, _ in world.filed] == [2]


def test_a_case_in_another_hand_is_left_alone(world: World) -> None:
    first = world.book.cases()[0].id
    assert world.book.reopen(first, "another", 60)
    assert not world.freshness().look(first)
    assert world.looks == 0


def test_new_mail_in_the_thread_brings_a_look_at_the_cases_before_it(world: World) -> None:
    world.digest = "d2"
    world.book.take([delivery(number=9)])
    claim = claimed(world.book)
    first = world.book.cases()[0]
    keep(world.book, claim, in_reply_to=(first.shown["message_id"],))
    assert world.freshness().after(claim) == 1
    assert world.filed == [(first.id, 2, True)]


def state(**fields: object) -> BillingState:
    return BillingState(read_at=MONDAY, **fields)  # type: ignore[arg-type]


CHARGE = Charge(id="ch_1", customer="cus_1", amount=Money(4900, "usd"))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (state(), state(), ()),
        (
            state(subscriptions=(Subscription(id="sub_1", customer="cus_1", status="active"),)),
            state(subscriptions=(Subscription(id="sub_1", customer="cus_1", status="past_due"),)),
            ("subscription sub_1: status active → past_due",),
        ),
        (
            state(subscriptions=(Subscription(id="sub_1", customer="cus_1", status="active"),)),
            state(
                subscriptions=(
                    Subscription(
                        id="sub_1",
                        customer="cus_1",
                        status="active",
                        cancel_at_period_end=True,
                        cancel_at=MONDAY + timedelta(days=3),
                    ),
                )
            ),
            (
                "subscription sub_1: cancel_at_period_end false → true",
                "subscription sub_1: cancel_at none → 2026-11-05",
            ),
        ),
        (state(), state(charges=(CHARGE,)), ("new charge ch_1 of 4900 usd (minor units)",)),
        (
            state(charges=(CHARGE,)),
            state(
                charges=(
                    replace(
                        CHARGE,
                        disputed=True,
                        disputes=(Dispute(id="du_1", charge="ch_1", amount=Money(4900, "usd")),),
                        refunds=(Refund(id="re_1", charge="ch_1", amount=Money(100, "usd")),),
                    ),
                )
            ),
            (
                "charge ch_1: disputed false → true",
                "new refund re_1 of 100 usd (minor units)",
                "new dispute du_1 of 4900 usd (minor units)",
            ),
        ),
        (state(charges=(CHARGE,)), state(), ("charge ch_1 is gone",)),
        (
            state(checkout_sessions=(CheckoutSession(id="cs_1", status="open"),)),
            state(checkout_sessions=(CheckoutSession(id="cs_1", status="expired"),)),
            ("checkout session cs_1: status open → expired",),
        ),
        (state(), state(portal=Portal(login_page=True)), ("portal: login_page false → true",)),
    ],
)
def test_changes_are_said_in_sentences(before: BillingState, after: BillingState, said: tuple[str, ...]) -> None:
    assert changes(before, after) == said


def test_the_order_of_stripes_lists_does_not_matter() -> None:
    two = (CHARGE, replace(CHARGE, id="ch_2"))
    assert changes(state(charges=two), state(charges=two[::-1])) == ()

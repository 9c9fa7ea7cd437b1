"""What holds for any account and any mail."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings

from classifiers.account import Account, ends, remainder
from classifiers.judge import judge
from classifiers.situations import Situation
from parsers.vocabulary import (
    ActionKind,
    BillingState,
    Bucket,
    Case,
    Charge,
    Cue,
    Outcome,
    Verdict,
    When,
)
from tests.classifiers.accounts import World, worlds
from tests.classifiers.judging import POLICY
from tests.support.making import NOW

SETTINGS = settings(max_examples=400, deadline=None)


def judged(world: World) -> Case:
    return judge(world.message, world.reading, world.state, policy=POLICY, case_id="x")


def refunded(case: Case, state: BillingState) -> Iterator[tuple[Charge, int]]:
    for action in case.actions:
        if action.kind is ActionKind.REFUND:
            charge = next(each for each in state.charges if each.id == action.object)
            assert action.amount is not None
            assert action.amount.currency == charge.amount.currency
            yield charge, action.amount.amount


@SETTINGS
@given(worlds())
def test_the_same_input_gives_the_same_case_in_any_order(world: World) -> None:
    case = judged(world)
    assert judged(world) == case
    assert judged(replace(world, state=world.shuffled)) == case


@SETTINGS
@given(worlds())
def test_every_refund_is_within_the_guard(world: World) -> None:
    case = judged(world)
    for charge, amount in refunded(case, world.state):
        assert 0 < amount <= remainder(charge)
        assert charge.taken
        assert case.identity is not None
        assert charge.customer in case.identity.customer_ids
        assert not any(each.status not in {"won", "prevented", "warning_closed"} for each in charge.disputes)
        assert charge.pending_refunds == 0
        assert not world.reading.has(Cue.DECLINES_REFUND)


@SETTINGS
@given(worlds())
def test_who_is_not_verified_gets_nothing_and_learns_nothing(world: World) -> None:
    case = judged(world)
    assert case.outcome is Outcome.DRAFTED
    assert case.identity is not None
    if case.identity.verdict is Verdict.VERIFIED:
        return
    assert case.bucket is Bucket.NEEDS_HUMAN
    assert [each.kind for each in case.actions] == [ActionKind.NO_OP]
    assert case.revenue.cash_out == case.revenue.mrr_change == 0
    assert case.product_gap is None
    expected = Situation.AMBIGUOUS if case.identity.verdict is Verdict.AMBIGUOUS else Situation.UNPROVEN
    assert [(each.template, each.facts) for each in case.says] == [(expected.value, ())]


@SETTINGS
@given(worlds())
def test_actions_are_well_formed(world: World) -> None:
    case = judged(world)
    account = Account(state=world.state, now=NOW)
    kinds = [each.kind for each in case.actions]
    assert kinds
    assert ActionKind.NO_OP not in kinds or len(kinds) == 1
    assert len({(each.kind, each.object) for each in case.actions}) == len(kinds)
    for action in case.actions:
        assert (action.when is not None) is (action.kind is ActionKind.CANCEL)
        assert (action.amount is not None) is (action.kind is ActionKind.REFUND)
        if action.kind is ActionKind.CANCEL:
            subscription = account.subscription(action.object)
            assert subscription is not None
            assert subscription.live
            assert not ends(subscription, NOW)
            assert subscription.status == "active" or action.when is When.NOW
    if case.bucket in {Bucket.NEEDS_HUMAN, Bucket.TEAM_PURCHASE}:
        assert kinds == [ActionKind.NO_OP]


@SETTINGS
@given(worlds())
def test_what_is_said_has_all_its_facts_and_no_others(world: World) -> None:
    for paragraph in judged(world).says:
        situation = Situation(paragraph.template)
        kinds = {name: kind.rstrip("?") for name, _, kind in (each.partition(":") for each in situation.facts)}
        needed = {each.partition(":")[0] for each in situation.facts if not each.endswith("?")}
        given_ = {fact.name for fact in paragraph.facts}
        assert needed <= given_ <= set(kinds), situation
        assert all(fact.kind.value == kinds[fact.name] for fact in paragraph.facts)
        assert all(fact.object and fact.field for fact in paragraph.facts)

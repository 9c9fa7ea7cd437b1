"""What holds of money for any account, any mail, and any ways of understanding it: less is never left than is taken."""

from hypothesis import given
from hypothesis import strategies as st

from classifiers.account import Account
from classifiers.anomalies.balance import failed_refund
from parsers.vocabulary import ActionKind, BillingState, Case, Charge, Invoice, Verdict
from tests.classifiers.accounts import World, worlds
from tests.classifiers.renewals import renewals
from tests.classifiers.test_properties import SETTINGS, judged, refunded
from tests.support.making import NOW


def noted(state: BillingState, invoice: Invoice) -> int:
    """What credit notes gave back of an invoice in balance; all that is summed up, where they were not read."""
    notes = [each for each in state.credit_notes if each.invoice == invoice.id]
    if not notes:
        return invoice.credited_after + invoice.amount_overpaid
    sound = (each for each in notes if each.status != "void")
    return sum(max(0, each.post_payment - each.refunded) for each in sound) + invoice.amount_overpaid


def paid(state: BillingState, invoice: Invoice) -> list[Charge]:
    """The charges that paid an invoice."""
    return [each for each in state.charges if each.taken and each.invoice == invoice.id]


def asked(case: Case, state: BillingState) -> dict[str, int]:
    """What a case would refund, by charge."""
    return {charge.id: amount for charge, amount in refunded(case, state)}


@SETTINGS
@given(st.one_of(worlds(), renewals()))
def test_refunds_and_credit_together_never_exceed_what_was_paid_for_an_invoice(world: World) -> None:
    back = asked(judged(world), world.state)
    for invoice in world.state.invoices:
        charges = paid(world.state, invoice)
        if not any(each.id in back for each in charges):
            continue
        gone = sum(each.amount_refunded + each.pending_refunds + back.get(each.id, 0) for each in charges)
        assert gone + noted(world.state, invoice) <= sum(each.amount.amount for each in charges)


@SETTINGS
@given(st.one_of(worlds(), renewals()))
def test_of_several_payments_of_one_invoice_only_the_excess_goes_back_as_a_duplicate(world: World) -> None:
    case = judged(world)
    back = asked(case, world.state)
    doubled = {each.object for each in case.actions if each.reason == "duplicate" and "more than once" in each.why}
    for invoice in world.state.invoices:
        charges = paid(world.state, invoice)
        mine = [each for each in charges if each.id in doubled]
        if len(charges) > 1 and mine:
            due = invoice.amount_due or invoice.total
            kept = sum(each.amount.amount - each.amount_refunded - each.pending_refunds for each in charges)
            assert sum(back[each.id] for each in mine) <= max(0, kept - due)


@SETTINGS
@given(st.one_of(worlds(), renewals()))
def test_nothing_is_refunded_that_credit_by_hand_or_a_dead_card_speaks_against(world: World) -> None:
    state = world.state
    back = asked(judged(world), state)
    for charge in (each for each in state.charges if each.id in back):
        gone = failed_refund(charge)
        assert gone is None or gone.failure_reason != "expired_or_canceled_card"
        for entry in state.balance_entries:
            same = entry.customer == charge.customer and entry.amount.currency == charge.amount.currency
            assert not (same and entry.created and charge.created and entry.created >= charge.created)


@SETTINGS
@given(st.one_of(worlds(), renewals()))
def test_a_debit_under_way_is_never_to_be_voided(world: World) -> None:
    case = judged(world)
    account = Account(state=world.state, now=NOW)
    for charge in account.charges:
        invoice = account.invoice_of(charge)
        if charge.status != "pending" or invoice is None or invoice.status != "open":
            continue
        later = [each for each in account.charges if account.invoice_of(each) is invoice and each is not charge]
        if not later:
            assert not any(line.startswith(invoice.id) and "void it or" in line for line in case.follow_up)


@SETTINGS
@given(worlds())
def test_a_subscription_is_never_ended_that_holds_more_than_the_one_that_stays(world: World) -> None:
    case = judged(world)
    account = Account(state=world.state, now=NOW)
    ended = [each for each in account.live if each.id in {a.object for a in case.actions if "extra beside" in a.why}]
    for extra in ended:
        line = next(each.why for each in case.actions if each.object == extra.id and each.kind is ActionKind.CANCEL)
        kept = account.subscription(line.partition("beside ")[2].partition(":")[0])
        assert kept is not None
        assert {i.price.product for i in extra.items} <= {i.price.product for i in kept.items}


@SETTINGS
@given(worlds())
def test_the_unproven_learn_no_fact_whatever_was_meant(world: World) -> None:
    case = judged(world)
    assert case.identity is not None
    if case.identity.verdict is not Verdict.VERIFIED:
        assert not [fact for each in case.says for fact in each.facts]
        assert [each.kind for each in case.actions] == [ActionKind.NO_OP]
        assert not case.decided_between or case.identity.verdict is Verdict.AMBIGUOUS

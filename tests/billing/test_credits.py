"""What was given back otherwise than by refund: read where something shows it, and only there."""

from tests.billing.conftest import MakeBook
from tests.billing.reading import asked, look_up
from worker.billing import StripeBook
from worker.billing.gateway import Gateway
from worker.demo.stripe import Fault, FaultKind, StandIn

NOTES = "/v1/credit_notes"


def test_credit_notes_and_the_entries_of_the_balance_come_with_a_record_in_credit(
    book: StripeBook, stand_in: StandIn
) -> None:
    state = look_up(book, "credited@customer.example")
    (note,) = state.credit_notes
    (entry,) = state.balance_entries
    bill = next(each for each in state.invoices if each.id == note.invoice)
    assert (note.given.amount, note.refunded, bill.credited_after) == (2000, 0, 2000)
    assert (entry.amount.amount, entry.kind, entry.credit_note) == (-2000, "credit_note", note.id)
    assert next(each for each in state.customers).balance == -2000
    assert NOTES in asked(stand_in)


def test_nobody_else_costs_a_call_more(book: StripeBook, gateway: Gateway, stand_in: StandIn) -> None:
    look_up(book, "poor@customer.example")
    gateway.calls = gateway.rounds = 0
    asked(stand_in)
    state = look_up(book, "team@customer.example")
    assert (gateway.calls, gateway.rounds) == (5, 2)
    assert not state.credit_notes
    assert not state.balance_entries
    assert NOTES not in asked(stand_in)


def test_without_the_right_to_read_them_the_state_says_so(make_book: MakeBook, stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.FORBIDDEN, permission="rak_credit_note_read"))
    state = look_up(make_book(), "credited@customer.example")
    assert {each.section for each in state.unread} == {"credit_notes"}
    assert any(each.credited_after for each in state.invoices)


def test_means_that_are_no_card_are_known_by_their_type(book: StripeBook) -> None:
    state = look_up(book, "credited@customer.example")
    kinds = {(each.card.kind, each.card.last4) for each in state.charges if each.card}
    assert {("sepa_debit", "3000"), ("klarna", None)} <= kinds


def test_pauses_items_and_parts_are_read(book: StripeBook) -> None:
    state = look_up(book, "credited@customer.example")
    paused = next(each for each in state.subscriptions if each.paused_collection)
    assert paused.pause_behavior == "keep_as_draft"
    assert paused.paused_until is not None
    assert len(paused.items) == 2
    assert any(len(each.payments) == 2 for each in state.invoices)

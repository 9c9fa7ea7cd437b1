"""The join: whom a mail leads to, what is read about them, and at what price."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from parsers.vocabulary import (
    Automatic,
    AutomaticKind,
    Certainty,
    Cue,
    IdentifierKind,
    Intent,
    Mailbox,
)
from tests.billing.conftest import MakeBook
from tests.billing.reading import ABOUT_BILLING, asked, lead, look_up
from tests.demo_stripe.accounts import NOW
from tests.support.making import make_identifier, make_message, make_reading
from worker.billing import StripeBook
from worker.billing.gateway import Gateway
from worker.demo.stripe import Builder, Fault, FaultKind, Payment, StandIn


def _id(stand_in: StandIn, name: str) -> str:
    return stand_in.world.names[name]


def test_five_calls_in_two_rounds(book: StripeBook, gateway: Gateway, stand_in: StandIn) -> None:
    look_up(book, "poor@customer.example")  # portal and products are read with the first mail
    gateway.calls = gateway.rounds = 0
    asked(stand_in)
    look_up(book, "team@customer.example")
    assert (gateway.calls, gateway.rounds) == (5, 2)
    assert sorted(asked(stand_in)) == [
        "/v1/charges",
        "/v1/customers",
        "/v1/customers/search",
        "/v1/invoices",
        "/v1/subscriptions",
    ]


def test_a_second_record_behind_other_letters(book: StripeBook, stand_in: StandIn) -> None:
    state = look_up(book, "dana@customer.example")
    both = {_id(stand_in, "dana"), _id(stand_in, "dana-twin")}
    assert set(lead(state, "from_address").customers) == both
    assert {customer.id for customer in state.customers} == both
    assert {each.customer for each in state.subscriptions} == both


@pytest.mark.parametrize("written", ["DANA@customer.example", "dana@CUSTOMER.example", "Dana@Customer.example"])
def test_any_letter_case_finds_both(book: StripeBook, written: str) -> None:
    assert len(lead(look_up(book, written), "from_address").customers) == 2


def test_while_the_search_lags_the_lists_find(book: StripeBook, stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.SEARCH_LAG, seconds=10**9))
    assert lead(look_up(book, "dana@customer.example"), "from_address").customers == (_id(stand_in, "dana"),)
    assert lead(look_up(book, "DANA@customer.example"), "from_address").customers == (_id(stand_in, "dana"),)


@pytest.mark.parametrize("sender", ["ana@customer.example", "a@customer.example", "customer.example@x.example"])
def test_a_search_that_matches_by_phrase_finds_nobody_else(book: StripeBook, stand_in: StandIn, sender: str) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.LOOSE_SEARCH))
    state = look_up(book, sender, identifiers=(make_identifier(IdentifierKind.INVOICE_NUMBER, "DANA01-000"),))
    assert not state.customers
    assert not any(each.found for each in state.leads)
    assert set(lead(look_up(book), "from_address").customers) == {_id(stand_in, "dana"), _id(stand_in, "dana-twin")}


def test_without_a_search_the_usual_spellings_are_listed(book: StripeBook, stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.NO_ROUTE, path="/v1/customers/search"))
    stand_in.world.change("team", email="Team@customer.example")
    state = look_up(book, "team@customer.example")
    assert lead(state, "from_address").customers == (_id(stand_in, "team"),)
    assert {each.section for each in state.unread} == {"search"}


def test_the_facts_are_joined(book: StripeBook, stand_in: StandIn) -> None:
    state = look_up(book, "dana@customer.example")
    failed, paid = _id(stand_in, "dana/2/1/charge-first"), _id(stand_in, "dana/2/1/charge")
    charges = {charge.id: charge for charge in state.charges}
    assert charges[paid].invoice == charges[failed].invoice == _id(stand_in, "dana/2/1/invoice")
    assert (charges[paid].taken, charges[failed].taken) == (True, False)
    assert charges[failed].failure_code == "insufficient_funds"
    prices = {item.price.product_name for each in state.subscriptions for item in each.items}
    assert prices == {"Quill Pro"}
    assert all(
        customer.default_payment_method and customer.default_payment_method.last4 for customer in state.customers
    )
    assert state.read_at == NOW
    assert not state.livemode
    assert not state.unread
    assert not state.truncated


def test_the_portal(book: StripeBook) -> None:
    portal = look_up(book).portal
    assert (portal.known, portal.reachable, portal.cancel_mode) == (True, True, "immediately")
    assert portal.offers_cancel
    assert portal.offers_card
    assert portal.offers_invoices


def test_disputes_cost_a_third_round_only_where_there_are_some(
    book: StripeBook, gateway: Gateway, stand_in: StandIn
) -> None:
    look_up(book)
    gateway.calls = gateway.rounds = 0
    state = look_up(book, "disputed@customer.example")
    disputes = {dispute.status for charge in state.charges for dispute in charge.disputes}
    assert disputes == {"needs_response", "lost"}
    assert (gateway.calls, gateway.rounds) == (7, 3)
    refunded = [charge for charge in state.charges if charge.amount_refunded]
    assert [[refund.amount.amount for refund in charge.refunds] for charge in refunded] == [[1000]]
    assert all(charge.invoice for charge in state.charges)


def test_nobody(book: StripeBook, stand_in: StandIn) -> None:
    state = look_up(book, "stranger@nowhere.example")
    assert [(each.via, each.found, each.customers) for each in state.leads] == [("from_address", False, ())]
    assert not state.customers
    assert not state.charges
    assert "/v1/subscriptions" not in asked(stand_in)


def test_several_senders_are_each_looked_up(book: StripeBook, stand_in: StandIn) -> None:
    senders = tuple(Mailbox(address=f"{name}@customer.example") for name in ("team", "late", "team"))
    state = book.look_up(make_message(senders=senders), ABOUT_BILLING)
    assert [each.written for each in state.leads] == ["team@customer.example", "late@customer.example"]


@pytest.mark.parametrize(
    ("automatic", "about", "expected"),
    [
        (None, False, []),
        (Certainty.CERTAIN, True, []),
        (Certainty.LIKELY, False, ["/v1/customers", "/v1/customers/search"]),
    ],
)
def test_what_is_not_worth_reading(
    book: StripeBook, stand_in: StandIn, automatic: Certainty | None, about: bool, expected: list[str]
) -> None:
    machine = Automatic(kind=AutomaticKind.AUTO_REPLY, certainty=automatic, reason="…") if automatic else None
    state = book.look_up(make_message(automatic=machine), make_reading(about=about))
    assert sorted(asked(stand_in)) == expected
    assert bool(state.leads) == bool(expected)


def test_a_likely_machine_that_is_a_customer_about_billing_is_read_in_full(book: StripeBook) -> None:
    likely = Automatic(kind=AutomaticKind.NOTIFICATION, certainty=Certainty.LIKELY, reason="…")
    named = (make_identifier(IdentifierKind.CHARGE, "ch_other"),)
    known = look_up(book, "late@customer.example", automatic=likely)
    unknown = look_up(book, "noreply@stripe.example", automatic=likely, identifiers=named)
    assert known.subscriptions
    assert [each.via for each in unknown.leads] == ["from_address"]


def test_an_encrypted_mail_is_read_by_its_sender(book: StripeBook) -> None:
    message = make_message(sender="team@customer.example", encrypted="PGP")
    assert book.look_up(message, make_reading(about=False)).subscriptions


def test_checkouts_only_where_they_could_explain(book: StripeBook, stand_in: StandIn) -> None:
    plain = book.look_up(make_message(sender="gone@customer.example"), make_reading(Intent.REFUND))
    failed = book.look_up(make_message(sender="gone@customer.example"), make_reading(Cue.PAYMENT_FAILED))
    assert plain.checkout_sessions == ()
    (session,) = failed.checkout_sessions
    assert (session.status, session.product) == ("expired", _id(stand_in, "product/pro"))
    asked(stand_in)
    book.look_up(make_message(sender="team@customer.example"), make_reading(Intent.BROKEN_BILLING))
    assert "/v1/checkout/sessions" not in asked(stand_in), "a live subscription explains itself"


def test_cards_that_wait_unused(book: StripeBook, stand_in: StandIn) -> None:
    state = look_up(book, "poor@customer.example")
    assert "/v1/payment_methods" in asked(stand_in)
    assert [customer.default_payment_method for customer in state.customers] == [None]
    look_up(book, "bill@customer.example")
    assert "/v1/payment_methods" not in asked(stand_in), "an invoice sent by mail charges nothing"


def test_many_threads_read_at_once(book: StripeBook) -> None:
    senders = [f"{name}@customer.example" for name in ("dana", "team", "late", "disputed", "gone")] * 6
    alone = {sender: look_up(book, sender) for sender in senders}
    with ThreadPoolExecutor(12) as threads:
        together = list(threads.map(lambda sender: look_up(book, sender), senders))
    assert together == [alone[sender] for sender in senders]


def test_the_cache_and_past_it(make_book: MakeBook, stand_in: StandIn) -> None:
    book = make_book(cache_seconds=60.0)
    first = look_up(book)
    asked(stand_in)
    assert look_up(book) == first
    assert asked(stand_in) == []
    stand_in.world.change("dana/1/3/charge", amount_refunded=100)
    fresh = book.look_up(make_message(), ABOUT_BILLING, fresh=True)
    assert fresh != first
    assert asked(stand_in)
    assert look_up(book).charges == fresh.charges, "what was read fresh is kept"


def test_long_lists_are_leafed_through_and_then_cut(
    book: StripeBook, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.billing.sections.PAGE_SIZE", 2)
    builder = _builder(stand_in)
    for number in range(5):
        at = NOW - timedelta(hours=number)
        builder.pay_once("late", f"late/extra-{number}", Payment(amount=100, at=at))
    state = look_up(book, "late@customer.example")
    assert len(state.charges) == 6
    assert state.truncated == ("charges",)


def _builder(stand_in: StandIn) -> Builder:
    return Builder(stand_in.world, NOW)


def test_many_records_on_one_address(book: StripeBook, stand_in: StandIn) -> None:
    builder = _builder(stand_in)
    for number in range(12):
        builder.customer(f"many-{number}", "many@customer.example")
    state = look_up(book, "many@customer.example")
    assert len(state.customers) == 12
    assert state.truncated == ("customers",)
    assert asked(stand_in).count("/v1/charges") == 10


def test_many_identifiers_are_bounded(book: StripeBook, stand_in: StandIn) -> None:
    named = tuple(make_identifier(IdentifierKind.CHARGE, f"ch_made{number:04}up") for number in range(50))
    state = look_up(book, "team@customer.example", identifiers=named)
    assert "identifiers" in state.truncated
    assert len(asked(stand_in)) <= 5 + 8


def test_a_new_product_is_learned(book: StripeBook, stand_in: StandIn) -> None:
    look_up(book)
    builder = _builder(stand_in)
    builder.product("new", "Quill New")
    builder.price("new", "monthly", "5.00 usd / month")
    subscription = stand_in.world.get(_id(stand_in, "team/1")) or {}
    item = subscription["items"]["data"][0]
    item["price"] = stand_in.world.get(stand_in.world.names["price/new.monthly"])
    stand_in.world.change("team/1", items=subscription["items"])
    (found,) = look_up(book, "team@customer.example").subscriptions
    assert found.items[0].price.product_name == "Quill New"

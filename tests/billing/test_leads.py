"""Where an identifier of the mail leads, and what is believed of it."""

import pytest

from parsers.vocabulary import (
    Identifier,
    IdentifierKind,
    Mailbox,
    Place,
)
from tests.billing.reading import asked, lead, look_up
from tests.support.making import make_identifier
from worker.billing import StripeBook
from worker.billing.gateway import Gateway
from worker.demo.stripe import StandIn


def _id(stand_in: StandIn, name: str) -> str:
    return stand_in.world.names[name]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (IdentifierKind.CUSTOMER, "team"),
        (IdentifierKind.SUBSCRIPTION, "team/1"),
        (IdentifierKind.INVOICE, "team/1/1/invoice"),
        (IdentifierKind.CHARGE, "team/1/1/charge"),
        (IdentifierKind.PAYMENT_INTENT, "team/1/1/intent"),
        (IdentifierKind.REFUND, "disputed/1/1/refund"),
        (IdentifierKind.DISPUTE, "disputed/1/3/dispute"),
    ],
)
def test_a_stripe_id_leads_to_its_owner(book: StripeBook, stand_in: StandIn, kind: IdentifierKind, name: str) -> None:
    owner = _id(stand_in, name.partition("/")[0])
    state = look_up(book, identifiers=(make_identifier(kind, _id(stand_in, name)),))
    assert lead(state, "stripe_id").customers == (owner,)
    assert owner in {customer.id for customer in state.customers}
    assert any(each.customer == owner for each in state.subscriptions)


@pytest.mark.parametrize(
    "kind", [IdentifierKind.SUBSCRIPTION_ITEM, IdentifierKind.PAYMENT_METHOD, IdentifierKind.CHECKOUT_SESSION]
)
def test_ids_of_lesser_objects(book: StripeBook, stand_in: StandIn, kind: IdentifierKind) -> None:
    team = stand_in.world.get(_id(stand_in, "team/1")) or {}
    value, owner = {
        IdentifierKind.SUBSCRIPTION_ITEM: (team["items"]["data"][0]["id"], "team"),
        IdentifierKind.PAYMENT_METHOD: (team["default_payment_method"], "team"),
        IdentifierKind.CHECKOUT_SESSION: (_id(stand_in, "gone/checkout-1"), "gone"),
    }[kind]
    state = look_up(book, identifiers=(make_identifier(kind, value),))
    assert lead(state, "stripe_id").customers == (_id(stand_in, owner),)


def test_own_identifiers_cost_nothing(book: StripeBook, gateway: Gateway, stand_in: StandIn) -> None:
    look_up(book)
    gateway.calls = 0
    team = stand_in.world.get(_id(stand_in, "team")) or {}
    named = (
        make_identifier(IdentifierKind.INVOICE_NUMBER, f"{team['invoice_prefix']}-0001"),
        make_identifier(IdentifierKind.CHARGE, _id(stand_in, "team/1/1/charge")),
        make_identifier(IdentifierKind.CUSTOMER, team["id"], place=Place.QUOTE),
    )
    state = look_up(book, "team@customer.example", identifiers=named)
    assert gateway.calls == 5
    assert {each.via for each in state.leads} == {"from_address", "invoice_number", "stripe_id"}
    assert {each.customers for each in state.leads} == {(team["id"],)}
    assert all(each.identifier in named for each in state.leads if each.via != "from_address")


def test_an_invoice_number_of_somebody_else(book: StripeBook, stand_in: StandIn) -> None:
    number = make_identifier(IdentifierKind.INVOICE_NUMBER, "DANA01-0002", written="dana01-0002")
    state = look_up(book, "team@customer.example", identifiers=(number,))
    found = lead(state, "invoice_number")
    assert (found.customers, found.written, found.identifier) == ((_id(stand_in, "dana"),), "dana01-0002", number)
    assert found.object == _id(stand_in, "dana/1/2/invoice")


@pytest.mark.parametrize(
    ("kind", "value", "via"),
    [
        (IdentifierKind.CHARGE, "ch_nothinghere", "stripe_id"),
        (IdentifierKind.CUSTOMER, "cus_nothinghere", "stripe_id"),
        (IdentifierKind.INVOICE_NUMBER, "NOPE-0001", "invoice_number"),
        (IdentifierKind.RECEIPT_NUMBER, "9999-9999", "receipt_number"),
        (IdentifierKind.HANDLE, "github:nobody", "handle"),
        (IdentifierKind.CHARGE, "../../v1/customers", "stripe_id"),
    ],
)
def test_what_leads_nowhere_is_said(book: StripeBook, kind: IdentifierKind, value: str, via: str) -> None:
    found = lead(look_up(book, identifiers=(make_identifier(kind, value),)), via)
    assert (found.found, found.customers) == (False, ())


def test_a_deleted_record_is_shown(book: StripeBook, stand_in: StandIn) -> None:
    deleted = next(iter(stand_in.world.deleted))
    state = look_up(book, "x@nowhere.example", identifiers=(make_identifier(IdentifierKind.CUSTOMER, deleted),))
    assert [customer.deleted for customer in state.customers] == [True]
    assert lead(state, "stripe_id").customers == (deleted,)


@pytest.mark.parametrize("handle", ["github:octodana", "github:OctoDana"])
def test_a_handle(book: StripeBook, stand_in: StandIn, handle: str) -> None:
    named = (make_identifier(IdentifierKind.HANDLE, handle),)
    assert lead(look_up(book, "x@nowhere.example", identifiers=named), "handle").customers == (_id(stand_in, "dana"),)


def _address(value: str, place: Place = Place.NEW_TEXT, start: int = 0) -> Identifier:
    return make_identifier(IdentifierKind.ADDRESS, value, place=place, start=start)


def test_an_address_in_the_text_counts_where_from_finds_nobody(book: StripeBook, stand_in: StandIn) -> None:
    named = (_address("TEAM@customer.example"), _address("late@customer.example", Place.SIGNATURE))
    state = look_up(book, "x@nowhere.example", identifiers=named)
    found = lead(state, "text_address")
    assert (found.customers, found.identifier) == ((_id(stand_in, "team"),), named[0])
    known = look_up(book, "dana@customer.example", identifiers=named)
    assert {each.via for each in known.leads} == {"from_address"}


def test_an_address_called_ones_own_is_followed_whomever_from_finds(book: StripeBook, stand_in: StandIn) -> None:
    text = "My account is under team@customer.example, please cancel it."
    named = _address("team@customer.example", start=text.index("team@"))
    state = look_up(book, "dana@customer.example", identifiers=(named,), new_text=text)
    assert lead(state, "text_address").customers == (_id(stand_in, "team"),)


def test_a_reply_to_elsewhere_finds_nobody(book: StripeBook) -> None:
    state = look_up(
        book,
        "x@nowhere.example",
        reply_to=(Mailbox(address="team@customer.example"),),
        identifiers=(_address("team@customer.example"),),
    )
    assert state.customers == ()


@pytest.mark.parametrize("written", ["team+billing@customer.example", "Team+x@customer.example"])
def test_a_tag_finds_but_says_so(book: StripeBook, stand_in: StandIn, written: str) -> None:
    state = look_up(book, written)
    assert not lead(state, "from_address").found
    assert lead(state, "folded_address").customers == (_id(stand_in, "team"),)


def test_a_tag_on_the_record(book: StripeBook, stand_in: StandIn) -> None:
    stand_in.world.change("team", email="team+quill@customer.example")
    assert lead(look_up(book, "team@customer.example"), "folded_address").customers == (_id(stand_in, "team"),)
    assert lead(look_up(book, "steam@customer.example"), "from_address").found is False


@pytest.mark.parametrize("written", ["guest@elsewhere.example", "Guest@Elsewhere.example"])
def test_a_guest(book: StripeBook, written: str) -> None:
    state = look_up(book, written)
    (charge,) = state.charges
    found = lead(state, "guest_address")
    assert (found.customers, found.object, charge.customer) == ((), charge.id, None)


def test_a_card_payment_named_by_two_of_three(book: StripeBook, stand_in: StandIn) -> None:
    named = (
        make_identifier(IdentifierKind.LAST4, "4444"),
        make_identifier(IdentifierKind.AMOUNT, "6000 usd"),
        make_identifier(IdentifierKind.DATE, "2026-01-01"),
    )
    found = lead(look_up(book, "x@nowhere.example", identifiers=named), "last4")
    assert (found.customers, found.object) == ((_id(stand_in, "team"),), _id(stand_in, "team/1/1/charge"))
    one = look_up(book, "x@nowhere.example", identifiers=named[:1])
    assert {each.via for each in one.leads} == {"from_address"}


def test_two_payments_that_fit_alike_lead_nowhere(book: StripeBook) -> None:
    named = (make_identifier(IdentifierKind.LAST4, "4242"), make_identifier(IdentifierKind.AMOUNT, "4900 ?"))
    assert {each.via for each in look_up(book, "x@nowhere.example", identifiers=named).leads} == {"from_address"}


def test_a_card_named_by_a_known_sender_is_not_searched_for(book: StripeBook, stand_in: StandIn) -> None:
    named = (make_identifier(IdentifierKind.LAST4, "4444"), make_identifier(IdentifierKind.AMOUNT, "6000 usd"))
    state = look_up(book, identifiers=named)
    assert "/v1/charges/search" not in asked(stand_in)
    assert {each.via for each in state.leads} == {"from_address"}


def test_the_receipt_of_a_bare_charge(book: StripeBook, stand_in: StandIn) -> None:
    named = (make_identifier(IdentifierKind.RECEIPT_NUMBER, "1234-5678"),)
    found = lead(look_up(book, "x@nowhere.example", identifiers=named), "receipt_number")
    assert (found.customers, found.object) == ((_id(stand_in, "poor"),), _id(stand_in, "poor/charge-2/charge"))

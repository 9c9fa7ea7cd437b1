"""What a partly permitted key, a smaller Stripe and a bad day do to the join."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from parsers.errors import BillingUnavailable, RateLimited, TransientError
from parsers.vocabulary import Cue, IdentifierKind, Intent
from tests.billing.conftest import MakeBook
from tests.billing.reading import look_up
from tests.support.making import make_identifier, make_message, make_reading
from worker.billing import StripeBook
from worker.billing.gateway import Gateway
from worker.demo.stripe import Fault, FaultKind, StandIn
from worker.ports import Finding

FAILED = make_reading(Intent.BROKEN_BILLING, Cue.PAYMENT_FAILED)


def _forbid(stand_in: StandIn, permission: str) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.FORBIDDEN, permission=permission))


def _unread(book: StripeBook, sender: str = "disputed@customer.example") -> dict[str, str]:
    state = book.look_up(make_message(sender=sender), FAILED)
    return {each.section: each.reason for each in state.unread}


@pytest.mark.parametrize(
    ("permission", "section"),
    [
        ("rak_subscription_read", "subscriptions"),
        ("rak_invoice_read", "invoices"),
        ("rak_charge_read", "charges"),
        ("rak_dispute_read", "disputes"),
        ("rak_checkout_session_read", "checkout_sessions"),
        ("rak_customer_portal_read", "portal"),
        ("rak_product_read", "products"),
        ("rak_payment_method_read", "payment_methods"),
    ],
)
def test_each_section_degrades_alone(book: StripeBook, stand_in: StandIn, permission: str, section: str) -> None:
    _forbid(stand_in, permission)
    state = book.look_up(make_message(sender="disputed@customer.example"), FAILED)
    assert {each.section for each in state.unread} == {section}
    assert state.unread[0].reason == f"the key lacks the permission {permission}"
    read = {name: bool(getattr(state, name)) for name in ("subscriptions", "invoices", "charges")}
    assert read == {name: name != section for name in read}
    assert state.portal.known == (section != "portal")


def test_without_the_right_to_customers(book: StripeBook, stand_in: StandIn) -> None:
    _forbid(stand_in, "rak_customer_read")
    state = look_up(book)
    assert {each.section for each in state.unread} >= {"customers", "search"}
    assert state.customers == ()
    assert "from_address" not in {each.via for each in state.leads}, "that nobody is there was not found out"


def test_a_card_shows_on_its_charge_where_it_may_not_be_read(book: StripeBook, stand_in: StandIn) -> None:
    _forbid(stand_in, "rak_payment_method_read")
    (customer,) = look_up(book, "late@customer.example").customers
    assert customer.default_payment_method
    assert customer.default_payment_method.last4 == "0341"


def test_a_refused_expansion_is_not_asked_for_again(book: StripeBook, gateway: Gateway, stand_in: StandIn) -> None:
    _forbid(stand_in, "rak_payment_method_read")
    look_up(book)
    gateway.calls = 0
    assert {each.section for each in look_up(book).unread} == {"payment_methods"}
    assert gateway.calls == 8, "two customers: two calls, then six"


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/v1/billing_portal", "portal"),
        ("/v1/products", "products"),
        ("/v1/disputes", "disputes"),
        ("/v1/checkout", "checkout_sessions"),
        ("/v1/customers/search", "search"),
    ],
)
def test_a_stripe_without_a_route(book: StripeBook, stand_in: StandIn, path: str, section: str) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.NO_ROUTE, path=path))
    state = book.look_up(make_message(sender="disputed@customer.example"), FAILED)
    assert {each.section for each in state.unread} == {section}
    assert "404" in state.unread[0].reason
    assert state.charges
    assert state.subscriptions


def test_a_stripe_without_expansions_gives_the_same_facts(book: StripeBook, stand_in: StandIn) -> None:
    expanded = look_up(book, "disputed@customer.example")
    stand_in.faults.add(Fault(kind=FaultKind.NO_EXPANSION))
    plain = look_up(book, "disputed@customer.example")
    assert {each.id: each.refunds for each in plain.charges} == {each.id: each.refunds for each in expanded.charges}
    assert {each.id: each.invoice for each in plain.charges} == {each.id: each.invoice for each in expanded.charges}
    assert {each.id: each.disputes for each in plain.charges} == {each.id: each.disputes for each in expanded.charges}
    assert plain.customers[0].default_payment_method == expanded.customers[0].default_payment_method


def test_an_identifier_that_may_not_be_followed_is_no_dead_end(book: StripeBook, stand_in: StandIn) -> None:
    _forbid(stand_in, "rak_dispute_read")
    state = look_up(book, identifiers=(make_identifier(IdentifierKind.DISPUTE, "du_whatever"),))
    assert {each.via for each in state.leads} == {"from_address"}
    assert {each.section for each in state.unread} == {"disputes"}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/customers",
        "/v1/subscriptions",
        "/v1/charges",
        "/v1/invoices",
        "/v1/disputes",
        "/v1/billing_portal",
        "/v1/products",
    ],
)
@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.RATE_LIMIT, FaultKind.RESET])
def test_nothing_is_concluded_from_a_passing_fault(
    book: StripeBook, stand_in: StandIn, path: str, kind: FaultKind
) -> None:
    stand_in.faults.add(Fault(kind=kind, path=path))
    with pytest.raises(TransientError) as told:
        look_up(book, "disputed@customer.example")
    assert isinstance(told.value, RateLimited if kind is FaultKind.RATE_LIMIT else BillingUnavailable)
    stand_in.faults.set()
    assert look_up(book, "disputed@customer.example").unread == ()


@pytest.mark.parametrize("path", ["/v1/customers", "/v1/subscriptions", "/v1/charges", "/v1/invoices"])
def test_what_every_case_needs_must_be_there(book: StripeBook, stand_in: StandIn, path: str) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.NO_ROUTE, path=path))
    with pytest.raises(BillingUnavailable, match="could not be read"):
        look_up(book)


def _check(make_book: MakeBook) -> Sequence[Finding]:
    return make_book(now=lambda: datetime.now(UTC)).check()


def test_the_findings_of_a_good_key(make_book: MakeBook) -> None:
    findings = _check(make_book)
    assert all(each.ok and not each.mend for each in findings)
    assert {each.area for each in findings} == {"stripe"}
    assert any("the customer portal offers cancelling, a new card, invoices" in each.text for each in findings)


def test_a_wrong_clock_is_found(make_book: MakeBook) -> None:
    (wrong,) = [each for each in make_book(now=lambda: datetime(2001, 1, 1, tzinfo=UTC)).check() if not each.ok]
    assert "clock" in wrong.text
    assert wrong.mend


def test_the_findings_of_a_poor_key(make_book: MakeBook, stand_in: StandIn) -> None:
    for permission in ("rak_charge_read", "rak_dispute_read", "rak_customer_portal_read"):
        _forbid(stand_in, permission)
    stand_in.faults.add(Fault(kind=FaultKind.NO_ROUTE, path="/v1/customers/search"))
    wrong = {each.text.partition(":")[0]: each for each in _check(make_book) if each.mend}
    assert {text: each.ok for text, each in wrong.items()} == {
        "may not read Charges and Refunds": False,
        "may not read Disputes": True,
        "may not read Customer portal": True,
        "the search does not answer": True,
    }
    assert "rak_charge_read" in wrong["may not read Charges and Refunds"].text


@pytest.mark.parametrize("closed", [{"active": False}, {"login_page": {"enabled": False, "url": None}}])
def test_a_closed_portal_is_found(book: StripeBook, stand_in: StandIn, closed: dict[str, object]) -> None:
    stand_in.world.change("portal", **closed)
    (told,) = [each for each in book.check() if "portal cannot be reached" in each.text]
    assert told.warning
    assert not look_up(book).portal.reachable


def test_a_dead_stripe_is_one_finding(book: StripeBook, stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.UNAUTHORIZED))
    (told,) = book.check()
    assert not told.ok
    assert "refuses the API key" in told.text

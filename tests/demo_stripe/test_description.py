"""Everything served is as Stripe describes it."""

from importlib.resources import files
from pathlib import Path

import pytest

from tests.demo_stripe.asking import ask
from tests.tools.check_stand_in import every_read, faults_of_stand_in
from tests.tools.stripe_description import Description
from worker.demo.stripe import StandIn
from worker.demo.stripe.routes import LISTS

DEMO = Path(str(files("worker.demo").joinpath("scenario.toml")))


def test_one_of_everything(description: Description, stand_in: StandIn) -> None:
    assert list(faults_of_stand_in(description, stand_in)) == []


def test_the_demo(description: Description) -> None:
    assert list(faults_of_stand_in(description, StandIn(DEMO))) == []


def test_every_kind_is_there(stand_in: StandIn) -> None:
    empty = {"credit_note", "event", "invoiceitem", "promotion_code", "subscription_item"}
    kinds = {listing.kind for listing in LISTS.values()} - empty
    assert {kind for kind in kinds if not stand_in.world.kind(kind)} == set()
    assert sum(1 for _ in every_read(stand_in.world)) > 100


EXPANSIONS = {
    "/v1/customers": ["data.invoice_settings.default_payment_method", "data.subscriptions.data.latest_invoice"],
    "/v1/subscriptions": ["data.default_payment_method", "data.latest_invoice.payments", "data.customer"],
    "/v1/charges": ["data.refunds", "data.payment_intent", "data.customer"],
    "/v1/invoices": ["data.payments", "data.customer"],
    "/v1/payment_intents": ["data.latest_charge.refunds", "data.payment_method"],
    "/v1/refunds": ["data.charge", "data.payment_intent.customer"],
    "/v1/disputes": ["data.charge.customer"],
    "/v1/invoice_payments": ["data.invoice", "data.payment.payment_intent"],
    "/v1/checkout/sessions": ["data.line_items", "data.customer", "data.payment_intent"],
    "/v1/prices": ["data.product"],
}


@pytest.mark.parametrize(("path", "expand"), [(path, each) for path, found in EXPANSIONS.items() for each in found])
def test_expansions(description: Description, stand_in: StandIn, path: str, expand: str) -> None:
    reply = ask(stand_in, path, limit=100, expand=[expand])
    assert reply.status == 200
    assert description.faults_of_request(path, [], [expand]) == []
    assert description.faults_of_answer(path, reply.json) == []


@pytest.mark.parametrize(
    ("path", "expand"),
    [
        ("/v1/subscriptions", "data.items.data.price.product"),
        ("/v1/invoices", "data.payments.data.payment.payment_intent"),
        ("/v1/charges", "data.dispute"),
        ("/v1/charges", "data.invoice"),
        ("/v1/customers", "data.nope"),
    ],
)
def test_what_stripe_refuses_to_expand(description: Description, stand_in: StandIn, path: str, expand: str) -> None:
    assert ask(stand_in, path, expand=[expand]).status == 400
    assert description.faults_of_request(path, [], [expand]) == [f"{path}: {expand} cannot be expanded"]


def test_the_judge_sees_faults(description: Description, stand_in: StandIn) -> None:
    charge = ask(stand_in, "/v1/charges", limit=1).json
    for wrong in ({"invoice": "in_1"}, {"status": "teleported"}, {"amount": None}, {"created": "today"}):
        bad = {**charge, "data": [{**charge["data"][0], **wrong}]}
        assert description.faults_of_answer("/v1/charges", bad), wrong
    assert description.faults_of_request("/v1/invoices", [("number", "A-1")], [])
    assert description.faults_of_request("/v1/subscriptions", [("status", "sleeping")], [])
    assert description.faults_of_request("/v1/customers/search", [], [])
    assert description.faults_of_request("/v1/nothing", [], [])

"""Stripe's JSON as our values: today's shapes, older ones, and values nobody knows yet."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import stripe_objects
from parsers.errors import BillingUnavailable
from parsers.stripe_objects import Product, portal_in_force, with_products
from parsers.vocabulary import Money, PaymentMethod, Portal
from tests.demo_stripe.accounts import everything
from worker.demo.stripe.world import World

MAY = datetime(2026, 5, 1, tzinfo=UTC)
STAMP = int(MAY.timestamp())

READERS = {
    "billing_portal.configuration": stripe_objects.portal,
    "charge": stripe_objects.charge,
    "checkout.session": stripe_objects.checkout_session,
    "customer": stripe_objects.customer,
    "dispute": stripe_objects.dispute,
    "invoice": stripe_objects.invoice,
    "invoice_payment": stripe_objects.invoice_payment,
    "payment_method": stripe_objects.payment_method,
    "price": stripe_objects.price,
    "product": stripe_objects.product,
    "refund": stripe_objects.refund,
    "subscription": stripe_objects.subscription,
}


@pytest.fixture(scope="module")
def world() -> World:
    """One of everything."""
    return everything()


@pytest.mark.parametrize("kind", READERS)
def test_an_object_is_read_and_needs_its_id_alone(world: World, kind: str) -> None:
    read: Any = READERS[kind]
    for value in world.kind(kind):
        read(value)
    assert read({"id": "x_1"}) is not None
    with pytest.raises(BillingUnavailable, match="without an id"):
        read({"object": kind})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=25, deadline=None)
@given(chosen=st.data())
def test_a_strange_value_reads_as_absent_or_the_object_as_none_of_stripes(kind: str, chosen: st.DataObject) -> None:
    values = everything_once()[kind]
    value = dict(chosen.draw(st.sampled_from(values)))
    for field in chosen.draw(st.lists(st.sampled_from(sorted(value.keys() - {"id"})), max_size=4)):
        value[field] = chosen.draw(JSON)
    read: Any = READERS[kind]
    with contextlib.suppress(BillingUnavailable):
        read(value)


_ONCE: dict[str, list[dict[str, Any]]] = {}


def everything_once() -> dict[str, list[dict[str, Any]]]:
    if not _ONCE:
        world = everything()
        _ONCE.update({kind: world.kind(kind)[:5] for kind in READERS})
    return _ONCE


def test_a_status_of_tomorrow_survives() -> None:
    subscription = stripe_objects.subscription({"id": "sub_1", "status": "hibernating"})
    assert (subscription.status, subscription.live) == ("hibernating", False)
    assert stripe_objects.dispute({"id": "du_1", "status": "prevented"}).status == "prevented"


def test_a_customer_may_be_an_account() -> None:
    assert stripe_objects.subscription({"id": "sub_1", "customer": None, "customer_account": "acct_1"}).customer is None
    assert stripe_objects.invoice({"id": "in_1", "customer": None}).customer is None


def test_periods_before_2025_03_31_stood_on_the_subscription() -> None:
    old = {
        "id": "sub_1",
        "current_period_start": STAMP,
        "current_period_end": STAMP + 60,
        "items": {"data": [{"id": "si_1", "plan": {"id": "plan_1", "product": "prod_1"}}]},
    }
    (item,) = stripe_objects.subscription(old).items
    assert (item.period_start, item.price.product) == (MAY, "prod_1")


def test_charges_before_2025_03_31_stood_on_the_invoice() -> None:
    old = {"id": "in_1", "status": "paid", "charge": "ch_1", "payment_intent": "pi_1", "subscription": "sub_1"}
    invoice = stripe_objects.invoice(old)
    assert invoice.subscription == "sub_1"
    assert [(each.charge, each.payment_intent, each.status) for each in invoice.payments] == [("ch_1", "pi_1", "paid")]
    assert stripe_objects.charge({"id": "ch_1", "invoice": "in_1"}).invoice == "in_1"
    line = {"id": "il_1", "amount": 5, "price": {"id": "price_1", "product": "prod_1"}, "proration": True}
    read = stripe_objects.invoice_line(line, "eur")
    assert (read.amount, read.price, read.product, read.proration) == (Money(5, "eur"), "price_1", "prod_1", True)


def test_money_and_times(world: World) -> None:
    charge = stripe_objects.charge({"id": "ch_1", "amount": 900, "currency": "JPY", "created": STAMP})
    assert (charge.amount, charge.created) == (Money(900, "jpy"), MAY)
    assert stripe_objects.charge({"id": "ch_1"}).taken is False
    assert stripe_objects.charge({"id": "ch_1", "created": 10**15}).created is None
    dispute = {"id": "du_1", "evidence_details": {"due_by": 0}}
    assert stripe_objects.dispute(dispute).due_by is None


def test_a_method_known_by_its_id_alone() -> None:
    customer = {
        "id": "cus_1",
        "invoice_settings": {"default_payment_method": "pm_1"},
        "default_source": {"id": "card_1"},
    }
    read = stripe_objects.customer(customer)
    assert read.default_payment_method == PaymentMethod(id="pm_1", kind="unknown")
    assert read.has_default_source


def test_the_price_of_tiers_has_no_amount(world: World) -> None:
    tiered = [stripe_objects.price(each) for each in world.kind("price") if each["billing_scheme"] == "tiered"]
    assert [(each.unit_amount, each.tiers_mode) for each in tiered] == [(None, "volume")]


def test_products_give_names_and_metadata() -> None:
    price = {"id": "price_1", "product": "prod_1"}
    subscription = stripe_objects.subscription({"id": "sub_1", "items": {"data": [{"id": "si_1", "price": price}]}})
    named = with_products(subscription, {"prod_1": Product(id="prod_1", name="Pro", metadata={"seats": "5"})})
    assert (named.items[0].price.product_name, named.items[0].price.product_metadata) == ("Pro", {"seats": "5"})
    assert with_products(subscription, {}) == subscription


def _configuration(identity: str, **fields: object) -> dict[str, object]:
    return {"id": identity, "active": True, "is_default": False, "created": 1, **fields}


def test_which_portal_is_in_force() -> None:
    default = _configuration("bpc_default", is_default=True)
    newer = _configuration("bpc_newer", created=3)
    off = _configuration("bpc_off", active=False, is_default=True, created=9)
    assert portal_in_force([newer, default]).configuration == "bpc_default"
    assert portal_in_force([off, _configuration("bpc_old"), newer]).configuration == "bpc_newer"
    assert portal_in_force([off]) == Portal()
    assert portal_in_force([]) == Portal()

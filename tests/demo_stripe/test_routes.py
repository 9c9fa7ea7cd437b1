"""Lists, filters, pages and searches, as Stripe documents them."""

import pytest

from tests.demo_stripe.asking import ask
from worker.demo.stripe import StandIn


def _id(stand_in: StandIn, name: str) -> str:
    return stand_in.world.names[name]


def test_email_filter_is_case_sensitive_and_search_is_not(stand_in: StandIn) -> None:
    dana, twin = _id(stand_in, "dana"), _id(stand_in, "dana-twin")
    assert ask(stand_in, "/v1/customers", email="dana@customer.example").ids == [dana]
    assert ask(stand_in, "/v1/customers", email="DANA@customer.example").ids == []
    found = ask(stand_in, "/v1/customers/search", query='email:"DANA@customer.example"')
    assert set(found.ids) == {dana, twin}
    assert found.json["object"] == "search_result"


def test_canceled_subscriptions_only_when_asked(stand_in: StandIn) -> None:
    gone = _id(stand_in, "gone")
    live = ask(stand_in, "/v1/subscriptions", customer=gone)
    everything = ask(stand_in, "/v1/subscriptions", customer=gone, status="all")
    ended = ask(stand_in, "/v1/subscriptions", customer=gone, status="ended")
    assert _id(stand_in, "gone/1") not in live.ids
    assert len(everything.ids) == 3
    assert set(ended.ids) == {_id(stand_in, "gone/1"), _id(stand_in, "gone/2")}


def test_pages_meet_without_gap_or_overlap(stand_in: StandIn) -> None:
    whole = ask(stand_in, "/v1/charges", limit=100).ids
    leafed: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = ask(stand_in, "/v1/charges", limit=3, **cursor)
        leafed += page.ids
        if not page.json["has_more"]:
            break
        cursor = {"starting_after": page.ids[-1]}
    assert leafed == whole
    back = ask(stand_in, "/v1/charges", limit=3, ending_before=whole[5])
    assert back.ids == whole[2:5]


def test_search_pages(stand_in: StandIn) -> None:
    first = ask(stand_in, "/v1/charges/search", query="amount>0", limit=5)
    second = ask(stand_in, "/v1/charges/search", query="amount>0", limit=5, page=first.json["next_page"])
    assert first.json["has_more"]
    assert not set(first.ids) & set(second.ids)


def test_newest_first_and_created_bounds(stand_in: StandIn) -> None:
    rows = ask(stand_in, "/v1/charges", limit=100).json["data"]
    times = [row["created"] for row in rows]
    assert times == sorted(times, reverse=True)
    later = ask(stand_in, "/v1/charges", limit=100, created__gte=times[4])
    assert [row["created"] for row in later.json["data"]] == [each for each in times if each >= times[4]]


def test_an_invoice_leads_to_its_charge_only_through_its_payments(stand_in: StandIn) -> None:
    dana = _id(stand_in, "dana")
    charges = ask(stand_in, "/v1/charges", customer=dana, limit=100).json["data"]
    invoices = ask(stand_in, "/v1/invoices", customer=dana, limit=100, expand=["data.payments"]).json["data"]
    paid = {each["payment"]["payment_intent"] for bill in invoices for each in bill["payments"]["data"]}
    assert paid == {charge["payment_intent"] for charge in charges}
    assert not any("invoice" in charge or "refunds" in charge for charge in charges)


@pytest.mark.parametrize(
    "query",
    [
        'payment_method_details.card.last4:"4242" AND amount:4900',
        "payment_method_details.card.last4:'4242' amount:4900",
        'status:"succeeded" AND amount>=4900 AND amount<=4900',
    ],
)
def test_search_by_clauses(stand_in: StandIn, query: str) -> None:
    rows = ask(stand_in, "/v1/charges/search", query=query, limit=100).json["data"]
    assert rows
    assert {row["amount"] for row in rows} == {4900}


def test_search_by_metadata_number_and_substring(stand_in: StandIn) -> None:
    dana = _id(stand_in, "dana")
    assert ask(stand_in, "/v1/customers/search", query='metadata["github_login"]:"octodana"').ids == [dana]
    number = ask(stand_in, "/v1/invoices/search", query='number:"DANA01-0002"').json["data"]
    assert [bill["customer"] for bill in number] == [dana]
    assert dana in ask(stand_in, "/v1/customers/search", query='email~"dana@"').ids
    either = ask(
        stand_in, "/v1/customers/search", query='email:"dana@customer.example" OR email:"team@customer.example"'
    )
    assert len(either.ids) == 3


REFUSED = [
    ("/v1/customers/cus_nope", {}, 404, "resource_missing"),
    ("/v1/charges", {"customer": "cus_nope"}, 400, "resource_missing"),
    ("/v1/charges", {"nope": "1"}, 400, "parameter_unknown"),
    ("/v1/invoices", {"number": "A-1"}, 400, "parameter_unknown"),
    ("/v1/subscriptions", {"status": "bogus"}, 400, None),
    ("/v1/charges", {"limit": "101"}, 400, None),
    ("/v1/customers/search", {"query": 'email~"ab"'}, 400, "invalid_query"),
    ("/v1/customers/search", {"query": 'shoe_size:"44"'}, 400, "invalid_query"),
    ("/v1/customers/search", {"query": 'email:"a@b.example" AND name:"x" OR name:"y"'}, 400, "invalid_query"),
    ("/v1/teapots", {}, 404, None),
]


@pytest.mark.parametrize(("path", "params", "status", "code"), REFUSED)
def test_refusals(stand_in: StandIn, path: str, params: dict[str, str], status: int, code: str | None) -> None:
    reply = ask(stand_in, path, **params)
    assert reply.status == status
    assert reply.json["error"].get("code") == code
    assert reply.json["error"]["type"] == "invalid_request_error"
    assert reply.json["error"]["message"]


def test_a_deleted_customer_keeps_its_id_alone(stand_in: StandIn) -> None:
    identity = next(iter(stand_in.world.deleted))
    assert ask(stand_in, f"/v1/customers/{identity}").json == {"id": identity, "object": "customer", "deleted": True}
    assert ask(stand_in, "/v1/customers", email="deleted@customer.example").ids == []


def test_guests_are_found_by_address(stand_in: StandIn) -> None:
    (session,) = ask(stand_in, "/v1/checkout/sessions", customer_details__email="guest@elsewhere.example").json["data"]
    (charge,) = ask(stand_in, "/v1/charges", payment_intent=session["payment_intent"]).json["data"]
    assert session["customer"] is None
    assert charge["customer"] is None
    assert charge["billing_details"]["email"] == "guest@elsewhere.example"


def test_nothing_can_be_written(stand_in: StandIn) -> None:
    assert ask(stand_in, "/v1/refunds", method="POST").status == 404
    assert ask(stand_in, "/v1/customers/cus_1", method="DELETE").status == 404


def test_a_change_shows_at_once(stand_in: StandIn) -> None:
    before = ask(stand_in, f"/v1/charges/{_id(stand_in, 'dana/1/3/charge')}").json
    stand_in.world.change("dana/1/3/charge", amount_refunded=4900, refunded=True)
    after = ask(stand_in, f"/v1/charges/{before['id']}").json
    assert (before["refunded"], after["refunded"]) == (False, True)
    with pytest.raises(KeyError, match="no field reimbursed"):
        stand_in.world.change("dana/1/3/charge", reimbursed=True)

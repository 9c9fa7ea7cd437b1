"""Faults on demand."""

from http.client import HTTPException

import pytest

from tests.demo_stripe.accounts import NOW, everything
from tests.demo_stripe.asking import ask
from worker.demo.stripe import Fault, FaultKind, StandIn


def test_keys(stand_in: StandIn) -> None:
    assert ask(stand_in, "/v1/customers", key=None).status == 401
    assert ask(stand_in, "/v1/customers", key="letmein").status == 401
    assert ask(stand_in, "/v1/customers", key="sk_" + "test_x").status == 200


def test_unauthorized(stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.UNAUTHORIZED))
    reply = ask(stand_in, "/v1/customers")
    assert reply.status == 401
    assert "Invalid API Key" in reply.json["error"]["message"]


def test_a_missing_permission_shuts_routes_and_expansions(stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.FORBIDDEN, permission="rak_payment_method_read"))
    reply = ask(stand_in, "/v1/payment_methods")
    assert reply.status == 403
    assert "Having the 'rak_payment_method_read' permission" in reply.json["error"]["message"]
    assert ask(stand_in, "/v1/payment_methods/pm_nope").status == 403, "permission is looked at before existence"
    assert ask(stand_in, "/v1/subscriptions").status == 200
    assert ask(stand_in, "/v1/subscriptions", expand=["data.default_payment_method"]).status == 403


def test_rate_limit_names_its_reason_and_ends(stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.RATE_LIMIT, path="/v1/charges", times=2, reason="endpoint-rate"))
    replies = [ask(stand_in, "/v1/charges") for _ in range(3)]
    assert [reply.status for reply in replies] == [429, 429, 200]
    assert replies[0].headers["Stripe-Rate-Limited-Reason"] == "endpoint-rate"
    assert ask(stand_in, "/v1/invoices").status == 200


def test_server_error(stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.SERVER_ERROR, times=1))
    reply = ask(stand_in, "/v1/charges")
    assert (reply.status, reply.json["error"]["type"]) == (500, "api_error")
    assert ask(stand_in, "/v1/charges").status == 200


def test_reset(stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.RESET, times=1))
    with pytest.raises((ConnectionError, HTTPException)):
        ask(stand_in, "/v1/charges")
    assert ask(stand_in, "/v1/charges").status == 200


def test_time_out(stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.TIME_OUT, times=1, seconds=0.2))
    with pytest.raises((ConnectionError, HTTPException)):
        ask(stand_in, "/v1/charges")
    assert ask(stand_in, "/v1/charges").status == 200


def test_search_lag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.demo.stripe.routes.time", NOW.timestamp)
    with StandIn(everything()) as stand_in:
        stand_in.faults.add(Fault(kind=FaultKind.SEARCH_LAG, seconds=3 * 86_400))
        late = ask(stand_in, "/v1/subscriptions/search", query='status:"trialing"').ids
        stand_in.faults.set()
        assert (late, len(ask(stand_in, "/v1/subscriptions/search", query='status:"trialing"').ids)) == ([], 1)


def test_a_smaller_stand_in(stand_in: StandIn) -> None:
    stand_in.faults.set([Fault(kind=FaultKind.NO_ROUTE, path="/v1/disputes"), Fault(kind=FaultKind.NO_EXPANSION)])
    assert ask(stand_in, "/v1/disputes").status == 404
    assert ask(stand_in, "/v1/charges", expand=["data.refunds"]).status == 400
    assert ask(stand_in, "/v1/charges").status == 200

"""The gateway: reads alone, bounded in time and rate, silent about the key."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import stripe

from parsers.errors import BillingUnavailable, ConfigError, RateLimited, Rejected
from tests.billing.reading import KEY
from worker.billing.answers import Read
from worker.billing.gateway import ATTEMPTS, Gateway, ReadOnlyClient
from worker.billing.rate_limit import TokenBucket
from worker.demo.stripe import Fault, FaultKind, StandIn

CHARGES = Read(path="/v1/charges")


def test_a_write_never_reaches_the_wire(stand_in: StandIn) -> None:
    client = stripe.StripeClient(KEY, base_addresses={"api": stand_in.url}, http_client=ReadOnlyClient())
    with pytest.raises(Rejected, match="a POST was stopped before it was sent"):
        client.v1.refunds.create({"charge": "ch_1"})
    with pytest.raises(Rejected, match="a DELETE was stopped"):
        client.v1.subscriptions.cancel("sub_1")
    with pytest.raises(Rejected, match="does not stream"):
        ReadOnlyClient().request_stream("get", stand_in.url)
    assert not stand_in.requests


def test_the_version_is_pinned_and_nothing_of_the_machine_is_sent() -> None:
    with _Listener() as listener, pytest.raises(BillingUnavailable):
        Gateway(KEY, api_base=listener.url, take=lambda number: 0.0, pause=lambda seconds: None).read(CHARGES)
    assert "Stripe-Version: 2026-08-26.dahlia" in listener.heard
    assert "X-Stripe-Client-User-Agent" not in listener.heard
    assert "User-Agent: Deskhand" in listener.heard


def test_telemetry_writes_no_file(stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe, "enable_telemetry", True)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    gateway = Gateway(KEY, api_base=stand_in.url)
    assert gateway.read(CHARGES).ok
    gateway.close()
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("key", ["sk_" + "live_x", "sk_" + "org_x", "pk_" + "test_x", "hunter2", ""])
def test_keys_that_are_refused(key: str) -> None:
    with pytest.raises(ConfigError) as told:
        Gateway(key)
    text = str(told.value)
    assert "rak_customer_read" in text
    assert "https://dashboard.stripe.com/apikeys/create?name=Deskhand&permissions[0]=rak_customer_read" in text
    assert not key or key not in text


def test_a_secret_test_key_is_warned_about_and_a_restricted_one_is_not() -> None:
    secret, live = Gateway("sk_" + "test_x"), Gateway("rk_" + "live_x")
    assert secret.warning
    assert secret.warning.warning
    assert live.warning is None
    assert (secret.livemode, live.livemode) == (False, True)


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.RESET, FaultKind.RATE_LIMIT])
def test_a_passing_fault_is_waited_out(
    stand_in: StandIn, gateway: Gateway, pauses: list[float], kind: FaultKind
) -> None:
    stand_in.faults.add(Fault(kind=kind, times=2))
    assert gateway.read(CHARGES).ok
    assert len(pauses) == 2
    assert pauses[1] > pauses[0] * 0.5
    assert gateway.calls == 3


LASTING = [(FaultKind.SERVER_ERROR, BillingUnavailable), (FaultKind.RATE_LIMIT, RateLimited)]


@pytest.mark.parametrize(("kind", "error"), [*LASTING, (FaultKind.RESET, BillingUnavailable)])
def test_a_lasting_fault_ends(
    stand_in: StandIn, gateway: Gateway, pauses: list[float], kind: FaultKind, error: type[Exception]
) -> None:
    stand_in.faults.add(Fault(kind=kind, reason="endpoint-rate"))
    with pytest.raises(error) as told:
        gateway.read(CHARGES)
    assert gateway.calls == ATTEMPTS
    assert sum(pauses) < 10
    assert kind is not FaultKind.RATE_LIMIT or "endpoint-rate" in str(told.value)


def test_a_refused_key_is_not_tried_again(stand_in: StandIn, gateway: Gateway) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.UNAUTHORIZED))
    with pytest.raises(BillingUnavailable, match="refuses the API key"):
        gateway.read(CHARGES)
    assert gateway.calls == 1


def test_no_answer_within_the_time_limit(stand_in: StandIn) -> None:
    stand_in.faults.add(Fault(kind=FaultKind.TIME_OUT, seconds=30))
    client = ReadOnlyClient(read_seconds=0.1)
    gateway = Gateway(KEY, api_base=stand_in.url, take=lambda number: 0.0, client=client, pause=lambda seconds: None)
    with pytest.raises(BillingUnavailable, match="no answer"):
        gateway.read(CHARGES)
    gateway.close()


def test_nobody_there(pauses: list[float]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(BillingUnavailable):
            Gateway(KEY, api_base=base, take=lambda number: 0.0, pause=pauses.append).read(CHARGES)


@pytest.mark.parametrize("body", [b"<html>gone fishing</html>", b'{"id": ', b"", b"[]", b"null"])
def test_an_answer_that_is_no_json(body: bytes) -> None:
    with _Listener(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)) as listener:
        gateway = Gateway(KEY, api_base=listener.url, take=lambda number: 0.0, pause=lambda seconds: None)
        with pytest.raises(BillingUnavailable):
            gateway.read(CHARGES)


def test_redirects_are_not_followed(stand_in: StandIn) -> None:
    moved = f"HTTP/1.1 302 Found\r\nLocation: {stand_in.url}/v1/charges\r\nContent-Length: 0\r\n\r\n".encode()
    with _Listener(moved) as listener:
        gateway = Gateway(KEY, api_base=listener.url, take=lambda number: 0.0, pause=lambda seconds: None)
        with pytest.raises(BillingUnavailable):
            gateway.read(CHARGES)
    assert not stand_in.requests


def test_a_round_runs_side_by_side(stand_in: StandIn, gateway: Gateway) -> None:
    reads = [Read(path=f"/v1/{name}") for name in ("customers", "charges", "invoices", "products")]
    answers = gateway.read_all(reads)
    assert [answer.json["url"] for answer in answers] == [read.path for read in reads]
    assert (gateway.calls, gateway.rounds) == (4, 1)
    assert gateway.read_all([]) == ()


def test_every_request_is_taken_from_the_bucket(stand_in: StandIn, pauses: list[float]) -> None:
    taken: list[int] = []

    def take(number: int) -> float:
        taken.append(number)
        return 0.25

    gateway = Gateway(KEY, api_base=stand_in.url, take=take, pause=pauses.append)
    stand_in.faults.add(Fault(kind=FaultKind.SERVER_ERROR, times=1))
    gateway.read_all([CHARGES, CHARGES])
    gateway.close()
    assert taken == [2, 1]
    assert pauses.count(0.25) == 2


def test_the_bucket() -> None:
    clock = iter([0.0, 0.0, 0.0, 0.0, 2.0, 100.0]).__next__
    bucket = TokenBucket(5.0, clock=clock)
    waits = [bucket.take(5), bucket.take(5), bucket.take(5), bucket.take(1), bucket.take(5)]
    assert waits == [0.0, 1.0, 2.0, pytest.approx(0.2), 0.0]


def test_the_key_is_never_said(stand_in: StandIn, gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in.faults.add(Fault(kind=FaultKind.UNAUTHORIZED))
    with pytest.raises(BillingUnavailable) as told:
        gateway.read(Read(path="/v1/customers", params={"email": "dana@customer.example"}))
    assert KEY not in caplog.text + str(told.value) + repr(gateway.__dict__)
    assert "dana@" not in caplog.text


class _Listener:
    """Hears one request on each connection and answers the same each time; nothing by default."""

    def __init__(self, answer: bytes = b"") -> None:
        self.answer = answer
        self.heard = ""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> "_Listener":
        Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _serve(self) -> None:
        for connection in self._connections():
            with connection:
                self.heard = connection.recv(65_536).decode()
                connection.sendall(self.answer)

    def _connections(self) -> Iterator[socket.socket]:
        while True:
            try:
                yield self._socket.accept()[0]
            except OSError:
                return

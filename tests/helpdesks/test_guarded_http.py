"""What can be called at all, and what failures are called."""

from collections.abc import Iterator

import pytest

from parsers.errors import ConfigError, HelpdeskUnavailable, RateLimited, Rejected
from tests.helpdesks.stubs.server import Asked, Given, Stub, served
from worker.helpdesks import front, helpscout, intercom, rt, zammad, zendesk
from worker.helpdesks.http import Allowed, GuardedClient

# What sends, publishes or deletes, by the vendors' own descriptions.
SENDING = [
    (front, "POST", "/conversations/cnv_1/messages", {"body": "x"}),
    (front, "POST", "/channels/cha_1/messages", {"body": "x"}),
    (front, "POST", "/channels/cha_1/drafts", {"mode": "shared"}),
    (front, "POST", "/conversations/cnv_1/drafts", {"body": "x"}),
    (front, "POST", "/conversations/cnv_1/drafts", {"mode": "private"}),
    (front, "DELETE", "/drafts/msg_1", {"version": "1"}),
    (helpscout, "POST", "/v2/conversations/5/reply", {"text": "x"}),
    (helpscout, "POST", "/v2/conversations/5/reply", {"text": "x", "draft": False}),
    (helpscout, "POST", "/v2/conversations/5/reply", {"text": "x", "draft": "true"}),
    (helpscout, "PATCH", "/v2/conversations/5", {"op": "replace", "path": "/draft", "value": False}),
    (helpscout, "PATCH", "/v2/conversations/5/threads/6", {"op": "replace", "path": "/draft", "value": False}),
    (helpscout, "POST", "/v2/conversations", {"draft": True}),
    (zammad, "POST", "/api/v1/ticket_articles", {"type": "email", "internal": True}),
    (zammad, "POST", "/api/v1/ticket_articles", {"type": "note", "internal": False}),
    (zammad, "POST", "/api/v1/ticket_articles", {"type": "note"}),
    (zammad, "PUT", "/api/v1/tickets/5", {"article": {"type": "email"}}),
    (zendesk, "PUT", "/api/v2/tickets/5", {"ticket": {"comment": {"body": "x"}, "safe_update": True}}),
    (zendesk, "PUT", "/api/v2/tickets/5", {"ticket": {"comment": {"public": True}, "safe_update": True}}),
    (zendesk, "PUT", "/api/v2/tickets/5", {"ticket": {"comment": {"public": 0}, "safe_update": True}}),
    (zendesk, "PUT", "/api/v2/tickets/5", {"ticket": {"comment": {"public": False}}}),
    (zendesk, "POST", "/api/v2/tickets", {"ticket": {"comment": {"public": False}, "safe_update": True}}),
    (intercom, "POST", "/conversations/5/reply", {"message_type": "comment", "type": "admin"}),
    (intercom, "POST", "/conversations/5/reply", {"message_type": "note", "type": "user"}),
    (intercom, "POST", "/messages", {"message_type": "email"}),
    (rt, "POST", "/REST/2.0/ticket/5/correspond", {"Content": "x", "ContentType": "text/plain"}),
    (rt, "POST", "/REST/2.0/tickets/bulk/correspond", {"TicketIds": [5]}),
    (rt, "POST", "/REST/2.0/ticket", {"Queue": "Billing", "Requestor": "x@example.com"}),
    (rt, "POST", "/REST/2.0/ticket/5/comment", {"Content": "x", "Status": "resolved"}),
    (rt, "PUT", "/REST/2.0/ticket/5", {"CustomFields": {}, "Status": "resolved"}),
    (rt, "PUT", "/REST/2.0/ticket/5", {"CustomFields": {}, "MergeInto": 3}),
    (rt, "PUT", "/REST/2.0/ticket/5/take", {}),
]


class _Fixed(Stub):
    """Answers as it is told, in turn."""

    given: list[Given]

    def answer(self, asked: Asked) -> Given:
        return self.given.pop(0)


@pytest.fixture
def stub() -> _Fixed:
    return _Fixed()


@pytest.fixture
def client(stub: _Fixed) -> Iterator[GuardedClient]:
    allowed = (Allowed(method="GET", path=r"/v1/things/\d+", right="things:read"),)
    with served(stub) as url:
        client = GuardedClient(base_url=url + "/api/", allowed=allowed, headers={}, timeout=5.0)
        yield client
        client.close()


@pytest.mark.parametrize(("adapter", "method", "path", "body"), SENDING)
def test_nothing_that_sends_is_on_a_list(adapter: object, method: str, path: str, body: object) -> None:
    rules: tuple[Allowed, ...] = adapter.ALLOWED  # type: ignore[attr-defined]
    assert not any(rule.admits(method, path, body) for rule in rules)


@pytest.mark.parametrize("path", ["/v1/things/1/send", "/v1/things/../other", "/v1/things/1?x=1", "/v1/things/1\n", ""])
def test_what_is_not_on_the_list_is_not_asked(stub: _Fixed, client: GuardedClient, path: str) -> None:
    with pytest.raises(Rejected, match="not on the list"):
        client.request("GET", path)
    with pytest.raises(Rejected, match="not on the list"):
        client.request("POST", "/v1/things/1")
    assert stub.asked == []


def test_a_move_is_followed_within_the_list(stub: _Fixed, client: GuardedClient) -> None:
    stub.given = [Given(status=301, headers={"Location": "/api/v1/things/2"}), Given(body={"id": 2})]
    assert client.request("GET", "/v1/things/1").part("id") == 2
    stub.given = [Given(status=301, headers={"Location": "/api/v1/things/2/send"})]
    with pytest.raises(Rejected, match="not on the list"):
        client.request("GET", "/v1/things/1")
    stub.given = [Given(status=301, headers={"Location": "/api/v1/things/1"})] * 3
    with pytest.raises(Rejected, match="moved on and on"):
        client.request("GET", "/v1/things/1")


@pytest.mark.parametrize("place", ["https://elsewhere.example/api/v1/things/1", "//elsewhere.example/", "/v1/things/1"])
def test_no_other_host_gets_the_token(stub: _Fixed, client: GuardedClient, place: str) -> None:
    stub.given = [Given(status=302, headers={"Location": place})]
    with pytest.raises(Rejected, match="not followed"):
        client.request("GET", "/v1/things/1")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("12", 12.0), ("0.5", 0.5), ("Mon, 01 Jan 2001 00:00:00 GMT", 0.0), ("soon", None), ("", None)],
)
def test_how_long_to_wait(stub: _Fixed, client: GuardedClient, said: str, seconds: float | None) -> None:
    for status, error in ((429, RateLimited), (503, HelpdeskUnavailable)):
        stub.given = [Given(status=status, headers={"Retry-After": said})]
        with pytest.raises(error) as caught:
            client.request("GET", "/v1/things/1")
        assert getattr(caught.value, "retry_after", "") == seconds


@pytest.mark.parametrize("status", [400, 401, 403, 422])
def test_the_missing_right_is_named(stub: _Fixed, client: GuardedClient, status: int) -> None:
    stub.given = [Given(status=status)]
    with pytest.raises(Rejected, match="things:read"):
        client.request("GET", "/v1/things/1")


@pytest.mark.parametrize("status", [404, 409, 412])
def test_what_only_the_caller_can_judge(stub: _Fixed, client: GuardedClient, status: int) -> None:
    stub.given = [Given(status=status, body={"error": "x"})]
    got = client.request("GET", "/v1/things/1")
    assert (got.found, got.stale) == (status != 404, status != 404)


@pytest.mark.parametrize("body", [[1], {"other": 1}, {"many": {"a": 1}}, {"many": [1]}, None])
def test_an_answer_of_another_shape_is_none(stub: _Fixed, client: GuardedClient, body: object) -> None:
    stub.given = [Given(body=body)]
    with pytest.raises(HelpdeskUnavailable, match="has no"):
        client.request("GET", "/v1/things/1").many("many")


def test_tokens_do_not_travel_in_the_clear() -> None:
    for place in ("http://desk.example.com", "ftp://127.0.0.1", "desk.example.com"):
        with pytest.raises(ConfigError, match="https"):
            GuardedClient(base_url=place, allowed=(), headers={})

"""The API: every address described, real answers as described, the same rules as the pages, errors in JSON."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.routing import Route
from starlette.testclient import TestClient

from parsers.errors import BillingUnavailable, Overtaken
from tests.desk.case_desk import DUPLICATE, CaseDesk, case_desk
from worker.desk import Desk, desk_app
from worker.desk.api.openapi import BODIES, description
from worker.desk.case_list import StoreShelf
from worker.desk.security.passwords import hashed, new_token, token_hash
from worker.store import Account, CaseBook, Client

HERE = "http://127.0.0.1"
TEMPLATE = "/api/cases/{case_id}"
EVERYTHING = "/api/cases?outcome=&status="


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseDesk]:
    """A desk over the sample inbox."""
    with case_desk(tmp_path_factory.mktemp("api")) as desk:
        yield desk


@pytest.fixture(scope="module")
def token(worked: CaseDesk) -> str:
    """A tool's token, on a desk that has accounts."""
    told = new_token()
    worked.app.book.keep_account(Account(name="ana", role="agent", password=hashed("a long enough password")))
    worked.app.book.add_client(Client(name="macros", role="agent"), token_hash(told))
    return told


@pytest.fixture
def tool(worked: CaseDesk, token: str) -> TestClient:
    """A team's own tool."""
    sign = {"Authorization": f"Bearer {token}"}
    return TestClient(desk_app(worked.app.desk), base_url=HERE, headers=sign, raise_server_exceptions=False)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CaseBook]:
    """An empty store."""
    opened = CaseBook.open(f"sqlite:///{tmp_path}/desk.db")
    yield opened
    opened.close()


def described(template: str, method: str, answer: Any) -> Any:
    """The answer's JSON, after it was held against the description of its address and status."""
    document = description()
    operation = document["paths"][template][method.lower()]
    kinds = operation["responses"][str(answer.status_code)]["content"]
    kind = answer.headers["content-type"].partition(";")[0]
    schema = {**kinds[kind]["schema"], "components": document["components"]}
    if kind != "application/json":
        return answer.content
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(answer.json())
    return answer.json()


def get(tool: TestClient, case_id: str, what: str = "") -> Any:
    return described(f"{TEMPLATE}{what}", "get", tool.get(f"/api/cases/{case_id}{what}"))


def post(tool: TestClient, case_id: str, action: str, status: int = 200, **body: Any) -> Any:
    answer = tool.post(f"/api/cases/{case_id}/{action}", json=body)
    assert answer.status_code == status, answer.text
    return described(f"{TEMPLATE}/{action}", "post", answer)


def test_every_address_is_described_and_nothing_else(worked: CaseDesk) -> None:
    routes = [one for one in desk_app(worked.app.desk).routes if isinstance(one, Route)]
    ours = [one for one in routes if one.path.startswith(("/api/", "/healthz", "/metrics"))]
    found = {(one.path, method) for one in ours for method in (one.methods or ()) if method != "HEAD"}
    document = description()
    told = {
        (path, method.upper()) for path, item in document["paths"].items() for method in item if method != "parameters"
    }
    assert found == told
    assert len({one["operationId"] for one in operations(document)}) == len(told)


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for item in document["paths"].values() for name, one in item.items() if name != "parameters"]


def test_the_description_is_one(tool: TestClient) -> None:
    document = described("/api/openapi.json", "get", tool.get("/api/openapi.json"))
    assert document == description()
    assert document["openapi"] == "3.1.0"
    names = set(document["components"]["schemas"])
    refs = {part.split('"')[0] for part in str(document).replace("'", '"').split("#/components/schemas/")[1:]}
    assert refs == names
    for schema in [*document["components"]["schemas"].values(), *BODIES.values()]:
        jsonschema_rs.meta.validate(schema)
    for path, item in document["paths"].items():
        named = {one["name"] for one in item.get("parameters", ())}
        assert named == ({"case_id"} if "{case_id}" in path else set())


def test_the_list_takes_the_queues_filters(tool: TestClient) -> None:
    everything = described("/api/cases", "get", tool.get(EVERYTHING))
    assert everything["total"] == len(everything["cases"]) > 3
    some = described("/api/cases", "get", tool.get("/api/cases?bucket=duplicate_subscription"))
    assert {one["bucket"] for one in some["cases"]} == {"duplicate_subscription"}
    for query, named in (
        ("colour=red", "colour"),
        ("bucket=red", "needs_human"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("language=elvish", "language"),
        ("status=asleep", "snoozed"),
        ("sure=90", "unsure"),
        ("text=" + "x" * 201, "text"),
    ):
        answer = tool.get(f"/api/cases?{query}")
        assert answer.status_code == 422
        assert named in described("/api/cases", "get", answer)["error"]


def test_every_case_and_history_is_as_described(tool: TestClient) -> None:
    for row in tool.get(EVERYTHING).json()["cases"]:
        shown = get(tool, row["id"])
        assert (shown["id"], shown["version"], shown["status"]) == (row["id"], 1, "open")
        assert get(tool, row["id"], "/history")["events"][0]["by"] == "worker"


def test_approve_edited_then_the_mail(tool: TestClient, worked: CaseDesk) -> None:
    case_id = worked.case_of(DUPLICATE)
    assert get(tool, case_id, "/draft.eml")["error"].startswith("the draft is not approved")
    done = post(tool, case_id, "approve", version=1, body="Hello,\n\nall is well.\n")
    assert (done["status"], done["status_by"], done["version"]) == ("approved", "api:macros", 2)
    assert done["approved"]["subject"] == done["draft"]["subject"]
    assert done["approved"]["edited"] > 0.5
    assert done["choices"] == ["reopen"]
    mail = message_from_bytes(get(tool, case_id, "/draft.eml"), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert "all is well." in mail.get_content()
    assert post(tool, case_id, "drafts", status=409)["error"].startswith("not put into Drafts")
    told = [(one["action"], one["by"]) for one in get(tool, case_id, "/history")["events"]]
    assert told[-2:] == [("approve", "api:macros"), ("downloaded draft", "api:macros")]


def test_untouched_is_unedited_and_who_comes_second_is_told(tool: TestClient, worked: CaseDesk) -> None:
    case_id = worked.case_of("Double charge")
    assert post(tool, case_id, "approve", version=1)["approved"]["edited"] == 0.0
    late = post(tool, case_id, "reject", status=409, version=1, reason="wrong")
    assert (late["version"], late["status"]) == (2, "approved")
    assert "Approved by api:macros" in late["error"]
    ahead = post(tool, case_id, "reopen", status=409, version=9)
    assert ahead["version"] == 2
    assert "cannot be done" in post(tool, case_id, "snooze", status=422, version=2, until="tomorrow")["error"]


def test_who_is_overtaken_between_reading_and_writing_is_told_too(
    tool: TestClient, worked: CaseDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faster(*_: object, **__: object) -> None:
        raise Overtaken("somebody else")

    monkeypatch.setattr(CaseBook, "decide", faster)
    late = post(tool, worked.case_of("New card"), "take_over", status=409, version=1)
    assert (late["version"], late["status"]) == (1, "open")


def test_every_other_way_out(tool: TestClient, worked: CaseDesk) -> None:
    case_id = next(one["id"] for one in tool.get("/api/cases?bucket=needs_human").json()["cases"])
    assert post(tool, case_id, "take_over", version=1)["status"] == "taken_over"
    snoozed = post(tool, case_id, "snooze", version=2, until="3days")
    assert (snoozed["status"], snoozed["snoozed_until"][10:16]) == ("snoozed", "T08:00")
    assert post(tool, case_id, "reopen", version=3)["status"] == "open"
    assert "few words" in post(tool, case_id, "reject", status=422, version=4, reason="other")["error"]
    done = post(tool, case_id, "reject", version=4, reason="other", remark="they called")
    assert done["status"] == "rejected"
    assert worked.app.book.reviews(case_id)[-1].reason == "Another reason: they called"


def test_correct(tool: TestClient, worked: CaseDesk) -> None:
    case_id = worked.case_of(DUPLICATE)
    shown = get(tool, case_id)
    other = next(one for one in shown["may_be"]["bucket"] if one != shown["bucket"])
    put_right = post(tool, case_id, "correct", kind="bucket", should_be=other)
    assert put_right == {"kind": "bucket", "was": shown["bucket"], "should_be": other}
    assert worked.app.book.corrections(case_id=case_id)[-1].by == "api:macros"
    assert post(tool, case_id, "correct", status=422, kind="bucket", should_be="blue")["error"]


def test_look_at_stripe(tool: TestClient, worked: CaseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = worked.case_of(DUPLICATE)
    seen = post(tool, case_id, "look")
    assert seen["renewed"] is False
    assert seen["case"]["looked"]["by"] == "api:macros"
    assert len(seen["case"]["looked"]["lines"]) == len(seen["case"]["actions"])

    def away(*_: object) -> None:
        raise BillingUnavailable("Stripe does not answer")

    monkeypatch.setattr(type(worked.app.caseworker), "reconsider", away)
    assert post(tool, case_id, "look", status=503)["error"] == "Stripe does not answer"


@pytest.mark.parametrize(
    ("action", "body", "status", "named"),
    [
        ("approve", b"{", 400, "no JSON"),
        ("approve", b"[1]", 400, "object"),
        ("approve", b"[" * 100_000, 400, "no JSON"),
        ("approve", b"\xff", 400, "no JSON"),
        ("approve", b"", 422, "version is missing"),
        ("approve", b'{"version": 1, "sent": true}', 422, "unknown key: sent"),
        ("approve", b'{"version": 1, "\\ud800": 1}', 422, "unknown key: ?"),
        ("approve", b'{"version": "1"}', 422, "version is a whole number"),
        ("approve", b'{"version": true}', 422, "version is a whole number"),
        ("approve", b'{"version": 0}', 422, "version is a whole number"),
        ("approve", b'{"version": 1, "body": 5}', 422, "body is a text"),
        ("approve", b'{"version": 1, "body": "\\ud800"}', 422, "body is a text"),
        ("approve", b'{"version": 1, "body": " "}', 422, "needs a subject and a text"),
        ("approve", b'{"version": 1, "body": "card 4242 4242 4242 4242"}', 422, "must not be mailed"),
        ("reject", b'{"version": 1}', 422, "reason is missing"),
        ("reject", b'{"version": 1, "reason": "mood"}', 422, "not_needed"),
        ("snooze", b'{"version": 1, "until": "1999-01-01"}', 422, "after today"),
        ("snooze", b'{"version": 1, "until": "20991231"}', 422, "3days, or a day"),
        ("snooze", b'{"version": 1, "until": "2026-02-30"}', 422, "or a date"),
        ("correct", b'{"kind": "mood", "should_be": "x"}', 422, "customer"),
        ("take_over", b'{"version": 1, "remark": "%s"}' % (b"x" * 1001), 422, "at most 1000"),
        ("look", b'{"version": 1}', 422, "known are none"),
    ],
)
def test_bodies_are_checked(
    tool: TestClient, worked: CaseDesk, action: str, body: bytes, status: int, named: str
) -> None:
    case_id = worked.case_of("Cancel my subscription")
    answer = tool.post(f"/api/cases/{case_id}/{action}", content=body)
    assert answer.status_code == status
    assert named in described(f"{TEMPLATE}/{action}", "post", answer)["error"]
    assert get(tool, case_id)["version"] == 1


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/api/cases/", "/api/cases/none", "/api/cases/none/history"])
def test_what_is_not_there_is_told_in_json(tool: TestClient, path: str) -> None:
    answer = tool.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]


def test_another_method_is_told_in_json(tool: TestClient) -> None:
    for method, path, may in (("DELETE", "/api/cases/x", "GET, HEAD"), ("GET", "/api/cases/x/approve", "POST")):
        answer = tool.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, may)
        assert may in answer.json()["error"]


def test_strangers_and_forgers_are_told_in_json(tool: TestClient, worked: CaseDesk) -> None:
    stranger = TestClient(desk_app(worked.app.desk), base_url=HERE)
    assert "token" in described("/api/cases", "get", stranger.get("/api/cases"))["error"]
    assert stranger.get("/metrics").status_code == 401
    assert stranger.get("/healthz").text == "ok\n"
    large = tool.post("/api/cases/x/approve", content=b" " * 2_000_001)
    assert large.status_code == 413
    assert described(f"{TEMPLATE}/approve", "post", large)["error"]


def test_another_site_changes_nothing_on_a_desk_without_accounts(book: CaseBook) -> None:
    browser = TestClient(desk_app(Desk(shelf=StoreShelf(book), meter=book)), base_url=HERE)
    for headers in (
        {"content-type": "text/plain"},
        {"sec-fetch-site": "cross-site", "content-type": "application/json"},
    ):
        answer = browser.post("/api/cases/x/approve", content=b"{}", headers=headers)
        assert answer.status_code == 403
        assert "application/json" in described(f"{TEMPLATE}/approve", "post", answer)["error"]


def test_figures_for_prometheus(tool: TestClient, worked: CaseDesk) -> None:
    answer = tool.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "@" not in answer.text
    found = {one.name: one.samples for one in text_string_to_metric_families(answer.text)}
    assert set(found) == {f"deskhand_{name}" for name in ("mails", "cases", "decisions", "oldest_waiting_seconds")}
    mails = {one.labels["state"]: one.value for one in found["deskhand_mails"]}
    assert mails == {"waiting": 0, "claimed": 0, "done": 0, "quarantined": 0} | worked.app.book.counts()
    assert sum(one.value for one in found["deskhand_cases"]) == sum(worked.app.book.counts().values())
    assert {one.labels["decision"] for one in found["deskhand_decisions"]} == {
        "approved_edited",
        "approved_unedited",
        "rejected",
    }


def test_without_accounts_this_machine_may_ask_and_a_dead_store_is_told(
    book: CaseBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = TestClient(desk_app(Desk(shelf=StoreShelf(book), meter=book)), base_url=HERE)
    assert browser.get("/healthz").status_code == 200
    assert "deskhand_oldest_waiting_seconds 0.0" in browser.get("/metrics").text

    def dead(_: CaseBook) -> None:
        raise OSError("the disk at /somewhere is gone")

    monkeypatch.setattr(CaseBook, "counts", dead)
    for path in ("/healthz", "/metrics"):
        answer = browser.get(path)
        assert answer.status_code == 503
        assert "somewhere" not in answer.text


def test_a_fault_of_ours_is_json_too(tool: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("cus_secret")

    monkeypatch.setattr(StoreShelf, "page", broken)
    answer = tool.get("/api/cases")
    assert answer.status_code == 500
    assert "cus_secret" not in answer.text
    assert answer.json()["error"]

"""Who may enter the desk, and what another site can make a browser do to it: nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from parsers.errors import ConfigError
from worker.config.settings import DeskSection
from worker.desk import CaseView, Desk, Entry, Page, Query, desk_app
from worker.desk.case_list import StoreShelf
from worker.desk.security.access import inside
from worker.desk.security.entry import entry
from worker.desk.security.failed_sign_ins import LIMITS, WINDOW, Failures
from worker.desk.security.headers import SAFE_HEADERS
from worker.desk.security.passwords import hashed, new_token, token_hash
from worker.store import Account, CaseBook, Client

PASSWORD = "a long enough password"
HERE = "http://127.0.0.1"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CaseBook]:
    """An empty store."""
    opened = CaseBook.open(f"sqlite:///{tmp_path}/desk.db")
    yield opened
    opened.close()


def client(book: CaseBook, come_in: Entry | None = None, *, peer: str = "127.0.0.1") -> TestClient:
    """A browser without any page's script."""
    app = desk_app(Desk(shelf=StoreShelf(book), doors=book), entry=come_in)
    return TestClient(app, base_url=HERE, client=(peer, 5000), follow_redirects=False, raise_server_exceptions=False)


def with_anna(book: CaseBook, role: str = "agent") -> CaseBook:
    book.keep_account(Account(name="anna", role=role, password=hashed(PASSWORD)))
    return book


def csrf(answer: Any) -> str:
    """The token in the page's form."""
    return str(answer.text.split('name="csrf" value="')[1].split('"')[0])


def sign_in(browser: TestClient, password: str = PASSWORD, address: str = "/login") -> Any:
    token = csrf(browser.get("/login"))
    return browser.post(address, data={"name": "anna", "password": password, "csrf": token})


def test_without_accounts_the_desk_is_this_machines(book: CaseBook) -> None:
    assert client(book).get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/cases/x", "/figures", "/keywords", "/nothing"])
def test_with_an_account_everybody_signs_in(book: CaseBook, path: str) -> None:
    answer = client(with_anna(book)).get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=")


@pytest.mark.parametrize("path", ["/api/cases", "/metrics", "/live"])
def test_tools_are_told_in_json(book: CaseBook, path: str) -> None:
    answer = client(with_anna(book)).get(path)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_signing_in_leads_where_one_was_going(book: CaseBook) -> None:
    browser = client(with_anna(book))
    answer = sign_in(browser, address="/login?next=/?bucket=needs_human")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?bucket=needs_human")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert browser.get("/").status_code == 200
    assert [one.action for one in book.trail()][-1] == "signed in"


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x", "/%0d%0a/\r\nx", ""]
)
def test_nobody_is_led_elsewhere(address: str) -> None:
    assert inside(address) == "/"


def test_a_cookie_behind_tls_stays_there(book: CaseBook) -> None:
    answer = sign_in(client(with_anna(book), Entry(https=True)))
    assert answer.headers["set-cookie"].startswith("__Host-deskhand=")
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_planted_session_opens_nothing(book: CaseBook) -> None:
    browser = client(with_anna(book))
    browser.cookies.set("deskhand", "planted")
    sign_in(browser)
    other = client(book)
    other.cookies.set("deskhand", "planted")
    assert other.get("/").status_code == 303


def test_what_the_store_keeps_opens_nothing(book: CaseBook) -> None:
    token = new_token()
    with_anna(book).open_session(token_hash(token), "anna")
    thief = client(book)
    thief.cookies.set("deskhand", token_hash(token))
    assert thief.get("/").status_code == 303


def test_signing_out_ends_the_session_for_every_copy(book: CaseBook) -> None:
    browser = client(with_anna(book))
    sign_in(browser)
    copied = dict(browser.cookies)
    page = browser.get("/")
    assert browser.post("/logout", data={"csrf": csrf(page)}).status_code == 303
    thief = client(book)
    thief.cookies.update(copied)
    assert thief.get("/").status_code == 303


def test_another_password_signs_out(book: CaseBook) -> None:
    browser = client(with_anna(book))
    sign_in(browser)
    with_anna(book)
    assert browser.get("/").status_code == 303


def test_a_wrong_name_and_a_wrong_password_look_alike(book: CaseBook) -> None:
    browser = client(with_anna(book))
    token = csrf(browser.get("/login"))
    answers = [
        browser.post("/login", data={"name": name, "password": "wrong", "csrf": token}) for name in ("anna", "ben")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text.replace("anna", "") == answers[1].text.replace("ben", "")


def test_guessing_is_slowed_even_with_the_right_password(book: CaseBook) -> None:
    browser = client(with_anna(book))
    for _ in range(LIMITS["pair"]):
        assert sign_in(browser, "wrong").status_code == 401
    answer = sign_in(browser)
    assert answer.status_code == 429
    assert "Try again in" in answer.text
    assert sign_in(client(book, peer="10.9.9.9")).status_code == 303  # a stranger does not lock anna out


def test_failures_are_forgotten_in_time_and_bounded() -> None:
    now = [0.0]
    failures = Failures(lambda: now[0])
    for _ in range(LIMITS["pair"]):
        failures.add("anna", "10.0.0.1")
    assert failures.wait("Anna", "10.0.0.1") == WINDOW
    now[0] = WINDOW + 1
    assert failures.wait("anna", "10.0.0.1") == 0
    for number in range(20_000):
        failures.add(f"name {number}", "10.0.0.2")
    assert len(failures._at) == 10_000


def test_forms_without_our_token_are_refused(book: CaseBook) -> None:
    browser = client(book)
    for given in ({}, {"csrf": ""}, {"csrf": "x" * 40}):
        assert browser.post("/logout", data=given).status_code == 403
    assert browser.post("/logout", data={"csrf": csrf(client(book).get("/login"))}).status_code == 403
    assert browser.post("/logout", data={"csrf": csrf(browser.get("/login"))}).status_code == 303


def test_the_token_of_one_session_is_not_anothers(book: CaseBook) -> None:
    with_anna(book)
    anna, again = client(book), client(book)
    sign_in(anna)
    sign_in(again)
    assert anna.post("/logout", data={"csrf": csrf(again.get("/"))}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_use_our_token(book: CaseBook, headers: dict[str, str]) -> None:
    browser = client(book)
    token = csrf(browser.get("/login"))
    assert browser.post("/logout", data={"csrf": token}, headers=headers).status_code == 403


def test_a_proxy_names_the_agent(book: CaseBook) -> None:
    come_in = Entry(header="X-Forwarded-User", proxies=frozenset({"10.0.0.2"}), ops=frozenset({"olga"}))
    page = client(book, come_in, peer="10.0.0.2").get("/", headers={"X-Forwarded-User": "anna"})
    assert page.status_code == 200
    assert "anna" in page.text


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("10.0.0.3", [("X-Forwarded-User", "anna")]),
        ("10.0.0.2", []),
        ("10.0.0.2", [("X-Forwarded-User", "")]),
        ("10.0.0.2", [("X-Forwarded-User", "anna"), ("X-Forwarded-User", "olga")]),
        ("10.0.0.3", [("X-Forwarded-User", "anna"), ("X-Forwarded-For", "10.0.0.2")]),
    ],
)
def test_nobody_else_does(book: CaseBook, peer: str, headers: list[tuple[str, str]]) -> None:
    come_in = Entry(header="X-Forwarded-User", proxies=frozenset({"10.0.0.2"}))
    assert client(book, come_in, peer=peer).get("/", headers=headers).status_code == 303


def test_tools_have_tokens(book: CaseBook) -> None:
    token = new_token()
    with_anna(book)
    assert book.add_client(Client(name="reports", role="agent"), token_hash(token))
    assert not book.add_client(Client(name="reports", role="agent"), "other")
    tool = client(book)
    assert tool.get("/api/cases", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert tool.get("/", headers={"Authorization": f"Bearer {token}"}).status_code == 303
    assert tool.get("/api/cases", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert book.clients()[0].seen_at
    book.drop_client("reports")
    assert tool.get("/api/cases", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize("path", ["/", "/cases/none", "/nothing", "/api/cases/none", "/static/none", "/login"])
def test_every_answer_has_the_safe_headers(book: CaseBook, path: str) -> None:
    for answer in (client(book).get(path), client(book).put(path, headers={"content-type": "application/json"})):
        assert {name: answer.headers[name] for name in SAFE_HEADERS} == SAFE_HEADERS


def test_our_own_fault_has_them_too(book: CaseBook) -> None:
    class Broken:
        def page(self, query: Query) -> Page:
            raise RuntimeError("maya@example.com")

        def view(self, case_id: str) -> CaseView | None:
            raise RuntimeError("maya@example.com")

        def pulse(self) -> str:
            raise RuntimeError("maya@example.com")

    app = desk_app(Desk(shelf=Broken(), doors=book))
    browser = TestClient(app, base_url=HERE, raise_server_exceptions=False)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"]
    assert "maya" not in answer.text


def test_another_host_name_is_refused(book: CaseBook) -> None:
    assert client(book).get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_request_without_end_is_refused(book: CaseBook) -> None:
    answer = client(book).post("/login", content=b"x" * 2_100_000)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"host": "0.0.0.0", "hosts": ("desk.example.com",)}, "agents add NAME"),
        ({"host": "::"}, "agents add NAME"),
        ({"host": "desk.example.com"}, "agents add NAME"),
        ({"trusted_header": "X-Forwarded-User"}, "trusted_proxies is empty"),
        ({"trusted_proxies": ("10.0.0.2",)}, "trusted_header"),
        (
            {"host": "0.0.0.0", "trusted_header": "X-User", "trusted_proxies": ("10.0.0.2",)},
            "hosts is empty",
        ),
    ],
)
def test_a_desk_open_to_strangers_does_not_start(book: CaseBook, settings: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        entry(DeskSection.model_validate(settings), book)


def test_off_loopback_with_accounts(book: CaseBook) -> None:
    with_anna(book)
    assert entry(DeskSection(host="0.0.0.0", hosts=("desk.example.com",)), book) == Entry()

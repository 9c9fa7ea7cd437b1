"""The desk's door under load and under lies: guesses at once, hashes at once, Host headers, an account that goes."""

import ast
import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import monotonic, sleep
from urllib.parse import unquote

import pytest

from tests.attack.door import OURS, PASSWORD, Asked, Guess, answered, desk_of, ended, request, tried
from worker.desk import DeskServer
from worker.desk.security import passwords
from worker.desk.security.failed_sign_ins import LIMITS, WINDOW, Failures
from worker.desk.security.hashing_turns import Crowded, Turns
from worker.desk.security.passwords import hashed
from worker.store import Account, CaseBook

DESK = Path(__file__).parents[2] / "worker" / "desk"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CaseBook]:
    """A store with one account."""
    opened = CaseBook.open(f"sqlite:///{tmp_path}/desk.db")
    opened.keep_account(Account(name="anna", role="ops", password=hashed(PASSWORD)))
    yield opened
    opened.close()


# --- guesses at once -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [LIMITS["pair"], LIMITS["pair"] + 1, 40])
def test_of_many_guesses_at_once_no_more_are_checked_than_of_as_many_in_a_row(book: CaseBook, number: int) -> None:
    statuses = ended(tried(desk_of(book), [Guess(name="anna", address="10.0.0.1")] * number))
    assert Counter(statuses) == Counter({401: LIMITS["pair"], 429: number - LIMITS["pair"]})


def test_the_right_password_among_many_at_once_opens_and_costs_nobody_an_attempt(book: CaseBook) -> None:
    right = Guess(name="anna", address="10.0.0.1", right=True)
    app = desk_of(book)
    for _ in range(LIMITS["address"] // LIMITS["pair"] + 1):
        assert ended(tried(app, [right] * LIMITS["pair"])) == [303] * LIMITS["pair"]


def test_the_addresses_of_one_network_share_their_attempts() -> None:
    failures = Failures(lambda: 0.0)
    made = [failures.reserve(f"name {number}", f"2001:db8::{number:x}:1") for number in range(100)]
    assert sum(attempt.wait == 0 for attempt in made) == LIMITS["address"]
    assert failures.reserve("another", "2001:db8:0:1::1").wait == 0
    assert failures.reserve("name 0", "::ffff:10.0.0.1").keys == failures.reserve("name 0", "10.0.0.1").keys


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_attempts_keeps_every_limit(seed: int) -> None:
    """Begun, given back, forgiven, in time and out of it: of any key, no more stand in one window than it may have."""
    rng, now = Random(seed), [0.0]
    failures, begun = Failures(lambda: now[0]), []
    stand: list[tuple[float, tuple[tuple[str, str], ...]]] = []
    for _ in range(3000):
        now[0] += rng.choice((0.0, 0.0, 1.0, 60.0))
        attempt = failures.reserve(rng.choice(("anna", "ben", "eve")), f"10.0.0.{rng.randint(1, 4)}")
        full = any(
            sum(key in keys and at + WINDOW > now[0] for at, keys in stand) >= LIMITS[key[0]] for key in attempt.keys
        )
        assert bool(attempt.wait) == full
        if not attempt.wait:
            stand.append((now[0], attempt.keys))
            begun.append(attempt)
        if begun and rng.random() < 0.4:
            back = begun.pop(rng.randrange(len(begun)))
            failures.give_back(back)
            stand = [each for each in stand if each is not next((s for s in stand if s == (back.at, back.keys)), None)]
        stand = [each for each in stand if each[0] + WINDOW > now[0]]


# --- hashes at once ------------------------------------------------------------------------------------------------


class Work:
    """Goes on until it is told; knows how many went on at once."""

    def __init__(self) -> None:
        self.ends, self._lock = threading.Event(), threading.Lock()
        self.now = self.most = self.done = 0

    def __call__(self) -> int:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.ends.wait(20)
        with self._lock:
            self.now -= 1
            self.done += 1
        return self.done


@pytest.mark.parametrize(("at_once", "waiting"), [(1, 0), (2, 3), (2, 32)])
def test_no_more_go_on_at_once_and_no_more_wait_than_may(at_once: int, waiting: int) -> None:
    turns, work = Turns(at_once=at_once, waiting=waiting), Work()

    async def crowd() -> list[object]:
        takes = [asyncio.create_task(turns.take(work, patience=20)) for _ in range(at_once + waiting + 5)]
        await asyncio.sleep(0.1)
        work.ends.set()
        return list(await asyncio.gather(*takes, return_exceptions=True))

    found = ended(crowd())
    assert sum(isinstance(each, Crowded) for each in found) == 5
    assert (work.done, work.most) == (at_once + waiting, at_once)
    assert ended(turns.take(lambda: 7, patience=20)) == 7  # every place is free again


def test_whoever_waits_too_long_is_told_and_leaves_their_place() -> None:
    turns, work = Turns(at_once=1, waiting=1), Work()

    async def two() -> list[object]:
        takes = [
            asyncio.create_task(turns.take(work, patience=20)),
            asyncio.create_task(turns.take(work, patience=0.1)),
        ]
        await asyncio.wait(takes[1:])
        again = asyncio.create_task(turns.take(lambda: 7, patience=20))  # there is room for it
        await asyncio.sleep(0)
        work.ends.set()
        return list(await asyncio.gather(*takes, again, return_exceptions=True))

    first, second, third = ended(two())
    assert (first, type(second), third) == (1, Crowded, 7)
    assert work.done == 1


def test_an_attempt_that_got_no_turn_does_not_count_and_pages_are_answered_meanwhile(book: CaseBook) -> None:
    app, work, guess = desk_of(book), Work(), Guess(name="anna", address="10.0.0.1")
    busy = [threading.Thread(target=passwords._TURNS.do, args=(work,)) for _ in range(34)]
    for thread in busy:
        thread.start()
    try:
        end = monotonic() + 10
        while work.now < 2 or sum(thread.is_alive() for thread in busy) < 34:
            assert monotonic() < end
            sleep(0.01)
        refused = [ended(tried(app, [guess])) for _ in range(9)]
    finally:
        work.ends.set()
        for thread in busy:
            thread.join()
    assert refused == [[503]] * 9
    assert work.most == 2
    assert Counter(ended(tried(app, [guess] * 9))) == Counter({401: 8, 429: 1})


# --- what needs no sign-in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        b"127.0.0.1:1/static/?",
        b"127.0.0.1/static/?",
        b"127.0.0.1:1/login#",
        b"localhost/healthz",
        b"127.0.0.1:1/api/?",
        b"127.0.0.1:",
        b"127.0.0.1:65536",
        b"127.0.0.1:8o",
        b"a@127.0.0.1",
        b"127.0.0.1 ",
        b"127.0.0.1\t",
        b"[::1",
        b"",
        b"127.0.0.1.",
    ],
)
@pytest.mark.parametrize("path", ["/", "/cases/x", "/static/desk.css", "/login"])
def test_a_host_header_that_is_none_of_ours_gets_nothing(book: CaseBook, host: bytes, path: str) -> None:
    status, _ = ended(answered(desk_of(book), Asked(hosts=(host,), path=path).scope()))
    assert status == 400


@pytest.mark.parametrize("hosts", [(), (b"127.0.0.1", b"127.0.0.1"), (b"127.0.0.1", b"evil.example")])
def test_there_is_one_host_header(book: CaseBook, hosts: tuple[bytes, ...]) -> None:
    status, _ = ended(answered(desk_of(book), Asked(hosts=hosts, path="/login").scope()))
    assert status == 400


@pytest.mark.parametrize("host", OURS)
def test_our_own_names_are_answered(book: CaseBook, host: bytes) -> None:
    for path, status in (("/login", 200), ("/static/desk.css", 200), ("/healthz", 200), ("/", 303), ("/loginx", 303)):
        assert ended(answered(desk_of(book), Asked(hosts=(host,), path=path).scope()))[0] == status


def test_no_page_asks_for_an_address_that_the_host_header_made() -> None:
    """Of `request.url`, `base_url` and `url_for`, the Host header is a part."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in DESK.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"url", "base_url", "url_for"}
        if not (isinstance(node.value, ast.Name) and node.value.id == "self")
    ]
    assert found == []


def said_to(port: int, wire: bytes) -> int:
    """The status of the answer to these octets; 0 for none."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(wire)
        line.shutdown(socket.SHUT_WR)
        head = line.makefile("rb").readline().split()
    return int(head[1]) if len(head) > 1 else 0


def test_over_the_wire_no_page_opens_without_a_sign_in(book: CaseBook) -> None:
    rng, server = Random(8), DeskServer(desk_of(book), host="127.0.0.1", port=0).start()
    port = int(server.url.rpartition(":")[2].strip("/"))
    try:
        for _ in range(150):
            asked = request(rng)
            target = rng.choice((asked.path, f"http://127.0.0.1:1/static/?{asked.path}", f"{asked.path}?/static/"))
            lines = [f"{asked.method} {target} HTTP/1.1".encode("latin-1", "replace")]
            lines += [b"Host: " + host for host in asked.hosts]
            status = said_to(port, b"\r\n".join((*lines, b"Connection: close", b"", b"")))
            path = unquote(target.partition("?")[0])
            free = path.startswith("/static/") or path in {"/login", "/healthz", "/favicon.ico"}
            assert status < 500
            assert not 200 <= status < 300 or (free and asked.named), (status, lines)
    finally:
        server.stop()

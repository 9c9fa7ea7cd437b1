"""Ways into the review desk: guesses all at once, Host headers that spell another path, an account that goes."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from starlette.types import Message, Scope

from tests.attack.notice import fresh_book
from tests.attack.tally import TRIES, Attack, Tally, tally
from worker.desk import Desk, DeskApp, desk_app
from worker.desk.case_list import StoreShelf
from worker.desk.security.failed_sign_ins import LIMITS
from worker.desk.security.passwords import hashed, new_token, token_hash
from worker.store import Account, CaseBook, Client

PASSWORD = "a long enough password"
HERE = "http://127.0.0.1"

T = TypeVar("T")


def ended(work: Coroutine[Any, Any, T]) -> T:
    """What came of it, in a loop of its own; this thread may have one already, a browser's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def desk_of(book: CaseBook) -> DeskApp:
    """A desk that starts now."""
    return desk_app(Desk(shelf=StoreShelf(book), meter=book, doors=book))


# --- guesses -------------------------------------------------------------------------------------------------------

NAMES = ("anna", "Anna", "ANNA", "nobody")
# Two networks of IPv6, of one of them several addresses.
ADDRESSES = ("127.0.0.1", "10.0.0.7", "2001:db8::1", "2001:db8::2", "2001:db8::ffff:1", "2001:db8:0:1::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Somebody's attempt; `right` is ben's, who knows his password."""

    name: str
    address: str
    right: bool = False

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What it counts for: the pair, the address, the name; of IPv6 the network of 64 bits is one address."""
        place = self.address.rpartition("::")[0] or self.address
        name = self.name.casefold()
        return ("pair", f"{place} {name}"), ("address", place), ("name", name)


def guesses(rng: Random) -> list[Guess]:
    """All sent at one moment; most of them anna's, from one place."""
    name, address = rng.choice(NAMES), rng.choice(ADDRESSES)
    drawn = [
        Guess(name=name, address=address)
        if rng.random() < 0.7
        else Guess(name=rng.choice(NAMES), address=rng.choice(ADDRESSES))
        for _ in range(rng.randint(9, 40))
    ]
    drawn += [Guess(name="ben", address=rng.choice(ADDRESSES), right=True) for _ in range(rng.randint(0, 2))]
    rng.shuffle(drawn)
    return drawn


async def tried(app: DeskApp, drawn: list[Guess]) -> list[int]:
    """The status of each, all sent at once."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as browser:
        csrf = (await browser.get("/login")).text.partition('name="csrf" value="')[2].partition('"')[0]

    async def one(guess: Guess) -> int:
        transport = httpx.ASGITransport(app, client=(guess.address, 5000))
        form = {"name": guess.name, "password": PASSWORD if guess.right else "a wrong password", "csrf": csrf}
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as browser:
            return (await browser.post("/login", data=form)).status_code

    return await asyncio.gather(*map(one, drawn))


def _too_many(drawn: list[Guess], statuses: list[int]) -> str:
    """Which limit let too many be checked; or that somebody was refused whom no limit kept out."""
    asked, checked = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for guess, status in zip(drawn, statuses, strict=True):
        if status not in ({303, 429, 503} if guess.right else {401, 429, 503}):
            return f"{guess} got {status}"
        if not guess.right:
            asked.update(guess.keys)
            checked.update(guess.keys if status == 401 else ())
    over = [f"{key}: {times} checked" for key, times in checked.items() if times > LIMITS[key[0]]]
    idle = 503 not in statuses and not any(times >= min(asked[key], LIMITS[key[0]]) for key, times in checked.items())
    return "; ".join(over) or ("nobody's limit was reached, and some were refused" if idle else "")


def at_once(rng: Random, tries: int = TRIES) -> Tally:
    """As many guesses are checked as if they had come one after the other."""
    with fresh_book() as book:
        for name in ("anna", "ben"):
            book.keep_account(Account(name=name, role="agent", password=hashed(PASSWORD)))
        return tally(
            rng,
            max(2, tries // 400),
            guesses,
            lambda drawn: _too_many(drawn, ended(tried(desk_of(book), drawn))),
        )


# --- Host headers and paths ----------------------------------------------------------------------------------------

OURS = (b"127.0.0.1", b"127.0.0.1:8080", b"localhost", b"LOCALHOST:1", b"[::1]", b"[::1]:8080", b"localhost:65535")
OPEN = ("/static/desk.css", "/static/", "/login", "/healthz", "/favicon.ico", "/api/cases", "/metrics", "/live")
CLOSED = ("/", "/cases/x", "/figures", "/keywords", "/api/cases", "/metrics", "/live", "/cases/x/source", "/logout")
MARKS = ("/", "?", "#", "\\", "@", ";", ":", ",", "%2f", "%3f", "%00", "\0", "\t", " ", "\r\n", "\xff", "//", "..", "é")
_FREE = ("/login", "/healthz", "/favicon.ico")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as a server hands it on."""

    hosts: tuple[bytes, ...]
    path: str
    query: bytes = b""
    method: str = "GET"
    token: str = ""

    @property
    def free(self) -> bool:
        """Whether a stranger may have the page; told from the path alone."""
        return self.path.startswith("/static/") or self.path in _FREE

    @property
    def named(self) -> bool:
        """Whether it was sent to us."""
        return len(self.hosts) == 1 and self.hosts[0] in OURS

    def scope(self) -> Scope:
        """As ASGI has it."""
        headers = [(b"host", host) for host in self.hosts]
        if self.token:
            headers.append((b"authorization", f"Bearer {self.token}".encode()))
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "path": self.path,
            "raw_path": self.path.encode("utf-8", "replace"),
            "root_path": "",
            "query_string": self.query,
            "headers": headers,
            "client": ("127.0.0.1", 5000),
            "server": ("127.0.0.1", 8080),
        }


def host_header(rng: Random) -> bytes:
    """One of ours; or one of ours with an open page in it, where it must not be; or nonsense."""
    ours, mark = rng.choice(OURS).decode(), rng.choice(MARKS)
    page = rng.choice(OPEN)
    crafted = (
        f"{ours}{mark}{page}{mark}",
        f"127.0.0.1:1{page}?",
        f"127.0.0.1{page}#",
        f"{ours}{page}{rng.choice(MARKS)}",
        f"{page}@{ours}",
        f"evil.example{mark}@{ours}",
        f"{ours}{mark}evil.example",
        f"{mark}{ours}",
        f"{ours}:",
        f"127.0.0.1:{rng.choice(('0x50', '-1', '65536', '999999', '8o', '80 ', ''))}",
        f"[::1{mark}]",
        "[::1",
        "evil.example",
        "",
    )
    return rng.choice((ours, ours, *crafted)).encode("latin-1", "replace")


def request(rng: Random) -> Asked:
    """A stranger's, or a tool's with its token, for a page that is not theirs."""
    path = rng.choice((*CLOSED, *CLOSED, *OPEN))
    mark = rng.choice(MARKS)
    twisted = (f"/static/..{path}", f"{path}{mark}", f"/login{mark}{path}", f"/{path}", f"{HERE}/static/{mark}{path}")
    hosts = tuple(host_header(rng) for _ in range(rng.choice((1, 1, 1, 1, 1, 0, 2))))
    return Asked(
        hosts=hosts,
        path=rng.choice((path, path, *twisted)),
        query=rng.choice((b"", b"", b"next=/static/", b"?/static/", b"\xff")),
        method=rng.choice(("GET", "GET", "GET", "HEAD", "POST", "OPTIONS")),
        token=rng.choice(("", "", "tool")),
    )


async def answered(app: DeskApp, scope: Scope) -> tuple[int, dict[str, str]]:
    """Status and headers."""
    got: list[Message] = []
    said = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        return next(said, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        got.append(message)

    await asyncio.wait_for(app(scope, receive, send), 10)
    head = got[0]
    return head["status"], {name.decode().lower(): value.decode("latin-1") for name, value in head["headers"]}


def _got_in(asked: Asked, status: int, headers: dict[str, Any]) -> str:
    """What is wrong with the answer, or nothing."""
    if not asked.named:
        return "" if status == 400 else f"{status} under a name that is not ours"
    tools = bool(asked.token) and asked.path.startswith(("/api/", "/metrics"))
    if status < 300 and not asked.free and not tools:
        return f"{status}: a page without a sign-in"
    led = urlsplit(headers.get("location", ""))
    if led.netloc and led.netloc.encode() not in OURS:
        return f"led to {led.netloc}"
    return f"{status}: a fault of ours" if status >= 500 else ""


def host_headers(rng: Random, tries: int = TRIES) -> Tally:
    """What needs no sign-in is told by the path alone, and the Host header must be one of ours, well formed."""
    with fresh_book() as book:
        book.keep_account(Account(name="anna", role="ops", password="none"))
        token = new_token()
        book.add_client(Client(name="tool", role="ops"), token_hash(token))
        app = desk_of(book)

        def broken(asked: Asked) -> str:
            scope = asked.scope()
            scope["headers"] = [
                (name, value.replace(b"Bearer tool", f"Bearer {token}".encode())) for name, value in scope["headers"]
            ]
            return _got_in(asked, *ended(answered(app, scope)))

        return tally(rng, tries, request, broken)


# --- accounts that come and go -------------------------------------------------------------------------------------


def coming_and_going(rng: Random) -> list[str]:
    """Accounts that are added and removed, starts of the desk, and a stranger's requests between."""
    return [
        "start",
        *rng.choices(("add anna", "add ben", "drop anna", "drop ben", "ask", "start"), (2, 1, 3, 1, 5, 1), k=12),
    ]


def _let_in(book: CaseBook, drawn: list[str]) -> str:
    """A desk is everybody's only if it started without accounts and has seen none since."""
    for account in book.accounts():
        book.drop_account(account.name)
    app, at_home = desk_of(book), True
    for what in drawn:
        verb, _, name = what.partition(" ")
        if verb == "add":
            book.keep_account(Account(name=name, role="agent", password="none"))
        elif verb == "drop":
            book.drop_account(name)
        elif verb == "start":
            app, at_home = desk_of(book), not book.accounts()
        else:
            at_home = at_home and not book.accounts()
            status, _ = ended(answered(app, Asked(hosts=OURS[:1], path="/").scope()))
            if status != (200 if at_home else 303):
                return f"{status} at {what}"
    return ""


def last_accounts(rng: Random, tries: int = TRIES) -> Tally:
    """Removing the last account from a running desk opens it to nobody."""
    with fresh_book() as book:
        return tally(rng, max(10, tries // 10), coming_and_going, lambda drawn: _let_in(book, drawn))


ATTACKS: tuple[tuple[str, Attack], ...] = (
    ("door: guesses at once", at_once),
    ("door: Host headers and paths", host_headers),
    ("door: the last account goes", last_accounts),
)

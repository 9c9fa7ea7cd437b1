"""Text that no database column takes, wherever a stranger's words get: mails, errors, searches, addresses, sign-in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from random import Random
from urllib.parse import quote

from cryptography.fernet import Fernet
from starlette.testclient import TestClient

from parsers.errors import HelpdeskUnavailable, UnreadableMessage
from parsers.vocabulary import Outcome
from tests.attack.tally import TRIES, Attack, Tally, tally
from tests.parsers.hostile_mails import MAILS
from tests.store.made import ACCOUNT, KEY, Clock, claimed
from tests.support.mails import make_mail
from tests.support.postgres import server
from worker.app import App
from worker.config.settings import load_settings
from worker.demo.stripe import StandIn
from worker.desk import Desk, desk_app
from worker.desk.case_list import StoreShelf
from worker.desk.security.passwords import hashed
from worker.ports import Delivery
from worker.run.attempts import Attempts, said
from worker.store import Account, CaseBook, Claim

BAD = (
    "\0",
    "\0\0",
    "a\0b",
    "\ud800",
    "\udfff",
    "\udc80",
    "\x01",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u202e",
    "\ufeff",
    "\ufffe",
    "%",
    "_",
)
WORDS = (
    "refund",
    "I was charged twice",
    "cus_dana",
    "ch_1",
    "4900",
    "",
    " ",
    "'",
    '"',
    "\\",
    "{{ 7*7 }}",
    "é",
    "\U0001f4a9",
)
FIELDS = (
    *("Subject", "From", "To", "Message-ID", "References", "In-Reply-To", "Date", "Reply-To", "Return-Path"),
    *("Received", "Authentication-Results", "X-Deskhand-Incomplete", "Content-Type", "List-Id", "X-Other"),
)
_CONFIG = """
[inbox]
kind = "maildir"
path = "mail"
addresses = ["support@example.com"]
authserv_ids = ["mx.example.com"]
[stripe]
api_key = {{ file = "key" }}
api_base = "{stripe}"
requests_per_second = 100
[store]
url = "{store}"
key = {{ file = "store.key" }}
[worker]
max_attempts = 1
"""


def words(rng: Random) -> str:
    """Words with something in them that is none."""
    pieces = [rng.choice((*BAD, *BAD, *WORDS)) for _ in range(rng.randint(1, 6))]
    return "".join((*pieces, rng.choice(BAD)))


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _mail(rng: Random) -> bytes:
    """One of the hostile corpus, or an ordinary mail with bad characters in some fields and in its body."""
    if rng.random() < 0.3:
        return rng.choice(tuple(MAILS.values()))
    name, body = rng.choice(FIELDS), _octets(words(rng))
    value = {"From": b"dana@example.com", "X-Deskhand-Incomplete": b"unreadable "}.get(name, b"x")
    field = name.encode() + b": " + value + _octets(words(rng)).replace(b"\n", b" ")
    head, _, rest = make_mail("Please refund my last payment.", message_id=f"<{rng.random()}@a.example>").partition(
        b"\r\n\r\n"
    )
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(name.lower().encode() + b":")]
    return b"\r\n".join((*lines, field, b"", b"" if name == "X-Deskhand-Incomplete" else rest + body))


def _installed(folder: Path, stripe: str) -> App:
    """The product over an empty PostgreSQL and a directory of mails."""
    for part in ("new", "cur", "tmp"):
        (folder / "mail" / part).mkdir(parents=True, exist_ok=True)
    (folder / "key").write_text("rk_test_x", encoding="utf-8")
    (folder / "store.key").write_text(Fernet.generate_key().decode(), encoding="utf-8")
    text = _CONFIG.format(stripe=stripe, store=server().new_database())
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return App(load_settings(folder / "config.toml"))


def mails(rng: Random, tries: int = TRIES) -> Tally:
    """The whole product on PostgreSQL, over the hostile corpus: each mail comes to its end, the worker does not."""
    whole = MAILS.values() if tries >= TRIES else ()
    drawn = list({*whole, *(_mail(rng) for _ in range(max(10, tries // 20)))})
    with tempfile.TemporaryDirectory() as folder, StandIn(_scenario()) as stripe:
        app = _installed(Path(folder), stripe.url)
        for number, raw in enumerate(drawn):
            (Path(folder) / "mail" / "new" / f"{number}.host").write_bytes(raw)
        counts = app.worker.once()
        app.close()
    settled = sum(counts[each.value] for each in Outcome)
    failures = () if settled == len(drawn) else (f"{counts} of {len(drawn)} mails",)
    return Tally(len(drawn), min(settled, len(drawn)), failures)


def _scenario() -> Path:
    return Path(str(files("worker.demo").joinpath("scenario.toml")))


class _Speechless(Exception):
    def __str__(self) -> str:
        raise UnicodeError("it cannot even be said")


def _error(rng: Random) -> Exception:
    """What a stranger's mail may bring about."""
    kinds = (RuntimeError, ValueError, UnreadableMessage, MemoryError, RecursionError, HelpdeskUnavailable)
    return rng.choice((_Speechless(), *(kind(words(rng) * rng.choice((1, 1, 5000))) for kind in kinds)))


@contextmanager
def _book() -> Iterator[CaseBook]:
    book = CaseBook.open(server().new_database(), key=KEY, clock=Clock())
    try:
        yield book
    finally:
        book.close()


def errors(rng: Random, tries: int = TRIES) -> Tally:
    """Whatever a failure says of itself is written down, and the mail comes to its end."""
    with _book() as book:
        numbers = iter(range(tries))
        return tally(rng, tries, _error, lambda error: _outlived(book, error, next(numbers)))


def _outlived(book: CaseBook, error: Exception, number: int) -> str:
    def handle(claim: Claim) -> None:
        raise error

    raw = make_mail(message_id=f"<{number}@errors.example>")
    book.take([Delivery(account=ACCOUNT, raw=raw, arrived_at=Clock().at)])
    attempts, before = Attempts(book, handle, max_attempts=1, lease=60), book.counts()
    claim = claimed(book)
    try:
        attempts.work(claim, lambda claim, error: 10_000_000.0)
    finally:
        attempts.close()
    after = book.counts()
    state = "waiting" if isinstance(error, HelpdeskUnavailable) else "quarantined"
    gone = after.get("claimed", 0) == 0 and after[state] == before.get(state, 0) + (state == "quarantined")
    return "" if gone and said(error).isprintable() else f"{before} became {after}"


Request = tuple[str, str, dict[str, str]]


def _request(rng: Random) -> Request:
    """One request to the desk; a form where there are fields."""
    text = words(rng)
    path = quote(text, safe="", errors="surrogatepass")
    return rng.choice(
        (
            ("GET", f"/?text={path}", {}),
            (
                "GET",
                f"/?outcome={path}&status={path}&bucket={path}&verdict={path}&sure={path}&language={path}&page={path}",
                {},
            ),
            ("GET", f"/cases/{path}", {}),
            ("GET", f"/cases/{path}/source", {}),
            ("POST", f"/cases/{path}/decide/approve", {"version": text}),
            ("GET", f"/api/cases?text={path}&bucket={path}", {}),
            ("GET", f"/api/cases/{path}", {}),
            ("GET", f"/api/cases/{path}/history", {}),
            ("POST", f"/api/cases/{path}/approve", {"version": text}),
            ("GET", f"/figures/{path}.csv?since={path}", {}),
            ("GET", f"/figures?since={path}", {}),
            ("GET", f"/keywords/{path}", {}),
            ("GET", f"/login?next={path}", {}),
            ("POST", "/login", {"name": text, "password": text, "next": text}),
            ("POST", "/login", {"name": "anna", "password": text}),
        )
    )


def _broke(browser: TestClient, request: Request) -> str:
    method, path, fields = request
    data = {name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name, value in fields.items()}
    if "csrf" not in fields and method == "POST":
        data["csrf"] = browser.get("/login").text.partition('name="csrf" value="')[2].partition('"')[0]
    answer = browser.request(method, path, data=data or None)
    return f"{answer.status_code}: {answer.text[:200]}" if answer.status_code >= 500 else ""


def desk(rng: Random, tries: int = TRIES) -> Tally:
    """No page, search, address or sign-in answers with a fault of ours, on PostgreSQL."""
    with _book() as book:
        book.take([Delivery(account=ACCOUNT, raw=make_mail(), arrived_at=Clock().at)])
        browser = _browser(book)
        half = tries // 2
        open_desk = tally(rng, tries - half, _request, lambda request: _broke(browser, request))
        book.keep_account(Account(name="anna", role="ops", password=hashed("a long enough password")))
        guarded = _browser(book)
        closed = tally(rng, half, _request, lambda request: _broke(guarded, request))
    return Tally(tries, open_desk.held + closed.held, (*open_desk.failures, *closed.failures))


def _browser(book: CaseBook) -> TestClient:
    app = desk_app(Desk(shelf=StoreShelf(book), meter=book, doors=book))
    return TestClient(
        app,
        base_url="http://127.0.0.1",
        client=("127.0.0.1", 5000),
        follow_redirects=False,
        raise_server_exceptions=False,
    )


ATTACKS: tuple[tuple[str, Attack], ...] = (
    ("storable: mails on PostgreSQL", mails),
    ("storable: what errors say", errors),
    ("storable: the desk on PostgreSQL", desk),
)

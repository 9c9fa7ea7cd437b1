import hashlib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from parsers.vocabulary import AuthenticationStatus, MailRules, Message
from tests.support.mails import make_mail
from worker.reading import limits
from worker.reading.child import Child
from worker.reading.limits import is_calm, read_within_limits

ARRIVED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
RULES = MailRules(addresses=("support@example.com",))
LONG = "Hello there, I would like my money back.\n" * 5000
PATIENT = 30.0  # seconds: for mails that must not overrun on a busy machine


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    yield
    limits._children.end()


def read(raw: bytes, **given: float) -> Message:
    return read_within_limits(raw, arrived_at=ARRIVED, rules=RULES, **given)  # type: ignore[arg-type]


def test_a_small_mail_is_read_here() -> None:
    raw = make_mail("Please refund me.")
    assert is_calm(raw)
    message = read(raw, seconds=0.0)
    assert message.new_text == "Please refund me."
    assert limits._children._child is None


def test_a_large_mail_is_read_by_a_child_and_says_the_same() -> None:
    raw = make_mail(LONG)
    assert not is_calm(raw)
    message = read(raw, seconds=PATIENT)
    assert message.sender is not None
    assert message.sender.address == "dana@customer.example"
    assert message.new_text.startswith("Hello there")
    assert not any("only" in defect for defect in message.defects)
    child = limits._children._child
    assert read(raw, seconds=PATIENT) == message
    assert limits._children._child is child


@pytest.mark.parametrize(
    "mark",
    [b"=?utf-8?q?a?= " * 3000, b"\n--x" * 3000, b"<b>" * 3000, b"Content-Type: application/pdf"],
    ids=lambda m: m[:9],
)
def test_what_looks_costly_is_not_read_here(mark: bytes) -> None:
    assert not is_calm(make_mail("Hello") + mark)


def test_a_mail_that_takes_too_long_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = make_mail(LONG, subject="My bill")
    whole = Child.read

    def slow(self: Child, octets: bytes, arrived_at: datetime, rules: MailRules, seconds: float) -> Message:
        return whole(self, octets, arrived_at, rules, 0.0 if len(octets) > 40_000 else PATIENT)

    monkeypatch.setattr(Child, "read", slow)
    message = read(raw)
    assert message.subject == "My bill"
    assert message.new_text.startswith("Hello there")
    assert any("took more than 0 s: only the first 32 kB were read" in defect for defect in message.defects)
    assert message.content_hash == hashlib.sha256(raw).hexdigest()


def test_at_the_very_least_the_headers_are_read() -> None:
    message = read(make_mail(LONG, subject="My bill"), seconds=0.0)
    assert message.subject == "My bill"
    assert message.new_text == ""
    assert any("only the headers were read" in defect for defect in message.defects)


def test_a_child_that_dies_is_replaced() -> None:
    raw = make_mail(LONG)
    read(raw, seconds=PATIENT)
    child = limits._children._child
    assert child is not None
    child._process.kill()
    child._process.wait()
    message = read(raw, seconds=PATIENT)
    assert message.new_text.startswith("Hello there")
    assert any("ended the process" in defect for defect in message.defects)
    assert read(raw, seconds=PATIENT).defects == tuple(
        d for d in read(raw, seconds=PATIENT).defects if "ended" not in d
    )


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXTRA_BYTES", 0)
    message = read(make_mail(LONG * 50, subject="My bill"), seconds=PATIENT)
    assert message.subject == "My bill"


def test_threads_share_the_child() -> None:
    raw = make_mail(LONG)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(read(raw, seconds=PATIENT).content_hash)) for _ in range(4)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENT)
    assert len(set(found)) == 1
    assert len(found) == 4
    assert time.monotonic() - start < PATIENT


def test_our_own_dkim_check_is_asked_only_where_nothing_trusted_speaks() -> None:
    asked: list[bytes] = []

    def check(raw: bytes) -> tuple[tuple[str, bool], ...]:
        asked.append(raw)
        return (("customer.example", True),)

    rules = MailRules(authserv_ids=("mx.example.com",))
    plain = make_mail()
    message = read_within_limits(plain, arrived_at=ARRIVED, rules=rules, dkim=check)
    assert message.authentication.status is AuthenticationStatus.AUTHENTICATED
    assert asked == [plain]
    vouched = make_mail(headers={"Authentication-Results": "mx.example.com; dmarc=pass header.from=customer.example"})
    read_within_limits(vouched, arrived_at=ARRIVED, rules=rules, dkim=check)
    assert asked == [plain]

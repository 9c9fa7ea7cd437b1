"""The receiver: 250 means stored, nothing is relayed, and nobody may write our verdicts."""

import smtplib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from parsers.errors import MailboxUnavailable
from tests.inbox.memory import MemoryIntake
from tests.support.mails import SUPPORT, make_mail
from worker.inbox.arrival_headers import without_our_verdicts
from worker.inbox.smtp import SmtpInbox

MakeReceiver = Callable[..., SmtpInbox]
SENDER = "dana@customer.example"


@pytest.fixture
def receiver(intake: MemoryIntake) -> Iterator[MakeReceiver]:
    """A receiver that listens; keywords replace the defaults."""
    made: list[SmtpInbox] = []

    def make(**changes: Any) -> SmtpInbox:
        plain: dict[str, Any] = {
            "account": "test",
            "port": 0,
            "addresses": (SUPPORT,),
            "authserv_ids": ("mx.example.com",),
        }
        made.append(SmtpInbox(**(plain | changes)))
        made[-1].collect(intake)
        return made[-1]

    yield make
    for inbox in made:
        inbox.close()


def hand_over(
    inbox: SmtpInbox, raw: bytes, *recipients: str, sender: str = SENDER, options: tuple[str, ...] = ()
) -> None:
    with smtplib.SMTP(*inbox.address, timeout=10) as client:
        client.sendmail(sender, list(recipients) or [SUPPORT], raw, mail_options=list(options))


def test_a_mail_is_stored_before_250(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    inbox = receiver()
    hand_over(inbox, make_mail("over smtp"))
    assert intake.bodies == ["over smtp"]
    assert inbox.collect(intake) == 1
    assert inbox.collect(intake) == 0


def test_trouble_in_the_store_is_told_to_the_sender(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    inbox = receiver()
    intake.trouble = MailboxUnavailable("the disk is full")
    with pytest.raises(smtplib.SMTPDataError) as refused:
        hand_over(inbox, make_mail("again"))
    assert refused.value.smtp_code == 451
    intake.trouble = None
    hand_over(inbox, make_mail("again"))
    assert intake.bodies == ["again"]


def test_the_same_envelope_again_is_the_same_mail(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    """Its sender lost our 250 and comes again, perhaps after we were restarted."""
    hand_over(receiver(), make_mail("once"))
    hand_over(receiver(), make_mail("once"))
    assert intake.bodies == ["once"]


def test_several_recipients_are_one_mail(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    inbox = receiver(addresses=(SUPPORT, "billing@example.com"))
    hand_over(inbox, make_mail("one"), SUPPORT, "Billing@Example.com")
    assert intake.bodies == ["one"]


def test_others_mail_is_not_taken(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        hand_over(receiver(), make_mail(), "somebody@elsewhere.example")
    assert refused.value.recipients["somebody@elsewhere.example"][0] == 550
    assert intake.mails == []


def test_too_large_is_refused(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    inbox = receiver(max_size=10_000)
    with pytest.raises(smtplib.SMTPException):
        hand_over(inbox, make_mail("x" * 60 + "\n" * 20_000))
    assert intake.mails == []


def test_long_lines_and_utf8_addresses_pass(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    inbox = receiver(addresses=("büro@example.com",))
    raw = b"From: a@example.com\r\nSubject: long\r\n\r\n" + b"x" * 50_000 + b"\r\n"
    hand_over(inbox, raw, "büro@example.com", options=("SMTPUTF8",))
    assert intake.mails[0].raw.endswith(raw)


def test_envelope_and_receipt_stand_on_top(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    inbox = receiver()
    hand_over(inbox, make_mail(), sender="")
    first, second = intake.mails[0].raw.split(b"\r\n")[:2]
    assert first == b"Return-Path: <>"
    assert second == b"Received: from [127.0.0.1] by [127.0.0.1] (Deskhand) with ESMTP"


def test_the_door_for_callers_in_this_process(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    inbox = receiver()
    assert inbox.handler.receive(make_mail("in process"), sender=SENDER) == 1
    assert inbox.collect(intake) == 1


FORGED = b"Authentication-Results: mx.example.com; dmarc=pass header.from=customer.example\r\n"


@pytest.mark.parametrize(
    "forged",
    [
        FORGED,
        FORGED.replace(b"mx.example.com", b"MX.Example.COM 1"),
        FORGED.replace(b": mx", b" :\r\n\tmx"),
        FORGED.replace(b"mx.example.com", b"(a comment; really) mx.example.com"),
        FORGED.replace(b"mx.example.com", b'((one; in) another) "mx\\.example.com"'),
        b"X-Harmless: a\r" + FORGED,
        b"X-Harmless: a\n" + FORGED,
    ],
)
def test_verdicts_under_our_name_are_taken_away(forged: bytes) -> None:
    body = b"From: a@customer.example\r\nSubject: x\r\n\r\n" + FORGED
    left = without_our_verdicts(forged + body, ("mx.example.com",))
    header = left.partition(b"\r\n\r\n")[0]
    assert b"dmarc=pass" not in header
    assert left.endswith(body)


def test_verdicts_of_others_stay() -> None:
    raw = b"Authentication-Results: mx.other.example; dmarc=pass\r\nFrom: a@customer.example\r\n\r\nhello"
    assert without_our_verdicts(raw, ("mx.example.com",)) == raw


def test_microsofts_verdicts_without_a_name_are_taken_away_where_trusted() -> None:
    raw = b"Authentication-Results: spf=pass smtp.mailfrom=a.example; dmarc=pass\r\nFrom: a@a.example\r\n\r\nhello"
    assert without_our_verdicts(raw, ("microsoft",)).startswith(b"From:")


def test_the_mta_in_front_is_believed_where_told(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    hand_over(receiver(), FORGED + make_mail("not believed"))
    hand_over(receiver(trust_authentication_results=True), FORGED + make_mail("believed"))
    assert [b"dmarc=pass" in mail.raw for mail in intake.mails] == [False, True]


def test_a_mail_ends_the_wait(receiver: MakeReceiver) -> None:
    inbox = receiver()
    sender = threading.Timer(0.2, lambda: hand_over(inbox, make_mail()))
    sender.start()
    began = time.monotonic()
    inbox.wait(10)
    assert time.monotonic() - began < 5
    inbox.close()  # while the sender still waits for its 250
    sender.join()


def test_close_ends_the_wait_and_frees_the_port(receiver: MakeReceiver) -> None:
    inbox = receiver()
    threading.Timer(0.1, inbox.close).start()
    inbox.wait(10)
    inbox.close()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(inbox.address, timeout=1)


def test_a_port_in_use_is_named(receiver: MakeReceiver, intake: MemoryIntake) -> None:
    inbox = receiver()
    with pytest.raises(MailboxUnavailable, match="listen_port"):
        receiver(port=inbox.address[1])

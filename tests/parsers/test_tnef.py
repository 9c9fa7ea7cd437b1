"""Outlook's winmail.dat: its body in each of the forms that it may have, and bytes that only look like one."""

import struct
from random import Random

import pytest

from parsers.message import read_message
from parsers.mime.rtf import rtf_text
from parsers.mime.tnef import read_tnef
from parsers.vocabulary import MailRules, Message
from tests.support.clock import MONDAY
from tests.support.mails import make_mail

WORDS = "Please cancel our plan at the end of the month."
# The example of MS-OXRTFCP, section 4.1: a compressed "hello world".
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def attribute(name: int, value: bytes, level: int = 1) -> bytes:
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*rows: tuple[int, int, bytes]) -> bytes:
    """Variable properties: kind, id, bytes."""
    packed = [
        struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)
        for kind, name, value in rows
    ]
    return struct.pack("<I", len(rows)) + b"".join(packed)


def winmail(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def plain_rtf(rtf: bytes) -> bytes:
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def read(packed: bytes, body: str = " ") -> Message:
    raw = make_mail(body, attachments={"winmail.dat": ("application/ms-tnef", packed)})
    return read_message(raw, arrived_at=MONDAY, rules=MailRules())


FORMS = {
    "body": attribute(0x0002800C, WORDS.encode() + b"\0"),
    "text property": attribute(0x00069003, properties((0x1E, 0x1000, WORDS.encode() + b"\0"))),
    "unicode property": attribute(0x00069003, properties((0x1F, 0x1000, WORDS.encode("utf-16-le") + b"\0\0"))),
    "html": attribute(0x00069003, properties((0x102, 0x1013, f"<html><body><p>{WORDS}</p></body></html>".encode()))),
    "rich text": attribute(
        0x00069003,
        properties((0x102, 0x1009, plain_rtf(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 " + WORDS.encode() + rb"\par }"))),
    ),
    "rich text of html": attribute(
        0x00069003,
        properties(
            (
                0x102,
                0x1009,
                plain_rtf(rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf \par\htmlrtf0 " + WORDS.encode() + b"}"),
            )
        ),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_body_is_read_where_the_mail_has_none(form: str) -> None:
    message = read(winmail(FORMS[form]))
    assert message.new_text == WORDS
    assert message.attachments == ()
    assert message.unread_body is None


def test_the_mails_own_text_comes_first_and_files_are_named() -> None:
    file = attribute(0x00069002, b"\0" * 14, 2) + attribute(0x00018010, b"receipt.pdf\0", 2)
    message = read(winmail(FORMS["body"], file), "The receipt is attached.")
    assert message.new_text == "The receipt is attached."
    assert [each.name for each in message.attachments] == ["receipt.pdf"]


def test_a_codepage_counts() -> None:
    envelope = read_tnef(
        winmail(attribute(0x00069007, struct.pack("<II", 1251, 0)), attribute(0x0002800C, "Отмените".encode("cp1251")))
    )
    assert envelope is not None
    assert envelope.text == "Отмените"


def test_what_cannot_be_read_is_named() -> None:
    message = read(b"\x78\x9f\x3e\x22\x01\x00\xff")
    assert message.unread_body == "winmail.dat"
    assert [each.name for each in message.attachments] == ["winmail.dat"]


def test_secrets_in_it_are_taken_out() -> None:
    message = read(winmail(attribute(0x0002800C, b"my card is 4242 4242 4242 4242, please refund")))
    assert "4242 4242" not in message.full_text
    assert [each.kind for each in message.redactions] == ["card_number"]


def test_rich_text_as_its_specification_packs_it() -> None:
    assert rtf_text(PACKED) == "hello world"


def test_signs_of_rich_text() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252\uc1 K\'fcndigung \u8364?49\line \{x\}\~\u-10179?\u-8704?\emdash{\*\bkmkstart y}z}"
    assert rtf_text(plain_rtf(rtf)) == "Kündigung €49\n{x} 😀—z"


def test_damage_and_greed_are_survived() -> None:
    rng = Random(5)
    whole = winmail(*FORMS.values(), attribute(0x00069003, properties((0x102, 0x1009, PACKED))))
    for _ in range(300):
        damaged = bytearray(whole[: rng.randint(6, len(whole))])
        for _ in range(rng.randint(1, 8)):
            damaged[rng.randrange(6, len(damaged)) if len(damaged) > 6 else 0] = rng.randrange(256)
        read_tnef(bytes(damaged))
    endless = struct.pack("<IIII", 0xFFFFFFFF, 0xFFFFFFFF, 0x75465A4C, 0) + b"\xff\x00\x0f" * 40_000
    assert len(rtf_text(endless)) <= 1024 * 1024
    assert (
        read_tnef(winmail(attribute(0x00069003, struct.pack("<I", 0xFFFFFFFF) + b"\x02\x10\x01\x00" * 9000)))
        is not None
    )

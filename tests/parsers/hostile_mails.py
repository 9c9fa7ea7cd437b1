"""Whole mails of about 100 kB whose structure, header or encoding is the attack."""

import struct
from random import Random

from tests.parsers.shapes import SIZE, repeated

HEAD = b"From: a@b.example\nTo: s@example.com\nSubject: x\nMIME-Version: 1.0\n"
DISTINCT = b"".join(b"--%d\n" % number for number in range(12_000))
SECTIONS = "".join(f"; name*{number}*=a" for number in range(999)).encode()


def nested(subtype: str) -> bytes:
    """Multiparts within multiparts."""
    levels = (f"Content-Type: multipart/{subtype}; boundary=b{n}\n\n--b{n}\n" for n in range(1800))
    return HEAD + "".join(levels).encode()


def many(part: bytes, count: int, subtype: bytes = b"mixed") -> bytes:
    """One multipart of many parts."""
    return HEAD + b"Content-Type: multipart/" + subtype + b"; boundary=B\n\n" + (b"--B\n" + part) * count


def typed(content_type: bytes, body: bytes, encoding: bytes = b"8bit") -> bytes:
    """One part."""
    return HEAD + b"Content-Type: " + content_type + b"\nContent-Transfer-Encoding: " + encoding + b"\n\n" + body[:SIZE]


def attribute(properties: bytes) -> bytes:
    """A winmail.dat's properties."""
    return struct.pack("<BII", 1, 0x00069003, len(properties)) + properties + b"\0\0"


def rich_text(folded: bytes) -> bytes:
    """A packed rich text body that says it is larger than anything."""
    body = struct.pack("<IIII", len(folded) + 12, 0xFFFFFFFF, 0x75465A4C, 0) + folded
    return struct.pack("<IHHII", 1, 0x102, 0x1009, 1, len(body)) + body


def packed(attributes: bytes) -> bytes:
    """A winmail.dat."""
    return typed(b"application/ms-tnef; name=winmail.dat", struct.pack("<IH", 0x223E9F78, 1) + attributes)


def with_field(name: str, shape: str) -> bytes:
    """One endless field."""
    return f"From: a@b.example\nTo: s@example.com\n{name}: {repeated(shape)}\n\nhello".encode()


def _random(alphabet: bytes) -> bytes:
    rng = Random(4)
    return bytes(rng.choice(alphabet) for _ in range(SIZE))


_REPORT = b"multipart/report; report-type=delivery-status; boundary=B"
_STATUS = b"--B\n\nx\n--B\nContent-Type: message/delivery-status\n\n"
MAILS = {
    "nested": nested("mixed"),
    "nested alternatives": nested("alternative"),
    "one boundary for all": HEAD + b"Content-Type: multipart/mixed; boundary=B\n\n--B\n" * 2000,
    "forwards of forwards": HEAD + b"Content-Type: message/rfc822\n\n" * 3500,
    "parts": many(b"Content-Type: text/plain\n\nx\n", 2500),
    "HTML parts": many(b"Content-Type: text/html\n\n<b>x\n", 2500),
    "digest": many(b"\nx\n", 2500, b"digest"),
    "empty parts": many(b"", 25_000),
    "boundaries of none": many(b"\n" + b"--C\n" * 25_000, 1),
    "boundaries all different": many(b"\n" + DISTINCT, 1),
    "PDFs": many(b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0x\n", 900),
    "names of cards": many(b'Content-Type: a/b; name="' + b"4242 " * 90 + b'"\n\nx\n', 199),
    "base64 of nothing": typed(b"text/plain", b"!" * SIZE, b"base64"),
    "base64 padding": typed(b"text/plain", b"=" * SIZE, b"base64"),
    "base64 of tags": typed(b"text/html", b"PDw8" * 25_000, b"base64"),
    "quoted printable": typed(b"text/plain", b"=" * SIZE, b"quoted-printable"),
    "quoted line ends": typed(b"text/plain", b"=0A" * 33_000, b"quoted-printable"),
    "UTF-7": typed(b"text/plain; charset=utf-7", b"+AGE-" * 20_000),
    "ISO-2022-JP": typed(b"text/plain; charset=iso-2022-jp", b"\x1b$B!!\x1b(B" * 12_000),
    "HZ": typed(b"text/plain; charset=hz", b"~{<:Ky~}" * 12_000),
    "UTF-16": typed(b"text/plain; charset=utf-16", b"\xff\xfe" + b"a\0\n\0" * 25_000),
    "flowed": typed(b"text/plain; format=flowed", b"a \n" * 33_000),
    "flowed quotes": typed(b"text/plain; format=flowed; delsp=yes", b"> a \n" * 20_000),
    "fields": b"X: y\n" * 20_000 + b"\nhi",
    "From fields": b"From: a@b.example\n" * 5000 + b"\nhi",
    "Subject fields": b"Subject: =?utf-8?b?YQ==?= \n" * 3500 + b"\nhi",
    "verdicts": b"Authentication-Results: mx.example.com; dmarc=pass header.from=b.example\n" * 1300 + b"\nhi",
    "Received": b"Received: from a by b; c\n" * 4000 + b"\nhi",
    "folded": b"Subject: a\n" + b" b\n" * 33_000,
    "folded blanks": b"Subject: a\n" + b"\t\n" * 33_000,
    "parameters": typed(b"text/plain" + b"; a=b" * 20_000, b"x"),
    "parameter sections": typed(b"text/plain" + SECTIONS, b"x"),
    "escaped name": typed(b'text/plain; name="' + b'\\"' * 50_000, b"x"),
    "TNEF": typed(b"application/ms-tnef; name=winmail.dat", b"eJ8+" * 25_000, b"base64"),
    "TNEF of attributes": packed(b"\x01\x0c\x80\x02\x00\x00\x00\x00\x00\x00\x00" * 9000),
    "TNEF of properties": packed(attribute(b"\xff\xff\xff\xff" + b"\x1e\x00\x00\x10\x00\x00\x00\x00" * 9000)),
    "TNEF of names": packed(attribute(b"\xff\xff\xff\xff" + b"\x1e\x00\x00\x80" + b"\x01\x00\x00\x00" * 9000)),
    "TNEF of rich text": packed(attribute(rich_text(b"\xff\x00\x0f" * 24_000))),
    "TNEF of groups": packed(attribute(rich_text(b"\x00" + b"{\\*\\a{\\u1" * 7000))),
    "calendar": typed(b"text/calendar; method=REPLY", b"METHOD:REPLY\nSUMMARY:a\n" * 4000),
    "calendar on one line": typed(b"text/calendar; method=REPLY", b"METHOD:REPLY\nSUMMARY:" + b"a\\n " * 24_000),
    "S/MIME": typed(b"application/pkcs7-mime; smime-type=signed-data", b"MIAG" * 25_000, b"base64"),
    "S/MIME in bytes": typed(b"application/pkcs7-mime", b"\x30\x80" * 50_000),
    "report": typed(_REPORT, _STATUS + b"Final-Recipient: rfc822;\n" * 4000),
    "report on one line": typed(_REPORT, _STATUS + b"Final-Recipient: a;" * 5000),
    "bytes": _random(bytes(range(256))),
    "letters": _random(bytes(range(32, 127))),
    "signs": _random(b"<>@:- \n41a"),
    "NUL": b"\0" * SIZE,
    "line ends": b"\r\n" * 50_000,
    **{
        f"{name}: {shape!r}": with_field(name, shape)
        for name in ("From", "Reply-To", "Subject", "References", "Received", "Authentication-Results", "Content-Type")
        for shape in ("a,", "a@b.example, ", "=?utf-8?q?a?= ", "(", '"', "<a", "4242 ", "; a=b", "\n ", '"\\"')
    },
}

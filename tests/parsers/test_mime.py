"""Bytes as real mailers and attackers send them, and what is made of them."""

import base64
import time

import pytest

from parsers.mime import read_mime
from parsers.mime.addresses import read_mailboxes
from parsers.mime.charsets import decode
from parsers.mime.headers import decode_field, parameters
from parsers.mime.structure import MAX_PARTS

HEAD = b"From: dana@customer.example\r\nTo: support@example.com\r\nSubject: Bill\r\n"


def mail(content_type: str, body: bytes, *headers: bytes) -> bytes:
    return (
        HEAD
        + b"".join(header + b"\r\n" for header in headers)
        + f"Content-Type: {content_type}\r\n\r\n".encode()
        + body
    )


def texts(raw: bytes) -> list[str]:
    return [body.text.strip() for body in read_mime(raw).content.bodies]


FIELDS = {
    "plain": (b"Hello", "Hello"),
    "raw utf-8": ("Größe".encode(), "Größe"),
    "raw latin-1": ("Größe".encode("latin-1"), "Größe"),
    "q": (b"=?utf-8?Q?Gr=C3=B6=C3=9Fe_x?=", "Größe x"),
    "b": (b"=?UTF-8?B?R3LDtsOfZQ==?=", "Größe"),
    "adjacent words": (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
    "a character split over two words": (b"=?utf-8?B?R3LD?= =?utf-8?B?tsOfZQ==?=", "Größe"),
    "mixed": (b"Re: =?iso-8859-1?q?caf=E9?= now", "Re: café now"),
    "alias": (b"=?x-unknown?q?abc?= =?gb2312?B?yrM=?=", "abc食"),
    "broken base64": (b"=?utf-8?B?SGVsbG8?=", "Hello"),
    "language suffix": (b"=?us-ascii*en?q?Hi?=", "Hi"),
    "newline inside": (b"=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    "no word": (b"=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
    "unfinished": (b"=?utf-8?q?abc", "=?utf-8?q?abc"),
    "controls": (b"a\x00b\x07c", "abc"),
    "reordering": ("a\u202eb".encode(), "ab"),
}


@pytest.mark.parametrize(("raw", "expected"), FIELDS.values(), ids=FIELDS)
def test_a_field_is_decoded(raw: bytes, expected: str) -> None:
    assert decode_field(raw) == expected


CHARSETS = {
    "declared": ("Grüße".encode("iso-8859-15"), "iso-8859-15", "Grüße"),
    "wrongly declared": ("Grüße".encode(), "iso-8859-1", "Grüße"),
    "undeclared": ("Grüße".encode("cp1252"), None, "Grüße"),
    "ascii that is not": ("€5".encode("cp1252"), "us-ascii", "€5"),
    "unknown": ("Grüße".encode(), "x-nonsense", "Grüße"),
    "not a charset": (b"abc", "base64", "abc"),
    "idna": (b"abc", "idna", "abc"),
    "empty": (b"abc", "", "abc"),
    "with a nul": (b"abc", "utf\x00-8", "abc"),
    "korean": ("안녕".encode("cp949"), "ks_c_5601-1987", "안녕"),
    "japanese": ("返金".encode("iso2022_jp"), "iso-2022-jp", "返金"),
    "japanese, undeclared": ("返金".encode("iso2022_jp"), None, "返金"),
    "chinese": ("退款".encode("gbk"), "gb2312", "退款"),
    "russian": ("возврат".encode("koi8-r"), "koi8-r", "возврат"),
    "utf-16": ("abc".encode("utf-16"), "utf-16", "abc"),
    "mark": (b"\xef\xbb\xbfabc", None, "abc"),
    "utf-7": (b"+AOk-t+AOk-", "utf-7", "été"),
}


@pytest.mark.parametrize(("raw", "label", "expected"), CHARSETS.values(), ids=CHARSETS)
def test_bytes_become_text(raw: bytes, label: str | None, expected: str) -> None:
    assert decode(raw, label) == expected


ADDRESSES = {
    "bare": (b"dana@customer.example", [("dana@customer.example", "")]),
    "named": (b"Dana Example <dana@customer.example>", [("dana@customer.example", "Dana Example")]),
    "quoted": (b'"Example, Dana" <dana@customer.example>', [("dana@customer.example", "Example, Dana")]),
    "comment": (b"dana@customer.example (Dana)", [("dana@customer.example", "Dana")]),
    "encoded": (b"=?utf-8?q?D=C3=A4na?= <dana@customer.example>", [("dana@customer.example", "Däna")]),
    "raw 8-bit": ('"Däna" <dana@customer.example>'.encode("latin-1"), [("dana@customer.example", "Däna")]),
    "two": (b"a@x.example, b@y.example", [("a@x.example", ""), ("b@y.example", "")]),
    "two in one": (b"<a@x.example> <b@y.example>", [("a@x.example", ""), ("b@y.example", "")]),
    "address as a name": (b'"boss@big.example" <a@x.example>', [("a@x.example", "boss@big.example")]),
    "address hidden in an encoded name": (
        b"=?utf-8?q?boss=40big=2Eexample=2C?= <a@x.example>",
        [("a@x.example", "boss@big.example,")],
    ),
    "group": (b"Team: a@x.example, b@y.example;", [("a@x.example", ""), ("b@y.example", "")]),
    "empty group": (b"undisclosed-recipients:;", []),
    "semicolons": (b"a@x.example; b@y.example", [("a@x.example", ""), ("b@y.example", "")]),
    "no host": (b"a@", []),
    "rubbish": (b"<", []),
    "parentheses": (b"(" * 5000, []),
    "name without brackets": (b"Dana dana@customer.example", [("dana@customer.example", "Dana")]),
    "unclosed": (b"Dana <dana@customer.example", [("dana@customer.example", "Dana")]),
    "literal": (b"a@[192.0.2.1]", [("a@[192.0.2.1]", "")]),
}


@pytest.mark.parametrize(("raw", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_addresses(raw: bytes, expected: list[tuple[str, str]]) -> None:
    assert [(mailbox.address, mailbox.name) for mailbox in read_mailboxes(raw)] == expected


def test_parameters_in_parts_and_in_charsets() -> None:
    value = 'attachment; filename*0*=utf-8\'\'Rech; filename*1*=nung%20%C3%A4; filename*2=.pdf; x="a;b\\"c"'
    assert parameters(value) == ("attachment", {"filename": "Rechnung ä.pdf", "x": 'a;b"c'})


def test_a_simple_mail() -> None:
    assert texts(mail("text/plain", b"Hello\r\n")) == ["Hello"]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_line_ending(ending: bytes) -> None:
    raw = mail("multipart/mixed; boundary=b", b"--b\r\n\r\nHello\r\n--b--\r\n").replace(b"\r\n", ending)
    assert texts(raw) == ["Hello"]


MULTIPARTS = {
    "preamble and epilogue": b"before\n--b\n\nHello\n--b--\nafter",
    "not closed": b"--b\n\nHello\n",
    "spaces behind the boundary": b"--b  \n\nHello\n--b--  \n",
    "part without a blank line at its end": b"--b\nContent-Type: text/plain\n\nHello\n--b--",
    "part without headers or blank line": b"--b\nHello\n--b--",
    "unknown transfer encoding": b"--b\nContent-Transfer-Encoding: x-none\n\nHello\n--b--",
    "boundary of another name": b"--other\nContent-Type: text/plain\n\nHello\n--other--",
}


@pytest.mark.parametrize("body", MULTIPARTS.values(), ids=MULTIPARTS)
def test_multiparts_in_disorder(body: bytes) -> None:
    assert texts(mail("multipart/mixed; boundary=b", body)) == ["Hello"]


@pytest.mark.parametrize(
    "content_type", ["multipart/mixed", "multipart/mixed; boundary=", "multipart/mixed; boundary=zz"]
)
def test_a_multipart_without_parts_is_read_as_text(content_type: str) -> None:
    found = read_mime(mail(content_type, b"Hello\n"))
    assert [body.text.strip() for body in found.content.bodies] == ["Hello"]
    assert "multipart without parts" in found.defects


HEADS = {
    "mbox separator": b"From dana@customer.example  Mon Nov  2 09:30:00 2026\n",
    "blanks on top": b"        \n",
    "a blank line on top": b"\n",
    "a stray line": b"X-A: b\nthis is no header\n",
}


@pytest.mark.parametrize("before", HEADS.values(), ids=HEADS)
def test_heads_in_disorder(before: bytes) -> None:
    found = read_mime(before + b"Subject: Bill\n\nHello\n")
    assert found.head.first("subject") == "Bill"
    assert [body.text.strip() for body in found.content.bodies] == ["Hello"]


def test_a_parameter_that_nobody_indented() -> None:
    raw = b"Subject: Bill\nContent-Type: multipart/mixed;\nboundary=b\n\n--b\n\nHello\n--b--"
    assert texts(raw) == ["Hello"]


def test_a_body_without_a_blank_line_above_it() -> None:
    assert texts(b"Subject: Bill\nHello there\nand more\n") == ["Hello there\nand more"]


def test_alternatives_stand_side_by_side() -> None:
    body = b"--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/html\n\n<p>Hello</p>\n--b--"
    (found,) = read_mime(mail("multipart/alternative; boundary=b", body)).content.bodies
    assert (found.text.strip(), found.html.strip()) == ("Hello", "<p>Hello</p>")


@pytest.mark.parametrize("media_type", ["plain/text", "text", "TEXT/PLAIN", "signature/plain"])
def test_misspelt_plain_text(media_type: str) -> None:
    assert texts(mail(media_type, b"Hello")) == ["Hello"]


def test_attachments_are_listed_with_name_type_and_size() -> None:
    content = base64.encodebytes(b"x" * 1000)
    body = (
        b"--b\n\nHello\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + content
        + b'--b\nContent-Type: text/csv\nContent-Disposition: attachment; filename="C:\\\\tmp\\\\a.csv"\n\na,b\n--b--'
    )
    found = read_mime(mail("multipart/mixed; boundary=b", body)).content.attachments
    assert [(each.name, each.media_type, each.size) for each in found] == [
        ("winmail.dat", "application/ms-tnef", 1000),
        ("a.csv", "text/csv", 3),
    ]


def test_a_forwarded_mail_lends_its_text_apart() -> None:
    body = b"--b\n\nSee below\n--b\nContent-Type: message/rfc822\n\nFrom: x@y.example\nSubject: Old\n\nOld text\n--b--"
    content = read_mime(mail("multipart/mixed; boundary=b", body)).content
    assert [each.text.strip() for each in content.bodies] == ["See below"]
    assert "From: x@y.example" in content.forwards[0].text
    assert content.forwards[1].text.strip() == "Old text"


def test_encrypted_mail_says_so() -> None:
    pgp = (
        b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: "
        b"application/octet-stream\n\nxx\n--b--"
    )
    assert read_mime(mail("multipart/encrypted; boundary=b", pgp)).content.encrypted == "PGP"
    smime = mail("application/pkcs7-mime; smime-type=enveloped-data", b"MIIB", b"Content-Transfer-Encoding: base64")
    assert read_mime(smime).content.encrypted == "S/MIME"
    inline = mail("text/plain", b"-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n")
    assert read_mime(inline).content.encrypted == "PGP"


def test_signed_mail_shows_its_text() -> None:
    detached = b"--b\n\nHello\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\nxx\n--b--"
    found = read_mime(mail("multipart/signed; boundary=b", detached))
    assert [body.text.strip() for body in found.content.bodies] == ["Hello"]
    assert found.content.attachments == ()
    clear = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n- -- dashed\n-----BEGIN PGP "
        b"SIGNATURE-----\nxx\n-----END PGP SIGNATURE-----"
    )
    assert texts(mail("text/plain", clear)) == ["Hello\n-- dashed"]


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


@pytest.mark.parametrize("in_parts", [False, True])
def test_an_opaque_signature_is_opened(in_parts: bool) -> None:
    inner = b"Content-Type: text/plain\r\n\r\nHello from inside\r\n"
    octets = der(0x24, der(0x04, inner[:10]) + der(0x04, inner[10:])) if in_parts else der(0x04, inner)
    content = der(0x30, der(0x06, bytes.fromhex("2a864886f70d010701")) + der(0xA0, octets))
    signed = der(0x30, der(0x02, b"\x01") + der(0x31, b"") + content)
    wrapper = der(0x30, der(0x06, bytes.fromhex("2a864886f70d010702")) + der(0xA0, signed))
    raw = mail(
        "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        base64.encodebytes(wrapper),
        b"Content-Transfer-Encoding: base64",
    )
    assert texts(raw) == ["Hello from inside"]
    assert read_mime(raw).content.encrypted is None


def test_soft_line_breaks_are_undone() -> None:
    body = b"One long \nline\n> quoted \n> too\n-- \nDana\n"
    assert texts(mail("text/plain; format=flowed", body)) == ["One long line\n> quoted too\n-- \nDana"]
    assert texts(mail("text/plain; format=flowed; delsp=yes", b"ab \ncd\n")) == ["abcd"]


HOSTILE = {
    "parts": mail("multipart/mixed; boundary=b", b"--b\n\nx\n" * 20_000 + b"--b--"),
    "depth": HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000)),
    "one boundary within itself": HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 20_000,
    "forwards in forwards": HEAD + b"Content-Type: message/rfc822\n\n" * 20_000,
    "boundary lines": mail("multipart/mixed; boundary=b", b"".join(b"--%d\n" % i for i in range(100_000))),
    "a long header": HEAD + b"X-Long: " + b"a" * 3_000_000 + b"\n\nx",
    "many headers": b"A: b\n" * 300_000 + b"\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nx",
    "recipients": b"To: " + b"a@b.example, " * 50_000 + b"\n\nx",
    "parameters": b"Content-Type: text/plain" + b"; a*1*=b" * 20_000 + b"\n\nx",
    "folds": b"Subject: x\n" + b" y\n" * 300_000 + b"\nx",
    "a large body": mail("text/plain", b"hello world\n" * 1_000_000),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_mail_is_read_as_far_as_it_goes(raw: bytes) -> None:
    started = time.process_time()
    found = read_mime(raw)
    _ = found.headers, found.mailboxes("to")
    assert time.process_time() - started < 1.0
    assert len(found.content.media_types) <= MAX_PARTS


@pytest.mark.parametrize("name", ["parts", "depth", "boundary lines", "many headers", "a large body"])
def test_what_was_not_read_is_said(name: str) -> None:
    assert any("too" in defect for defect in read_mime(HOSTILE[name]).defects)

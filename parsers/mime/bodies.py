"""What the leaves of a part tree hold: the body in its two forms, forwarded mails, attachments, secret wrappers."""

import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.mime.armour import unsigned
from parsers.mime.charsets import clean, decode
from parsers.mime.cms import signed_content
from parsers.mime.headers import decode_field, from_base64
from parsers.mime.structure import Part, read_tree
from parsers.mime.tnef import Envelope, read_tnef
from parsers.vocabulary import Attachment

MAX_TEXT = 256 * 1024  # characters of all text parts together
MAX_HTML = 768 * 1024  # characters of all HTML parts together
MAX_SIGNED = 1024 * 1024  # encoded bytes of an opaque S/MIME wrapper that are opened
MAX_PDF = 256 * 1024  # decoded bytes of a PDF that is read for identifiers
MAX_PDFS = 2
MAX_WRAPPED = 4  # forwarded mails in a transfer encoding that are read

# `plain/text` and the like: real mailers' slips for text/plain.
PLAIN = frozenset(
    {"text/plain", "text", "plain", "plain/text", "text/text", "signature/plain", "text/x-plain", "text/"}
)
HTML = frozenset({"text/html", "html", "text/x-html", "application/xhtml+xml"})
TEXTS = PLAIN | HTML
# Wrapping that belongs to the form of a mail, not to what was sent along.
SILENT = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-encrypted",
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "text/x-amp-html",
    }
)
TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
CALENDAR = frozenset({"text/calendar", "application/ics", "application/calendar"})
MAX_TNEF = 4 * 1024 * 1024  # decoded bytes of a winmail.dat that are read
SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
REPORTS = frozenset({"message/delivery-status", "message/disposition-notification", "message/feedback-report"})

_HIDDEN_ARMOUR = re.compile(r"-----BEGIN PGP MESSAGE-----.*?(?:-----END PGP MESSAGE-----|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Body:
    """One stretch of the body in the forms that its sender offers; either may be empty."""

    text: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that the leaves of a mail hold. `forwards`: head and text of each `message/rfc822`. `pdfs`: small ones."""

    bodies: tuple[Body, ...] = ()
    forwards: tuple[Body, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    media_types: tuple[str, ...] = ()
    report: str = ""  # text of delivery-status, disposition, feedback and calendar parts
    pdfs: tuple[bytes, ...] = ()
    encrypted: str | None = None
    defects: tuple[str, ...] = ()


def read_content(raw: bytes, parts: Sequence[Part], *, opened: bool = False) -> Content:
    """Sort the leaves of `raw`. An S/MIME wrapper that is only signed is opened, once (`opened` ends the descent)."""
    wrapper = next((part for part in parts if part.media_type in SMIME and not part.forwarded), None)
    inner = None if wrapper is None or opened else signed_content(_decoded(raw, wrapper, MAX_SIGNED))
    if inner is not None:
        tree = read_tree(inner)
        return read_content(inner, tree.parts, opened=True)
    leaves = [part for part in parts if part.is_leaf]
    defects: list[str] = []
    own = [part for part in leaves if not part.forwarded]
    texts = [part for part in own if _is_body(part)] or [part for part in own if part.media_type in TEXTS][:1]
    bodies = _bodies(raw, texts, defects)
    forwarded = _bodies(raw, [part for part in leaves if part.forwarded and _is_body(part)], defects)
    forwarded = (*forwarded, *(() if opened else _wrapped(raw, parts)))
    encrypted = _encryption(parts, bodies, wrapper)
    packed, tnef = _packed(raw, own)
    if tnef and not any(body.text.strip() or body.html.strip() for body in bodies):
        bodies = (Body(tnef.text, tnef.html),)
    files = [_attachment(raw, part) for part in own if part not in texts and part is not packed and _is_listed(part)]
    files += [
        Attachment(name=name, media_type="application/octet-stream", size=0) for name in (tnef.files if tnef else ())
    ]
    return Content(
        bodies=tuple(_without_armour(body) for body in bodies),
        forwards=(*(Body(text=_envelope(part)) for part in parts if part.parent == "message/rfc822"), *forwarded),
        attachments=tuple(files),
        media_types=tuple(part.media_type for part in parts),
        report="\n".join(_reports(raw, own)),
        pdfs=_pdfs(raw, own),
        encrypted=encrypted,
        defects=tuple(dict.fromkeys(defects)),
    )


def _packed(raw: bytes, parts: Sequence[Part]) -> tuple[Part | None, Envelope | None]:
    """The first winmail.dat and what it holds, where it can be read."""
    for part in parts:
        if part.media_type in TNEF or part.name.lower() == "winmail.dat":
            found = read_tnef(_decoded(raw, part, 2 * MAX_TNEF))
            return (part, found) if found and (found.text or found.html or found.files) else (None, None)
    return None, None


def _reports(raw: bytes, parts: Sequence[Part]) -> Iterator[str]:
    """The text of machine-readable parts; of a calendar's its method first, which may stand in the header alone."""
    for part in parts:
        if part.media_type in REPORTS:
            yield decode(raw[part.start : part.end][:MAX_TEXT])
        elif part.media_type in CALENDAR:
            yield f"METHOD:{part.parameters.get('method', '').upper()}"
            yield decode(_decoded(raw, part, MAX_TEXT))


def _wrapped(raw: bytes, parts: Sequence[Part]) -> Iterator[Body]:
    """Forwarded mails in a transfer encoding, which RFC 2046 forbids (section 5.2.1) and some servers apply."""
    forwards = [part for part in parts if part.media_type == "message/rfc822" and not part.forwarded]
    for part in [part for part in forwards if _is_encoded(part)][:MAX_WRAPPED]:
        inner = _decoded(raw, part, MAX_SIGNED)
        tree = read_tree(inner)
        yield Body(text=_envelope(tree.parts[0]))
        yield from read_content(inner, tree.parts, opened=True).bodies


def _is_encoded(part: Part) -> bool:
    return part.head.first("content-transfer-encoding").lower() in ("base64", "quoted-printable")


def _is_body(part: Part) -> bool:
    if part.partless:
        return True
    return part.media_type in TEXTS and part.disposition != "attachment" and not part.name


def _is_listed(part: Part) -> bool:
    return part.media_type not in SILENT


def _bodies(raw: bytes, parts: Sequence[Part], defects: list[str]) -> tuple[Body, ...]:
    """Alternatives of one body side by side, the rest in the order of the mail."""
    order: list[tuple[int, int]] = []
    found: dict[tuple[int, int], Body] = {}
    left = {True: MAX_HTML, False: MAX_TEXT}
    for position, part in enumerate(parts):
        key = (part.group, -1 if part.group >= 0 else position)
        body = found.get(key, Body())
        is_html = part.media_type in HTML
        limit = left[is_html]
        text = decode(_decoded(raw, part, 2 * limit), part.parameters.get("charset"))
        if len(text) > limit or part.end - part.start > 2 * limit:
            defects.append("body too long: the rest was not read")
        text = text[:limit]
        left[is_html] -= len(text)
        if is_html:
            body = Body(body.text, body.html + text)
        else:
            body = Body(_joined(body.text, _unflowed(text, part.parameters)), body.html)
        if key not in found:
            order.append(key)
        found[key] = body
    return tuple(found[key] for key in order)


def _joined(before: str, text: str) -> str:
    return f"{before.rstrip()}\n\n{text}" if before.strip() else text


def _unflowed(text: str, parameters: dict[str, str]) -> str:
    """Soft line breaks of `format=flowed` undone (RFC 3676), quotes kept apart from what answers them."""
    if parameters.get("format", "").lower() != "flowed":
        return text
    delete_space = parameters.get("delsp", "").lower() == "yes"
    out: list[str] = []
    soft, depth = False, 0
    for line in text.split("\n"):
        quoted = len(line) - len(line.lstrip(">"))
        content = line[quoted:].removeprefix(" ")
        if soft and quoted == depth and content != "-- ":
            out[-1] = (out[-1][:-1] if delete_space else out[-1]) + content
        else:
            out.append(">" * quoted + (" " if quoted and content else "") + content)
        soft, depth = content.endswith(" ") and content != "-- ", quoted
    return "\n".join(out)


def _decoded(raw: bytes, part: Part, limit: int) -> bytes:
    """A part's bytes without their transfer encoding; at most `limit` encoded bytes are looked at."""
    octets = raw[part.start : min(part.end, part.start + limit)]
    encoding = part.head.first("content-transfer-encoding").lower()
    if encoding == "base64":
        return from_base64(octets)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(octets)
    return octets


def _attachment(raw: bytes, part: Part) -> Attachment:
    size = part.end - part.start
    if part.head.first("content-transfer-encoding").lower() == "base64":
        written = raw.count(b"\n", part.start, part.end) + raw.count(b"\r", part.start, part.end)
        padding = raw.count(b"=", max(part.start, part.end - 6), part.end)
        size = max(0, (size - written) * 3 // 4 - padding)
    name = decode_field(part.name.encode("utf-8", "replace"))
    return Attachment(name=re.split(r"[/\\]", name)[-1][:200], media_type=part.media_type[:100], size=size)


def _pdfs(raw: bytes, parts: Sequence[Part]) -> tuple[bytes, ...]:
    pdfs = [part for part in parts if part.media_type == "application/pdf" or part.name.lower().endswith(".pdf")]
    small = [part for part in pdfs if part.end - part.start <= 2 * MAX_PDF]
    return tuple(_decoded(raw, part, 2 * MAX_PDF) for part in small[:MAX_PDFS])


def _encryption(parts: Sequence[Part], bodies: Sequence[Body], wrapper: Part | None) -> str | None:
    """What keeps the body from being read, if anything does; text beside it does not make it readable."""
    if wrapper is not None:
        return "S/MIME"
    if any(part.media_type in ("multipart/encrypted", "application/pgp-encrypted") for part in parts):
        return "PGP"
    return "PGP" if any(_HIDDEN_ARMOUR.search(body.text) for body in bodies if "BEGIN PGP" in body.text) else None


def _without_armour(body: Body) -> Body:
    """The text inside a clear-signed PGP message (RFC 9580, section 7), dashes unescaped."""
    if "BEGIN PGP" not in body.text:
        return body
    return Body(_HIDDEN_ARMOUR.sub("", unsigned(body.text)), body.html)


def _envelope(part: Part) -> str:
    """The header lines of a forwarded mail that may lend identifiers."""
    shown = ((name, part.head.first(name)) for name in ("from", "to", "date", "subject"))
    return clean("\n".join(f"{name.capitalize()}: {value}" for name, value in shown if value))

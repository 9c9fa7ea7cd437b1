"""The header fields that a receiving server writes or takes away (RFC 5321 section 4.4, RFC 8601 section 5)."""

import re
from collections.abc import Iterator, Sequence

# Python's mail parser ends a line at a lone CR or LF too; a forged field must not hide behind one.
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_VERDICT = re.compile(rb"authentication-results[ \t]*:", re.IGNORECASE)
_ID_LESS = re.compile(rb"authentication-results[ \t]*:\s*[a-z0-9.-]+\s*=", re.IGNORECASE)
_COMMENT = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_DEEPEST = 5  # what nests deeper stays, and is no honest server's field
_MICROSOFT = b"microsoft"


def stamped(raw: bytes, sender: str, peer: str) -> bytes:
    """The mail under our own Return-Path and Received.

    Both are the same each time one envelope comes from one host: a mail sent again after a lost 250 must be the same
    bytes, or it would count as another mail. So Received bears no date; the time of receipt is kept beside the mail.
    """
    path = re.sub(r"[\r\n<>]", "", sender)
    host = re.sub(r"[^0-9A-Za-z:.]", "", peer) or "127.0.0.1"
    lines = f"Return-Path: <{path}>\r\nReceived: from [{host}] by [127.0.0.1] (Deskhand) with ESMTP\r\n"
    return lines.encode("utf-8", "replace") + raw


def without_our_verdicts(raw: bytes, authserv_ids: Sequence[str]) -> bytes:
    """The mail without any Authentication-Results that bears one of our ids: whoever sent it wrote that himself."""
    ids = tuple(one.lower().encode("ascii", "ignore") for one in authserv_ids)
    fields, rest = _header(raw)
    return b"".join(field for field in fields if not _ours(field, ids)) + rest


def _ours(field: bytes, ids: Sequence[bytes]) -> bool:
    if not _VERDICT.match(field):
        return False
    bare = _without_comments(field)
    if _MICROSOFT in ids and _ID_LESS.match(bare):
        return True
    head = bare.replace(b"\\", b"").partition(b";")[0].lower()
    return b"(" in head or any(one in head for one in ids)


def _without_comments(field: bytes) -> bytes:
    """RFC 5322 comments may stand before the id, one within another, and hold a semicolon."""
    for _ in range(_DEEPEST):
        field = _COMMENT.sub(b" ", field)
    return field


def _header(raw: bytes) -> tuple[list[bytes], bytes]:
    """The header's fields, each with its folded lines, and all from the blank line on."""
    fields: list[bytes] = []
    at = 0
    for line in _lines(raw):
        if not line.strip(b"\r\n"):
            break
        if line[:1] in b" \t" and fields:
            fields[-1] += line
        else:
            fields.append(line)
        at += len(line)
    return fields, raw[at:]


def _lines(raw: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(raw):
        found = _LINE.match(raw, at)
        if found is None or not found.group():
            return
        yield found.group()
        at = found.end()

"""The header fields that a receiving server writes or takes away (RFC 5321 section 4.4, RFC 8601 section 5)."""

import re
from collections.abc import Iterator, Sequence

from parsers.authentication.grammar import as_octets
from parsers.authentication.lookalikes import NAME, looks_like_verdict, resembles
from parsers.authentication.results import MICROSOFT, read_results, without_comments
from parsers.domains import spellings
from parsers.mime.headers import read_head

# Python's mail parser ends a line at a lone CR or LF too; a forged field must not hide behind one.
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FOLD = re.compile(rb"\s*[\r\n]+[ \t]*")


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
    """The mail without any Authentication-Results that bears one of our ids, or looks as if: its sender wrote that.

    The header section is the one that our own reader will see: a blank line to others may be none to it.
    """
    ids = frozenset(spelling for one in authserv_ids for spelling in spellings(one))
    end = read_head(raw, 0, len(raw)).body_start
    kept = (field for field in _fields(raw[:end]) if not (looks_like_verdict(field) and _ours(field, ids)))
    return b"".join(kept) + raw[end:]


def _ours(field: bytes, ids: frozenset[str]) -> bool:
    """Ours by its id, or by what looks like it; and whatever cannot be told for sure, or is named as none should be."""
    name, _, value = field.partition(b":")
    value = _FOLD.sub(b" ", value).strip()
    if name.lower() != NAME.encode() or (MICROSOFT in ids and not read_results(value).authserv_id):
        return True
    plain, closed = without_comments(as_octets(value))
    head = plain.replace("\\", "").partition(";")[0].lower()
    return not closed or resembles(value, ids) or any(one in head for one in ids)


def _fields(head: bytes) -> Iterator[bytes]:
    """Each field with its folded lines, blank lines among them as fields of their own."""
    field = b""
    for line in _lines(head):
        if line[:1] in (b" ", b"\t"):
            field += line
            continue
        yield field
        field = line
    yield field


def _lines(raw: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(raw):
        found = _LINE.match(raw, at)
        if found is None or not found.group():
            return
        yield found.group()
        at = found.end()

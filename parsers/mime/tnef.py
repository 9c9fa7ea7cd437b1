"""Outlook's winmail.dat (MS-OXTNEF): the body that went into it in place of the mail, and the names of its files.

No library on PyPI is kept (the last release of the usual one is of January 2021), and little of the format is needed.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.mime.charsets import clean, decode
from parsers.mime.rtf import rtf_text

SIGNATURE = 0x223E9F78
MAX_ATTRIBUTES = 2000
MAX_PROPERTIES = 2000
MAX_FILES = 20
MAX_BYTES = 4 * 1024 * 1024

_BODY, _CODEPAGE, _PROPERTIES = 0x0002800C, 0x00069007, 0x00069003
_RENDERING, _TITLE, _FILE_PROPERTIES = 0x00069002, 0x00018010, 0x00069005
_PR_BODY, _PR_RTF, _PR_HTML, _PR_LONG_NAME = 0x1000, 0x1009, 0x1013, 0x3707
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0x0D, 0x1E, 0x1F, 0x102})
_STRING8, _UNICODE, _MULTIPLE, _NAMED_FROM = 0x1E, 0x1F, 0x1000, 0x8000


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a winmail.dat holds: a body in the forms that are there (any may be empty), and its files' names."""

    text: str = ""
    html: str = ""
    files: tuple[str, ...] = ()


def read_tnef(raw: bytes) -> Envelope | None:
    """The body and the files; None where this is no winmail.dat. What is damaged is left out; never raises."""
    raw = raw[:MAX_BYTES]
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != SIGNATURE:
        return None
    codepage, text, html, rtf = "cp1252", "", "", ""
    files: list[str] = []
    for attribute, value in _attributes(raw):
        if attribute == _CODEPAGE and len(value) >= 4:
            codepage = _charset(struct.unpack_from("<I", value)[0])
        elif attribute == _BODY:
            text = text or _string(value, codepage)
        elif attribute == _PROPERTIES:
            found = dict(_properties(value))
            text = text or _worded(found.get(_PR_BODY), codepage)
            html = html or _worded(found.get(_PR_HTML), codepage)
            rtf = rtf or rtf_text(found.get(_PR_RTF, (0, b""))[1])
        elif attribute == _RENDERING:
            files.append("")
        elif attribute == _TITLE and files:
            files[-1] = files[-1] or _string(value, codepage)
        elif attribute == _FILE_PROPERTIES and files:
            files[-1] = _worded(dict(_properties(value)).get(_PR_LONG_NAME), codepage) or files[-1]
    names = tuple(name[:200] or "a file without a name" for name in files[:MAX_FILES])
    return Envelope(clean(text).strip() or ("" if html else clean(rtf).strip()), clean(html), names)


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Level, id, length, value, checksum: one after the other until the bytes end or make no sense."""
    at = 6
    for _ in range(MAX_ATTRIBUTES):
        if at + 9 > len(raw):
            return
        attribute, length = struct.unpack_from("<II", raw, at + 1)
        if length > len(raw) - at - 9:
            return
        yield attribute, raw[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _properties(value: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """MAPI properties: id, type and bytes; those with names of their own and lists of values are stepped over."""
    if len(value) < 4:
        return
    at = 4
    for _ in range(min(struct.unpack_from("<I", value)[0], MAX_PROPERTIES)):
        if at + 4 > len(value):
            return
        kind, name = struct.unpack_from("<HH", value, at)
        at += 4
        if name >= _NAMED_FROM:
            at = _after_name(value, at)
        many = bool(kind & _MULTIPLE) or kind in _VARIABLE
        count = struct.unpack_from("<I", value, at)[0] if many and at + 4 <= len(value) else 1
        at += 4 * many
        for index in range(min(count, MAX_PROPERTIES)):
            start, end = _extent(value, at, kind & ~_MULTIPLE)
            if end < 0 or end > len(value):
                return
            if index == 0:
                yield name, (kind & ~_MULTIPLE, value[start:end])
            at = end + (-(end - start) % 4)


def _after_name(value: bytes, at: int) -> int:
    """Past a GUID and a number, or a GUID and a name in UTF-16, filled up to four bytes."""
    if at + 24 > len(value):
        return len(value)
    named, length = struct.unpack_from("<II", value, at + 16)
    return at + 24 + (length + (-length % 4) if named else 0)


def _extent(value: bytes, at: int, kind: int) -> tuple[int, int]:
    """Where a value's bytes begin and end; -1 for a type that nobody knows."""
    if kind in _VARIABLE:
        if at + 4 > len(value):
            return at, -1
        return at + 4, at + 4 + struct.unpack_from("<I", value, at)[0]
    return at, at + _SIZES[kind] if kind in _SIZES else -1


def _worded(found: tuple[int, bytes] | None, codepage: str) -> str:
    if found is None:
        return ""
    kind, octets = found
    if kind == _UNICODE:
        return octets.decode("utf-16-le", "replace").rstrip("\0")
    return _string(octets, codepage if kind == _STRING8 or b"charset" not in octets[:4000].lower() else None)


def _string(octets: bytes, codepage: str | None) -> str:
    return decode(octets.rstrip(b"\0"), codepage)


def _charset(number: int) -> str:
    return {65001: "utf-8", 1200: "utf-16-le", 20127: "us-ascii", 28591: "latin-1", 932: "shift_jis"}.get(
        number, f"cp{number}"
    )

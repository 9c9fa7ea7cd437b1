"""Header fields one by one: folded, raw 8-bit, encoded (RFC 2047) or parameterised (RFC 2231); none can raise."""

import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from parsers.mime.charsets import clean, codec_name, decode

MAX_HEAD = 64 * 1024  # bytes of one header section that are read
MAX_VALUE = 16 * 1024  # bytes of one field that are decoded
MAX_WORDS = 400  # encoded words that are decoded in one field

_FIELD = re.compile(rb"([!-9;-~]{1,200})([ \t]*):[ \t]*")
_BARE_PARAMETER = re.compile(rb"[A-Za-z0-9*-]{2,30}=")
_KNOWN_FIELD = re.compile(
    rb"(?:From|To|Reply-To|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|DKIM-Signature"
    rb"|(?:ARC-)?Authentication-Results|(?:Content|X)-[A-Z-]{2,24})"
    rb"[ \t]*:",
    re.IGNORECASE,
)
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\n]{0,4000})\?=")
_PARAMETER = re.compile(r";\s*([\w!#$&.+%*-]{1,80})\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;\s]*)", re.ASCII)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?$")


@dataclass(frozen=True, slots=True)
class Head:
    """A header section: its fields in order as (name, raw value), where the body starts, and what was wrong.

    Values are unfolded (RFC 5322, section 2.2.3), and nothing else is done to their octets. `strays`: lines that are no
    field, or one whose name is followed by a blank, each with those folded under it.
    """

    fields: tuple[tuple[str, bytes], ...]
    body_start: int
    defects: tuple[str, ...] = ()
    strays: tuple[bytes, ...] = ()

    def first(self, name: str) -> str:
        """The first field of this name, decoded; empty where there is none. `name` in lower case."""
        return next((decode_field(value) for key, value in self.fields if key.lower() == name), "")


def read_head(raw: bytes, start: int, end: int) -> Head:
    """The header section of `raw[start:end]`. A line that is no field ends it, as does the blank line it lacks."""
    lines = _Lines()
    at, limit = start, min(end, start + MAX_HEAD)
    while at < end:
        line_end = raw.find(b"\n", at, end)
        stop = end if line_end < 0 else line_end
        following = end if line_end < 0 else line_end + 1
        if at >= limit:
            return lines.head(_blank_line(raw, at, end), "header section too long")
        if stop - at <= 1 and raw[at:stop] in (b"", b"\r") and (at > 0 or not _KNOWN_FIELD.match(raw, following)):
            return lines.head(following)
        if not lines.take(raw[at:stop]):
            after = _after_folds(raw, following, end)
            lines.strays.append(raw[at : min(after, at + MAX_VALUE)])
            if not _is_stray(raw, at, after, lines.fields):
                return lines.head(at, "no blank line after the headers")
            lines.defects.append("a stray line among the headers")
        at = following
    return lines.head(end)


def _after_folds(raw: bytes, at: int, end: int) -> int:
    """Where the first line from `at` on begins that is not folded."""
    while raw[at : at + 1] in (b" ", b"\t") and at < end:
        at = raw.find(b"\n", at, end) + 1 or end
    return at


class _Lines:
    """A header section as far as it was read."""

    def __init__(self) -> None:
        self.fields: list[tuple[str, bytes]] = []
        self.strays: list[bytes] = []
        self.defects: list[str] = []
        self._stray = False  # whether the line before was one: what is folded under it is none of a field's

    def head(self, body_start: int, defect: str = "") -> Head:
        """What was read; `defect`: why it ends here."""
        defects = (*self.defects, defect) if defect else tuple(self.defects)
        return Head(tuple(self.fields), body_start, defects, tuple(self.strays))

    def take(self, line: bytes) -> bool:
        """Take in a field or a folded line; False where it is neither."""
        if self._is_folded(line):
            self._fold(line)
            return True
        match = _FIELD.match(line)
        self._stray = match is None
        if match is None:
            return False
        self.fields.append((match[1].decode("ascii"), _ended(line[match.end() : match.end() + MAX_VALUE])))
        if match[2]:
            self.strays.append(line)
        return True

    def _is_folded(self, line: bytes) -> bool:
        if line[:1] in (b" ", b"\t"):
            return self._stray or bool(self.fields)
        return bool(self.fields) and not self._stray and _is_parameter(*self.fields[-1], line)

    def _fold(self, line: bytes) -> None:
        if not self._stray:
            name, value = self.fields[-1]
            self.fields[-1] = (name, _folded(value, line))


def _ended(line: bytes) -> bytes:
    """Without its line end and the blanks before it."""
    return line.removesuffix(b"\r").rstrip(b" \t")


def _is_stray(raw: bytes, at: int, following: int, fields: Sequence[tuple[str, bytes]]) -> bool:
    """A line that is no field but has well-known ones below it: an mbox separator, blanks on top, a broken fold."""
    if not fields and raw.startswith((b"From ", b">From "), at):
        return True
    return _KNOWN_FIELD.match(raw, following) is not None


def _is_parameter(name: str, value: bytes, line: bytes) -> bool:
    """A parameter on a line of its own that some mailer forgot to indent."""
    return value.endswith(b";") and name.lower().startswith("content-") and _BARE_PARAMETER.match(line) is not None


def _folded(value: bytes, line: bytes) -> bytes:
    return value + b" " + _ended(line).lstrip(b" \t") if len(value) < MAX_VALUE else value


def _blank_line(raw: bytes, at: int, end: int) -> int:
    ends = [found + len(mark) for mark in (b"\n\r\n", b"\n\n") if (found := raw.find(mark, at, end)) >= 0]
    return min(ends, default=end)


def decode_field(value: bytes) -> str:
    """A field's value as text on one line: encoded words and raw 8-bit bytes decoded, controls gone."""
    return " ".join(decode_words(decode(value)).split())


def decode_words(text: str) -> str:
    """`text` with its RFC 2047 encoded words decoded; what cannot be decoded stays as written."""
    if "=?" not in text:
        return text
    out: list[str] = []
    at = 0
    for label, raw, start, end in _joined_words(text):
        gap = text[at:start]
        out.append(gap if at == 0 or gap.strip() else "")
        out.append(decode(raw, label))
        at = end
    out.append(text[at:])
    return clean("".join(out))


def _joined_words(text: str) -> Iterator[tuple[str, bytes, int, int]]:
    """Runs of adjacent words of one charset as one: mailers split in the middle of a character."""
    label, raw, start, end = "", b"", -1, -1
    for count, match in enumerate(_WORD.finditer(text)):
        if count >= MAX_WORDS:
            break
        content = _word_bytes(match[2].lower(), match[3])
        if start >= 0 and match[1].lower() == label and not text[end : match.start()].strip():
            raw, end = raw + content, match.end()
            continue
        if start >= 0:
            yield label, raw, start, end
        label, raw, start, end = match[1].lower(), content, match.start(), match.end()
    if start >= 0:
        yield label, raw, start, end


def _word_bytes(encoding: str, content: str) -> bytes:
    octets = content.encode("utf-8", "replace")
    if encoding == "q":
        return binascii.a2b_qp(octets, header=True)
    return from_base64(octets)


def from_base64(octets: bytes) -> bytes:
    """Base64 as lenient as can be: foreign characters skipped, padding mended, a broken tail dropped."""
    try:
        return binascii.a2b_base64(octets)
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", octets)
        kept = kept[: len(kept) - (len(kept) % 4 == 1)]
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """A structured value and its parameters, names in lower case; RFC 2231 parts joined and decoded."""
    main = value.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(value):
        name, content = match[1].lower(), _unquoted(match[2])
        section = _SECTION.match(name)
        if section is None or "*" not in name:
            plain.setdefault(name, content)
            continue
        sections.setdefault(section[1], []).append((int(section[2] or 0), bool(section[3]), content))
    joined = {name: _joined_sections(parts) for name, parts in sections.items()}
    return main, plain | joined


def _unquoted(content: str) -> str:
    if not content.startswith('"'):
        return content
    return re.sub(r"\\(.)", r"\1", content[1:].removesuffix('"'))


def _joined_sections(parts: list[tuple[int, bool, str]]) -> str:
    parts.sort(key=lambda part: part[0])
    label: str | None = None
    raw = b""
    for position, (_, encoded, content) in enumerate(parts):
        if encoded and position == 0 and content.count("'") >= 2:
            label, _, content = content.split("'", 2)
        raw += unquote_to_bytes(content) if encoded else content.encode("utf-8", "replace")
    return decode(raw, label if label and codec_name(label) else None)

"""The parts of a mail, found in one pass over its boundary lines: no recursion, no copies, every count capped."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.mime.headers import Head, parameters, read_head

MAX_PARTS = 200
MAX_DEPTH = 50
MAX_BOUNDARY_LINES = 5000

MAX_GUESS = 64 * 1024  # bytes searched for a boundary that the header does not name

_BOUNDARY_LINE = re.compile(rb"\n--([^\r\n]{1,200})\r?(?=\n|\Z)")
_LIKELY_BOUNDARY = re.compile(rb"^--([^\s\r\n][^\r\n]{0,199})\r?\n(?:Content-|MIME-)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the tree. `start` and `end` bound its body in the raw mail; `group` is the nearest alternative above.

    `forwarded` is true for everything inside a `message/rfc822`.
    """

    head: Head
    media_type: str
    parameters: dict[str, str]
    start: int
    end: int
    depth: int
    parent: str = ""  # media type of the part around it
    group: int = -1
    forwarded: bool = False
    partless: bool = False  # a multipart in which no part was found

    @property
    def is_leaf(self) -> bool:
        """Whether text or a file is to be found here."""
        return self.partless or not self.media_type.startswith(("multipart/", "message/rfc822"))

    @property
    def disposition(self) -> str:
        """`attachment`, `inline`, or empty."""
        return parameters(self.head.first("content-disposition"))[0]

    @property
    def name(self) -> str:
        """The file name it goes by, or empty."""
        found = parameters(self.head.first("content-disposition"))[1].get("filename", "")
        return found or self.parameters.get("name", "")


@dataclass(frozen=True, slots=True)
class Tree:
    """Every part in the order of the mail, the mail itself first, and what was wrong with the structure."""

    parts: tuple[Part, ...]
    defects: tuple[str, ...]


def read_tree(raw: bytes) -> Tree:
    """The part tree of a mail. Beyond a cap the rest is left unread and a defect says so."""
    lines = _BoundaryLines(raw)
    defects: list[str] = ["too many boundary lines"] if lines.capped else []
    parts: list[Part] = []
    waiting = [_part(raw, 0, len(raw), depth=0)]
    while waiting:
        part = waiting.pop()
        if len(parts) >= MAX_PARTS:
            defects.append("too many parts")
            break
        position = len(parts)
        parts.append(part)
        defects += part.head.defects
        if part.depth >= MAX_DEPTH:
            defects.append("parts nested too deeply")
            continue
        children = _children(raw, part, position, lines, defects)
        if not children and part.media_type.startswith("multipart/"):
            parts[position] = replace(part, partless=True)
        waiting += reversed(children[: MAX_PARTS + 1])
    return Tree(tuple(parts), tuple(dict.fromkeys(defects)))


def _part(
    raw: bytes, start: int, end: int, *, depth: int, parent: str = "", group: int = -1, fwd: bool = False
) -> Part:
    head = read_head(raw, start, end)
    default = "message/rfc822" if parent == "multipart/digest" else "text/plain"
    media_type, params = parameters(head.first("content-type"))
    if "/" not in media_type and media_type not in ("text", "plain", "html"):
        media_type = ""  # no type at all
    return Part(head, media_type or default, params, head.body_start, end, depth, parent, group, fwd)


def _children(raw: bytes, part: Part, position: int, lines: "_BoundaryLines", defects: list[str]) -> list[Part]:
    depth, inside = part.depth + 1, part.media_type
    if inside == "message/rfc822" or (inside == "message/global" and not part.name):
        encoded = part.head.first("content-transfer-encoding").lower() in ("base64", "quoted-printable")
        return [] if encoded else [_part(raw, part.start, part.end, depth=depth, parent=inside, fwd=True)]
    if not inside.startswith("multipart/"):
        return []
    sections, closed = lines.sections(part)
    if not sections:
        defects.append("multipart without parts")
    elif not closed:
        defects.append("multipart not closed")
    group = position if inside == "multipart/alternative" else part.group
    return [
        _part(raw, start, end, depth=depth, parent=inside, group=group, fwd=part.forwarded) for start, end in sections
    ]


class _BoundaryLines:
    """Where every line that starts with two hyphens lies, by its text."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.capped = False
        self.by_text: dict[bytes, list[tuple[int, int]]] = {}
        for count, match in enumerate(_BOUNDARY_LINE.finditer(raw)):
            if count >= MAX_BOUNDARY_LINES:
                self.capped = True
                break
            self.by_text.setdefault(match[1].rstrip(), []).append((match.start() + 1, match.end() + 1))

    def sections(self, part: Part) -> tuple[list[tuple[int, int]], bool]:
        """The regions between a multipart's boundary lines, and whether its closing line is there."""
        boundary = part.parameters.get("boundary", "").encode("utf-8", "replace").rstrip()
        opening = self._within(boundary, part) if boundary else ()
        if not opening:
            boundary = self._guessed(part)
            opening = self._within(boundary, part) if boundary else ()
        closing = self._within(boundary + b"--", part)
        end = closing[0] if closing else (part.end, part.end)
        opening = [line for line in opening if line[0] < end[0]]
        stops = [*(line[0] for line in opening[1:]), end[0]]
        found = [(line[1], self._before_newline(stop)) for line, stop in zip(opening, stops, strict=False)]
        return [(start, max(start, stop)) for start, stop in found], bool(closing)

    def _within(self, text: bytes, part: Part) -> Sequence[tuple[int, int]]:
        lines = self.by_text.get(text, [])
        first = bisect_left(lines, (part.start, 0))
        return lines[first : bisect_left(lines, (part.end, 0))]

    def _guessed(self, part: Part) -> bytes:
        """A boundary that is missing or misspelt in the header, by the first line that looks like one."""
        match = _LIKELY_BOUNDARY.search(self.raw, part.start, min(part.end, part.start + MAX_GUESS))
        return match[1].rstrip() if match else b""

    def _before_newline(self, stop: int) -> int:
        """The newline before a boundary belongs to the boundary (RFC 2046, section 5.1.1)."""
        if self.raw[stop - 2 : stop] == b"\r\n":
            return stop - 2
        return stop - 1 if self.raw[stop - 1 : stop] == b"\n" else stop

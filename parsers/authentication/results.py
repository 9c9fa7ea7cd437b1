"""One Authentication-Results header (RFC 8601), read so that Microsoft's, Fastmail's and Google's dialects survive.

Beyond the grammar are let through: the style without an id, property names without a type (`action=none`), a bare
domain between two semicolons (Microsoft), values with characters that a token may not hold (`header.b=a/b=`), a last
semicolon. Anything else makes the header unsound.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.authentication.grammar import as_text
from parsers.domains import in_lower_case

MICROSOFT = "microsoft"  # in the list of trusted ids: the style without an id
MAX_RESULTS = 60

_METHOD = re.compile(
    r"([a-z0-9][a-z0-9_.-]{0,40})(?:\s*/\s*\d{1,4})?\s*=\s*([a-z][a-z0-9_-]{0,30})(?![^\s;])", re.IGNORECASE | re.ASCII
)
_VALUE = r"(\"(?:[^\"\\]|\\.)*\"[^\s;\"]*|[^\s;\"]*)"
_PROPERTY = re.compile(
    rf"(?<![^\s;,])([a-z][a-z0-9_-]{{0,40}}(?:\.[a-z][a-z0-9_.-]{{0,60}})?)\s*=\s*{_VALUE}(?![^\s;])\s*",
    re.IGNORECASE | re.ASCII,
)
# A part that no method begins: what Amazon writes after its SPF result (`envelope-from=a@b.example`).
_OTHER = re.compile(rf"[a-z0-9][a-z0-9_.-]{{0,40}}\s*=\s*{_VALUE}(?![^\s;])\s*", re.IGNORECASE | re.ASCII)
_BARE_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?", re.IGNORECASE | re.ASCII)
_ID = re.compile(r"\s*(?:\"((?:[^\"\\]){1,255})\"|([^\s;=\"\\()<>@,:/\[\]?]{1,255}))(?=[\s;]|\Z)(?!\s*=)", re.ASCII)
_VERSION = re.compile(r"(?:\s+\d{1,4})?\s*(?=;|\Z)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Result:
    """What one method said: `dkim`, `pass`, and properties such as `header.d`, names and value of it in lower case."""

    method: str
    value: str
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """A header taken apart; no `authserv_id` in the id-less style; not `sound` where it is not wholly understood."""

    authserv_id: str
    results: tuple[Result, ...]
    sound: bool = True

    def of(self, method: str) -> Iterator[Result]:
        """Every result of one method, in order."""
        return (each for each in self.results if each.method == method)


def read_results(octets: bytes) -> Results:
    """Take a header's value apart, unfolded, otherwise as it stood; never raises. The id is as written, lower case."""
    text = as_text(octets)
    if text is None:
        return Results(_displayed_id(octets), (), sound=False)
    plain, closed = without_comments(text)
    found = _ID.match(plain)
    authserv_id = in_lower_case(found[1] or found[2]) if found else ""
    version = _VERSION.match(plain, found.end() if found else 0)
    if not closed or (found and not version):
        return Results(authserv_id, (), sound=False)
    parts = _parts(plain[version.end() :] if version else plain)
    read = [_result(part) for part in parts[:MAX_RESULTS]] if parts != ["none"] else []
    sound = len(parts) <= MAX_RESULTS and all(
        each or _is_idle(part, authserv_id) for each, part in zip(read, parts, strict=False)
    )
    return Results(authserv_id, tuple(filter(None, read)) if sound else (), sound)


def _displayed_id(octets: bytes) -> str:
    """Of a header that cannot be read: something to call it by, which compares equal to no id."""
    words = octets.decode("utf-8", "replace").partition(";")[0].split()
    return f"{words[0][:80]}?" if words else ""


def _is_idle(part: str, authserv_id: str) -> bool:
    """A part that says nothing of a method, and is understood all the same."""
    if not authserv_id and _BARE_DOMAIN.fullmatch(part):
        return True
    head = _OTHER.match(part)
    return head is not None and _properties(part, head.end()) is not None


def without_comments(value: str) -> tuple[str, bool]:
    """`value` with every comment as a blank, nested ones too, and whether all quotes and comments close.

    A comment with an odd number of quote marks does not count as closed: a server that wrote a sender's words into it
    unescaped may have let them end it.
    """
    kept: list[str] = []
    depth, quoted, marks, sound, at = 0, False, 0, True, 0
    while at < len(value):
        char = value[at]
        if char == "\\" and (depth or quoted):
            kept.append("" if depth else value[at : at + 2])
            at += 2
            continue
        if char == '"' and depth:
            marks += 1
        elif char == '"':
            quoted = not quoted
        elif char == "(" and not quoted:
            depth, marks = depth + 1, marks if depth else 0
        elif char == ")" and not quoted:
            sound = sound and depth > 0 and not (depth == 1 and marks % 2)
            depth = max(0, depth - 1)
            kept.append(" ")
            at += 1
            continue
        kept.append("" if depth else char)
        at += 1
    return "".join(kept), sound and depth == 0 and not quoted


def _parts(rest: str) -> list[str]:
    """Split at semicolons outside of quotes."""
    pieces = re.findall(r"(?:\"(?:[^\"\\]|\\.)*\"|[^;\"]|\")+", rest)
    return [piece.strip() for piece in pieces if piece.strip()]


def _result(part: str) -> Result | None:
    """`method=result`, then properties up to the part's end; None where it is not that."""
    head = _METHOD.match(part)
    properties = _properties(part, head.end()) if head else None
    if head is None or properties is None:
        return None
    return Result(head[1].lower(), head[2].lower(), properties)


def _properties(part: str, at: int) -> dict[str, str] | None:
    """Up to the end, or None; one given twice with two values counts as not given."""
    properties: dict[str, str] = {}
    at += len(part[at:]) - len(part[at:].lstrip())
    while at < len(part):
        match = _PROPERTY.match(part, at)
        if match is None:
            return None
        name, value = match[1].lower(), in_lower_case(_unquoted(match[2]))
        properties[name] = value if properties.get(name, value) == value else ""
        at = match.end()
    return properties


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value.replace('"', "")) if value.startswith('"') else value

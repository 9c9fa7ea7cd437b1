"""One Authentication-Results header (RFC 8601), read so that Microsoft's, Yahoo's and Google's dialects all survive."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MICROSOFT = "microsoft"  # in the list of trusted ids: the style without an id
MAX_LENGTH = 8192
MAX_RESULTS = 60

_METHOD = re.compile(
    r"([a-z0-9][a-z0-9_.-]{0,40})(?:\s*/\s*\d{1,4})?\s*=\s*([a-z][a-z0-9_-]{0,30})(?![^\s;])", re.IGNORECASE
)
_PROPERTY = re.compile(
    r"(?<![^\s;,])([a-z][a-z0-9_.-]{0,60})\s*=\s*(\"(?:[^\"\\]|\\.)*\"[^\s;]*|[^\s;\"]*)", re.IGNORECASE
)
_ID = re.compile(r"\s*(?:\"((?:[^\"\\]|\\.){1,255})\"|([^\s;=\"]{1,255}))(?=[\s;]|\Z)(?!\s*=)")


@dataclass(frozen=True, slots=True)
class Result:
    """What one method said: `dkim`, `pass`, and properties such as `header.d`, names and value of it in lower case."""

    method: str
    value: str
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """A header taken apart; no `authserv_id` in the id-less style; not `sound` where a quote or comment stays open."""

    authserv_id: str
    results: tuple[Result, ...]
    sound: bool = True

    def of(self, method: str) -> Iterator[Result]:
        """Every result of one method, in order."""
        return (each for each in self.results if each.method == method)


def read_results(value: str) -> Results:
    """Take a header's value apart; never raises. `value` is unfolded to one line."""
    plain, sound = without_comments(value[:MAX_LENGTH])
    found = _ID.match(plain)
    authserv_id = (found[1] or found[2]).lower().rstrip(".") if found else ""
    rest = plain[found.end() :] if found else plain
    parts = _parts(rest)[:MAX_RESULTS] if sound else []
    results = tuple(result for part in parts if (result := _result(part)))
    return Results(authserv_id, results, sound and len(value) <= MAX_LENGTH)


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
    """`method=result`, then properties; one given twice with two values counts as not given."""
    head = _METHOD.match(part)
    if head is None:
        return None
    properties: dict[str, str] = {}
    for match in _PROPERTY.finditer(part, head.end()):
        name, value = match[1].lower(), _unquoted(match[2]).lower()
        properties[name] = value if properties.get(name, value) == value else ""
    return Result(head[1].lower(), head[2].lower(), properties)


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value.replace('"', "")) if value.startswith('"') else value

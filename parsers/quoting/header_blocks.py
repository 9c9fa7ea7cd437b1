"""The header fields of an earlier mail, repeated in the body: "From: … Sent: … To: … Subject: …" in any language."""

import re
from collections.abc import Sequence

from parsers.labels import FIELDS, Field

MAX_BLOCK = 16  # lines of a header block

_EDGES = " \t*_>|\u200e\u200f\u202a\u202c\u200b\ufeff"
_ADDRESS = re.compile(r"[^\s<>@()]{1,80}@[^\s<>@()]{1,80}")
_RUN_TOGETHER = re.compile(r"(?<=\s)([^\W\d_][^\W\d_-]{1,11})\s?:\s")
_LABEL = re.compile(r"[\s*_>|•·-]{0,6}([^\W\d_][^:：\n<>@\"]{0,23}?)[\s*_]{0,3}[:：][\s*_]{0,3}")
_PERIOD = re.compile(r"\W{0,4}\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?\b(?!.*@)")
_MESSAGE_OF = re.compile(r"[\s>]{0,6}Message du\s?:?\s\d")  # Orange and La Poste, no colon
_MESSAGE_LABEL = re.compile(
    r"\s*\*?(?:message|your message|comments?|body|question|enquiry"
    r"|nachricht|mitteilung|mensaje|mensagem|messaggio|bericht|details)"
    r"\*?\s*[:：]",
    re.IGNORECASE,
)


def repeats_field(line: str) -> bool:
    """Whether the line begins with a header's label."""
    return bool(_labels(line))


def header_block(lines: Sequence[str], start: int, *, ruled: bool = False, leading: bool = False) -> int | None:
    """The line after a block of repeated header fields from `start` (which repeats a field), or None.

    `ruled`: a rule stands right above, so one field is proof enough. `leading`: nothing stands above, so that a contact
    form's own "From:" must not be taken for one.
    """
    found: dict[Field, str] = {}
    end, wrapped, blanks = start, 0, 0
    for at in range(start, min(len(lines), start + MAX_BLOCK)):
        line = lines[at]
        labels = _labels(line)
        if labels:
            found |= {field: found.get(field) or value for field, value in labels}
            end, wrapped, blanks = at + 1, 0, 0
        elif not line.strip(_EDGES):
            blanks += 1
            if blanks > 1 or (blanks and wrapped):
                break
        elif blanks or wrapped >= 2 or end != at - wrapped:
            break
        else:
            wrapped += 1
    return end if _is_block(found, lines[start:end], ruled=ruled, leading=leading, after=lines[end : end + 3]) else None


def _labels(line: str) -> list[tuple[Field, str]]:
    """The fields that a line repeats; more than one where a mailer ran them together."""
    if _MESSAGE_OF.match(line):
        return [(Field.DATE, line.strip())]
    match = _LABEL.match(line[:60])
    if match is None or (field := _field(match[1])) is None:
        return []
    found = [(field, line[match.end() :].strip())]
    for inner in _RUN_TOGETHER.finditer(line[match.end() : 400]):
        other = FIELDS.get(inner[1].casefold())
        if other is not None and inner[1][0].isupper():
            found.append((other, line[match.end() + inner.end() :].strip()))
    return found


def _field(written: str) -> Field | None:
    return FIELDS.get(" ".join(written.strip(" *_\u00a0").casefold().split()))


def _is_block(
    found: dict[Field, str], block: Sequence[str], *, ruled: bool, leading: bool, after: Sequence[str]
) -> bool:
    dated = Field.SENT in found or Field.DATE in found
    addressed = any("@" in line for line in block)
    if leading and (len(found) < 3 or any(_MESSAGE_LABEL.match(line) for line in after)):
        return False
    if _PERIOD.match(found.get(Field.FROM, "")):
        return False  # "Von: 01.02.2025 Bis: 28.02.2025" on an invoice
    if ruled and Field.FROM in found:
        return True
    if Field.FROM in found and Field.SUBJECT in found:
        return dated or Field.TO in found or addressed
    if Field.FROM in found and dated:
        return Field.SENT in found or addressed
    if {Field.TO, Field.CC, Field.SUBJECT} <= found.keys() and addressed:
        return True  # Notes, which puts the sender and the date above them without a label
    if dated and Field.TO in found:
        return addressed or Field.SUBJECT in found
    alone = found.get(Field.FROM, "")
    return len(found) == 1 and not leading and bool(_ADDRESS.fullmatch(alone.strip("<> ")))

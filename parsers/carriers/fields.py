"""The labelled fields of a form's mail: who filled it in, and what they wrote into the field for it."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from parsers.carriers.labels import ENTRIES, Entry
from parsers.labels import FIELDS, Field
from parsers.quoting.contacts import is_sentence

MAX_LINES = 400  # of a form's mail that are looked at for fields
MAX_LABEL = 48
MAX_FOOTER = 9  # lines of the form's own words below the message

_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:|]{1,64}@[^\s<>()\[\]\"',;:|]{1,253}\.[^\s<>()\[\]\"',;:|.]{2,63}")
# "*Name:*", "Name :", "- Name =", "【お名前】", "[your-name]", "**Name**".
_LABEL = re.compile(
    r"[\s*_#>•·|-]{0,6}(?P<open>[\[【［〔■●◆◇□▼]?)\s?(?P<label>[^\s:：=\]】］〕*|][^:：=\]】］〕*|]{0,46}?)"
    r"\s{0,3}[*_]{0,3}(?:\s?[\]】］〕])?\s?\(?(?:\*|required|optional|必須|任意|必填)?\)?"
    r"\s{0,3}(?P<sign>[:：=|]|(?<=[\]】］〕])|$)[\s*_]{0,4}",
    re.IGNORECASE,
)
# Where the form's own words begin again below the message.
_END = re.compile(
    r"\s{0,3}(?:-{2,80}|_{3,80}|={3,80}|\*{3,80}|—{1,20}"
    r"|(?:this|the above) (?:e-?mail|message|form|mail|enquiry|inquiry) was (?:sent|submitted|generated)\b.{0,160}"
    r"|(?:sent|submitted|powered|delivered) (?:via|by|from|through|with|on|using)\b.{0,160}"
    r"|(?:diese|dieses|die) (?:e-?mail|nachricht|formular|anfrage)\b.{0,40}"
    r"(?:gesendet|versendet|abgeschickt|verschickt)\b.{0,120}"
    r"|(?:gesendet|abgesendet) (?:über|von|am)\b.{0,160}"
    r"|(?:cet|ce) (?:e-?mail|message|courriel) a été envoyé\b.{0,160}|envoyé (?:via|depuis|par)\b.{0,160}"
    r"|este (?:correo|mensaje|e-?mail) (?:se ha|ha sido|fue|se) envi\w+\b.{0,160}"
    r"|(?:este e-?mail|esta mensagem) foi enviad\w\b.{0,160}"
    r"|quest\w (?:e-?mail|messaggio) è stat\w\b.{0,160}|dit (?:bericht|formulier) (?:is|werd)\b.{0,160}"
    r"|このメールは.{0,120}|(?:此|本)(?:邮件|郵件|留言).{0,120})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it was filled in; `message` is None where no field holds one. `around`: the form's own words."""

    address: str = ""
    name: str = ""
    subject: str = ""
    message: str | None = None
    labels: int = 0
    around: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line that bears a label, and what stands beside it."""

    at: int
    entry: Entry
    rest: str


def read_form(text: str) -> Filled:
    """The fields of a form's mail, each by the first line that bears its label; linear in the text's length.

    A label stands before a colon, in brackets, alone on a line above its value, or in a table before its value. What
    stands below the message is a field only where nothing but fields follows: people write colons too.
    """
    lines = text.split("\n")[:MAX_LINES]
    in_table = any(row and row.entry is Entry.ADDRESS for row in map(_row_of_table, range(len(lines)), lines))
    rows = [row for at in range(len(lines)) if (row := _row(lines, at, in_table=in_table))]
    message = next((row for row in rows if row.entry is Entry.MESSAGE), None)
    if message is None:
        return _filled(lines, rows, around=text)
    end = _end(lines, message.at, {row.at for row in rows})
    fields = [row for row in rows if row.at <= message.at or row.at >= end]
    words = "\n".join([message.rest, *lines[message.at + 1 : end]]).strip()
    around = "\n".join([*lines[: message.at], *lines[end:]]).strip()
    return _filled(lines, fields, message=words, around=around)


def _row(lines: Sequence[str], at: int, *, in_table: bool) -> Row | None:
    match = _LABEL.match(lines[at][: MAX_LABEL + 20])
    entry = _entry(match["label"]) or _as_header(match["label"], lines[at]) if match else None
    if match and entry:
        rest = lines[at][match.end() :].strip(" \t*_|")
        below = lines[at + 1].strip() if at + 1 < len(lines) else ""
        if match["sign"] or match["open"] or (not rest and below):
            return Row(at, entry, rest)
    return _row_of_table(at, lines[at]) if in_table else None


def _row_of_table(at: int, line: str) -> Row | None:
    """A row of a table, whose cells only a space parts: the longest label that the line begins with."""
    words = line[: MAX_LABEL * 2].split()
    for count in range(min(5, len(words) - 1), 0, -1):
        entry = _entry(" ".join(words[:count]))
        if entry is not None:
            rest = line.split(maxsplit=count)[count]
            return Row(at, entry, rest) if entry is not Entry.ADDRESS or _ADDRESS.search(rest) else None
    return None


def _entry(written: str) -> Entry | None:
    folded = " ".join(written.strip(" *_-\u00a0").casefold().replace("your-", "your ").split())
    return ENTRIES.get(folded)


def _as_header(label: str, line: str) -> Entry | None:
    """A form that writes its fields like a mail's head: `From: Ann <ann@example.com>`, `Subject: …`."""
    field = FIELDS.get(" ".join(label.casefold().split()))
    if field is Field.FROM and _ADDRESS.search(line):
        return Entry.ADDRESS
    return Entry.SUBJECT if field is Field.SUBJECT else None


def _end(lines: Sequence[str], first: int, labelled: Set[int]) -> int:
    """The line below the message: where nothing but fields follows, or the form's own words begin again."""
    written = [at for at in range(first + 1, len(lines)) if lines[at].strip()]
    end = next((at for at in written[-MAX_FOOTER:] if _END.match(lines[at]) and not is_sentence(lines[at])), len(lines))
    start = end
    for at in range(end - 1, first, -1):
        beside_label = at in labelled or at - 1 in labelled
        if lines[at].strip() and not beside_label:
            break
        start = at if at in labelled else start
    return start


def _filled(lines: Sequence[str], rows: Sequence[Row], *, message: str | None = None, around: str) -> Filled:
    values: dict[Entry, list[str]] = {}
    for row in rows:
        values.setdefault(row.entry, []).append(_value(lines, row))
    address, beside = next(
        ((hit[0], value[: hit.start()]) for value in values.get(Entry.ADDRESS, ()) if (hit := _ADDRESS.search(value))),
        ("", ""),
    )
    return Filled(
        address=address,
        name=(" ".join(values.get(Entry.NAME, ())[:2]) or beside.strip(" <[(\"'"))[:80],
        subject=next(iter(values.get(Entry.SUBJECT, ())), "")[:200],
        message=message,
        labels=len(values),
        around=around,
    )


def _value(lines: Sequence[str], row: Row) -> str:
    """What stands beside a label, or on the first line below it that says anything."""
    below = (line.strip(" \t*_|") for line in lines[row.at + 1 : row.at + 4] if line.strip())
    return row.rest or next(below, "")

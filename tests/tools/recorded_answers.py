"""Recorded answers of a language model, found by the text of the mail that it is asked about.

A file holds one JSON object a line (or, as `.json`, one object `{id: answer}`). A row is any of

    {"id": "m1", "subject": "…", "text": "…", "answer": {"intents": […], "cues": […], "about_billing": …, "speaker": …}}
    {"id": "m1", "subject": "…", "text": "…", "answer": "what the model wrote, word for word, JSON or not"}
    {"id": "m1", "subject": "…", "text": "…", "primary": "refund", "also": [], "cues": [], "about_billing": true}
    {"id": "m1", "text": "…", "answer": {"primary": "refund", "cues": ["duplicate_claim"], "language": "de"}}
    {"id": "m1", "answer": …}                     with the mails in a second source

- `text` (or `body`) is the mail's own words, `subject` may be missing. `speaker` may stand beside the labels; `about`
  is `about_billing` by another name, `intent` is `primary`, `intents` as a list of names is `also`. A file of labelled
  rows is a file of answers.
- Labels have no quotes: each is given one, some words from the start of the mail as it was asked about. So is a claim
  of an answer that has no `quote` at all.
- The second source holds the mails by id: labelled rows `{id, subject, text}`, or a folder of `.eml` files named by id.
- The mail asked about is matched by its words: case, blanks and punctuation do not count, and as addresses and names
  may be hidden, signatures cut, the nearest row counts where it is near enough.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers.message import read_message
from parsers.vocabulary import MailRules
from tests.support.clock import MONDAY

# A word, or one sign of a script that sets no spaces.
_WORD = re.compile("[^\\W\u0e00-\U0010ffff]+|[\u0e00-\U0010ffff]")
_LABELS = ("primary", "intent")
# How alike two mails are as a whole, or how much of the shorter, if it is no mere line, stands in the longer: a row may
# hold a signature or a thread that the question does not, and the other way round.
_ALIKE, _WITHIN, _NO_LINE = 0.75, 0.9, 8
_QUOTED, _LONGEST = 8, 60  # words, characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One mail and what is answered about it: the text of an answer, or labels."""

    id: str
    subject: str
    text: str
    answer: str | Mapping[str, Any]


class Recorded:
    """The rows, to be asked by text."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self._texts = [Counter(_words(row.text)) for row in self.rows]
        self._mails = [Counter(_words(f"{row.subject} {row.text}")) for row in self.rows]
        self._exact: dict[str, Row] = {}
        for row in self.rows:
            for key in (_key(row.subject, row.text), _key("", row.text)):
                if key:
                    self._exact.setdefault(key, row)

    def find(self, subject: str, text: str) -> Row | None:
        """The row of this mail; None where none is near enough."""
        exact = self._exact.get(_key(subject, text)) or self._exact.get(_key("", text))
        by_text = exact or self._nearest(Counter(_words(text)), self._texts)
        return by_text or self._nearest(Counter(_words(f"{subject} {text}")), self._mails)

    def answer(self, subject: str, text: str) -> str | None:
        """What the model is to write about it."""
        row = self.find(subject, text)
        if row is None:
            return None
        if isinstance(row.answer, str):
            return row.answer
        labelled = any(name in row.answer for name in _LABELS)
        whole = as_answer(row.answer, subject, text) if labelled else _quoting(row.answer, _quote(text))
        return json.dumps(whole, ensure_ascii=False)

    def _nearest(self, asked: Counter[str], rows: list[Counter[str]]) -> Row | None:
        size = sum(asked.values())
        best, found = 0.0, None
        for row, words in zip(self.rows, rows, strict=True):
            common, other = sum((asked & words).values()), sum(words.values())
            alike = 2 * common / ((size + other) or 1)
            within = min(size, other) >= _NO_LINE and common >= _WITHIN * min(size, other)
            if (alike >= _ALIKE or within) and alike > best:
                best, found = alike, row
        return found


def as_answer(labels: Mapping[str, Any], subject: str, text: str) -> dict[str, Any]:
    """Labels as the answer that a model would have written, each with words of the mail."""
    quote = _quote(text) or _quote(subject)
    primary = next(str(labels[name]) for name in _LABELS if name in labels)
    listed = [each for each in labels.get("intents", ()) if isinstance(each, str)]
    names = dict.fromkeys((primary, *labels.get("also", ()), *listed))
    about = labels.get("about_billing", labels.get("about"))
    return {
        "intents": [{"name": name, "primary": name == primary, "quote": quote} for name in names],
        "cues": [{"name": name, "quote": quote} for name in dict.fromkeys(labels.get("cues") or ())],
        "about_billing": None if about is None else {"value": bool(about), "quote": quote},
        "speaker": {"value": labels["speaker"], "quote": quote} if labels.get("speaker") else None,
    }


def _quoting(answer: Any, quote: str) -> Any:
    """The same answer; a claim without a quote gets this one."""
    if isinstance(answer, list):
        return [_quoting(each, quote) for each in answer]
    if not isinstance(answer, Mapping):
        return answer
    inner = {name: _quoting(each, quote) for name, each in answer.items()}
    claims = "name" in inner or "value" in inner
    return {**inner, "quote": quote} if claims and "quote" not in inner else inner


def read_answers(path: Path, mails: Path | None = None) -> Recorded:
    """Read a file of answers, and the mails they are about where these stand elsewhere. Raises `ValueError`."""
    known = dict(_mails(mails)) if mails else {}
    return Recorded(_row(number, row, known) for number, row in enumerate(_rows(path), 1))


def _rows(path: Path) -> list[dict[str, Any]]:
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return [{"id": name, "answer": answer} for name, answer in json.loads(text).items()]
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _row(number: int, row: Mapping[str, Any], known: Mapping[str, tuple[str, str]]) -> Row:
    id = str(row.get("id", number))
    subject, text = str(row.get("subject") or ""), row.get("text", row.get("body"))
    if text is None:
        if id not in known:
            raise ValueError(f"row {number} ({id}) has no text, and no mail of that id is known")
        subject, text = known[id]
    answer = row.get("answer", row.get("json"))
    if answer is None and not any(name in row for name in _LABELS):
        raise ValueError(f"row {number} ({id}) has neither an answer nor a primary")
    return Row(id=id, subject=subject, text=str(text), answer=row if answer is None else answer)


def _mails(source: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    if source.is_dir():
        for path in sorted(source.rglob("*.eml")):
            mail = read_message(path.read_bytes(), arrived_at=MONDAY, rules=MailRules())
            yield path.stem, (mail.subject, mail.new_text or mail.full_text)
        return
    for row in _rows(source):
        yield str(row["id"]), (str(row.get("subject") or ""), str(row.get("text", row.get("body", ""))))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("[address]", " ").replace("[name]", " "))


def _key(subject: str, text: str) -> str:
    return " ".join(_words(f"{subject} {text}"))


def _quote(text: str) -> str:
    """The first words in a line that hold no hidden name; empty where there are none."""
    for part in re.split(r"\[\w*\]|\n", text):
        words = part.split()[:_QUOTED]
        while len(words) > 1 and len(" ".join(words)) > _LONGEST:
            words.pop()
        whole = " ".join(words)
        found = whole[:_LONGEST]
        if whole[_LONGEST : _LONGEST + 1].isalnum():
            found = re.sub(r"[0-9A-Za-z]+$", "", found)  # half a figure is no quote
        if len(_WORD.findall(found)) >= min(2, len(words)) and sum(char.isalnum() for char in found) > 1:
            return found
    return ""

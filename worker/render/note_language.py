"""The note in the team's language: each English sentence of ours by its translation, and nothing foreign touched."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from parsers.errors import ConfigError
from worker.cldr import day_in
from worker.languages import SURE_LANGUAGE

ENDING = ".toml"
_SLOT = re.compile(r"\{(\w+)\}")
# What stands for itself: the customer's words between quotation marks, addresses on the web.
_KEPT = re.compile(r"“[^”]*”|https?://\S+")
_MARK = re.compile("\ue000(\\d+)\ue001")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})\b")
_AMOUNT = re.compile(
    r"(-?)((?:[A-Z]{1,2})?[$€£¥₹₩₪])(\d+(?:,\d+)*)(?:\.(\d+))?|(?<![\w.])(-?)(\d+(?:,\d+)*)\.(\d{2,3})(?= [A-Z]{3}\b)"
)
# Slots for parts that are sentences of their own, or lists of them.
_TRANSLATED = frozenset({"why", "list"})
_COMMAND = "stripe "  # a line that an agent types


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One English sentence as a pattern, and its translation with the same slots."""

    pattern: re.Pattern[str]
    translation: str


@dataclass(frozen=True, slots=True)
class NoteLanguage:
    """Translates lines of a note. English is as it is written."""

    code: str
    labels: Mapping[str, str]
    whole: Mapping[str, str]
    sentences: Mapping[str, tuple[_Sentence, ...]]

    def line(self, text: str) -> str:
        """The line in this language; what has no translation, and everything foreign in it, stays."""
        if self.code == SURE_LANGUAGE or text.startswith(_COMMAND):
            return text
        kept: list[str] = []

        def keep(hit: re.Match[str]) -> str:
            kept.append(hit[0])
            return f"\ue000{len(kept) - 1}\ue001"

        plain = _KEPT.sub(keep, text.translate(_UNMARKED))
        said = self._amounts(self._days(self._clauses(plain)))
        return _MARK.sub(lambda hit: kept[int(hit[1])], said)

    def _clauses(self, text: str) -> str:
        found = self._labelled(text) or self._sentence(text)
        return found if found is not None else "; ".join(map(self._clause, text.split("; ")))

    def _clause(self, text: str) -> str:
        """One clause: known as it is, or behind a label, or before quotes, or by the parts between its commas."""
        for read in (self._labelled, self._sentence, self._quoting):
            if (found := read(text)) is not None:
                return found
        parts = text.split(", ")
        return ", ".join(self._labelled(part) or self._sentence(part) or self._quoting(part) or part for part in parts)

    def _sentence(self, text: str) -> str | None:
        if (known := self.whole.get(text)) is not None:
            return known
        for sentence in (*self.sentences.get(_first_word(text), ()), *self.sentences.get("", ())):
            if hit := sentence.pattern.fullmatch(text):
                values = {
                    name: self._clauses(value) if name in _TRANSLATED else value
                    for name, value in hit.groupdict().items()
                }
                return sentence.translation.format(**values)
        return None

    def _labelled(self, text: str) -> str | None:
        label, colon, rest = text.partition(": ")
        said = self.labels.get(label) if colon else None
        return f"{said}: {self._clauses(rest)}" if said else None

    def _quoting(self, text: str) -> str | None:
        head, _, tail = text.partition(" \ue000")
        said = self._sentence(head) if tail else None
        return f"{said} \ue000{tail}" if said else None

    def _days(self, text: str) -> str:
        return _DAY.sub(self._day, text)

    def _day(self, hit: re.Match[str]) -> str:
        try:
            return day_in(date(int(hit[3]), _MONTHS.index(hit[2]) + 1, int(hit[1])), self.code)
        except ValueError:  # a name that only looks like a day
            return hit[0]

    def _amounts(self, text: str) -> str:
        return _AMOUNT.sub(_amount, text)


_UNMARKED: Mapping[int, None] = {0xE000: None, 0xE001: None}


def _amount(hit: re.Match[str]) -> str:
    """`$1,234.50` as `1.234,50 $`, and a figure before its currency's code likewise."""
    sign, symbol, whole, rest = (hit[1], hit[2], hit[3], hit[4]) if hit[2] else (hit[5], "", hit[6], hit[7])
    figure = whole.replace(",", ".") + (f",{rest}" if rest else "")
    return f"{sign}{figure} {symbol}".rstrip()


def _first_word(text: str) -> str:
    return text.partition(" ")[0]


def note_languages() -> tuple[str, ...]:
    """The languages that notes can be in."""
    found = (entry.name for entry in files("templates").joinpath("notes").iterdir())
    return (SURE_LANGUAGE, *sorted(name.removesuffix(ENDING) for name in found if name.endswith(ENDING)))


@cache
def note_language(code: str) -> NoteLanguage:
    """The language of this code. Raises `ConfigError` where notes cannot be in it."""
    if code == SURE_LANGUAGE:
        return NoteLanguage(code, {}, {}, {})
    if code not in note_languages():
        raise ConfigError(
            f"templates.note_language: notes are not written in {code!r}, only in {', '.join(note_languages())}"
        )
    text = files("templates").joinpath("notes", f"{code}{ENDING}").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    pairs: Mapping[str, str] = table["sentences"]
    # The sentence with the most words of its own first: a short one is often a part of a longer one.
    plain = {english: said for english, said in pairs.items() if not _SLOT.search(english)}
    slotted: dict[str, list[_Sentence]] = {}
    for english, said in sorted(pairs.items(), key=lambda pair: -len(_SLOT.sub("", pair[0]))):
        if english not in plain:
            first = _first_word(english)
            slotted.setdefault("" if "{" in first else first, []).append(_Sentence(_pattern(english), said))
    return NoteLanguage(code, table["labels"], plain, {first: tuple(each) for first, each in slotted.items()})


def _pattern(english: str) -> re.Pattern[str]:
    """A sentence with its slots, which lie between its fixed words."""
    parts = _SLOT.split(english)
    return re.compile(
        "".join(
            _slot(part, english.startswith(f"{{{part}}}")) if at % 2 else re.escape(part)
            for at, part in enumerate(parts)
        )
    )


def _slot(name: str, first: bool) -> str:
    """A number, a part that is translated itself, or what stays: a word where the sentence begins with it."""
    if name == "n":
        return rf"(?P<{name}>\d[\d.,]*)"
    if name in _TRANSLATED:
        return rf"(?P<{name}>.+)"
    return rf"(?P<{name}>[^\s;:]+(?<!,)(?: [A-Z]{{3}})?)" if first else rf"(?P<{name}>(?:(?!, |; ).)+?)"

"""Reading a keyword file: every mistake is refused with file, line, rule and mend."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from classifiers.intent.phrases import Phrase, PhraseError, read_pattern, read_phrases
from classifiers.intent.rules import (
    COMPLAINTS,
    Condition,
    KeywordFile,
    Negation,
    Rule,
    Spelling,
    Thresholds,
    Veto,
    Voice,
)
from parsers.errors import ConfigError
from parsers.vocabulary import Cue, Intent

TOP = [
    "language",
    "partial",
    "topics",
    "words",
    "shorthand",
    "spelling",
    "negation",
    "condition",
    "voice",
    "thresholds",
    "confidence",
    "rule",
    "veto",
    "extends",  # an overlay's, as the next: see `overlay.py`
    "off",
    "examples",  # of older files: no longer read
]
RULE_KEYS = [
    "id",
    "intent",
    "cue",
    "weight",
    "any",
    "needs",
    "field",
    "negatable",
    "asks",
    "conditional",
    "quoted",
    "alone",
    "decides",
    "tests",
]
VETO_KEYS = ["id", "blocks", "any", "scope", "general"]
FIELDS = ("subject", "body", "both")
SCOPES = ("overlap", "sentence", "mail")
CONFIDENCE_KEYS = (
    "strong",
    "weak",
    "silent",
    "strong_doubted",  # of older files, as the next two: no longer read
    "weak_doubted",
    "silent_doubted",
    "silent_about",
    "contested",
    "unknown_language",
)

Words = Mapping[str, tuple[str, ...]]


def read_keyword_file(name: str, text: str, *, words: Words | None = None) -> KeywordFile:
    """Read one TOML text; `name` is what error messages call it, `words` are those it may use beside its own.

    Raises `ConfigError`.
    """
    return _Reader(name, text, words or {}).read()


class _Reader:
    """The text and where we are in it, so that every complaint can name its place."""

    def __init__(self, name: str, text: str, words: Words) -> None:
        self.name = name
        self.text = text
        self.words: Words = words

    def read(self) -> KeywordFile:
        try:
            table = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{self.name}: not valid TOML: {error}") from error
        self._known(table, TOP, "the file")
        own = {key: self._strings(value, f"words.{key}") for key, value in self._table(table, "words").items()}
        self.words = {**self.words, **own}
        rules = tuple(self._rule(entry) for entry in self._tables(table, "rule"))
        vetoes = tuple(self._veto(entry) for entry in self._tables(table, "veto"))
        self._unique([*(rule.id for rule in rules), *(veto.id for veto in vetoes)])
        return KeywordFile(
            language=str(table.get("language", "en")),
            name=self.name,
            partial=self._flag(table, "partial", False, "the file"),
            words=self.words,
            shorthand={key: tuple(str(value).split()) for key, value in self._table(table, "shorthand").items()},
            spelling=self._spelling(self._table(table, "spelling")),
            negation=self._negation(self._table(table, "negation")),
            condition=Condition(**self._lists(table, "condition", ("openers", "polite", "breaks"))),
            voice=Voice(**self._lists(table, "voice", ("others", "retractions"))),
            thresholds=self._thresholds(self._table(table, "thresholds")),
            rules=rules,
            vetoes=vetoes,
            topics=self._phrases(table.get("topics", []), "topics"),
            confidence=self._confidence(self._table(table, "confidence")),
            digest=hashlib.sha256(self.text.encode()).hexdigest(),
        )

    # --- the parts -------------------------------------------------------------------------------------------------

    def _rule(self, entry: dict[str, Any]) -> Rule:
        where = self._place(entry, "rule")
        self._known(entry, RULE_KEYS, where)
        if "negatable" not in entry:
            raise self._wrong(where, 'does not say whether a negation turns it around: add "negatable = true" or false')
        if not {"intent", "cue"} & entry.keys():
            raise self._wrong(where, 'needs an "intent" or a "cue"')
        intent = Intent(self._name(entry["intent"], [*Intent], where, "intent")) if "intent" in entry else None
        tests = entry.get("tests", {})
        self._known(tests, ["hit", "miss"], f"{where}, tests")
        return Rule(
            id=entry["id"],
            intent=intent,
            cue=Cue(self._name(entry["cue"], [*Cue], where, "cue")) if "cue" in entry else None,
            weight=self._share(entry.get("weight", 0.8), where, "weight"),
            any=self._phrases(entry.get("any", []), where),
            needs=self._phrases(entry.get("needs", []), f"the needs of {where}"),
            field=self._name(entry.get("field", "both"), FIELDS, where, "field"),
            negatable=self._flag(entry, "negatable", True, where),
            asks=self._flag(entry, "asks", intent is not None and intent not in COMPLAINTS, where),
            conditional=self._flag(entry, "conditional", False, where),
            quoted=self._flag(entry, "quoted", False, where),
            alone=self._count(entry, "alone", where),
            decides=self._flag(entry, "decides", False, where),
            line=self._line(entry),
            hit=self._strings(tests.get("hit", []), f"{where}, tests.hit"),
            miss=self._strings(tests.get("miss", []), f"{where}, tests.miss"),
        )

    def _veto(self, entry: dict[str, Any]) -> Veto:
        where = self._place(entry, "veto")
        self._known(entry, VETO_KEYS, where)
        names = [str(name) for name in (*Intent, *Cue)]
        blocks = self._strings(entry.get("blocks", []), f"{where}, blocks")
        return Veto(
            id=entry["id"],
            blocks=frozenset(self._name(block, names, where, "blocks") for block in blocks),
            any=self._phrases(entry.get("any", []), where),
            scope=self._name(entry.get("scope", "sentence"), SCOPES, where, "scope"),
            general=self._flag(entry, "general", False, where),
            line=self._line(entry),
        )

    def _negation(self, table: dict[str, Any]) -> Negation:
        self._known(table, ["cues", "window", "pseudo", "terminators"], "negation")
        window = table.get("window", 7)
        if not isinstance(window, int) or not 1 <= window <= 20:
            raise self._wrong("negation", "window is a whole number from 1 to 20")
        return Negation(
            cues=frozenset(self._strings(table.get("cues", []), "negation.cues")),
            window=window,
            pseudo=self._phrases(table.get("pseudo", []), "negation.pseudo"),
            terminators=self._phrases(table.get("terminators", []), "negation.terminators"),
        )

    def _lists(self, table: dict[str, Any], part: str, keys: tuple[str, ...]) -> dict[str, tuple[Phrase, ...]]:
        section = self._table(table, part)
        self._known(section, list(keys), part)
        return {key: self._phrases(section.get(key, []), f"{part}.{key}") for key in keys}

    def _thresholds(self, table: dict[str, Any]) -> Thresholds:
        keys = ["found", "sure", "subject", "reply_subject"]
        self._known(table, [*keys, "doubt"], "thresholds")  # doubt: of a reader that is no more
        return Thresholds(**{key: self._share(table[key], "thresholds", key) for key in keys if key in table})

    def _confidence(self, table: dict[str, Any]) -> Mapping[str, float]:
        self._known(table, list(CONFIDENCE_KEYS), "confidence")
        return {key: self._share(value, "confidence", key) for key, value in table.items()}

    def _spelling(self, table: dict[str, Any]) -> Spelling:
        self._known(table, ["words", "never", "known"], "spelling")
        return Spelling(
            words=self._strings(table.get("words", []), "spelling.words"),
            never=frozenset(self._strings(table.get("never", []), "spelling.never")),
            known={str(key): str(value) for key, value in self._table(table, "known").items()},
        )

    # --- values, each checked --------------------------------------------------------------------------------------

    def _phrases(self, entries: object, where: str) -> tuple[Phrase, ...]:
        if not isinstance(entries, list):
            raise self._wrong(where, "its phrases are a list")
        if not entries and where.startswith(("rule", "veto")):
            raise self._wrong(where, '"any" needs at least one phrase')
        return tuple(phrase for entry in entries for phrase in self._phrase(entry, where))

    def _phrase(self, entry: object, where: str) -> tuple[Phrase, ...]:
        try:
            if isinstance(entry, list):
                return (read_pattern(entry),)
            if isinstance(entry, str):
                return read_phrases(entry, self.words)
            raise PhraseError("a phrase is a string, or a list of token patterns")
        except PhraseError as error:
            raise self._wrong(where, f"phrase {entry!r}: {error}", self._line_of(str(entry))) from error

    def _strings(self, value: object, where: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(where, "is a list of strings")
        return tuple(value)

    def _share(self, value: object, where: str, key: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self._wrong(where, f"{key} is a number from 0 to 1, not {value!r}")
        return float(value)

    def _count(self, entry: dict[str, Any], key: str, where: str) -> int:
        value = entry.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self._wrong(where, f"{key} is a whole number, not {value!r}")
        return value

    def _flag(self, entry: dict[str, Any], key: str, default: bool, where: str) -> bool:
        value = entry.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(where, f"{key} is true or false, not {value!r}")
        return value

    def _name(self, value: object, names: list[Any] | tuple[str, ...], where: str, key: str) -> str:
        plain = [str(name) for name in names]
        if value not in plain:
            raise self._wrong(where, f"{key} {value!r} is unknown{_nearest(str(value), plain)}")
        return str(value)

    def _known(self, table: dict[str, Any], keys: list[str], where: str) -> None:
        for key in table:
            if key not in keys:
                raise self._wrong(where, f'unknown key "{key}"{_nearest(key, keys)}', self._line_of(f"{key} ="))

    def _table(self, table: dict[str, Any], key: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, f"is a table: write [{key}]")
        return value

    def _tables(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self._wrong(key, f"is a list of tables: write [[{key}]]")
        return value

    def _unique(self, ids: list[str]) -> None:
        for id in ids:
            if ids.count(id) > 1:
                raise self._wrong(
                    f'rule "{id}"', "this id is taken: give each rule and veto its own", self._line_of(id)
                )

    # --- where -----------------------------------------------------------------------------------------------------

    def _place(self, entry: dict[str, Any], kind: str) -> str:
        if not isinstance(entry.get("id"), str) or not entry["id"]:
            raise self._wrong(f"a [[{kind}]]", f'needs an "id"; it begins {str(entry)[:60]}')
        return f'{kind} "{entry["id"]}"'

    def _line(self, entry: dict[str, Any]) -> int:
        found = re.search(rf'^\s*id\s*=\s*"{re.escape(entry["id"])}"', self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else 0

    def _line_of(self, piece: str) -> int:
        at = self.text.find(piece)
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 0

    def _wrong(self, where: str, what: str, line: int = 0) -> ConfigError:
        named = re.search(r'"([^"]+)"', where)
        line = line or (self._line({"id": named.group(1)}) if named else 0)
        return ConfigError(f"{self.name}{f':{line}' if line else ''}: {where}: {what}")


def _nearest(word: str, words: list[str]) -> str:
    close = get_close_matches(word, words, n=1, cutoff=0.5)
    return f'; did you mean "{close[0]}"?' if close else f"; known are {', '.join(words)}"

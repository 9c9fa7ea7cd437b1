"""The languages that drafts can be written in: one folder each below `templates/drafts`, with a `language.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.errors import ConfigError

SURE_LANGUAGE = "en"  # the one that always ships whole
FILE = "language.toml"
UNITS = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateText:
    """What the gates read in a language: regular expressions, as `templates/drafts/README.md` explains each."""

    numerals: tuple[str, ...]
    numeral_links: tuple[str, ...] = ()
    coins: tuple[str, ...]
    shy_months: tuple[str, ...] = ()
    before_shy_months: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    bank_days: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    done: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    nouns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    over: tuple[str, ...] = ()
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    discloses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateTests:
    """Sentences of a language that must be stopped, by gate, and such as are close to them and must pass."""

    promises: tuple[str, ...]
    passes: tuple[str, ...]
    facts: tuple[str, ...]
    discloses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLanguage:
    """One language. `locale` (CLDR) gives money, plurals and months, `days` the dates; both as `pt` or `en_GB`."""

    code: str
    locale: str
    days: str
    first_day: str = ""
    opening: str
    no_subject: str
    every: Mapping[str, str]
    symbols: Mapping[str, str]
    means: Mapping[str, str]  # means of payment that are no card, by Stripe's type
    code_last: bool = False
    given_first: bool = True
    gate: GateText
    tests: GateTests


@cache
def draft_languages() -> Mapping[str, DraftLanguage]:
    """Every language whose folder has a `language.toml`, by code. Raises `ConfigError` for one that is not complete."""
    folders = files("templates").joinpath("drafts").iterdir()
    found = {each.name: each.joinpath(FILE) for each in folders if each.is_dir()}
    return {
        code: read_language(code, path.read_text(encoding="utf-8"))
        for code, path in sorted(found.items())
        if path.is_file()
    }


def draft_language(code: str) -> DraftLanguage:
    """The language of this code; the sure one where there is none."""
    known = draft_languages()
    return known.get(code) or known[SURE_LANGUAGE]


def read_language(code: str, text: str) -> DraftLanguage:
    """One `language.toml`. Raises `ConfigError` that names the file and what it lacks."""
    where = f"drafts/{code}/{FILE}"
    try:
        table = tomllib.loads(text)
        gate = _gate(table["gate"])
        every = {str(unit): str(words) for unit, words in table["every"].items()}
        missing = [name for name in (*UNITS, "several") if name not in every]
        if missing:
            raise ConfigError(f"{where}: [every] lacks {', '.join(missing)}")
        return DraftLanguage(
            code=code,
            locale=str(table["locale"]),
            days=str(table.get("days", table["locale"])),
            first_day=str(table.get("first_day", "")),
            opening=str(table["opening"]),
            no_subject=str(table["no_subject"]),
            every=every,
            symbols={str(name): str(sign) for name, sign in table.get("symbols", {}).items()},
            means={str(kind): str(name) for kind, name in table.get("means", {}).items()},
            code_last=bool(table.get("code_last", False)),
            given_first=bool(table.get("given_first", True)),
            gate=gate,
            tests=_tests(table["tests"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not valid TOML: {error}") from error
    except KeyError as error:
        raise ConfigError(f"{where}: lacks {error.args[0]}") from error


def _gate(table: Mapping[str, Any]) -> GateText:
    """The gates' part; a language that says nothing of numerals, amounts, promises or records is not complete."""
    for name in ("numerals", "coins", "discloses"):
        if not table[name]:
            raise KeyError(f"words under gate.{name}")
    if not (table.get("done") or table.get("claims")):
        raise KeyError("gate.done or gate.claims")
    known = GateText.__dataclass_fields__
    if strange := [name for name in table if name not in known]:
        raise KeyError(f"no key called gate.{strange[0]}, which it has; known are {', '.join(known)}")
    return GateText(**{name: _words(value) for name, value in table.items()})


def _tests(table: Mapping[str, Any]) -> GateTests:
    """The file's own tests; a language without some of each kind is not complete."""
    kinds = ("promises", "passes", "facts", "discloses")
    if lacking := [kind for kind in kinds if not table[kind]]:
        raise KeyError(f"sentences under tests.{lacking[0]}")
    return GateTests(**{kind: tuple(table[kind]) for kind in kinds})


def _words(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _words(each) for name, each in value.items()}
    words = value.split() if isinstance(value, str) else value
    return tuple(word.replace("'", "['’]") for word in words)  # as typed and as typeset

"""Ops' own lines over a shipped keyword file: rules added, changed or switched off by id; the rest goes on coming."""

import hashlib
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, TypeVar

from classifiers.intent.file import read_keyword_file
from classifiers.intent.rules import KeywordFile, Rule, Veto
from parsers.errors import ConfigError

MARK, OFF = "extends", "off"
SHIPPED = "shipped"
_MERGED = ("words", "shorthand", "confidence")  # tables: a key of ours stands beside those that ship, or in its place
_WHOLE = ("spelling", "negation", "condition", "voice", "thresholds", "topics")  # ours in place of theirs
_Named = TypeVar("_Named", Rule, Veto)


def is_overlay(name: str, text: str) -> bool:
    """Whether a keyword file lies over the shipped one. Raises `ConfigError` where it says so in other words."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # whoever reads it says so
        return False
    if table.get(MARK, SHIPPED) != SHIPPED:
        raise ConfigError(f'{name}: {MARK} can only be "{SHIPPED}"')
    if OFF in table and MARK not in table:
        raise ConfigError(f'{name}: {OFF} switches off what ships: write {MARK} = "{SHIPPED}" above it')
    return MARK in table


def read_overlay(name: str, text: str, shipped: str) -> KeywordFile:
    """The shipped file as TOML text, with what the overlay adds, changes and switches off. Raises `ConfigError`."""
    table = tomllib.loads(text)
    base = read_keyword_file(f"shipped {name}", shipped)
    own = read_keyword_file(name, text, words=base.words)
    off = _switched_off(name, table.get(OFF, []), base)
    parts: dict[str, Any] = {key: {**getattr(base, key), **getattr(own, key)} for key in _MERGED if key in table}
    parts |= {key: getattr(own, key) for key in _WHOLE if key in table}
    return replace(
        base,
        name=name,
        rules=_laid_over(base.rules, own.rules, off),
        vetoes=_laid_over(base.vetoes, own.vetoes, off),
        digest=hashlib.sha256(f"{base.digest}\n{own.digest}".encode()).hexdigest(),
        **parts,
    )


def _switched_off(name: str, given: object, base: KeywordFile) -> frozenset[str]:
    known = [*(rule.id for rule in base.rules), *(veto.id for veto in base.vetoes)]
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise ConfigError(f'{name}: {OFF} is a list of ids: {OFF} = ["{known[0]}"]')
    for each in given:
        if each not in known:
            near = get_close_matches(each, known, 1, 0.5)
            mend = f'did you mean "{near[0]}"?' if near else "`deskhand keywords check` lists what is in use"
            raise ConfigError(f'{name}: {OFF}: no shipped rule or veto is called "{each}"; {mend}')
    return frozenset(given)


def _laid_over(base: Iterable[_Named], own: Iterable[_Named], off: Collection[str]) -> tuple[_Named, ...]:
    """Ours in the place of those of the same id, then what is new."""
    changed: dict[str, _Named] = {each.id: each for each in own}
    kept: list[_Named] = [changed.pop(each.id, each) for each in base if each.id not in off]
    kept += changed.values()
    return tuple(kept)

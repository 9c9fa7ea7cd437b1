"""What each word of the reading means, from one file: for the language model, the glossary and the labelling guide."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from parsers.errors import ConfigError
from parsers.vocabulary import Cue, Intent, Speaker

W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a word means, and what it is easily mistaken for; the latter may be empty."""

    says: str
    border: str = ""

    @property
    def whole(self) -> str:
        """Both in one sentence after the other."""
        return f"{self.says}. {self.border}" if self.border else self.says


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Every word with its meaning, and the rules by which they are told apart. `digest` is the file's SHA-256."""

    version: int
    rules: tuple[str, ...]
    intents: Mapping[Intent, Definition]
    cues: Mapping[Cue, Definition]
    speakers: Mapping[Speaker, Definition]
    about: Definition
    digest: str


def read_definitions(text: str, name: str = "definitions.toml") -> Definitions:
    """Read the file's text. Raises `ConfigError` where it is no TOML, a word has no meaning, or a meaning no word."""
    try:
        found = tomllib.loads(text)
        return Definitions(
            version=int(found["version"]),
            rules=tuple(str(rule) for rule in found["rules"]),
            intents=_all(Intent, found["intents"]),
            cues=_all(Cue, found["cues"]),
            speakers=_all(Speaker, found["speakers"]),
            about=_one(found["about"]),
            digest=hashlib.sha256(text.encode()).hexdigest(),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"{name}: {error}") from error


def _all(words: type[W], table: Mapping[str, Any]) -> dict[W, Definition]:
    if strange := set(table) - set(words):
        raise ValueError(f"{min(strange)} is no {words.__name__.lower()}")
    return {word: _one(table[word]) for word in words}


def _one(table: Mapping[str, Any]) -> Definition:
    return Definition(says=str(table["says"]), border=str(table.get("border", "")))

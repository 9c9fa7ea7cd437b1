"""Read a TOML configuration so that every complaint names the file, the line, the key and the mend."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic_core import ErrorDetails

from parsers.errors import ConfigError

REFERENCE = ({"env"}, {"file"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigText:
    """The file's values with its references followed, and what is needed to point at a line of it."""

    path: Path | None = None
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)  # dotted key -> why its reference leads nowhere

    def at(self, keys: tuple[str, ...]) -> str:
        """Where a key stands: `config.toml:12`, or the environment variable that brought it."""
        line = _line_of(self.text, keys)
        if self.path and line:
            return f"{self.path}:{line}"
        variable = "DESKHAND_" + "__".join(keys).upper()
        return f"environment {variable}" if variable in os.environ else str(self.path or "configuration")

    def explain(self, problem: ErrorDetails, model: type[BaseModel]) -> str:
        """One of pydantic's complaints, in a sentence with place and mend."""
        keys = tuple(str(part) for part in problem["loc"])
        named = (
            f"{self.at(keys)}: [{'.'.join(keys[:-1])}] {keys[-1]}" if len(keys) > 1 else f"{self.at(keys)}: {keys[-1]}"
        )
        if problem["type"] == "extra_forbidden":
            return f"{named} is no known key{_nearest(keys[-1], _fields(model, keys[:-1]))}"
        shown = "" if _is_secret(model, keys) else f" (found {problem['input']!r})"
        return f"{named}: {problem['msg'][0].lower()}{problem['msg'][1:]}{shown}"


def read_config(path: Path, model: type[BaseModel]) -> ConfigText:
    """Read and check `path` against `model`; unknown keys and bare secrets raise `ConfigError`."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); copy config.example.toml there") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from None
    found = ConfigText(path=path, text=text)
    complaints = [*_unknown(found, raw, model), *_bare_secrets(found, raw, model)]
    if complaints:
        raise ConfigError("\n".join(complaints))
    missing: dict[str, str] = {}
    values = _follow(found, raw, (), missing)
    return ConfigText(path=path, text=text, values=values, missing=missing)


def _unknown(text: ConfigText, table: Mapping[str, Any], model: type[BaseModel]) -> Iterator[str]:
    for keys, _ in _walk(table, model, ()):
        known = _fields(model, keys[:-1])
        if known and keys[-1] not in known:
            table_name = f"[{'.'.join(keys[:-1])}] " if len(keys) > 1 else ""
            yield f"{text.at(keys)}: {table_name}{keys[-1]} is no known key{_nearest(keys[-1], known)}"


def _bare_secrets(text: ConfigText, table: Mapping[str, Any], model: type[BaseModel]) -> Iterator[str]:
    for keys, value in _walk(table, model, ()):
        if _is_secret(model, keys) and not _is_reference(value):
            yield (
                f"{text.at(keys)}: [{'.'.join(keys[:-1])}] {keys[-1]} is a secret and must not stand in the file: "
                f'write {keys[-1]} = {{ env = "NAME" }} or {{ file = "PATH" }}'
            )


def _walk(
    table: Mapping[str, Any], model: type[BaseModel], at: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        keys = (*at, key)
        yield keys, value
        if isinstance(value, Mapping) and not _is_reference(value) and _model(model, keys):
            yield from _walk(value, model, keys)


def _follow(text: ConfigText, value: Any, keys: tuple[str, ...], missing: dict[str, str]) -> Any:
    if not isinstance(value, Mapping):
        return value
    followed = {}
    for key, inner in value.items():
        path = (*keys, key)
        if not _is_reference(inner):
            followed[key] = _follow(text, inner, path, missing)
        elif (found := _dereference(text, inner, path, missing)) is not None:
            followed[key] = found
    return followed


def _dereference(
    text: ConfigText, reference: Mapping[str, str], keys: tuple[str, ...], missing: dict[str, str]
) -> str | None:
    named = f"{text.at(keys)}: [{'.'.join(keys[:-1])}] {keys[-1]}"
    if "env" in reference:
        value = os.environ.get(reference["env"])
        if not value:
            missing[".".join(keys)] = f"{named} points to the environment variable {reference['env']}, which is not set"
        return value or None
    path = Path(reference["file"]).expanduser()
    path = path if path.is_absolute() or not text.path else text.path.resolve().parent / path
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        missing[".".join(keys)] = f"{named} points to the file {path}, which cannot be read: {error}"
        return None


def _is_reference(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) in REFERENCE and all(isinstance(v, str) for v in value.values())


def _model(model: type[BaseModel], keys: tuple[str, ...]) -> type[BaseModel] | None:
    """The table's model at `keys`; None for a leaf or a table of free keys."""
    found: type[BaseModel] | None = model
    for key in keys:
        if found is None or key not in found.model_fields:
            return None
        kinds = (found.model_fields[key].annotation, *get_args(found.model_fields[key].annotation))
        found = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
    return found


def _fields(model: type[BaseModel], keys: tuple[str, ...]) -> tuple[str, ...]:
    found = _model(model, keys)
    return tuple(name for name, held in found.model_fields.items() if not held.exclude) if found else ()


def _is_secret(model: type[BaseModel], keys: tuple[str, ...]) -> bool:
    table = _model(model, keys[:-1])
    if table is None or keys[-1] not in table.model_fields:
        return False
    annotation = table.model_fields[keys[-1]].annotation
    return annotation is SecretStr or SecretStr in get_args(annotation)


def _nearest(key: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.4)
    return f"; did you mean {near[0]}?" if near else f"; known here: {', '.join(known)}"


def _line_of(text: str, keys: tuple[str, ...]) -> int | None:
    """The line (from 1) where a key is set: `[a.b]` then `key =`, or dotted, or inline."""
    table, tail = ".".join(keys[:-1]), keys[-1]
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line):
            current = header[1].replace('"', "").replace(" ", "")
            if current == ".".join(keys):
                return number
        elif current == table and re.match(rf'\s*"?{re.escape(tail)}"?\s*[=.]', line):
            return number
    return None

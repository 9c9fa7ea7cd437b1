"""Labelled mail: rows of CSV or JSON lines with a text and the intent it has."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers.errors import ConfigError
from parsers.vocabulary import Cue, Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One text and its true intent; what a file does not say is empty or None.

    `accept` are other primaries that a person could defend; `kind` is customer, distractor or bug.
    """

    text: str
    intent: Intent
    id: str = ""
    accept: tuple[Intent, ...] = ()
    also: tuple[Intent, ...] = ()
    cues: tuple[Cue, ...] | None = None
    about_billing: bool | None = None
    kind: str = ""
    subject: str = ""
    source: str = ""
    split: str = ""
    language: str = "und"


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Read a file of labelled rows: CSV with at least `text` and `intent`, or `.jsonl` with `text` and `primary`.

    Raises `ConfigError`.
    """
    try:
        rows = list(_rows(path))
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise ConfigError(f"{path}: cannot be read as labelled rows: {error}") from error
    if not rows:
        raise ConfigError(f"{path}: holds no labelled row")
    return tuple(_labelled(path, number, row) for number, row in enumerate(rows, 1))


def _rows(path: Path) -> Iterable[Mapping[str, Any]]:
    if path.suffix == ".jsonl":
        lines = path.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _labelled(path: Path, number: int, row: Mapping[str, Any]) -> Labelled:
    try:
        cues = row.get("cues")
        return Labelled(
            text=str(row["text"]),
            intent=Intent(row["primary"] if "primary" in row else row["intent"]),
            id=str(row.get("id") or ""),
            accept=tuple(Intent(name) for name in row.get("accept") or ()),
            also=tuple(Intent(name) for name in row.get("also") or ()),
            cues=None if cues is None else tuple(Cue(name) for name in cues),
            about_billing=row.get("about_billing"),
            kind=str(row.get("kind") or ""),
            subject=str(row.get("subject") or ""),
            source=str(row.get("source") or ""),
            split=str(row.get("split") or ""),
            language=str(row.get("language") or "und"),
        )
    except KeyError as error:
        raise ConfigError(f"{path}: row {number} has no column {error}; a labelled row is text,intent,…") from error
    except (ValueError, TypeError) as error:
        raise ConfigError(f"{path}: row {number}: {error}; intents are {', '.join(Intent)}") from error

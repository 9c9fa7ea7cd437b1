"""The corpus that the learned reader is made from: mails that we wrote, a file a language, with their labels."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from classifiers.intent.training import Labels
from parsers.errors import ConfigError
from parsers.vocabulary import Cue, Intent, Speaker

ENDING = ".jsonl"
BLIND = 10  # one scene in so many is never trained on


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusMail:
    """One mail of the corpus. `scene` is what it was written from; translations and retellings share it."""

    id: str
    scene: str
    subject: str
    text: str
    language: str
    labels: Labels
    weight: float = 1.0

    @property
    def blind(self) -> bool:
        """Whether it is measured on and never trained on: by the hash of its scene, so that it stays so."""
        return hash_scene(self.scene) % BLIND == 0


def hash_scene(scene: str) -> int:
    """A number for a scene that is the same everywhere."""
    return int(hashlib.sha256(scene.encode()).hexdigest(), 16)


def read_corpus() -> tuple[CorpusMail, ...]:
    """Every mail of the corpus, in order of language and id. Raises `ConfigError` with file and line."""
    return tuple(mail for name, text in read_corpus_files() for mail in _read_mails(name, text))


def read_corpus_files() -> list[tuple[str, str]]:
    """The corpus files as they lie: name and text."""
    folder = files("classifiers.corpus")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(ENDING)), key=lambda entry: entry.name)
    return [(entry.name, entry.read_text("utf-8")) for entry in found]


def hash_corpus() -> str:
    """SHA-256 over every corpus file: what an artefact was made from."""
    return hashlib.sha256("".join(f"{name}\n{text}" for name, text in read_corpus_files()).encode()).hexdigest()


def _read_mails(name: str, text: str) -> Iterator[CorpusMail]:
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line)
            yield CorpusMail(
                id=row["id"],
                scene=row["scene"],
                subject=row["subject"],
                text=row["text"],
                language=row["language"],
                labels=read_labels(row),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(f"corpus/{name}:{number}: {error}") from error


def read_labels(row: dict[str, Any]) -> Labels:
    """The labels of a row. Raises `ValueError` for an unknown name, `KeyError` for a missing one."""
    names = [row["primary"], *row.get("also", [])]
    return Labels(
        wishes=tuple(Intent(name) for name in names if name != Intent.OTHER),
        cues=frozenset(Cue(name) for name in row.get("cues", [])),
        about=bool(row["about"]),
        speaker=Speaker(row["speaker"]),
    )

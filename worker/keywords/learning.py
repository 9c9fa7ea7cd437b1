"""Learning from agents: their corrections change the readers, unless that makes the figures worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.intent import Keywords, LearnedReader, Readers, collect_evidence, dump_reader
from classifiers.intent.training import Example, Labels, adapt_reader
from parsers.errors import ConfigError
from parsers.vocabulary import BILLING_INTENTS, Cue, Intent
from worker.keywords.corpus import CorpusMail, hash_scene, read_corpus
from worker.keywords.corrections import CORRECTED
from worker.keywords.files import PLAIN, SEMANTIC
from worker.keywords.labelled import Labelled
from worker.keywords.training import FOLDS, Encode, make_examples, make_recipe

# One correction weighs as so many mails of the corpus: it is of the very customers that we read.
LOUD = 6.0
APPROVED = 1.0
# So much of the blind tenth may be lost to learning: less than that is chance.
SLACK = 0.015


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of a set were right before and after."""

    name: str
    rows: int
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was learned: from how many rows, the figures before and after, and why it is refused (empty: it is not)."""

    rows: int
    shares: tuple[Share, ...]
    refused: str
    readers: Readers


def learn(rows: Sequence[Labelled], keywords: Keywords, shipped: Readers) -> Lesson:
    """Teach the shipped readers what agents said. Raises `ConfigError` where nobody has corrected anything yet."""
    if not any(row.source == CORRECTED for row in rows):
        raise ConfigError("no agent has corrected an intent yet: there is nothing to learn from")
    blind = [mail for mail in read_corpus() if mail.blind]
    plain, shares = _teach(shipped.plain, rows, blind, keywords, None)
    semantic = None
    if shipped.semantic is not None and shipped.encode is not None:
        semantic, shares = _teach(shipped.semantic, rows, blind, keywords, shipped.encode)
    refused = next((_worse(share) for share in shares if share.after < share.before - _slack(share)), "")
    readers = Readers(plain=plain, semantic=semantic, encode=shipped.encode)
    return Lesson(rows=len(rows), shares=shares, refused=refused, readers=readers)


def save(readers: Readers, folder: Path) -> None:
    """Write the readers where the worker finds them. Raises `ConfigError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, reader in ((PLAIN, readers.plain), (SEMANTIC, readers.semantic)):
            if reader is not None:
                fresh = folder / f".{name}"
                fresh.write_bytes(dump_reader(reader))
                fresh.replace(folder / name)
    except OSError as error:
        raise ConfigError(f"[keywords] learned: {folder} cannot be written: {error.strerror}") from error


def forget(folder: Path) -> bool:
    """Back to the readers that ship; whether there was anything to forget. Raises `ConfigError`."""
    found = [folder / name for name in (PLAIN, SEMANTIC) if (folder / name).exists()]
    try:
        for path in found:
            path.unlink()
    except OSError as error:
        raise ConfigError(f"[keywords] learned: {folder} cannot be emptied: {error.strerror}") from error
    return bool(found)


def _teach(
    reader: LearnedReader,
    rows: Sequence[Labelled],
    blind: Sequence[CorpusMail],
    keywords: Keywords,
    encode: Encode | None,
) -> tuple[LearnedReader, tuple[Share, ...]]:
    taught = make_examples([_as_mail(row, number) for number, row in enumerate(rows)], keywords, encode)
    recipe = make_recipe(len(taught[0].dense) - len(collect_evidence("", "", keywords)[1]))
    meta: dict[str, Any] = {**reader.meta, "corrections": len(rows)}
    adapted = adapt_reader(reader, taught, recipe, meta=meta)
    known = make_examples(blind, keywords, encode)
    left_out = _left_out(reader, rows, taught, encode is not None)
    whole = Share(
        name="blind tenth of the corpus", rows=len(known), before=_right(reader, known), after=_right(adapted, known)
    )
    return adapted, (whole, left_out)


def _left_out(reader: LearnedReader, rows: Sequence[Labelled], taught: Sequence[Example], vector: bool) -> Share:
    """How the corrections fare that were left out of the learning, a fifth at a time."""
    recipe = make_recipe(512 if vector else 0)
    folds = [hash_scene(row.text) % FOLDS for row in rows]
    after: list[float] = []
    before: list[float] = []
    for fold in sorted(set(folds)):
        rest = [each for each, of in zip(taught, folds, strict=True) if of != fold]
        held = [
            each for each, of, row in zip(taught, folds, rows, strict=True) if of == fold and row.source == CORRECTED
        ]
        found = adapt_reader(reader, rest, recipe, meta=reader.meta) if rest else reader
        before += [_right(reader, [each]) for each in held]
        after += [_right(found, [each]) for each in held]
    count = max(len(after), 1)
    return Share(
        name="corrections left out",
        rows=len(after),
        before=round(sum(before) / count, 4),
        after=round(sum(after) / count, 4),
    )


def _right(reader: LearnedReader, examples: Sequence[Example]) -> float:
    hits = 0
    for each in examples:
        shares = reader.ask(each.features, each.dense).primary
        hits += max(shares, key=lambda intent: shares[intent]) is each.labels.primary
    return round(hits / max(len(examples), 1), 4)


def _as_mail(row: Labelled, number: int) -> CorpusMail:
    wishes = () if row.intent is Intent.OTHER else (row.intent, *row.also)
    about = row.about_billing if row.about_billing is not None else row.intent in BILLING_INTENTS
    cues: frozenset[Cue] = frozenset(row.cues or ())
    return CorpusMail(
        id=f"correction-{number}",
        scene=f"correction-{number}",
        subject=row.subject,
        text=row.text,
        language=row.language,
        labels=Labels(wishes=wishes, cues=cues, about=about, speaker=None),
        weight=LOUD if row.source == CORRECTED else APPROVED,
    )


def _slack(share: Share) -> float:
    return SLACK if share.name.startswith("blind") else 0.0


def _worse(share: Share) -> str:
    return f"{share.name}: {share.before:.1%} were right before, {share.after:.1%} after"

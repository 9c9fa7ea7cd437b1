"""Making the learned readers: from the corpus and agents' corrections to arrays, with figures on the blind tenth."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import classifiers.intent
from classifiers.intent import Keywords, LearnedReader, collect_evidence
from classifiers.intent.evidence import NAMES
from classifiers.intent.listening import ENCODED_AT_MOST
from classifiers.intent.training import (
    Example,
    Recipe,
    build_kernel,
    compare_words,
    find_warmth,
    measure_rarity,
    seal,
    solve_dual,
    sums_left_out,
)
from worker.keywords.corpus import CorpusMail, hash_corpus, hash_scene

FOLDS = 3
# How much each kind of evidence counts, found on the corpus left out and on development mail.
SPARSE = 12.0
EVIDENCE = 1.0
SHORT_EVIDENCE = 1.0
VECTOR = 12.0
# Real mail is told less plainly than the corpus: shares are made humbler by this than the corpus left out would have
# them; found on development mail.
HUMBLER = 1.1

Floats = NDArray[np.float32]
Encode = Callable[[str], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A reader and how it did on scenes that it was not trained on."""

    reader: LearnedReader
    figures: dict[str, Any]


def make_recipe(vector: int) -> Recipe:
    """How the evidence is weighed, for a sentence vector of so many numbers (0: none)."""
    half = len(NAMES) // 2
    parts = [np.full(half, EVIDENCE), np.full(half, SHORT_EVIDENCE), np.full(vector, VECTOR)]
    return Recipe(sparse=SPARSE, dense=np.concatenate(parts).astype(np.float32))


def make_examples(mails: Sequence[CorpusMail], keywords: Keywords, encode: Encode | None = None) -> list[Example]:
    """Mails as numbers, in their order; with `encode`, each has its sentence vector, too."""
    return [_example(mail, keywords, encode) for mail in mails]


def _example(mail: CorpusMail, keywords: Keywords, encode: Encode | None) -> Example:
    features, evidence = collect_evidence(mail.subject, mail.text, keywords, mail.language)
    if encode is not None:
        evidence = np.concatenate([evidence, encode(_shown(mail))])
    return Example(features=features, dense=evidence, labels=mail.labels, weight=mail.weight)


def train_both(mails: Sequence[CorpusMail], keywords: Keywords, encode: Encode) -> tuple[Trained, Trained]:
    """The reader that does without sentence vectors, and the one that has them; their words are compared once."""
    plain = make_examples(mails, keywords)
    taught = [each for mail, each in zip(mails, plain, strict=True) if not mail.blind]
    words = compare_words(taught, measure_rarity([each.features for each in taught]))
    semantic = [
        replace(each, dense=np.concatenate([each.dense, encode(_shown(mail))]))
        for mail, each in zip(mails, plain, strict=True)
    ]
    return train(mails, plain, words), train(mails, semantic, words)


def _shown(mail: CorpusMail) -> str:
    return f"{mail.subject}. {mail.text}"[:ENCODED_AT_MOST]


def train(mails: Sequence[CorpusMail], examples: Sequence[Example], words: Floats | None = None) -> Trained:
    """Train on all but the blind tenth, calibrate on folds by scene, measure on the blind tenth."""
    taught = [each for mail, each in zip(mails, examples, strict=True) if not mail.blind]
    scenes = [mail.scene for mail in mails if not mail.blind]
    recipe = make_recipe(len(examples[0].dense) - len(NAMES))
    rarity = measure_rarity([each.features for each in taught])
    kernel = build_kernel(taught, rarity, recipe, words)
    sums = sums_left_out(kernel, taught, [hash_scene(scene) // 10 % FOLDS for scene in scenes], recipe)
    warmth = {group: round(heat * HUMBLER, 4) for group, heat in find_warmth(sums, [e.labels for e in taught]).items()}
    dual, bias = solve_dual(kernel, taught, recipe)
    meta = {
        "corpus": hash_corpus(),
        "code": hash_code(),
        "mails": len(taught),
        "vector": len(recipe.dense) - len(NAMES),
    }
    reader = seal(taught, dual, bias, rarity, recipe, warmth=warmth, meta=meta)
    blind = [(mail, each) for mail, each in zip(mails, examples, strict=True) if mail.blind]
    figures = measure(reader, [mail for mail, _ in blind], [each for _, each in blind])
    return Trained(
        reader=seal(taught, dual, bias, rarity, recipe, warmth=warmth, meta={**meta, **figures}), figures=figures
    )


def measure(reader: LearnedReader, mails: Sequence[CorpusMail], examples: Sequence[Example]) -> dict[str, Any]:
    """The share of primaries right, in all and by language, on mails that the reader does not know."""
    right: dict[str, list[bool]] = {}
    for mail, each in zip(mails, examples, strict=True):
        shares = reader.ask(each.features, each.dense).primary
        right.setdefault(mail.language, []).append(
            max(shares, key=lambda intent: shares[intent]) is mail.labels.primary
        )
    every = [one for found in right.values() for one in found]
    by_language = {language: round(sum(found) / len(found), 4) for language, found in sorted(right.items())}
    return {"blind": len(every), "right": round(sum(every) / max(len(every), 1), 4), "by_language": by_language}


def hash_code() -> str:
    """SHA-256 over the code that turns mails into numbers and numbers into weights."""
    folder = Path(classifiers.intent.__file__).parent
    names = ("features.py", "evidence.py", "learned.py", "training.py")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in names)).hexdigest()

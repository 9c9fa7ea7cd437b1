"""Training the learned reader: logistic regression, solved in its dual, one row an example, without sampling.

With some thousand examples the dual is small (examples times examples), and features of different kinds are just
different kernels with a weight each. The same examples give the same reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.evidence import WISHES
from classifiers.intent.features import BUCKETS, Features
from classifiers.intent.learned import (
    CHOICES,
    CUES,
    GROUPS,
    LABELS,
    PRIMARY,
    QUESTIONS,
    SPEAKERS,
    LearnedReader,
    scale,
)
from parsers.vocabulary import Cue, Intent, Speaker

Floats = NDArray[np.float32]

RIDGE = 8e-5
STEPS = 400
BLOCK = 4096  # buckets worked on at a time
WARMTHS = tuple(round(0.4 + 0.05 * i, 2) for i in range(40))  # divisors tried
FINEST = 127  # the largest whole number a weight is kept as
RAREST = 2  # a feature in fewer examples than this is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a mail says, as a person labelled it. `wishes` holds the primary first; empty: other."""

    wishes: tuple[Intent, ...] = ()
    cues: frozenset[Cue] = frozenset()
    about: bool = True
    speaker: Speaker | None = Speaker.CUSTOMER  # None: not known

    @property
    def primary(self) -> Intent:
        """The one wish that decides."""
        return self.wishes[0] if self.wishes else Intent.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled mail as numbers, and how much it counts."""

    features: Features
    dense: Floats
    labels: Labels
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How much each kind of evidence counts, and how hard large weights are held down."""

    sparse: float = 8.0
    dense: Floats = field(default_factory=lambda: np.ones(0, np.float32))  # a factor for each dense feature
    ridge: float = RIDGE
    steps: int = STEPS


def targets_of(labels: Sequence[Labels]) -> tuple[Floats, Floats]:
    """One row a mail, one column a label, 0 or 1; and which of them are known."""
    targets = np.zeros((len(labels), len(LABELS)), dtype=np.float32)
    known = np.ones_like(targets)
    for row, mail in enumerate(labels):
        targets[row, PRIMARY.index(mail.primary)] = 1.0
        if mail.speaker is None:
            known[row, CHOICES[1]] = 0.0
        else:
            targets[row, len(PRIMARY) + SPEAKERS.index(mail.speaker)] = 1.0
        said = [*(float(wish in mail.wishes) for wish in WISHES), *(float(cue in mail.cues) for cue in CUES)]
        targets[row, QUESTIONS] = [*said, float(mail.about)]
    return targets, known


def seal(
    examples: Sequence[Example],
    dual: Floats,
    bias: Floats,
    rarity: Floats,
    recipe: Recipe,
    *,
    warmth: Mapping[str, float],
    meta: Mapping[str, Any],
) -> LearnedReader:
    """The dual turned into weights by feature, as small whole numbers."""
    sparse = np.zeros((BUCKETS, len(LABELS)), dtype=np.float32)
    for each, said in zip(examples, dual, strict=True):
        sparse[each.features.buckets] += recipe.sparse * scale(each.features, rarity)[:, None] * said[None, :]
    dense = np.stack([each.dense for each in examples])
    steps = np.maximum(np.abs(sparse).max(axis=0), 1e-9) / FINEST
    return LearnedReader(
        weights=np.rint(sparse / steps).astype(np.int8),
        steps=steps.astype(np.float32),
        rarity=rarity,
        dense=(recipe.dense[:, None] * (dense.T @ dual)).astype(np.float32),
        bias=bias,
        warmth=warmth,
        meta=meta,
    )


def sums_left_out(kernel: Floats, examples: Sequence[Example], folds: Sequence[int], recipe: Recipe) -> Floats:
    """The sums of each example's labels by a reader that was trained on the other folds."""
    sums = np.zeros((len(examples), len(LABELS)), dtype=np.float32)
    fold_of = np.array(folds)
    for fold in sorted(set(folds)):
        out, rest = np.flatnonzero(fold_of == fold), np.flatnonzero(fold_of != fold)
        dual, bias = solve_dual(kernel[np.ix_(rest, rest)], [examples[int(i)] for i in rest], recipe)
        sums[out] = kernel[np.ix_(out, rest)] @ dual + bias
    return sums


def find_warmth(sums: Floats, labels: Sequence[Labels]) -> dict[str, float]:
    """The divisor for each group of labels under which what it calls likely happens as often as it says."""
    targets, known = targets_of(labels)
    warmth = {}
    for group in GROUPS:
        columns = np.array([i for i, label in enumerate(LABELS) if label.split()[0] == group])
        losses = [(_loss(sums / heat, targets, known, columns), heat) for heat in WARMTHS]
        warmth[group] = min(losses)[1]
    return warmth


def _loss(sums: Floats, targets: Floats, known: Floats, columns: NDArray[np.int64]) -> float:
    shares = np.clip(_predicted(sums)[:, columns], 1e-6, 1 - 1e-6)
    wanted, seen = targets[:, columns], known[:, columns]
    return float(-((wanted * np.log(shares) + (1 - wanted) * np.log(1 - shares)) * seen).sum())


def measure_rarity(features: Sequence[Features]) -> Floats:
    """How rare each bucket is: log(mails / mails that hold it); 0 for those seen in fewer than `RAREST` mails."""
    if not features:
        raise ValueError("no examples to learn from")
    seen = np.zeros(BUCKETS, dtype=np.int64)
    for each in features:
        seen[each.buckets] += 1
    rarity = np.log((1.0 + len(features)) / (1.0 + seen)) + 0.3
    return np.where(seen >= RAREST, rarity, 0.0).astype(np.float16).astype(np.float32)


def build_kernel(mails: Sequence[Example], rarity: Floats, recipe: Recipe, words: Floats | None = None) -> Floats:
    """How alike each mail is to each other one; `words` is what `compare_words` found, if that is known already."""
    dense = np.stack([each.dense for each in mails])
    found = compare_words(mails, rarity) if words is None else words
    kernel: Floats = (dense * recipe.dense @ dense.T + recipe.sparse * found).astype(np.float32)
    return kernel


def compare_words(mails: Sequence[Example], rarity: Floats) -> Floats:
    """How alike each mail is to each other one in its words and letters alone."""
    spread = _spread(mails, rarity)
    kernel = np.zeros((len(mails), len(mails)), dtype=np.float32)
    for low in range(0, BUCKETS, BLOCK):
        block = spread.block(low)
        kernel += block @ block.T
    return kernel


@dataclass(frozen=True, slots=True)
class _Spread:
    """The counts of many mails, in order of their buckets."""

    mails: int
    rows: NDArray[np.int64]
    buckets: NDArray[np.int64]
    counts: Floats

    def block(self, low: int) -> Floats:
        """The counts in buckets `low` to `low + BLOCK`, one row a mail."""
        start, stop = np.searchsorted(self.buckets, [low, low + BLOCK])
        block = np.zeros((self.mails, BLOCK), dtype=np.float32)
        block[self.rows[start:stop], self.buckets[start:stop] - low] = self.counts[start:stop]
        return block


def _spread(mails: Sequence[Example], rarity: Floats) -> _Spread:
    rows = np.concatenate([np.full(len(each.features.buckets), row) for row, each in enumerate(mails)])
    buckets = np.concatenate([each.features.buckets for each in mails])
    counts = np.concatenate([scale(each.features, rarity) for each in mails])
    order = np.argsort(buckets, kind="stable")
    return _Spread(len(mails), rows[order], buckets[order], counts[order])


def adapt_reader(
    reader: LearnedReader, examples: Sequence[Example], recipe: Recipe, *, meta: Mapping[str, Any]
) -> LearnedReader:
    """The reader as it is, plus what the examples teach beyond it. Raises `ValueError` for none.

    Each example counts against the mails that the reader knows already: `weight` 1 is one mail among them.
    """
    if not examples:
        raise ValueError("no examples to learn from")
    kernel = build_kernel(examples, reader.rarity, recipe)
    prior = np.stack([reader.sum_up(each.features, each.dense) for each in examples])
    dual, _ = solve_dual(kernel, examples, recipe, prior=prior, among=int(reader.meta.get("mails", len(examples))))
    more = seal(examples, dual, np.zeros_like(reader.bias), reader.rarity, recipe, warmth=reader.warmth, meta=meta)
    sparse = reader.weights * reader.steps + more.weights * more.steps
    steps = np.maximum(np.abs(sparse).max(axis=0), 1e-9) / FINEST
    return replace(
        reader,
        weights=np.rint(sparse / steps).astype(np.int8),
        steps=steps.astype(np.float32),
        dense=reader.dense + more.dense,
        meta=meta,
    )


def solve_dual(
    kernel: Floats, examples: Sequence[Example], recipe: Recipe, *, prior: Floats | None = None, among: int = 0
) -> tuple[Floats, Floats]:
    """Each example's say in each label, and the bias, by Nesterov's accelerated descent.

    `prior` are sums that hold before (then there is no bias to find); `among` how many mails those came from.
    """
    targets, known = targets_of([each.labels for each in examples])
    whole = len(examples) + among
    weight = np.array([each.weight for each in examples], dtype=np.float32)[:, None] * known / whole
    start = np.zeros(1, dtype=np.float32) if prior is None else prior
    rate = 1.0 / (0.5 * _largest(kernel) * float(weight.max()) + recipe.ridge)
    dual = ahead = np.zeros_like(targets)
    bias = np.zeros(targets.shape[1], dtype=np.float32)
    for step in range(recipe.steps):
        error = weight * (_predicted(kernel @ ahead + bias + start) - targets)
        last, dual = dual, ahead - rate * (error + recipe.ridge * ahead)
        ahead = dual + (step / (step + 3.0)) * (dual - last)
        if prior is None:
            bias = bias - 2.0 * error.sum(axis=0)
    return dual.astype(np.float32), bias.astype(np.float32)


def _predicted(total: Floats) -> Floats:
    shares = np.empty_like(total)
    for choice in CHOICES:
        odds = np.exp(total[:, choice] - total[:, choice].max(axis=1, keepdims=True))
        shares[:, choice] = odds / odds.sum(axis=1, keepdims=True)
    shares[:, QUESTIONS] = 1.0 / (1.0 + np.exp(-np.clip(total[:, QUESTIONS], -30.0, 30.0)))
    return shares


def _largest(kernel: Floats) -> float:
    """The largest eigenvalue, by a few rounds of the power method, with a margin."""
    vector = np.ones(len(kernel), dtype=np.float32)
    for _ in range(12):
        vector = kernel @ (vector / np.linalg.norm(vector))
    return float(np.linalg.norm(vector)) * 1.1

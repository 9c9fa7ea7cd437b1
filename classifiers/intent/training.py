"""Training the learned reader: logistic regression, solved in its dual, one row an example, without sampling.

With some thousand examples the dual is small (examples times examples), and features of different kinds are just
different kernels with a weight each. The same examples give the same reader.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.evidence import WISHES
from classifiers.intent.features import BUCKETS, Features
from classifiers.intent.learned import CHOICES, CUES, LABELS, PRIMARY, QUESTIONS, SPEAKERS, LearnedReader, scale
from parsers.vocabulary import Cue, Intent, Speaker

Floats = NDArray[np.float32]

RIDGE = 1.5e-5
STEPS = 300
BLOCK = 512
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


def train_reader(
    examples: Sequence[Example],
    recipe: Recipe,
    *,
    warmth: Mapping[str, float] | None = None,
    meta: Mapping[str, Any] | None = None,
) -> LearnedReader:
    """Train on all examples. Raises `ValueError` for none."""
    rarity = measure_rarity([each.features for each in examples])
    kernel = build_kernel(examples, examples, rarity, recipe)
    dual, bias = solve_dual(kernel, examples, recipe)
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
        warmth=warmth or {},
        meta=meta or {},
    )


def measure_rarity(features: Sequence[Features]) -> Floats:
    """How rare each bucket is: log(mails / mails that hold it); 0 for those seen in fewer than `RAREST` mails."""
    if not features:
        raise ValueError("no examples to learn from")
    seen = np.zeros(BUCKETS, dtype=np.int64)
    for each in features:
        seen[each.buckets] += 1
    rarity = np.log((1.0 + len(features)) / (1.0 + seen)) + 0.3
    return np.where(seen >= RAREST, rarity, 0.0).astype(np.float16).astype(np.float32)


def build_kernel(left: Sequence[Example], right: Sequence[Example], rarity: Floats, recipe: Recipe) -> Floats:
    """How alike each mail of `left` is to each of `right`."""
    kernel = np.stack([each.dense for each in left]) * recipe.dense @ np.stack([each.dense for each in right]).T
    for low in range(0, len(left), BLOCK):
        block = np.zeros((len(left[low : low + BLOCK]), BUCKETS), dtype=np.float32)
        for row, each in enumerate(left[low : low + BLOCK]):
            block[row, each.features.buckets] = recipe.sparse * scale(each.features, rarity)
        for column, other in enumerate(right):
            kernel[low : low + BLOCK, column] += block[:, other.features.buckets] @ scale(other.features, rarity)
    return kernel.astype(np.float32)


def solve_dual(kernel: Floats, examples: Sequence[Example], recipe: Recipe) -> tuple[Floats, Floats]:
    """Each example's say in each label, and the bias, by Nesterov's accelerated descent."""
    targets, known = targets_of([each.labels for each in examples])
    weight = np.array([each.weight for each in examples], dtype=np.float32)[:, None] * known / len(examples)
    rate = 1.0 / (0.5 * _largest(kernel) * float(weight.max()) + recipe.ridge)
    dual = ahead = np.zeros_like(targets)
    bias = np.zeros(targets.shape[1], dtype=np.float32)
    for step in range(recipe.steps):
        error = weight * (_predicted(kernel @ ahead + bias) - targets)
        last, dual = dual, ahead - rate * (error + recipe.ridge * ahead)
        ahead = dual + (step / (step + 3.0)) * (dual - last)
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


Trainer = Callable[[Sequence[Example]], LearnedReader]

"""A small statistical second opinion, trained from the keyword file's own seed sentences: it confirms or doubts.

Multinomial logistic regression on words, word pairs and word beginnings. With a few hundred seeds the
problem is solved in its dual, one row a seed, in a fraction of a second, without any learning library.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.text import Sentence
from parsers.vocabulary import Intent

STEPS = 150
RATE = 4.0
RIDGE = 0.002
STEM = 5
# Only so much of a long mail is asked about: the opinion is on what is wanted, and that is said early.
SENTENCES_AT_MOST = 12

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """One row of weights a feature, one column an intent."""

    intents: tuple[Intent, ...]
    rows: Mapping[str, int]
    weights: Floats
    bias: Floats

    def ask(self, sentences: Sequence[Sentence]) -> tuple[Intent, float]:
        """The likeliest intent of a mail and its probability; a sentence that asks outvotes one that does not."""
        best, sure = Intent.OTHER, 0.0
        for sentence in sentences[:SENTENCES_AT_MOST]:
            intent, share = self.ask_words(sentence.words)
            if intent is not Intent.OTHER and share > sure:
                best, sure = intent, share
            elif best is Intent.OTHER and not sure:
                quiet = share
        return (best, sure) if best is not Intent.OTHER else (Intent.OTHER, quiet if sentences else 1.0)

    def ask_words(self, words: Iterable[str]) -> tuple[Intent, float]:
        """The likeliest intent of one sentence and its probability."""
        known = [row for feature in features(words) if (row := self.rows.get(feature)) is not None]
        total = self.bias + self.weights[known].sum(axis=0) / max(len(known), 1) ** 0.5
        odds = np.exp(total - total.max())
        at = int(odds.argmax())
        return self.intents[at], float(odds[at] / odds.sum())


def features(words: Iterable[str]) -> set[str]:
    """Words, pairs of neighbours, and beginnings of longer words."""
    words = list(words)
    found = set(words)
    found.update(f"{a} {b}" for a, b in pairwise(words))
    found.update(f"{word[:STEM]}*" for word in words if len(word) > STEM)
    return found


def train(seeds: Mapping[Intent, Sequence[Sequence[str]]]) -> SecondOpinion:
    """Train from seed sentences given as words, by intent. Deterministic: no sampling, fixed steps."""
    intents = tuple(intent for intent in Intent if seeds.get(intent))
    rows = [(i, features(words)) for i, intent in enumerate(intents) for words in seeds[intent]]
    kernel = _kernel([found for _, found in rows])
    target = np.zeros((len(rows), len(intents)), dtype=np.float32)
    target[np.arange(len(rows)), [i for i, _ in rows]] = 1.0
    balance = (1.0 / target.sum(axis=0))[None, :] * target
    dual, bias = _solve(kernel, target, balance.sum(axis=1, keepdims=True) * len(rows) / max(len(intents), 1))
    known = {feature: i for i, feature in enumerate(sorted({feature for _, found in rows for feature in found}))}
    weights = np.zeros((len(known), len(intents)), dtype=np.float32)
    for (_, found), share in zip(rows, dual, strict=True):
        weights[[known[feature] for feature in sorted(found)]] += share / np.sqrt(len(found))
    return SecondOpinion(intents, known, weights, bias)


def _kernel(rows: Sequence[set[str]]) -> Floats:
    return np.array(
        [[len(a & b) / np.sqrt(len(a) * len(b)) for b in rows] for a in rows],
        dtype=np.float32,
    )


def _solve(kernel: Floats, target: Floats, balance: Floats) -> tuple[Floats, Floats]:
    """Gradient steps in the dual: `dual` holds each seed's say in each intent."""
    dual = np.zeros_like(target)
    bias = np.zeros((1, target.shape[1]), dtype=np.float32)
    for _ in range(STEPS):
        total = kernel @ dual + bias
        odds = np.exp(total - total.max(axis=1, keepdims=True))
        error = (target - odds / odds.sum(axis=1, keepdims=True)) * balance
        dual += RATE * (error / len(target) * 10 - RIDGE * dual)
        bias += RATE * error.mean(axis=0, keepdims=True) * 0.1
    return dual.astype(np.float32), bias[0].astype(np.float32)

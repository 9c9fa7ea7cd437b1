"""Fits how far each reader is trusted: `python -m tests.tools.fit_trust FOLDER` prints the weights of `trust.py`.

FOLDER holds development mail (`real_a.jsonl`) and public short questions (`intent.csv`); the blind tenth comes from the
corpus. A conditional logit: few weights over many mails, so that nothing of a single mail is learned.
Prints first what the weights reach on development mail that they were not fitted on (six folds).
"""

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from classifiers.intent import load_keywords
from classifiers.intent.learned import PRIMARY
from classifiers.intent.listening import gather_signs_of
from classifiers.intent.trust import WEIGHTS
from parsers.vocabulary import Intent
from tests.classifiers.intent.test_contrasts import NOTHING
from tests.classifiers.intent.test_contrasts import contrasts as read_contrasts
from worker.keywords import shipped
from worker.keywords.corpus import read_corpus
from worker.keywords.files import shipped_readers
from worker.keywords.labelled import Labelled, read_labelled

Floats = NDArray[np.float64]
HOLD = 1.0  # how hard weights are held to where they start: the learned reader alone
QUESTIONS = 700  # public short questions of each kind that are looked at
FOLDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Signs (rows x signs x wishes), which wishes are right, and how much each row counts."""

    signs: Floats
    right: Floats
    weight: Floats

    def only(self, which: NDArray[np.intp]) -> "Rows":
        """These rows alone."""
        return Rows(signs=self.signs[which], right=self.right[which], weight=self.weight[which])


def gather(rows: Sequence[Labelled], weight: float, names: list[str]) -> Rows:
    """Read every row; `names` receives the names of the signs, in order."""
    keywords = load_keywords(shipped(), readers=shipped_readers(), tests=False)
    signs, right = [], []
    for row in rows:
        found = gather_signs_of(row.subject, row.text, keywords, row.language)
        names[:] = list(found)
        signs.append(list(found.values()))
        right.append([float(each is row.intent or each in row.accept) for each in PRIMARY])
    return Rows(signs=np.array(signs), right=np.array(right), weight=np.full(len(rows), weight))


def fit(parts: Sequence[Rows], start: Floats) -> Floats:
    """The weights under which what is right is likeliest."""
    signs, right, weight = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("signs", "right", "weight")
    )

    def loss(weights: Floats) -> tuple[float, Floats]:
        shares = share(signs, weights)
        hit = (shares * right).sum(1, keepdims=True) + 1e-12
        slope = np.einsum("nkc,nc->k", signs, (shares - shares * right / hit) * weight[:, None])
        away = weights - start
        return float(-(weight * np.log(hit[:, 0])).sum() + HOLD * (away @ away)), slope + 2 * HOLD * away

    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def share(signs: Floats, weights: Floats) -> Floats:
    """How likely each wish is, row by row."""
    sums = np.einsum("nkc,k->nc", signs, weights)
    odds = np.exp(sums - sums.max(1, keepdims=True))
    shares: Floats = odds / odds.sum(1, keepdims=True)
    return shares


def say(name: str, shares: Floats, right: Floats) -> None:
    """Print how often the likeliest wish is right, and how honest its share is."""
    top, sure = shares.argmax(1), shares.max(1)
    hit = right[np.arange(len(right)), top] > 0
    bins = np.minimum((sure * 10).astype(int), 9)
    ece = sum((bins == b).mean() * abs(sure[bins == b].mean() - hit[bins == b].mean()) for b in set(bins.tolist()))
    print(f"{name}: {len(right)} rows, right {hit.mean():.3f}, ECE {ece:.3f}", file=sys.stderr)


def main(folder: Path) -> int:
    """Fit, print what is reached, then the weights as JSON."""
    names: list[str] = []
    draw = random.Random(1)
    questions = list(read_labelled(folder / "intent.csv"))
    draw.shuffle(questions)
    short = [row for row in questions if row.split == "other_sources"][:QUESTIONS]
    noisy = [row for row in questions if row.split == "dev"][:QUESTIONS]
    blind = [
        Labelled(text=mail.text, subject=mail.subject, intent=mail.labels.primary, language=mail.language)
        for mail in read_corpus()
        if mail.blind
    ]
    contrasts = [
        Labelled(
            text=each.sentence,
            intent=Intent.OTHER if each.primary == NOTHING else Intent(each.primary),
            language=each.language,
        )
        for each in read_contrasts()
    ]
    real = gather(read_labelled(folder / "real_a.jsonl"), 4.0, names)
    beside = [
        gather(blind, 0.5, names),
        gather(short, 4.0, names),
        gather(noisy, 0.1, names),
        gather(contrasts, 0.5, names),
    ]
    start = np.array([float(name == "learned") for name in names])
    _say_left_out(real, beside, start)
    weights = fit([real, *beside], start)
    for name, rows in zip(
        ("development mail", "blind tenth", "short", "noisy", "contrasts"), (real, *beside), strict=True
    ):
        say(name, share(rows.signs, weights), rows.right)
    print(json.dumps({name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}, indent=4))
    return 0


def _say_left_out(real: Rows, beside: Sequence[Rows], start: Floats) -> None:
    order = np.random.RandomState(0).permutation(len(real.right))
    shares = np.zeros_like(real.right)
    for fold in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, fold)
        shares[fold] = share(real.signs[fold], fit([real.only(rest), *beside], start))
    say("development mail left out", shares, real.right)
    if WEIGHTS:
        say("development mail, weights in use", share(real.signs, np.array(list(WEIGHTS.values()))), real.right)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

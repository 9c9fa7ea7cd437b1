"""How far each reader is trusted: one weight for each sign, fitted, from the readers' shares to the likeliest wish.

A sign is a number for each wish. In a line of a few words the rules are nearly always right, in a letter the learned
reader; so what the rules say is a sign three times: near (a few words), farther, and whatever the length. The weights
are a conditional logit over the signs, fitted by `python -m tests.tools.fit_trust` on the blind tenth of the corpus, on
public short questions and on development mail.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.confidence import STRONG
from classifiers.intent.learned import PRIMARY, Shares
from parsers.vocabulary import BILLING_INTENTS, CueFound, Intent, IntentScore, Speaker

Floats = NDArray[np.float64]

LOUDNESS = ("loud", "faint", "quiet", "denied")
# What each sign counts, as it was fitted; a sign's order is that of `gather_signs`.
WEIGHTS: dict[str, float] = {
    "learned": 1.0,
    "learned without vectors": 0.15,
    "own account": 1.36,
    "about billing": 0.11,
    "other": 0.17,
    "loud near": 1.43,
    "loud farther": 2.47,
    "loud": -0.15,
    "faint near": 0.28,
    "faint farther": -0.23,
    "faint": -0.35,
    "quiet near": 0.13,
    "quiet farther": 1.75,
    "quiet": 0.62,
    "denied near": 0.52,
    "denied farther": 1.21,
    "denied": 1.55,
    "barred near": -0.82,
    "barred farther": -0.69,
    "not about": -0.72,
    "learned in a line": 0.57,
    "learned in a few lines": -0.68,
    "silent in a line": -0.15,
    "silent in a few lines": 1.05,
    "topic in a line": 0.53,
    "heard": 0.15,
    "heard near": 2.55,
}
_ALL = np.array(list(WEIGHTS.values()))
LEAST = 1e-5
OTHER = np.array([float(each is Intent.OTHER) for each in PRIMARY])
BILLING = np.array([float(each in BILLING_INTENTS) for each in PRIMARY])


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesSay:
    """What the rules of a mail's language make of it alone."""

    intents: tuple[IntentScore, ...]
    cues: tuple[CueFound, ...]
    about: bool
    barred: frozenset[Intent]  # wishes that were heard only to be denied, taken back or another's
    words: int

    @property
    def loudness(self) -> str:
        """How plainly the rules heard a wish, or that they heard one only to be denied, or none."""
        if self.intents:
            return "loud" if self.intents[0].score >= STRONG else "faint"
        return "denied" if self.barred else "quiet"


def weigh_wishes(shares: Shares, plain: Shares, rules: RulesSay | None) -> dict[Intent, float]:
    """How likely each wish is the primary one, from all readers together; the shares sum to 1.

    `shares` are those of the best learned reader at hand, `plain` of the one without sentence vectors. `rules` is None
    where no rules speak the mail's language.
    """
    sums = _ALL @ np.array(list(gather_signs(shares, plain, rules).values()))
    odds = np.exp(sums - sums.max())
    return dict(zip(PRIMARY, (odds / odds.sum()).tolist(), strict=True))


def gather_signs(shares: Shares, plain: Shares, rules: RulesSay | None) -> dict[str, Floats]:
    """Every sign by name, each with one number for each of `PRIMARY`."""
    learned = _logs(shares)
    own = log(shares.speaker[Speaker.CUSTOMER] + shares.speaker[Speaker.FOR_OTHER] + 1e-3)
    about = log((shares.about + 1e-3) / (1.0 - shares.about + 1e-3))
    return {
        "learned": learned,
        "learned without vectors": _logs(plain),
        "own account": own * BILLING,
        "about billing": about * BILLING,
        "other": OTHER,
        **_signs_of_rules(rules, learned),
    }


def _signs_of_rules(rules: RulesSay | None, learned: Floats) -> dict[str, Floats]:
    top = rules.intents[0].intent if rules and rules.intents else Intent.OTHER
    chosen = _mark({top} if rules else set())
    barred = _mark(rules.barred if rules else frozenset())
    heard = _mark({score.intent for score in rules.intents} if rules else set())
    spoken = float(rules is not None)
    quiet = float(rules is not None and rules.loudness == "quiet")
    about = float(rules is not None and rules.about)
    near = {length: exp(-(rules.words if rules else 0) / length) for length in (8, 10, 25, 30, 150)}
    signs: dict[str, Floats] = {}
    for loudness in LOUDNESS:
        here = chosen * float(rules is not None and rules.loudness == loudness)
        signs |= {f"{loudness} near": here * near[8], f"{loudness} farther": here * near[25], loudness: here}
    return {
        **signs,
        "barred near": barred * near[30],
        "barred farther": barred * near[150],
        "not about": BILLING * spoken * (1.0 - about) * near[25],
        "learned in a line": learned * spoken * near[10],
        "learned in a few lines": learned * spoken * near[30],
        "silent in a line": OTHER * quiet * (1.0 - about) * near[10],
        "silent in a few lines": OTHER * quiet * (1.0 - about) * near[30],
        "topic in a line": OTHER * quiet * about * near[10],
        "heard": heard,
        "heard near": heard * near[25],
    }


def _logs(shares: Shares) -> Floats:
    return np.log(np.array([shares.primary[each] for each in PRIMARY]) + LEAST)


def _mark(chosen: frozenset[Intent] | set[Intent]) -> Floats:
    return np.array([float(each in chosen) for each in PRIMARY])

"""How often a reading by rules alone is right, as shares that the keyword file may set."""

from collections.abc import Mapping, Sequence

from classifiers.intent.rules import COMPLAINTS
from parsers.vocabulary import IntentScore

STRONG = 0.85
DEFAULTS = {
    "strong": 0.99,
    "weak": 0.93,
    "silent": 0.98,
    "silent_about": 0.7,
    "contested": 0.98,
    "unknown_language": 0.5,
}


def rate(intents: Sequence[IntentScore], table: Mapping[str, float], *, foreign: bool, about: bool = False) -> float:
    """The share of such readings that are right; times `unknown_language` where no file speaks the mail's.

    `about` is whether an account is talked of: then a reading without an intent has likely missed one.
    """
    shares = {**DEFAULTS, **table}
    primary = intents[0] if intents else None
    name = "silent" if primary is None else "strong" if primary.score >= STRONG else "weak"
    share = shares["silent_about" if name == "silent" and about else name]
    share *= shares["contested"] if _contested(intents) else 1.0
    return round(share * (shares["unknown_language"] if foreign else 1.0), 4)


def _contested(intents: Sequence[IntentScore]) -> bool:
    """Whether two wishes are equally plain: then which is primary is a matter of order."""
    return sum(score.score >= STRONG and score.intent not in COMPLAINTS for score in intents) > 1

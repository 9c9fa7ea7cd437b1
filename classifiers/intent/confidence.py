"""How often such a reading is right: rule score and second opinion, as measured shares in the keyword file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.intent.rules import COMPLAINTS
from parsers.vocabulary import Intent, IntentScore

STRONG = 0.85
DEFAULTS = {
    "strong": 0.99,
    "weak": 0.93,
    "silent": 0.98,
    "strong_doubted": 0.93,
    "weak_doubted": 0.75,
    "silent_doubted": 0.85,
    "silent_about": 0.7,
    "contested": 0.98,
    "unknown_language": 0.5,
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second opinion says, and how loudly."""

    intent: Intent
    probability: float


def rate(
    intents: Sequence[IntentScore],
    opinion: Opinion | None,
    table: Mapping[str, float],
    *,
    foreign: bool,
    about: bool = False,
) -> float:
    """The share of such readings that are right; times `unknown_language` where no file speaks the mail's.

    `about` is whether an account is talked of: then a reading without an intent has likely missed one.
    """
    shares = {**DEFAULTS, **table}
    primary = intents[0] if intents else None
    case = "silent" if primary is None else "strong" if primary.score >= STRONG else "weak"
    heard = {score.intent for score in intents} or {Intent.OTHER}  # a second wish, or the complaint behind it, agrees
    doubted = opinion is not None and opinion.intent not in heard
    name = "silent_about" if case == "silent" and about else f"{case}_doubted" if doubted else case
    share = shares[name] * (shares["contested"] if _contested(intents) else 1.0)
    return round(share * (shares["unknown_language"] if foreign else 1.0), 4)


def _contested(intents: Sequence[IntentScore]) -> bool:
    """Whether two wishes are equally plain: then which is primary is a matter of order."""
    return sum(score.score >= STRONG and score.intent not in COMPLAINTS for score in intents) > 1

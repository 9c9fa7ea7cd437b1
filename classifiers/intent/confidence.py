"""How often such a reading is right: rule score and second opinion, as measured shares in the keyword file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.intent.gathering import Gathered
from parsers.vocabulary import Intent, IntentScore

STRONG = 0.85
DEFAULTS = {
    "strong": 0.99,
    "weak": 0.93,
    "silent": 0.98,
    "strong_doubted": 0.93,
    "weak_doubted": 0.75,
    "silent_doubted": 0.85,
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
    gathered: Gathered,
    table: Mapping[str, float],
    *,
    foreign: bool,
) -> float:
    """The share of such readings that are right; times `unknown_language` where no file speaks the mail's."""
    shares = {**DEFAULTS, **table}
    primary = intents[0] if intents else None
    case = "silent" if primary is None else "strong" if primary.score >= STRONG else "weak"
    doubted = opinion is not None and opinion.intent is not (primary.intent if primary else Intent.OTHER)
    share = shares[f"{case}_doubted" if doubted else case]
    return round(share * (shares["unknown_language"] if foreign else 1.0), 4)

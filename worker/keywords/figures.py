"""How good a classifier is: precision and recall, false positives, calibration."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.vocabulary import Intent
from worker.keywords.labelled import Labelled

CORE = (Intent.REFUND, Intent.CANCEL, Intent.BROKEN_BILLING)
SURE = 0.9
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a classifier said of one row; an abstention is `other`."""

    row: Labelled
    intent: Intent
    confidence: float

    @property
    def right(self) -> bool:
        """Whether it is the true intent."""
        return self.intent is self.row.intent


def figures(answers: Sequence[Answer]) -> dict[str, Any]:
    """Every figure over some answers, each 0 to 1.

    `macro_f1` is over the classes present; `false_positive` the share of `other` taken for one of the three;
    `precision_at` and `recall_at` count answers of at least .9 confidence on the three; `ece` has ten bins.
    """
    classes = {intent: _class(intent, answers) for intent in Intent if _present(intent, answers)}
    others = [answer for answer in answers if answer.row.intent is Intent.OTHER]
    sure = [answer for answer in answers if answer.intent in CORE and answer.confidence >= SURE]
    core = [answer for answer in answers if answer.row.intent in CORE]
    return {
        "rows": len(answers),
        "macro_f1": _mean(found["f1"] for found in classes.values()),
        "core3_f1": _mean(found["f1"] for intent, found in classes.items() if intent in CORE),
        "false_positive": _share(sum(answer.intent in CORE for answer in others), len(others)),
        "precision_at": _share(sum(answer.right for answer in sure), len(sure), empty=1.0),
        "recall_at": _share(sum(answer.right for answer in sure), len(core)),
        "ece": calibration_error(answers),
        "accuracy": _share(sum(answer.right for answer in answers), len(answers)),
        "classes": {str(intent): found for intent, found in classes.items()},
    }


def by_source(answers: Iterable[Answer]) -> dict[str, dict[str, Any]]:
    """The same figures for each source of rows."""
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.row.source or "–", []).append(answer)
    return {source: figures(group) for source, group in sorted(groups.items())}


def confusion(answers: Iterable[Answer]) -> dict[str, dict[str, int]]:
    """How often each true intent (outer) was taken for each intent (inner)."""
    counts = Counter((answer.row.intent, answer.intent) for answer in answers)
    return {
        str(true): {str(said): counts[true, said] for said in Intent if counts[true, said]}
        for true in Intent
        if any(counts[true, said] for said in Intent)
    }


def calibration_error(answers: Sequence[Answer]) -> float:
    """Expected calibration error: mean distance of confidence and share right, over ten bins by confidence."""
    bins: dict[int, list[Answer]] = {}
    for answer in answers:
        bins.setdefault(min(int(answer.confidence * BINS), BINS - 1), []).append(answer)
    off = sum(abs(sum(a.confidence for a in found) - sum(a.right for a in found)) for found in bins.values())
    return _share(off, len(answers))


def _class(intent: Intent, answers: Sequence[Answer]) -> dict[str, float]:
    hit = sum(answer.right for answer in answers if answer.intent is intent)
    said = sum(answer.intent is intent for answer in answers)
    true = sum(answer.row.intent is intent for answer in answers)
    precision, recall = _share(hit, said), _share(hit, true)
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return {"precision": precision, "recall": recall, "f1": round(f1, 4), "rows": true}


def _present(intent: Intent, answers: Iterable[Answer]) -> bool:
    return any(answer.row.intent is intent for answer in answers)


def _share(part: float, whole: int, *, empty: float = 0.0) -> float:
    return round(part / whole, 4) if whole else empty


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else 0.0

"""How good a classifier is: precision and recall, false positives, calibration."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.vocabulary import BILLING_INTENTS, Cue, Intent
from worker.keywords.labelled import Labelled

CORE = (Intent.REFUND, Intent.CANCEL, Intent.BROKEN_BILLING)
SURE = 0.9
BINS = 10
CUSTOMER, DISTRACTOR = "customer", "distractor"
LENGTHS = ((15, "a: to 15 words"), (60, "b: to 60 words"), (120, "c: to 120 words"))
LONGEST = "d: longer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a classifier said of one row; an abstention is `other`."""

    row: Labelled
    intent: Intent
    confidence: float
    about: bool = False  # read as one about an account or payment: it would be drafted
    cues: frozenset[Cue] = frozenset()

    @property
    def right(self) -> bool:
        """Whether it is the true intent, or one that a person could defend."""
        return self.intent is self.row.intent or self.intent in self.row.accept


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
        **_of_mail(answers),
        "classes": {str(intent): found for intent, found in classes.items()},
    }


def _of_mail(answers: Sequence[Answer]) -> dict[str, Any]:
    """Figures that need rows labelled as mail: who writes, and whether it is about billing.

    `primary_right`: customers' mail whose primary is right; `drafted_recall`: their mail about billing that is drafted;
    `distractor_fp`: mail that only looks like it, read as a billing wish; `core3_precision_at_90` is `precision_at`.
    """
    customers = [answer for answer in answers if answer.row.kind == CUSTOMER]
    billing = [answer for answer in customers if answer.row.about_billing]
    distractors = [answer for answer in answers if answer.row.kind == DISTRACTOR]
    sure = [answer for answer in answers if answer.intent in CORE and answer.confidence >= SURE]
    return {
        "primary_right": _share(sum(answer.right for answer in customers), len(customers)),
        "drafted_recall": _share(sum(answer.about for answer in billing), len(billing)),
        "distractor_fp": _share(sum(answer.intent in BILLING_INTENTS for answer in distractors), len(distractors)),
        "core3_precision_at_90": _share(sum(answer.right for answer in sure), len(sure), empty=1.0),
        "cues_f1": _cues_f1(answers),
    }


def _cues_f1(answers: Sequence[Answer]) -> float:
    """One F1 over every cue of every row whose cues are labelled."""
    pairs = [(frozenset(answer.row.cues), answer.cues) for answer in answers if answer.row.cues is not None]
    both = sum(len(true & said) for true, said in pairs)
    total = sum(len(true) + len(said) for true, said in pairs)
    return round(2 * both / total, 4) if total else 0.0


def by_language(answers: Iterable[Answer]) -> dict[str, dict[str, float]]:
    """For each language the rows, the share of primaries right, and the share of customers' billing mail drafted."""
    return {name: _brief(found) for name, found in group(answers, "language").items()}


def group(answers: Iterable[Answer], by: str) -> dict[str, list[Answer]]:
    """Answers by `kind`, `language`, `source` or `length` (of the text, in words)."""
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        name = _length(answer.row) if by == "length" else str(getattr(answer.row, by)) or "–"
        groups.setdefault(name, []).append(answer)
    return dict(sorted(groups.items()))


def _brief(answers: Sequence[Answer]) -> dict[str, float]:
    found = figures(answers)
    return {name: found[name] for name in ("rows", "accuracy", "primary_right", "drafted_recall")}


def _length(row: Labelled) -> str:
    words = len(row.text.split())
    return next((name for most, name in LENGTHS if words <= most), LONGEST)


def reliability(answers: Sequence[Answer]) -> list[dict[str, float]]:
    """For each tenth of confidence: the rows in it, what it said on average, and how often it was right."""
    bins: dict[int, list[Answer]] = {}
    for answer in answers:
        bins.setdefault(min(int(answer.confidence * BINS), BINS - 1), []).append(answer)
    return [
        {
            "from": tenth / BINS,
            "rows": len(found),
            "said": _mean(answer.confidence for answer in found),
            "right": _share(sum(answer.right for answer in found), len(found)),
        }
        for tenth, found in sorted(bins.items())
    ]


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
    found = sum(answer.right for answer in answers if answer.row.intent is intent)
    precision, recall = _share(hit, said), _share(found, true)
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return {"precision": precision, "recall": recall, "f1": round(f1, 4), "rows": true}


def _present(intent: Intent, answers: Iterable[Answer]) -> bool:
    return any(answer.row.intent is intent for answer in answers)


def _share(part: float, whole: int, *, empty: float = 0.0) -> float:
    return round(part / whole, 4) if whole else empty


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else 0.0

"""Measuring keywords on labelled rows, with the worst misses and the rules behind them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from classifiers.intent import Keywords, read_text
from parsers.vocabulary import Intent, Reading
from worker.keywords.labelled import Labelled
from worker.keywords.metrics import Answer, by_language, by_source, confusion, figures, reliability

WORST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A row that came out wrong: what was said, how surely, and the rules that said it or were barred."""

    text: str
    true: Intent
    said: Intent
    confidence: float
    rules: tuple[str, ...]
    barred: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that was measured."""

    answers: tuple[Answer, ...]
    misses: tuple[Miss, ...]

    @property
    def figures(self) -> dict[str, Any]:
        """Every figure, whole and by source."""
        return {
            **figures(self.answers),
            "sources": by_source(self.answers),
            "by_language": by_language(self.answers),
            "reliability": reliability(self.answers),
            "confusion": confusion(self.answers),
        }

    @property
    def by_rule(self) -> tuple[tuple[str, int], ...]:
        """Rules by how many misses they caused, most first; `–` where no rule hit."""
        counts: dict[str, int] = {}
        for miss in self.misses:
            for rule in miss.rules or ("–",):
                counts[rule] = counts.get(rule, 0) + 1
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def evaluate(
    rows: Sequence[Labelled], keywords: Keywords, *, tick: Callable[[Labelled], object] = lambda row: None
) -> Evaluation:
    """Read every row; `tick` is called after each, for a progress bar. Worst misses (the surest) come first."""
    answers, misses = [], []
    for row in rows:
        reading = read_text(row.subject, row.text, keywords, row.language)
        answer = Answer(
            row=row,
            intent=reading.primary,
            confidence=reading.confidence,
            about=reading.about_billing,
            cues=frozenset(found.cue for found in reading.cues),
        )
        answers.append(answer)
        if not answer.right:
            misses.append(_miss(row, reading))
        tick(row)
    return Evaluation(answers=tuple(answers), misses=tuple(sorted(misses, key=lambda miss: -miss.confidence)))


def _miss(row: Labelled, reading: Reading) -> Miss:
    primary = [score for score in reading.intents if score.primary]
    return Miss(
        text=row.text,
        true=row.intent,
        said=reading.primary,
        confidence=reading.confidence,
        rules=_unique(hit.rule for score in primary for hit in score.hits),
        barred=_unique(f"{hit.rule} ({hit.barred})" for hit in reading.negated),
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))

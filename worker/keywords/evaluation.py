"""Measuring keywords on labelled rows, with the worst misses and the rules behind them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from classifiers.intent import Keywords, conclude, hear_text
from parsers.vocabulary import Intent, ModelSays, Reading, Silence
from worker.keywords.labelled import Labelled
from worker.keywords.metrics import Answer, by_language, by_source, confusion, figures, reliability

WORST = 20

Hear = Callable[[Labelled, Reading], ModelSays | None]
"""What a language model says of a row that the other readers have read; None where it is not asked."""


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
class ModelAnswer:
    """What a language model said of one row: its primary, whether that was right, and how many claims were dropped."""

    silence: Silence | None
    intent: Intent | None
    right: bool
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that was measured; `heard` holds the rows that a language model was asked about."""

    answers: tuple[Answer, ...]
    misses: tuple[Miss, ...]
    heard: tuple[ModelAnswer, ...] = ()

    @property
    def of_model(self) -> dict[str, Any]:
        """Rows it was asked about, those it answered, why not the others, its own share right, and claims dropped."""
        answered = [each for each in self.heard if each.silence is None]
        silent: dict[str, int] = {}
        for each in self.heard:
            if each.silence is not None:
                silent[str(each.silence)] = silent.get(str(each.silence), 0) + 1
        return {
            "asked": len(self.heard),
            "answered": len(answered),
            "silent": silent,
            "right": round(sum(each.right for each in answered) / len(answered), 4) if answered else 0.0,
            "dropped": sum(each.dropped for each in self.heard),
        }

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
    rows: Sequence[Labelled],
    keywords: Keywords,
    *,
    hear: Hear = lambda row, reading: None,
    tick: Callable[[Labelled], object] = lambda row: None,
) -> Evaluation:
    """Read every row; `tick` is called after each, for a progress bar. Worst misses (the surest) come first."""
    answers, misses, answered = [], [], []
    for row in rows:
        heard = hear_text(row.subject, row.text, keywords, row.language)
        reading = conclude(heard, keywords)
        if said := hear(row, reading):
            answered.append(_answered(row, said))
            reading = conclude(heard, keywords, said)
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
    worst = tuple(sorted(misses, key=lambda miss: -miss.confidence))
    return Evaluation(answers=tuple(answers), misses=worst, heard=tuple(answered))


def _answered(row: Labelled, said: ModelSays) -> ModelAnswer:
    intent = said.wishes[0] if said.wishes else None
    right = intent is not None and (intent is row.intent or intent in row.accept)
    return ModelAnswer(silence=said.silence, intent=intent, right=right, dropped=len(said.dropped))


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

"""Phrases that would have caught what agents corrected, without catching what was right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from classifiers.intent import Keywords, words_of
from parsers.vocabulary import Intent
from worker.keywords.evaluation import Evaluation

LONGEST = 4
AT_MOST = 30
# A phrase of these alone says nothing.
EMPTY = frozenset(
    {"i", "you", "we", "it", "is", "am", "are", "was", "to", "the", "a", "an", "of", "my", "your", "and", "in", "on"}
    | {"for", "this", "that", "me", "do", "not", "can"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A phrase for an intent: how many misses it would catch, and how many rows of other intents it would hit."""

    intent: Intent
    phrase: str
    catches: int
    wrong: int
    example: str


def suggest(evaluation: Evaluation, keywords: Keywords, *, least: int = 2) -> tuple[Suggestion, ...]:
    """Phrases of two to four words that stand in at least `least` misses of one intent and hardly anywhere else.

    Misses where a negation, a condition or another's voice took the hit away are left out: they want no new phrase.
    """
    misses = [miss for miss in evaluation.misses if miss.true is not Intent.OTHER and not miss.barred]
    missed: dict[Intent, Counter[str]] = {}
    example: dict[tuple[Intent, str], str] = {}
    for miss in misses:
        for phrase in _phrases(miss.text, keywords):
            missed.setdefault(miss.true, Counter())[phrase] += 1
            example.setdefault((miss.true, phrase), miss.text)
    elsewhere = _elsewhere(evaluation, keywords, {phrase for counts in missed.values() for phrase in counts})
    found = [
        Suggestion(
            intent=intent,
            phrase=phrase,
            catches=count,
            wrong=sum(n for other, n in elsewhere[phrase].items() if other is not intent),
            example=example[intent, phrase],
        )
        for intent, counts in missed.items()
        for phrase, count in counts.items()
        if count >= least
    ]
    return _best(suggestion for suggestion in found if suggestion.wrong * 10 <= suggestion.catches)


def _elsewhere(evaluation: Evaluation, keywords: Keywords, phrases: set[str]) -> dict[str, Counter[Intent]]:
    counts: dict[str, Counter[Intent]] = {phrase: Counter() for phrase in phrases}
    for answer in evaluation.answers:
        for phrase in _phrases(answer.row.text, keywords) & phrases:
            counts[phrase][answer.row.intent] += 1
    return counts


def _best(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """The most telling first; a phrase within a longer one that catches as much gives way to it."""
    ranked = sorted(suggestions, key=lambda s: (-s.catches, s.wrong, -len(s.phrase), s.phrase))
    kept: list[Suggestion] = []
    for one in ranked:
        if not any(one.intent is k.intent and one.phrase in k.phrase and one.catches <= k.catches for k in kept):
            kept.append(one)
    return tuple(kept[:AT_MOST])


def _phrases(text: str, keywords: Keywords) -> set[str]:
    return {phrase for words in words_of(text, keywords) for phrase in _runs(words)}


def _runs(words: Sequence[str]) -> Iterator[str]:
    for size in range(2, LONGEST + 1):
        for i in range(len(words) - size + 1):
            run = words[i : i + size]
            if not set(run) <= EMPTY and all(word.isalpha() for word in run):
                yield " ".join(run)

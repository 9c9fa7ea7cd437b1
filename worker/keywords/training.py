"""What the second opinion learns from the seed sentences, and which of them it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.intent import Keywords, seeds_of, train, words_of
from parsers.vocabulary import Intent

FOLDS = 8

Words = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A seed that is read as another intent when it was left out of the training."""

    sentence: str
    intent: Intent
    said: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One language's training: how many seeds and features, and the share of left-out seeds read right."""

    language: str
    seeds: int
    features: int
    left_out: float
    doubts: tuple[Doubt, ...]


def train_and_doubt(keywords: Keywords, language: str) -> Lesson:
    """Train on all seeds but an eighth, eight times over, and ask about the eighth left out."""
    examples = seeds_of(keywords.languages[language])
    seeds = [(intent, text, _words(text, keywords, language)) for intent, texts in examples.items() for text in texts]
    doubts: list[Doubt] = []
    for fold in range(FOLDS):
        model = train(_by_intent([seed for i, seed in enumerate(seeds) if i % FOLDS != fold]))
        for intent, text, words in seeds[fold::FOLDS]:
            said, _ = model.ask_words(words)
            if said is not intent:
                doubts.append(Doubt(sentence=text, intent=intent, said=said))
    whole = train(_by_intent(seeds))
    return Lesson(
        language=language,
        seeds=len(seeds),
        features=len(whole.rows),
        left_out=round(1 - len(doubts) / max(len(seeds), 1), 4),
        doubts=tuple(doubts),
    )


def _words(text: str, keywords: Keywords, language: str) -> Words:
    return [word for words in words_of(text, keywords, language) for word in words]


def _by_intent(seeds: Sequence[tuple[Intent, str, Words]]) -> Mapping[Intent, list[Words]]:
    found: dict[Intent, list[Words]] = {}
    for intent, _, words in seeds:
        found.setdefault(intent, []).append(words)
    return found

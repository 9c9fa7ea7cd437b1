"""Which phrases stand in a sentence: places of words are bits of a number, and a phrase walks over them step by step.

The work is the number of phrases that have their rarest word in the sentence, times their steps: it grows with the
text as a line, whatever is repeated in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from classifiers.intent.phrases import Element, Phrase
from classifiers.intent.text import PAUSE, Sentence

# Words seen lately and the elements they stand for; cleared when full.
REMEMBERED = 20_000
# What a gap is among the steps of a phrase: no element.
NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Phrase number `phrase` stands at words `start` to `end` (half open) of a sentence."""

    phrase: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Walk:
    """One step: the number of its element (`NONE`: a gap of `gap` words), and whether it may be missing."""

    element: int
    gap: int
    optional: bool


class PhraseIndex:
    """All phrases of a language, ready to be looked for. Phrase numbers are positions in the list given."""

    def __init__(self, vocab: Vocab, phrases: Iterable[Phrase]) -> None:
        self.vocab = vocab
        self.phrases = tuple(phrases)
        self._numbers: dict[Element, int] = {}
        self._literals: dict[str, set[int]] = {}
        self._prefixes: dict[str, list[tuple[str, int]]] = {}
        self._needed = [frozenset(self._number(each) for each in phrase.required) for phrase in self.phrases]
        self._walks = [self._walk(phrase) for phrase in self.phrases]
        self._anchored = self._anchor()
        self._unanchored = tuple(number for number, needed in enumerate(self._needed) if not needed)
        self._matchers: dict[int, Matcher] = {}
        self._seen: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def find(self, sentence: Sentence) -> list[Found]:
        """Every phrase in the sentence, each end once, with the start nearest to it."""
        hung: set[int] = set(self._unanchored)
        places: dict[int, int] = {}
        spoken = 0  # the words that are no pause: a gap may leap over them
        for i, word in enumerate(sentence.words):
            elements, numbers = self._seen.get(word) or self._look_at(word)
            hung.update(numbers)
            spoken |= (word != PAUSE) << i
            for element in elements:
                places[element] = places.get(element, 0) | 1 << i
        there = places.keys()
        whole = sorted(number for number in hung if self._needed[number] <= there)
        return [found for number in whole for found in self._match(number, places, spoken, sentence)]

    def _match(self, number: int, places: dict[int, int], spoken: int, sentence: Sentence) -> Iterable[Found]:
        if self.phrases[number].raw:
            return self._match_raw(number, sentence)
        walk = self._walks[number]
        ends = _forward(walk, places, spoken, (1 << len(sentence.words)) - 1)
        return [
            Found(phrase=number, start=_backward(walk, places, spoken, end).bit_length() - 1, end=end)
            for end in _bits(ends)
        ]

    def _match_raw(self, number: int, sentence: Sentence) -> Iterable[Found]:
        nearest: dict[int, int] = {}
        for _, start, end in self._matcher(number)(Doc(self.vocab, words=list(sentence.words))):
            nearest[end] = max(start, nearest.get(end, 0))
        return [Found(phrase=number, start=start, end=end) for end, start in nearest.items()]

    def _matcher(self, number: int) -> Matcher:
        """The Matcher of one raw pattern, made when first needed."""
        if number not in self._matchers:
            matcher = Matcher(self.vocab, validate=True)
            matcher.add("phrase", [list(self.phrases[number].pattern)])
            self._matchers[number] = matcher
        return self._matchers[number]

    def _look_at(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The elements that `word` stands for, and the phrases that hang on one of them."""
        elements = set(self._literals.get(word, ()))
        elements.update(number for prefix, number in self._prefixes.get(word[:3], ()) if word.startswith(prefix))
        phrases = tuple(phrase for element in sorted(elements) for phrase in self._anchored.get(element, ()))
        if len(self._seen) >= REMEMBERED:
            self._seen.clear()
        self._seen[word] = (tuple(sorted(elements)), phrases)
        return self._seen[word]

    def _walk(self, phrase: Phrase) -> tuple[_Walk, ...]:
        return tuple(
            _Walk(NONE if step.element is None else self._number(step.element), step.gap, step.optional)
            for step in phrase.steps
        )

    def _number(self, element: Element) -> int:
        if element not in self._numbers:
            number = self._numbers[element] = len(self._numbers)
            for word in element.literals:
                self._literals.setdefault(word, set()).add(number)
            for prefix in element.prefixes:
                self._prefixes.setdefault(prefix[:3], []).append((prefix, number))
        return self._numbers[element]

    def _anchor(self) -> dict[int, tuple[int, ...]]:
        """Hang each phrase on its rarest element: it is looked at only where that stands."""
        common = {number: _commonness(element) for element, number in self._numbers.items()}
        anchored: dict[int, list[int]] = {}
        for number, needed in enumerate(self._needed):
            if needed:
                anchored.setdefault(min(sorted(needed), key=lambda element: common[element]), []).append(number)
        return {element: tuple(numbers) for element, numbers in anchored.items()}


def _commonness(element: Element) -> float:
    """How often to expect an element in a text: short words are common (Zipf), and alternatives add up."""
    return sum(2.0 ** -len(word) for word in (*element.literals, *element.prefixes))


def _forward(walk: tuple[_Walk, ...], places: dict[int, int], spoken: int, anywhere: int) -> int:
    """Where a phrase may end: bit n is set where its last word is word n - 1. It may begin at any bit of `anywhere`."""
    at = anywhere
    for step in walk:
        if step.element == NONE:
            for _ in range(step.gap):
                at |= (at & spoken) << 1
        else:
            there = (at & places.get(step.element, 0)) << 1
            at = at | there if step.optional else there
            if not at:
                return 0
    return at


def _backward(walk: tuple[_Walk, ...], places: dict[int, int], spoken: int, end: int) -> int:
    """Where a phrase that ends before word `end` may begin."""
    at = 1 << end
    for step in reversed(walk):
        if step.element == NONE:
            for _ in range(step.gap):
                at |= at >> 1 & spoken
        else:
            there = at >> 1 & places.get(step.element, 0)
            at = at | there if step.optional else there
    return at


def _bits(number: int) -> Iterator[int]:
    """The place of each bit that is set."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest

"""Which phrases stand in a sentence: a cheap look for their words first, the spaCy Matcher only where all are there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from classifiers.intent.phrases import Element, Phrase
from classifiers.intent.text import PAUSE, SENTENCE_AT_MOST, Sentence

# A word that no phrase names is shown to the Matcher as this, so that its vocabulary never grows with the mail.
UNKNOWN = "·"
# Words seen lately and the elements they stand for; cleared when full.
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Phrase number `phrase` stands at words `start` to `end` (half open) of a sentence."""

    phrase: int
    start: int
    end: int


class PhraseIndex:
    """All phrases of a language, ready to be looked for. Phrase numbers are positions in the list given."""

    def __init__(self, vocab: Vocab, phrases: Iterable[Phrase]) -> None:
        self.vocab = vocab
        self.phrases = tuple(phrases)
        self._numbers: dict[Element, int] = {}
        self._literals: dict[str, set[int]] = {}
        self._prefixes: dict[str, list[tuple[str, int]]] = {}
        self._steps = [tuple(self._number(element) for element in phrase.required) for phrase in self.phrases]
        self._sets = [frozenset(steps) for steps in self._steps]
        self._checks = [
            tuple(zip(steps, _reaches(p), strict=True)) for steps, p in zip(self._steps, self.phrases, strict=True)
        ]
        self._tight = [not p.raw and not p.loose and len(p.pattern) == len(p.required) for p in self.phrases]
        self._anchored = self._anchor()
        self._unanchored = tuple(number for number, steps in enumerate(self._steps) if not steps)
        self._matchers: dict[int, Matcher] = {}
        self._seen: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def find(self, sentence: Sentence) -> list[Found]:
        """Every phrase in the sentence, each end once, with the start nearest to it."""
        hung: set[int] = set(self._unanchored)
        places: dict[int, int] = {}
        words = list(sentence.words)
        for i, word in enumerate(words):
            elements, numbers = self._seen.get(word) or self._look_at(word)
            hung.update(numbers)
            for element in elements:
                places[element] = places.get(element, 0) | 1 << i
            if not elements and word != PAUSE:
                words[i] = UNKNOWN
        there = set(places)
        whole = sorted(number for number in hung if self._sets[number] <= there)
        likely = [(number, at) for number in whole if (at := _ends(self._checks[number], places))]
        if not likely:
            return []
        plain = Doc(self.vocab, words=words)
        return [found for number, at in likely for found in self._match(number, at, places, sentence, plain)]

    def _match(self, number: int, at: int, places: dict[int, int], sentence: Sentence, plain: Doc) -> Iterable[Found]:
        if self._tight[number]:  # word after word, nothing between: the ends found are the matches
            return [Found(phrase=number, start=end - len(self._steps[number]), end=end) for end in _bits(at)]
        raw = self.phrases[number].raw
        doc = Doc(self.vocab, words=list(sentence.words)) if raw else plain
        low, high = (0, len(doc)) if raw else self._window(number, places, len(doc))
        nearest: dict[int, int] = {}
        for _, start, end in self._matcher(number)(doc[low:high]):
            nearest[end + low] = max(start + low, nearest.get(end + low, 0))
        return [Found(phrase=number, start=start, end=end) for end, start in nearest.items()]

    def _window(self, number: int, places: dict[int, int], size: int) -> tuple[int, int]:
        """From where the phrase may begin to where it may end: the Matcher need not read the rest."""
        steps, loose = self._steps[number], self.phrases[number].loose
        first, last = places[steps[0]], places[steps[-1]]
        low = (first & -first).bit_length() - 1
        return max(low - loose, 0), min(last.bit_length() + loose, size)

    def _matcher(self, number: int) -> Matcher:
        """The Matcher of one phrase, made when first needed: most phrases of a file wait long for their mail."""
        if number not in self._matchers:
            matcher = Matcher(self.vocab, validate=self.phrases[number].raw)
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
        for number, steps in enumerate(self._steps):
            if steps:
                anchored.setdefault(min(steps, key=lambda element: common[element]), []).append(number)
        return {element: tuple(numbers) for element, numbers in anchored.items()}


def _commonness(element: Element) -> float:
    """How often to expect an element in a text: short words are common (Zipf), and alternatives add up."""
    return sum(2.0 ** -len(word) for word in (*element.literals, *element.prefixes))


def _reaches(phrase: Phrase) -> tuple[int, ...]:
    return phrase.reaches or (SENTENCE_AT_MOST,) * len(phrase.required)


def _ends(steps: tuple[tuple[int, int], ...], places: dict[int, int]) -> int:
    """Where a phrase's words may end that stand in order and near enough; a place is one bit of a number."""
    at = 0
    for element, reach in steps:
        here = places.get(element)
        if here is None:
            return 0
        if at:
            at <<= 1
            for _ in range(reach):
                at |= at << 1
            here &= at
            if not here:
                return 0
        at = here
    return at if steps else -1


def _bits(number: int) -> Iterator[int]:
    """One more than the place of each bit that is set."""
    while number:
        lowest = number & -number
        yield lowest.bit_length()
        number ^= lowest

"""Which phrases stand in a sentence: a cheap look for their words first, the spaCy Matcher only where all are there."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from classifiers.intent.phrases import Element, Phrase
from classifiers.intent.text import PAUSE, Sentence

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
        self._elements: dict[Element, int] = {}
        self._literals: dict[str, int] = {}
        self._prefixes: dict[str, list[tuple[str, int]]] = {}
        self._needed = [self._mask(phrase) for phrase in self.phrases]
        self._anchored = self._anchor()
        self._unanchored = tuple(number for number, phrase in enumerate(self.phrases) if not phrase.required)
        self._matchers: dict[int, Matcher] = {}
        self._seen: dict[str, tuple[int, tuple[int, ...]]] = {}

    def find(self, sentence: Sentence) -> list[Found]:
        """Every phrase in the sentence, each end once, with the start nearest to it."""
        there = 0
        hung: set[int] = set(self._unanchored)
        words = list(sentence.words)
        for i, word in enumerate(words):
            mask, numbers = self._seen.get(word) or self._look_at(word)
            there |= mask
            hung.update(numbers)
            if not mask and word != PAUSE:
                words[i] = UNKNOWN
        likely = [number for number in sorted(hung) if self._needed[number] & there == self._needed[number]]
        if not likely:
            return []
        plain = Doc(self.vocab, words=words)
        return [found for number in likely for found in self._match(number, sentence, plain)]

    def _match(self, number: int, sentence: Sentence, plain: Doc) -> list[Found]:
        doc = Doc(self.vocab, words=list(sentence.words)) if self.phrases[number].raw else plain
        nearest: dict[int, int] = {}
        for _, start, end in self._matcher(number)(doc):
            nearest[end] = max(start, nearest.get(end, start))
        return [Found(phrase=number, start=start, end=end) for end, start in nearest.items()]

    def _matcher(self, number: int) -> Matcher:
        """The Matcher of one phrase, made when first needed: most phrases of a file wait long for their mail."""
        if number not in self._matchers:
            matcher = Matcher(self.vocab, validate=self.phrases[number].raw)
            matcher.add("phrase", [list(self.phrases[number].pattern)])
            self._matchers[number] = matcher
        return self._matchers[number]

    def _look_at(self, word: str) -> tuple[int, tuple[int, ...]]:
        """The elements that `word` stands for, as bits, and the phrases that hang on one of them."""
        mask = self._literals.get(word, 0)
        for prefix, bit in self._prefixes.get(word[:3], ()):
            if word.startswith(prefix):
                mask |= bit
        numbers = [n for bit, hung in self._anchored.items() if bit & mask for n in hung] if mask else []
        if len(self._seen) >= REMEMBERED:
            self._seen.clear()
        self._seen[word] = (mask, tuple(numbers))
        return self._seen[word]

    def _mask(self, phrase: Phrase) -> int:
        for element in phrase.required:
            self._bit(element)
        return sum({1 << self._elements[element] for element in phrase.required})

    def _bit(self, element: Element) -> None:
        if element in self._elements:
            return
        bit = 1 << len(self._elements)
        self._elements[element] = len(self._elements)
        for word in element.literals:
            self._literals[word] = self._literals.get(word, 0) | bit
        for prefix in element.prefixes:
            self._prefixes.setdefault(prefix[:3], []).append((prefix, bit))

    def _anchor(self) -> dict[int, tuple[int, ...]]:
        """Hang each phrase on the element that the fewest phrases share: it is looked at only where that stands."""
        shared: dict[Element, int] = {}
        for phrase in self.phrases:
            for element in set(phrase.required):
                shared[element] = shared.get(element, 0) + 1
        anchored: dict[int, list[int]] = {}
        for number, phrase in enumerate(self.phrases):
            if phrase.required:
                anchor = min(phrase.required, key=lambda element: shared[element])
                anchored.setdefault(1 << self._elements[anchor], []).append(number)
        return {bit: tuple(numbers) for bit, numbers in anchored.items()}

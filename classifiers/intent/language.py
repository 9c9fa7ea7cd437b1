"""One language's keyword file, compiled: every phrase of it in one index, and who owns which."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from spacy.util import get_lang_class
from spacy.vocab import create_vocab

from classifiers.intent.matching import PhraseIndex
from classifiers.intent.phrases import Phrase
from classifiers.intent.rules import KeywordFile, Rule, Veto
from classifiers.intent.spelling import Mender
from classifiers.intent.text import Opener, Sentence, read_sentences


class Kind(Enum):
    """What a phrase is for."""

    RULE = auto()
    VETO = auto()
    NEED = auto()
    TOPIC = auto()
    PSEUDO = auto()
    TERMINATOR = auto()
    OPENER = auto()
    POLITE = auto()
    BREAK = auto()
    OTHERS = auto()
    RETRACTION = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase found at words `start` to `end` (half open), and the rule or veto it belongs to."""

    start: int
    end: int
    owner: Rule | Veto | None


class Language:
    """A compiled keyword file."""

    def __init__(self, file: KeywordFile) -> None:
        self.file = file
        owned = list(_owned(file))
        self._owners = tuple(owned)
        vocab = create_vocab(file.language, get_lang_class(file.language).Defaults)  # no tokenizer: the words are ours
        self._index = PhraseIndex(vocab, (phrase for _, _, phrase in owned))
        mender = Mender(file.spelling, known=(word for _, _, phrase in owned for word in phrase.words))
        self._opener = Opener(file.shorthand, mender.mend)

    def sentences(self, text: str) -> list[Sentence]:
        """Cut a text into sentences of normalised words."""
        return read_sentences(text, self._opener)

    def marks(self, sentence: Sentence) -> dict[Kind, list[Mark]]:
        """Every phrase of the file that stands in the sentence, by kind."""
        marks: dict[Kind, list[Mark]] = {kind: [] for kind in Kind}
        for found in self._index.find(sentence):
            kind, owner, _ = self._owners[found.phrase]
            marks[kind].append(Mark(found.start, found.end, owner))
        return marks

    def phrases_in(self, sentence: Sentence) -> list[tuple[Kind, Rule | Veto | None, Phrase]]:
        """Every phrase that stands in the sentence, with its purpose and owner."""
        return [self._owners[found.phrase] for found in self._index.find(sentence)]


def _owned(file: KeywordFile) -> Iterator[tuple[Kind, Rule | Veto | None, Phrase]]:
    guards: Iterable[tuple[Kind, tuple[Phrase, ...]]] = (
        (Kind.TOPIC, file.topics),
        (Kind.PSEUDO, file.negation.pseudo),
        (Kind.TERMINATOR, file.negation.terminators),
        (Kind.OPENER, file.condition.openers),
        (Kind.POLITE, file.condition.polite),
        (Kind.BREAK, file.condition.breaks),
        (Kind.OTHERS, file.voice.others),
        (Kind.RETRACTION, file.voice.retractions),
    )
    for rule in file.rules:
        yield from ((Kind.RULE, rule, phrase) for phrase in rule.any)
        yield from ((Kind.NEED, rule, phrase) for phrase in rule.needs)
    for veto in file.vetoes:
        yield from ((Kind.VETO, veto, phrase) for phrase in veto.any)
    for kind, phrases in guards:
        yield from ((kind, None, phrase) for phrase in phrases)

"""What is valid in a keyword file and still wrong: dead, doubled and contradictory phrases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from classifiers.intent.guards import set_scene
from classifiers.intent.language import Kind, Language
from classifiers.intent.phrases import Element, Phrase, Step
from classifiers.intent.rules import Rule
from classifiers.intent.text import LINK, MONEY, NUMBER

SAMPLES_AT_MOST = 6
# How the classes of tokens are written in a sample.
WRITTEN = {NUMBER: "5", MONEY: "$5", LINK: "https://example.com/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One finding: `kind` is dead, doubled, vetoed, twin or untested."""

    kind: str
    line: int
    rule: str
    text: str


def find_faults(language: Language) -> tuple[Fault, ...]:
    """Every fault of a language's file, in the order of its rules."""
    twins = _twins(language.file.rules)
    return tuple(fault for rule in language.file.rules for fault in (*_faults(rule, language), *twins.get(rule.id, ())))


def _faults(rule: Rule, language: Language) -> Iterator[Fault]:
    if not rule.hit:
        yield Fault(kind="untested", line=rule.line, rule=rule.id, text="has no tests.hit: add a sentence it is for")
    for written in dict.fromkeys(phrase.written for phrase in rule.any if not phrase.raw):
        variants = [phrase for phrase in rule.any if phrase.written == written]
        found = [_fault(rule, phrase, language) for phrase in variants]
        if found[0] is not None and all(found):  # a phrase is as good as its best variant
            yield found[0]


def _fault(rule: Rule, phrase: Phrase, language: Language) -> Fault | None:
    samples = tuple(_samples(phrase))
    dead = _dead(samples, phrase, language)
    if dead:
        text = f'"{phrase.written}" never hits: "{dead}" is rewritten before rules are compared'
        return Fault(kind="dead", line=rule.line, rule=rule.id, text=text)
    if veto := _always_vetoed(rule, samples, language):
        text = f'"{phrase.written}" never counts: veto "{veto}" covers it'
        return Fault(kind="vetoed", line=rule.line, rule=rule.id, text=text)
    if other := _covered(rule, phrase, samples, language):
        text = f'"{phrase.written}" adds nothing to "{other.written}"'
        return Fault(kind="doubled", line=rule.line, rule=rule.id, text=text)
    return None


def _dead(samples: Iterable[str], phrase: Phrase, language: Language) -> str:
    """A word of the phrase that never gets as far as the comparison."""
    words = (word for sample in samples for word in sample.split())
    return next((word for word in words if not _survives(word, phrase, language)), "")


def _samples(phrase: Phrase) -> Iterator[str]:
    """Shortest sentences that the phrase is made for: its required words, one alternative after the other."""
    choices = [_written(element) for element in phrase.required]
    for i in range(min(SAMPLES_AT_MOST, max(len(choice) for choice in choices))):
        yield " ".join(choice[i % len(choice)] for choice in choices)


def _written(element: Element) -> list[str]:
    words = sorted(WRITTEN.get(word, word) for word in element.literals if word != ",")
    return [*words, *element.prefixes] or [","]


def _survives(word: str, phrase: Phrase, language: Language) -> bool:
    """Whether a word of the phrase is still there after short forms are opened and slips are mended."""
    read = [w for sentence in language.sentences(word) for w in sentence.words]
    return (
        any(w in element.literals or w.startswith(element.prefixes) for w in read for element in phrase.required)
        or not read
    )


def _always_vetoed(rule: Rule, samples: Iterable[str], language: Language) -> str:
    """The veto that takes away every sample of a phrase, if there is one."""
    vetoes = [_vetoes(rule, sample, language) for sample in samples]
    always = set.intersection(*vetoes) if vetoes else set()
    return min(always, default="")


def _vetoes(rule: Rule, sample: str, language: Language) -> set[str]:
    names = {str(rule.intent), str(rule.cue)}
    scenes = [set_scene(sentence, language) for sentence in language.sentences(sample)]
    return {
        mark.owner.id
        for scene in scenes
        for mark in scene.vetoes
        if mark.owner is not None and not isinstance(mark.owner, Rule) and names <= mark.owner.blocks | {"None"}
    }


def _covered(rule: Rule, phrase: Phrase, samples: Iterable[str], language: Language) -> Phrase | None:
    """Another phrase of the same rule that hits every sample of this one."""
    covering = [_hitting(rule, sample, language) - {phrase.written} for sample in samples]
    always = set.intersection(*covering) if covering else set()
    written = min(always, default=None)
    return next((other for other in rule.any if other.written == written), None)


def _hitting(rule: Rule, sample: str, language: Language) -> set[str]:
    return {
        phrase.written
        for sentence in language.sentences(sample)
        for kind, owner, phrase in language.phrases_in(sentence)
        if kind is Kind.RULE and owner is rule
    }


def _twins(rules: Iterable[Rule]) -> dict[str, list[Fault]]:
    """The same phrase in rules that say different things."""
    seen: dict[tuple[Step, ...], Rule] = {}
    faults: dict[str, list[Fault]] = {}
    for rule in rules:
        for phrase in rule.any:
            first = seen.setdefault(phrase.steps, rule)
            if first is not rule and {first.intent, first.cue} != {rule.intent, rule.cue} and not phrase.raw:
                text = f'"{phrase.written}" stands in rule "{first.id}", too, and means something else there'
                faults.setdefault(rule.id, []).append(Fault(kind="twin", line=rule.line, rule=rule.id, text=text))
    return faults

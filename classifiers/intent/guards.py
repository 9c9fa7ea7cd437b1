"""What takes a hit away: negation, condition, another person's voice, quotation marks, vetoes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from classifiers.intent.language import Kind, Language, Mark
from classifiers.intent.rules import Rule, Veto
from classifiers.intent.text import PAUSE, Sentence

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One sentence with every mark found in it, sorted out by kind."""

    sentence: Sentence
    rules: tuple[Mark, ...]
    vetoes: tuple[Mark, ...]
    topics: tuple[Mark, ...]
    needs: tuple[Mark, ...]
    negations: tuple[int, ...]  # words that negate
    stops: frozenset[int]  # words at which a negation's reach ends
    conditions: tuple[tuple[Range, int], ...]  # reach, and where the opener stands
    others: tuple[Range, ...]
    retractions: tuple[int, ...] = field(default=())


def set_scene(sentence: Sentence, language: Language) -> Scene:
    """Find all marks in a sentence and work out how far each guard reaches."""
    marks = language.marks(sentence)
    size = len(sentence.words)
    breaks = [mark.start for mark in marks[Kind.BREAK]]
    return Scene(
        sentence=sentence,
        rules=tuple(marks[Kind.RULE]),
        vetoes=tuple(marks[Kind.VETO]),
        topics=tuple(marks[Kind.TOPIC]),
        needs=tuple(marks[Kind.NEED]),
        negations=_negations(sentence, language, marks[Kind.PSEUDO]),
        stops=frozenset(mark.start for mark in marks[Kind.TERMINATOR])
        | {i for i, word in enumerate(sentence.words) if word == PAUSE},
        conditions=tuple(_conditions(marks[Kind.OPENER], marks[Kind.POLITE], breaks, size)),
        others=tuple((mark.start, _next(breaks, mark.end, size)) for mark in marks[Kind.OTHERS]),
        retractions=tuple(mark.start for mark in marks[Kind.RETRACTION]),
    )


def bar(rule: Rule, mark: Mark, scene: Scene, language: Language) -> str:
    """Why this hit does not count, or an empty string. The first reason found is named."""
    if rule.asks and any(start <= mark.start < end for start, end in scene.others):
        return "another person"
    if not rule.quoted and {mark.start, mark.end - 1} & scene.sentence.quoted:
        return "quote"
    if (veto := _vetoed(rule, mark, scene.vetoes)) is not None:
        return f"{'general' if veto.general else 'veto'}: {veto.id}"
    if rule.negatable and (at := _negated(mark, scene, language.file.negation.window)) is not None:
        return f"negation: {scene.sentence.words[at]}"
    if not rule.conditional and (at := _conditional(rule, mark, scene)) is not None:
        return f"condition: {scene.sentence.words[at]}"
    if rule.asks and any(mark.start < at for at in scene.retractions):
        return "taken back"
    return ""


def _vetoed(rule: Rule, mark: Mark, vetoes: Iterable[Mark]) -> Veto | None:
    names = {str(rule.intent), str(rule.cue)}
    for found in vetoes:
        veto = found.owner
        if not isinstance(veto, Veto) or not names & veto.blocks:
            continue
        if veto.scope != "overlap" or (found.start < mark.end and mark.start < found.end):
            return veto
    return None


def _negations(sentence: Sentence, language: Language, pseudo: Iterable[Mark]) -> tuple[int, ...]:
    covered = {i for mark in pseudo for i in range(mark.start, mark.end)}
    cues = language.file.negation.cues
    return tuple(i for i, word in enumerate(sentence.words) if word in cues and i not in covered)


def _negated(mark: Mark, scene: Scene, window: int) -> int | None:
    """The negation that reaches the hit's last word: near enough, and nothing that ends its reach in between."""
    last = mark.end - 1
    for at in scene.negations:
        near = mark.start - window <= at < mark.end
        if near and not any(at < stop <= last for stop in scene.stops):
            return at
    return None


def _conditions(
    openers: Iterable[Mark], polite: Sequence[Mark], breaks: list[int], size: int
) -> Iterable[tuple[Range, int]]:
    for mark in openers:
        if not any(p.start <= mark.start and mark.end <= p.end for p in polite):  # the longer of the two is right
            before = [at for at in breaks if at <= mark.start]
            yield (max(before, default=0), _next(breaks, mark.end, size)), mark.start


def _conditional(rule: Rule, mark: Mark, scene: Scene) -> int | None:
    """What stands behind an "if" hangs on it; of what stands before it, only a wish does, not a fact."""
    for (low, high), opener in scene.conditions:
        if (opener <= mark.start < high) or (rule.asks and low <= mark.start < opener):
            return opener
    return None


def hangs(mark: Mark, scene: Scene) -> bool:
    """Whether a mark stands within the reach of a condition."""
    return any(low <= mark.start < high for (low, high), _ in scene.conditions)


def _next(breaks: Iterable[int], after: int, size: int) -> int:
    return min((at for at in breaks if at > after), default=size)

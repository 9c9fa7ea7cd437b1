"""From a text to its hits: those that count, those a guard took away, and what else the sentences show."""

from dataclasses import dataclass

from classifiers.intent.guards import Scene, bar, hangs, set_scene
from classifiers.intent.language import Language, Mark
from classifiers.intent.rules import Rule, Veto
from classifiers.intent.text import Sentence
from parsers.vocabulary import Hit, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A rule's hit, where it stood, and whether it counts (`hit.barred` is empty)."""

    rule: Rule
    hit: Hit
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All hits of a mail, in reading order, and whether a topic of an account or payment was touched."""

    judged: tuple[Judged, ...]
    topic: bool
    general: bool  # some sentence talks of no account at all

    @property
    def counting(self) -> tuple[Judged, ...]:
        """The hits that no guard took away."""
        return tuple(found for found in self.judged if not found.hit.barred)

    @property
    def barred(self) -> tuple[Judged, ...]:
        """The hits that a guard took away."""
        return tuple(found for found in self.judged if found.hit.barred)


@dataclass(frozen=True, slots=True)
class Script:
    """Subject and body, cut into sentences once for everybody who reads them."""

    subject: str
    body: str
    subject_sentences: tuple[Sentence, ...]
    body_sentences: tuple[Sentence, ...]


def cut(subject: str, body: str, language: Language) -> Script:
    """Cut subject and body into sentences."""
    return Script(subject, body, tuple(language.sentences(subject)), tuple(language.sentences(body)))


def gather(script: Script, language: Language, subject_weight: float) -> Gathered:
    """Find all hits; one in the subject weighs `subject_weight` of what it weighs in the body."""
    scenes = [("subject", script.subject, set_scene(s, language)) for s in script.subject_sentences]
    scenes += [("body", script.body, set_scene(s, language)) for s in script.body_sentences]
    judged: list[Judged] = []
    for i, (field, text, scene) in enumerate(scenes):
        here = [
            _judge(rule, mark, scene, language, _Place(field, text, i, subject_weight if field == "subject" else 1.0))
            for mark in scene.rules
            if isinstance(rule := mark.owner, Rule) and _applies(rule, field, scene)
        ]
        if scene.retractions and not here:
            judged = [_take_back(found) if found.sentence == i - 1 and field == "body" else found for found in judged]
        judged += here
    judged = _mail_vetoes(judged, [scene for _, _, scene in scenes])
    met = {mark.owner.id for _, _, scene in scenes for mark in scene.needs if mark.owner is not None}
    judged = [found for found in judged if not found.rule.needs or found.rule.id in met]
    return Gathered(
        judged=tuple(judged),
        topic=any(_topical(scene) for _, _, scene in scenes) and not any(_all_general(scene) for _, _, scene in scenes),
        general=any(_general(scene) for _, _, scene in scenes),
    )


def _applies(rule: Rule, field: str, scene: Scene) -> bool:
    return rule.field in (field, "both") and (not rule.alone or len(scene.sentence.words) <= rule.alone)


@dataclass(frozen=True, slots=True)
class _Place:
    field: str
    text: str
    sentence: int
    weight: float


def _judge(rule: Rule, mark: Mark, scene: Scene, language: Language, place: _Place) -> Judged:
    start, end = scene.sentence.starts[mark.start], scene.sentence.ends[mark.end - 1]
    hit = Hit(
        rule=rule.id,
        text=place.text[start:end],
        field=place.field,
        span=Span(start, end),
        weight=round(rule.weight * place.weight, 4),
        barred=bar(rule, mark, scene, language),
    )
    return Judged(rule=rule, hit=hit, sentence=place.sentence)


def _take_back(found: Judged) -> Judged:
    return _barred(found, "taken back") if found.rule.asks and not found.hit.barred else found


def _mail_vetoes(judged: list[Judged], scenes: list[Scene]) -> list[Judged]:
    """Vetoes that reach over the whole mail: one about a purchase not yet made asks nothing of an account."""
    vetoes = [
        mark.owner
        for scene in scenes
        for mark in scene.vetoes
        if isinstance(mark.owner, Veto) and mark.owner.scope == "mail"
    ]
    for veto in vetoes:
        judged = [
            _barred(found, f"{'general' if veto.general else 'veto'}: {veto.id}")
            if not found.hit.barred and {str(found.rule.intent), str(found.rule.cue)} & veto.blocks
            else found
            for found in judged
        ]
    return judged


def _barred(found: Judged, reason: str) -> Judged:
    hit = found.hit
    again = Hit(rule=hit.rule, text=hit.text, field=hit.field, span=hit.span, weight=hit.weight, barred=reason)
    return Judged(rule=found.rule, hit=again, sentence=found.sentence)


def _topical(scene: Scene) -> bool:
    """Whether it touches an account or a payment in the writer's own words: neither quoted nor behind an "if"."""
    quoted = scene.sentence.quoted
    return not _general(scene) and any(not hangs(mark, scene) and mark.start not in quoted for mark in scene.topics)


def _all_general(scene: Scene) -> bool:
    """Whether it makes the whole mail one about no account."""
    return any(
        isinstance(mark.owner, Veto) and mark.owner.general and mark.owner.scope == "mail" for mark in scene.vetoes
    )


def _general(scene: Scene) -> bool:
    return any(isinstance(mark.owner, Veto) and mark.owner.general for mark in scene.vetoes)

"""Reading a mail: the rules of its language and the learned reader give evidence, and one verdict is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.confidence import rate
from classifiers.intent.evidence import weigh_evidence
from classifiers.intent.explaining import point_at
from classifiers.intent.features import Features, count_features
from classifiers.intent.gathering import Gathered, cut, gather
from classifiers.intent.hearing import hear_model
from classifiers.intent.learned import Shares
from classifiers.intent.loading import Keywords, Readers
from classifiers.intent.trust import Floats as Signs
from classifiers.intent.trust import RulesSay, gather_signs, weigh_wishes
from classifiers.intent.verdict import find_churn_risk, find_cues, is_about_billing, score_intents
from classifiers.intent.weighing import (
    ABOUT,
    decide_by_rule,
    lean_on_rules,
    make_hypotheses,
    weigh_about,
    weigh_cues,
)
from parsers.errors import ConfigError
from parsers.labels.prefixes import is_forward, is_reply, strip_marks
from parsers.vocabulary import (
    BILLING_INTENTS,
    ClaimKind,
    CueFound,
    CutKind,
    Hit,
    Hypothesis,
    Intent,
    IntentScore,
    Message,
    ModelSays,
    Reading,
    Speaker,
    Vote,
)

# What the sentence encoder is shown: what is wanted stands near the top, and its time grows with the text.
ENCODED_AT_MOST = 1200
# What takes a wish away for good; a condition or a veto only makes it unlikely.
DENIALS = ("negation", "taken back", "another person")

Floats = NDArray[np.float32]


def read_intent(message: Message, keywords: Keywords, testimony: ModelSays | None = None) -> Reading:
    """What the customer wants, from the subject and the new text of the mail alone.

    `testimony` is what a language model said of this mail, one witness more; of a machine's mail it is not heard.
    """
    heard = testimony if message.automatic is None else None
    return read_text(own_subject(message), _own_words(message), keywords, message.language.code, heard)


def _own_words(message: Message) -> str:
    """The new text; where none was found in a mail that has text, all of it: a quote kept is better than words lost."""
    return message.new_text if message.new_text.strip() else message.full_text


def own_subject(message: Message) -> str:
    """The subject as the writer's words; alone above a forwarded mail it is all that was written, without its mark."""
    if _own_words(message).strip() or _repeats_attached(message):
        return message.own_subject
    return strip_marks(message.own_subject)


def _repeats_attached(message: Message) -> bool:
    """Whether the subject is only that of the mail that came along, as programs write it above a forward."""
    own = strip_marks(message.subject).strip().casefold()
    lines = [line for each in message.cuts if each.kind is CutKind.FORWARD for line in each.text.splitlines()[:8]]
    return any(
        strip_marks(line.partition(":")[2]).strip().casefold() == own for line in lines if line.startswith("Subject:")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What the rules heard in a mail, and the mail as numbers.

    `foreign`: no rules speak its language, or so few that only what they hear counts. `spoken`: some do.
    """

    gathered: Gathered
    intents: tuple[IntentScore, ...]
    cues: tuple[CueFound, ...]
    foreign: bool
    spoken: bool
    words: int
    sure_from: float
    table: Mapping[str, float]


def read_text(
    subject: str, body: str, keywords: Keywords, language: str = "und", testimony: ModelSays | None = None
) -> Reading:
    """Read a subject and a body in `language` (ISO 639-1, or `und` for the default).

    `testimony` counts beside the learned readers; where there are none, the rules alone are heard.
    """
    heard, evidence = _listen(subject, body, keywords, language)
    if keywords.readers is None:
        return replace(_read_by_rules(heard, keywords), testimony=testimony)
    features = count_features(subject, body)
    plain = keywords.readers.plain.ask(features, evidence)
    shares, votes = _ask_all(subject, body, keywords.readers, features, evidence, plain)
    found = replace(_decide(heard, shares, plain, testimony), fingerprint=keywords.fingerprint, testimony=testimony)
    found = replace(found, votes=(*_votes(heard), *votes, *_votes_of(testimony)))
    return _point(found, subject, body, keywords)


def collect_evidence(subject: str, body: str, keywords: Keywords, language: str = "und") -> tuple[Features, Floats]:
    """A mail as the learned reader sees it, without a sentence vector: features, and the evidence of the rules."""
    _, evidence = _listen(subject, body, keywords, language)
    return count_features(subject, body), evidence


def gather_signs_of(subject: str, body: str, keywords: Keywords, language: str = "und") -> Mapping[str, Signs]:
    """What the readers say of a mail, as the signs that `trust` weighs. Raises `ConfigError` without any."""
    if keywords.readers is None:
        raise ConfigError("there is no learned reader to ask: see `[keywords] learned`")
    heard, evidence = _listen(subject, body, keywords, language)
    features = count_features(subject, body)
    plain = keywords.readers.plain.ask(features, evidence)
    shares, _ = _ask_all(subject, body, keywords.readers, features, evidence, plain)
    return gather_signs(shares, plain, None if heard.foreign else _rules_say(heard))


def _listen(subject: str, body: str, keywords: Keywords, language: str) -> tuple[_Heard, Floats]:
    code = language if language in keywords.languages else keywords.default
    compiled = keywords.languages[code]
    limits = compiled.file.thresholds
    script = cut(subject, body, compiled)
    gathered = gather(
        script, compiled, limits.reply_subject if (is_reply(subject) or is_forward(subject)) else limits.subject
    )
    unspoken = language not in ("und", code)
    foreign = unspoken or compiled.file.partial
    heard = _Heard(
        gathered=gathered,
        intents=score_intents(gathered, limits.found),
        cues=find_cues(gathered, limits.found),
        foreign=foreign,
        spoken=not unspoken,
        words=len(subject.split()) + len(body.split()),
        sure_from=limits.sure,
        table=compiled.file.confidence,
    )
    evidence = (None, None) if foreign else (gathered, script)
    return heard, weigh_evidence(*evidence, found=limits.found)


def _ask_all(
    subject: str,
    body: str,
    readers: Readers,
    features: Features,
    evidence: Floats,
    plain: Shares,
) -> tuple[Shares, tuple[Vote, ...]]:
    """The shares that count, and what each learned reader says."""
    votes = (_vote("learned", plain),)
    if readers.semantic is None or readers.encode is None:
        return plain, votes
    vector = readers.encode(f"{subject}. {body}"[:ENCODED_AT_MOST])
    shares = readers.semantic.ask(features, np.concatenate([evidence, vector]))
    return shares, (*votes, _vote("learned with sentence vectors", shares))


def _vote(reader: str, shares: Shares) -> Vote:
    intent = max(shares.primary, key=lambda each: shares.primary[each])
    return Vote(reader=reader, intent=intent, probability=round(shares.primary[intent], 4))


def _votes(heard: _Heard) -> tuple[Vote, ...]:
    primary = heard.intents[0] if heard.intents else IntentScore(intent=Intent.OTHER, score=0.0)
    return () if not heard.spoken else (Vote(reader="rules", intent=primary.intent, probability=primary.score),)


def _votes_of(testimony: ModelSays | None) -> tuple[Vote, ...]:
    if testimony is None or not testimony.wishes:
        return ()
    return (Vote(reader="language model", intent=testimony.wishes[0], probability=testimony.trust),)


def _decide(heard: _Heard, shares: Shares, plain: Shares, testimony: ModelSays | None) -> Reading:
    """One reading from the shares and, where a rule of ops' own decides, from that rule."""
    spoken = heard.cues if heard.spoken else ()
    wished = tuple(score.intent for score in heard.intents) if heard.spoken else ()
    # A file of a few plain sentences counts where it hears a wish; its silence says nothing.
    silent = not heard.spoken or (heard.foreign and not heard.intents)
    rules = None if silent else _rules_say(heard)
    shares = replace(shares, primary=weigh_wishes(shares, plain, rules))
    shares = lean_on_rules(shares, rules) if rules else shares
    shares = hear_model(shares, testimony) if testimony else shares
    hypotheses = decide_by_rule(make_hypotheses(shares, wished), heard.gathered)
    about = weigh_about(shares, hypotheses)
    top = hypotheses[0]
    return Reading(
        intents=_scored(top, shares, heard),
        cues=weigh_cues(shares, spoken),
        confidence=top.probability,
        sure=top.probability >= heard.sure_from,
        sure_from=heard.sure_from,
        about_billing=about >= ABOUT or bool(BILLING_INTENTS & set(top.intents)),
        negated=tuple(found.hit for found in heard.gathered.barred),
        churn_risk=find_churn_risk(heard.gathered),
        hypotheses=hypotheses,
        speaker=max(shares.speaker, key=lambda each: shares.speaker[each]),
        about=about,
    )


def _rules_say(heard: _Heard) -> RulesSay:
    wished = {found.rule.intent for found in heard.gathered.counting}
    denied = {found.rule.intent for found in heard.gathered.barred if found.hit.barred.startswith(DENIALS)}
    return RulesSay(
        intents=heard.intents,
        cues=heard.cues,
        about=is_about_billing(heard.intents, heard.cues, heard.gathered),
        barred=frozenset(intent for intent in denied - wished if intent is not None),
        words=heard.words,
    )


def _scored(top: Hypothesis, shares: Shares, heard: _Heard) -> tuple[IntentScore, ...]:
    hits = {score.intent: score.hits for score in heard.intents}
    if not top.intents:
        return (IntentScore(intent=Intent.OTHER, score=round(top.probability, 4), primary=True),)
    return tuple(
        IntentScore(
            intent=intent,
            score=round(top.probability if i == 0 else shares.wants.get(intent, 0.0), 4),
            primary=i == 0,
            hits=hits.get(intent, ()),
        )
        for i, intent in enumerate(top.intents)
    )


def _point(reading: Reading, subject: str, body: str, keywords: Keywords) -> Reading:
    """The same reading; what no rule heard points at the model's quote, or at the sentence that weighed most."""
    readers, said = keywords.readers, reading.testimony
    if readers is None:
        return reading

    def hits(label: str, found: tuple[Hit, ...], share: float) -> tuple[Hit, ...]:
        kind = ClaimKind.CUE if label.startswith("cue ") else ClaimKind.INTENT
        found = found or (said.hits(kind, label.partition(" ")[2]) if said else ())
        if found or share < 0.3:
            return found
        hit = point_at(subject, body, readers.plain, label, share)
        return (hit,) if hit else ()

    intents = tuple(
        score
        if score.intent is Intent.OTHER
        else replace(score, hits=hits(f"primary {score.intent}", score.hits, score.score))
        for score in reading.intents
    )
    cues = tuple(replace(cue, hits=hits(f"cue {cue.cue}", cue.hits, cue.probability)) for cue in reading.cues)
    return replace(reading, intents=intents, cues=cues)


def _read_by_rules(heard: _Heard, keywords: Keywords) -> Reading:
    """What the rules alone make of it: for files under test, and where no learned reader is at hand."""
    about = is_about_billing(heard.intents, heard.cues, heard.gathered)
    rated = rate(heard.intents, heard.table, foreign=heard.foreign, about=about and not heard.cues)
    sure = rated >= heard.sure_from
    wishes = tuple(score.intent for score in heard.intents)
    rest = () if rated >= 1.0 or not wishes else (Hypothesis(intents=(), probability=round(1.0 - rated, 4)),)
    return Reading(
        intents=_stated(heard.intents, sure),
        cues=heard.cues,
        confidence=rated,
        sure=sure,
        sure_from=heard.sure_from,
        about_billing=about,
        negated=tuple(found.hit for found in heard.gathered.barred),
        churn_risk=find_churn_risk(heard.gathered),
        hypotheses=(Hypothesis(intents=wishes, probability=rated if wishes else 1.0), *rest),
        speaker=Speaker.CUSTOMER,
        votes=_votes(heard),
        fingerprint=keywords.fingerprint,
    )


def words_of(text: str, keywords: Keywords, language: str = "und") -> list[tuple[str, ...]]:
    """The words of each sentence as rules see them: short forms opened, slips mended."""
    code = language if language in keywords.languages else keywords.default
    return [sentence.words for sentence in keywords.languages[code].sentences(text)]


def _stated(intents: tuple[IntentScore, ...], sure: bool) -> tuple[IntentScore, ...]:
    """The intents as the case sees them: with none, or none sure enough, `other` is the primary."""
    if intents and sure:
        return intents
    doubted = tuple(
        IntentScore(intent=score.intent, score=score.score, primary=False, hits=score.hits) for score in intents
    )
    return (IntentScore(intent=Intent.OTHER, score=0.0, primary=True), *doubted)

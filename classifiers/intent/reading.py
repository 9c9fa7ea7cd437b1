"""Reading a mail: the rules of its language and the learned reader give evidence, and one verdict is made of it."""

from dataclasses import replace

from classifiers.intent.confidence import rate
from classifiers.intent.explaining import point_at
from classifiers.intent.hearing import hear_model
from classifiers.intent.learned import Shares
from classifiers.intent.listening import Heard, LearnedHeard, RulesHeard, hear_mail, hear_text
from classifiers.intent.loading import Keywords
from classifiers.intent.trust import weigh_wishes
from classifiers.intent.verdict import find_churn_risk, is_about_billing
from classifiers.intent.weighing import (
    ABOUT,
    decide_by_rule,
    lean_on_rules,
    make_hypotheses,
    weigh_about,
    weigh_cues,
)
from parsers.vocabulary import (
    BILLING_INTENTS,
    ClaimKind,
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


def read_intent(message: Message, keywords: Keywords, testimony: ModelSays | None = None) -> Reading:
    """What the customer wants, from the subject and the new text of the mail alone; `testimony` as in `conclude`."""
    return conclude(hear_mail(message, keywords), keywords, testimony)


def read_text(
    subject: str, body: str, keywords: Keywords, language: str = "und", testimony: ModelSays | None = None
) -> Reading:
    """Read a subject and a body in `language` (ISO 639-1, or `und` for the default)."""
    return conclude(hear_text(subject, body, keywords, language), keywords, testimony)


def conclude(heard: Heard, keywords: Keywords, testimony: ModelSays | None = None) -> Reading:
    """One verdict from all that was heard; cheap, so that a witness who comes later costs no second hearing.

    `testimony` is what a language model said of this mail, one witness more beside the learned readers; where there are
    none, the rules alone are heard. Of a machine's mail it is not heard.
    """
    testimony = None if heard.by_machine else testimony
    if heard.learned is None:
        return replace(_read_by_rules(heard.rules, keywords), testimony=testimony)
    found = replace(_decide(heard, heard.learned, testimony), fingerprint=keywords.fingerprint, testimony=testimony)
    found = replace(found, votes=(*_votes(heard.rules), *heard.learned.votes, *_votes_of(testimony)))
    return _point(found, heard, keywords)


def _votes(heard: RulesHeard) -> tuple[Vote, ...]:
    primary = heard.intents[0] if heard.intents else IntentScore(intent=Intent.OTHER, score=0.0)
    return () if not heard.spoken else (Vote(reader="rules", intent=primary.intent, probability=primary.score),)


def _votes_of(testimony: ModelSays | None) -> tuple[Vote, ...]:
    if testimony is None or not testimony.wishes:
        return ()
    return (Vote(reader="language model", intent=testimony.wishes[0], probability=testimony.trust),)


def _decide(heard: Heard, learned: LearnedHeard, testimony: ModelSays | None) -> Reading:
    """One reading from the shares and, where a rule of ops' own decides, from that rule."""
    rules, says = heard.rules, heard.rules_say
    spoken = rules.cues if rules.spoken else ()
    wished = tuple(score.intent for score in rules.intents) if rules.spoken else ()
    shares = replace(learned.shares, primary=weigh_wishes(learned.shares, learned.plain, says))
    shares = lean_on_rules(shares, says) if says else shares
    shares = hear_model(shares, testimony) if testimony else shares
    hypotheses = decide_by_rule(make_hypotheses(shares, wished), rules.gathered)
    about = weigh_about(shares, hypotheses)
    top = hypotheses[0]
    return Reading(
        intents=_scored(top, shares, rules),
        cues=weigh_cues(shares, spoken),
        confidence=top.probability,
        sure=top.probability >= rules.sure_from,
        sure_from=rules.sure_from,
        about_billing=about >= ABOUT or bool(BILLING_INTENTS & set(top.intents)),
        negated=tuple(found.hit for found in rules.gathered.barred),
        churn_risk=find_churn_risk(rules.gathered),
        hypotheses=hypotheses,
        speaker=max(shares.speaker, key=lambda each: shares.speaker[each]),
        about=about,
    )


def _scored(top: Hypothesis, shares: Shares, heard: RulesHeard) -> tuple[IntentScore, ...]:
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


def _point(reading: Reading, heard: Heard, keywords: Keywords) -> Reading:
    """The same reading; what no rule heard points at the model's quote, or at the sentence that weighed most."""
    readers, said = keywords.readers, reading.testimony
    if readers is None:
        return reading

    def hits(label: str, found: tuple[Hit, ...], share: float) -> tuple[Hit, ...]:
        kind = ClaimKind.CUE if label.startswith("cue ") else ClaimKind.INTENT
        found = found or (said.hits(kind, label.partition(" ")[2]) if said else ())
        if found or share < 0.3:
            return found
        hit = point_at(heard.subject, heard.body, readers.plain, label, share)
        return (hit,) if hit else ()

    intents = tuple(
        score
        if score.intent is Intent.OTHER
        else replace(score, hits=hits(f"primary {score.intent}", score.hits, score.score))
        for score in reading.intents
    )
    cues = tuple(replace(cue, hits=hits(f"cue {cue.cue}", cue.hits, cue.probability)) for cue in reading.cues)
    return replace(reading, intents=intents, cues=cues)


def _read_by_rules(heard: RulesHeard, keywords: Keywords) -> Reading:
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


def _stated(intents: tuple[IntentScore, ...], sure: bool) -> tuple[IntentScore, ...]:
    """The intents as the case sees them: with none, or none sure enough, `other` is the primary."""
    if intents and sure:
        return intents
    doubted = tuple(
        IntentScore(intent=score.intent, score=score.score, primary=False, hits=score.hits) for score in intents
    )
    return (IntentScore(intent=Intent.OTHER, score=0.0, primary=True), *doubted)

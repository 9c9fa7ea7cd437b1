"""What the readers hear in a mail, before a verdict is made of it: the costly part of reading, done once a mail."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.evidence import weigh_evidence
from classifiers.intent.features import Features, count_features
from classifiers.intent.gathering import Gathered, cut, gather
from classifiers.intent.learned import Shares
from classifiers.intent.loading import Keywords, Readers
from classifiers.intent.trust import Floats as Signs
from classifiers.intent.trust import RulesSay, gather_signs
from classifiers.intent.verdict import find_cues, is_about_billing, score_intents
from parsers.errors import ConfigError
from parsers.labels.prefixes import is_forward, is_reply, strip_marks
from parsers.vocabulary import CueFound, CutKind, IntentScore, Message, Vote

# What the sentence encoder is shown: what is wanted stands near the top, and its time grows with the text.
ENCODED_AT_MOST = 1200
# What takes a wish away for good; a condition or a veto only makes it unlikely.
DENIALS = ("negation", "taken back", "another person")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesHeard:
    """What the rules heard in a mail.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedHeard:
    """What the learned readers hold likely: the best one at hand, the one without sentence vectors, each as a vote."""

    shares: Shares
    plain: Shares
    votes: tuple[Vote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that was heard in a text. `learned` is None where no learned reader is at hand; `by_machine`: no person's."""

    subject: str
    body: str
    rules: RulesHeard
    learned: LearnedHeard | None
    by_machine: bool = False

    @property
    def rules_say(self) -> RulesSay | None:
        """What the rules make of it; None where their silence says nothing.

        A file of a few plain sentences counts where it hears a wish, and one of another language not at all.
        """
        rules = self.rules
        silent = not rules.spoken or (rules.foreign and not rules.intents)
        return None if silent else _rules_say(rules)


def hear_mail(message: Message, keywords: Keywords) -> Heard:
    """What is heard in the subject and the new text of a mail alone."""
    return hear_text(
        own_subject(message),
        _own_words(message),
        keywords,
        message.language.code,
        by_machine=message.automatic is not None,
    )


def hear_text(subject: str, body: str, keywords: Keywords, language: str = "und", *, by_machine: bool = False) -> Heard:
    """What is heard in a subject and a body in `language` (ISO 639-1, or `und` for the default)."""
    rules, evidence = _listen(subject, body, keywords, language)
    learned = _ask_all(subject, body, keywords.readers, evidence) if keywords.readers else None
    return Heard(subject=subject, body=body, rules=rules, learned=learned, by_machine=by_machine)


def collect_evidence(subject: str, body: str, keywords: Keywords, language: str = "und") -> tuple[Features, Floats]:
    """A mail as the learned reader sees it, without a sentence vector: features, and the evidence of the rules."""
    _, evidence = _listen(subject, body, keywords, language)
    return count_features(subject, body), evidence


def gather_signs_of(subject: str, body: str, keywords: Keywords, language: str = "und") -> Mapping[str, Signs]:
    """What the readers say of a mail, as the signs that `trust` weighs. Raises `ConfigError` without any."""
    heard = hear_text(subject, body, keywords, language)
    if heard.learned is None:
        raise ConfigError("there is no learned reader to ask: see `[keywords] learned`")
    return gather_signs(heard.learned.shares, heard.learned.plain, heard.rules_say)


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


def _listen(subject: str, body: str, keywords: Keywords, language: str) -> tuple[RulesHeard, Floats]:
    code = language if language in keywords.languages else keywords.default
    compiled = keywords.languages[code]
    limits = compiled.file.thresholds
    script = cut(subject, body, compiled)
    gathered = gather(
        script, compiled, limits.reply_subject if (is_reply(subject) or is_forward(subject)) else limits.subject
    )
    unspoken = language not in ("und", code)
    foreign = unspoken or compiled.file.partial
    rules = RulesHeard(
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
    return rules, weigh_evidence(*evidence, found=limits.found)


def _ask_all(subject: str, body: str, readers: Readers, evidence: Floats) -> LearnedHeard:
    features = count_features(subject, body)
    plain = readers.plain.ask(features, evidence)
    votes = (_vote("learned", plain),)
    if readers.semantic is None or readers.encode is None:
        return LearnedHeard(shares=plain, plain=plain, votes=votes)
    vector = readers.encode(f"{subject}. {body}"[:ENCODED_AT_MOST])
    shares = readers.semantic.ask(features, np.concatenate([evidence, vector]))
    return LearnedHeard(shares=shares, plain=plain, votes=(*votes, _vote("learned with sentence vectors", shares)))


def _vote(reader: str, shares: Shares) -> Vote:
    intent = max(shares.primary, key=lambda each: shares.primary[each])
    return Vote(reader=reader, intent=intent, probability=round(shares.primary[intent], 4))


def _rules_say(rules: RulesHeard) -> RulesSay:
    wished = {found.rule.intent for found in rules.gathered.counting}
    denied = {found.rule.intent for found in rules.gathered.barred if found.hit.barred.startswith(DENIALS)}
    return RulesSay(
        intents=rules.intents,
        cues=rules.cues,
        about=is_about_billing(rules.intents, rules.cues, rules.gathered),
        barred=frozenset(intent for intent in denied - wished if intent is not None),
        words=rules.words,
    )


def words_of(text: str, keywords: Keywords, language: str = "und") -> list[tuple[str, ...]]:
    """The words of each sentence as rules see them: short forms opened, slips mended."""
    code = language if language in keywords.languages else keywords.default
    return [sentence.words for sentence in keywords.languages[code].sentences(text)]

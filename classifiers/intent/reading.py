"""Reading a mail: its language's rules, their guards, the verdict, and how sure it is."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from classifiers.intent.confidence import Opinion, rate
from classifiers.intent.file import read_keyword_file
from classifiers.intent.gathering import Script, cut, gather
from classifiers.intent.language import Language
from classifiers.intent.rules import Rule
from classifiers.intent.second_opinion import SecondOpinion, train
from classifiers.intent.verdict import doubts_silence, find_churn_risk, find_cues, is_about_billing, score_intents
from parsers.errors import ConfigError
from parsers.vocabulary import Intent, IntentScore, Message, Reading

# Prefixes of a subject that is the thread's, not this mail's: RFC 5322 §3.6.5 and what mail clients make of it.
THREAD = re.compile(r"^\s*(?:re|aw|antw|sv|vs|rif|res|fwd?|wg|tr)\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keywords:
    """All keyword files, compiled, and the one that reads a mail whose language has none."""

    languages: Mapping[str, Language]
    opinions: Mapping[str, SecondOpinion]
    default: str
    fingerprint: str


def load_keywords(
    files: Mapping[str, str],
    *,
    default: str = "en",
    second_opinion: bool = True,
    tests: bool = True,
    names: Mapping[str, str] | None = None,
) -> Keywords:
    """Compile keyword files, given as TOML text by language code, and run the tests they carry.

    Raises `ConfigError` with file, line, rule and mend for the first thing that is wrong. `names`: how the file of a
    language is called, where that is not `en.toml`.
    """
    if default not in files:
        raise ConfigError(f"keywords: there is no {default}.toml, the default language; found {', '.join(files)}")
    languages = {code: _language(code, text, names or {}) for code, text in sorted(files.items())}
    taught = {code: language for code, language in languages.items() if second_opinion and language.file.examples}
    opinions = {code: _opinion(language) for code, language in taught.items()}
    digests = [f"{code}:{language.file.digest}" for code, language in languages.items()]
    mark = f"second opinion:{bool(opinions)}"
    keywords = Keywords(
        languages=languages,
        opinions=opinions,
        default=default,
        fingerprint=hashlib.sha256("\n".join([*digests, mark]).encode()).hexdigest(),
    )
    if tests:
        failures = [failure for code in languages for failure in failed_tests(keywords, code)]
        if failures:
            raise ConfigError("\n".join(failures))
    return keywords


def _language(code: str, text: str, names: Mapping[str, str]) -> Language:
    return Language(read_keyword_file(names.get(code, f"{code}.toml"), text))


def read_intent(message: Message, keywords: Keywords) -> Reading:
    """What the customer wants, from the subject and the new text of the mail alone."""
    return read_text(message.subject, message.new_text, keywords, message.language.code)


def read_text(subject: str, body: str, keywords: Keywords, language: str = "und") -> Reading:
    """Read a subject and a body in `language` (ISO 639-1, or `und` for the default)."""
    code = language if language in keywords.languages else keywords.default
    compiled = keywords.languages[code]
    limits = compiled.file.thresholds
    thread = THREAD.match(subject)
    script = cut(subject, body, compiled)
    gathered = gather(script, compiled, limits.reply_subject if thread else limits.subject)
    intents = score_intents(gathered, limits.found)
    cues = find_cues(gathered, limits.found)
    opinion = _ask(keywords.opinions.get(code), script)
    stated = is_about_billing(intents, cues, gathered)
    about = stated or doubts_silence(gathered, opinion, limits.doubt)
    table = compiled.file.confidence
    rated = rate(intents, opinion, table, foreign=language not in ("und", code), about=about and not cues)
    sure = rated >= limits.sure
    return Reading(
        intents=_stated(intents, sure),
        cues=cues,
        confidence=rated,
        sure=sure,
        about_billing=about,
        negated=tuple(found.hit for found in gathered.barred),
        churn_risk=find_churn_risk(gathered),
        second_opinion=opinion.intent if opinion else None,
        fingerprint=keywords.fingerprint,
    )


def words_of(text: str, keywords: Keywords, language: str = "und") -> list[tuple[str, ...]]:
    """The words of each sentence as rules see them: short forms opened, slips mended."""
    code = language if language in keywords.languages else keywords.default
    return [sentence.words for sentence in keywords.languages[code].sentences(text)]


def failed_tests(keywords: Keywords, code: str) -> list[str]:
    """The embedded tests of a file that fail, one line each with file, line, rule and sentence."""
    language = keywords.languages[code]
    failures = []
    for rule in language.file.rules:
        for sentence in rule.hit:
            if not _hits(language, rule, sentence):
                failures.append(_failure(language, rule, "should hit", sentence))
        for sentence in rule.miss:
            if _hits(language, rule, sentence):
                failures.append(_failure(language, rule, "should not hit", sentence))
    return failures


def _hits(language: Language, rule: Rule, sentence: str) -> bool:
    subject, body = (sentence, "") if rule.field == "subject" else ("", sentence)
    return any(found.rule.id == rule.id for found in gather(cut(subject, body, language), language, 1.0).counting)


def _failure(language: Language, rule: Rule, what: str, sentence: str) -> str:
    return (
        f'{language.file.name}:{rule.line}: rule "{rule.id}" {what} its test "{sentence}": mend the phrases or the test'
    )


def _opinion(language: Language) -> SecondOpinion:
    return train(
        {
            intent: [[word for sentence in language.sentences(text) for word in sentence.words] for text in texts]
            for intent, texts in seeds_of(language).items()
        }
    )


def seeds_of(language: Language) -> dict[Intent, tuple[str, ...]]:
    """The sentences that teach the second opinion: the file's seeds, and what its rules say they are for."""
    seeds = {intent: list(texts) for intent, texts in language.file.examples.items()}
    for rule in language.file.rules:
        if rule.intent is not None and rule.intent in seeds:
            seeds[rule.intent].extend(rule.hit)
    return {intent: tuple(dict.fromkeys(texts)) for intent, texts in seeds.items()}


def _ask(opinion: SecondOpinion | None, script: Script) -> Opinion | None:
    if opinion is None:
        return None
    return Opinion(*opinion.ask(script.body_sentences or script.subject_sentences))


def _stated(intents: tuple[IntentScore, ...], sure: bool) -> tuple[IntentScore, ...]:
    """The intents as the case sees them: with none, or none sure enough, `other` is the primary."""
    if intents and sure:
        return intents
    doubted = tuple(
        IntentScore(intent=score.intent, score=score.score, primary=False, hits=score.hits) for score in intents
    )
    return (IntentScore(intent=Intent.OTHER, score=0.0, primary=True), *doubted)

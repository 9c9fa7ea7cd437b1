"""The keyword files compiled, with the learned readers at hand: what a mail is read with, and the tests files carry."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.file import read_keyword_file
from classifiers.intent.gathering import cut, gather
from classifiers.intent.language import Language
from classifiers.intent.learned import LearnedReader
from classifiers.intent.overlay import MARK, is_overlay, read_overlay
from classifiers.intent.rules import Rule
from parsers.errors import ConfigError

Floats = NDArray[np.float32]
Encode = Callable[[str], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """The learned readers at hand. `semantic` also sees what `encode` makes of a text: one vector of its meaning."""

    plain: LearnedReader
    semantic: LearnedReader | None = None
    encode: Encode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keywords:
    """All keyword files, compiled, the one that reads a mail whose language has none, and the learned readers."""

    languages: Mapping[str, Language]
    default: str
    fingerprint: str
    readers: Readers | None = None


def load_keywords(
    files: Mapping[str, str],
    *,
    default: str = "en",
    tests: bool = True,
    readers: Readers | None = None,
    names: Mapping[str, str] | None = None,
    shipped: Mapping[str, str] | None = None,
) -> Keywords:
    """Compile keyword files, given as TOML text by language code, and run the tests they carry.

    Without `readers` the rules alone read. `names`: how the file of a language is called, where that is not `en.toml`;
    `shipped`: what a file that `extends = "shipped"` lies over.
    Raises `ConfigError` with file, line, rule and mend for the first thing that is wrong.
    """
    if default not in files:
        raise ConfigError(f"keywords: there is no {default}.toml, the default language; found {', '.join(files)}")
    languages = {code: _language(code, text, names or {}, shipped or {}) for code, text in sorted(files.items())}
    digests = [f"{code}:{language.file.digest}" for code, language in languages.items()]
    mark = f"learned:{_mark(readers)}"
    keywords = Keywords(
        languages=languages,
        default=default,
        fingerprint=hashlib.sha256("\n".join([*digests, mark]).encode()).hexdigest(),
        readers=readers,
    )
    if tests:
        failures = [failure for code in languages for failure in failed_tests(keywords, code)]
        if failures:
            raise ConfigError("\n".join(failures))
    return keywords


def _mark(readers: Readers | None) -> str:
    if readers is None:
        return "none"
    marks = [str(each.meta.get("corpus", "")) for each in (readers.plain, readers.semantic) if each is not None]
    return f"{' '.join(marks)} {readers.encode is not None}"


def _language(code: str, text: str, names: Mapping[str, str], shipped: Mapping[str, str]) -> Language:
    name = names.get(code, f"{code}.toml")
    if not is_overlay(name, text):
        return Language(read_keyword_file(name, text))
    if code not in shipped:
        raise ConfigError(f"{name}: no {code}.toml ships that it could extend; leave out {MARK}, and write it whole")
    return Language(read_overlay(name, text, shipped[code]))


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

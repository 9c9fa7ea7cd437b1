"""The language of a short letter: by its script, then by the words and letters that only some languages use.

A general detector was measured at 120 MB of memory; this one holds some two thousand words and says `und` where it
cannot tell.
"""

import re
from collections.abc import Mapping

from parsers.labels.function_words import CYRILLIC, LETTERS, WORDS
from parsers.vocabulary import Language

MAX_TEXT = 1500  # characters looked at
MIN_SCORE = 1.6  # evidence below which a text is too short to tell
MIN_ENGLISH = 0.9  # the same for English, where nothing else speaks
MIN_LEAD = 1.25  # how far the best must be ahead of the second
ENGLISH_LEAD = 2.0  # how far another language must be ahead of English

PUNCTUATION = ".,;:!?()[]{}<>\"'`´“”„«»…-–—*_~|/"
_SCRIPTS = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af\u1100-\u11ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "hy": re.compile("[\u0530-\u058f]"),
}
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
UNKNOWN = Language()
# A mail in parts: below this many Latin letters beside another script there is no second language to speak of.
MIXED_FROM = 40
CHARACTERS = 3  # of a script without spaces, for a word of another
PARTLY = 0.6  # the confidence in what only a part of the mail shows
_PARAGRAPH = re.compile(r"\n\s*\n")
_UNSPACED = frozenset({"ja", "zh", "th"})
_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+")


def _weights(tables: Mapping[str, str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Word to the languages that have it; a word of one language weighs 1, one of four a quarter."""
    owners: dict[str, list[str]] = {}
    for language, words in tables.items():
        for word in set(words.split()):
            owners.setdefault(word, []).append(language)
    return {word: tuple((language, 1 / len(found)) for language in found) for word, found in owners.items()}


LATIN_WORDS = _weights(WORDS)
CYRILLIC_WORDS = _weights(CYRILLIC)
_RARE = {letter: language for language, letters in LETTERS.items() for letter in letters if language != "no"}
_RARE_LETTER = re.compile("[" + "".join(_RARE) + "]")


def find_language(text: str) -> Language:
    """The language most likely meant, with confidence 0 to 1; `und` where the text is too short to tell.

    A mail in two languages, or with a signature in another one, is in that of most of its paragraphs' words.
    """
    whole = _of_whole(text)
    mixed = whole.code == "und" or (whole.code in _UNSPACED and len(_LATIN.findall(text[:MAX_TEXT])) > MIXED_FROM)
    return (_of_parts(text) or whole) if mixed else whole


def _of_parts(text: str) -> Language | None:
    """The language that most words stand in, paragraph by paragraph; the first of two with as many."""
    parts = [part for part in _PARAGRAPH.split(text[:MAX_TEXT]) if part.strip()]
    words: dict[str, float] = {}
    for part in parts if len(parts) > 1 else ():
        found = _of_whole(part).code
        words[found] = (
            words.get(found, 0.0) + len(_RUN.sub(" ", part).split()) + sum(map(len, _RUN.findall(part))) / CHARACTERS
        )
    words.pop("und", None)
    return Language(code=max(words, key=lambda code: words[code]), confidence=PARTLY) if words else None


def _of_whole(text: str) -> Language:
    letters = text[:MAX_TEXT].lower().replace("’", "'")
    if not letters.isascii():
        by_script = _by_script(letters)
        if by_script is not None:
            return by_script
    scores = _scores(letters, LATIN_WORDS)
    for letter in _RARE_LETTER.findall(letters)[:8]:
        scores[_RARE[letter]] = scores.get(_RARE[letter], 0.0) + 0.5
        if letter in "æø":
            scores["no"] = scores.get("no", 0.0) + 0.5
    return _verdict(scores)


def _by_script(letters: str) -> Language | None:
    counts = {name: len(pattern.findall(letters)) for name, pattern in _SCRIPTS.items()}
    latin = len(_LATIN.findall(letters))
    total = sum(counts.values())
    if total < 2 or total * 3 < latin:
        return None
    if counts["ja"] and counts["ja"] * 8 >= counts["zh"]:
        return _sure("ja", total)
    best = max(counts, key=lambda name: counts[name])
    if best == "cyrillic":
        return _cyrillic(letters, total)
    return _sure(best, total)


def _sure(code: str, evidence: int) -> Language:
    return Language(code=code, confidence=round(min(0.99, 0.7 + evidence / 50), 2))


def _cyrillic(letters: str, total: int) -> Language:
    scores = _scores(letters, CYRILLIC_WORDS)
    for marks, language in (("іїєґ", "uk"), ("ыэё", "ru"), ("ъщ", "bg")):
        weight = 0.4 if language == "bg" else 1.0
        scores[language] = scores.get(language, 0.0) + weight * sum(letters.count(mark) for mark in marks)
    if total >= 4 and not any(scores.values()):
        return Language(code="ru", confidence=0.5)
    return _verdict(scores) if total >= 4 else UNKNOWN


def _scores(letters: str, table: Mapping[str, tuple[tuple[str, float], ...]]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for token in letters.split():
        for language, weight in table.get(token) or table.get(token.strip(PUNCTUATION), ()):
            scores[language] = scores.get(language, 0.0) + weight
    return scores


def _verdict(scores: dict[str, float]) -> Language:
    """The best, if it has enough evidence and leads the second; English wins whatever is not clearly something else."""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked:
        return UNKNOWN
    code, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if best < (MIN_ENGLISH if code == "en" and second < 0.4 else MIN_SCORE):
        return UNKNOWN
    if code != "en" and scores.get("en", 0.0) * ENGLISH_LEAD > best:
        return UNKNOWN
    if best < second * MIN_LEAD:
        return UNKNOWN
    share = best / (best + second)
    return Language(code=code, confidence=round(min(0.99, share * min(1.0, 0.6 + best / 10)), 2))

"""What a language model answered, checked like a stranger's claim: known words, each with the mail's own to show it.

Nothing that it wrote is kept but closed names; the words shown are cut from the mail, at the place it pointed to.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from classifiers.intent.explaining import LONGEST
from classifiers.intent.prompt import GIVEN_AT_MOST, SUBJECT_AT_MOST
from classifiers.intent.verdict import ORDER
from parsers.vocabulary import Claim, ClaimKind, Cue, Hit, Intent, ModelSays, Silence, Span, Speaker

RULE = "language model"  # what a hit that it pointed at is called
ANSWER_AT_MOST = 20_000  # characters
INTENTS_AT_MOST, CUES_AT_MOST = 4, 8
QUOTE_AT_MOST = 400
# What stood in the mail that was given in place of an address or a name: a quote may span one.
HIDDEN = ("[address]", "[name]")

_FOLDED = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"})
_PARTS = ("intents", "cues", "about_billing", "speaker")
_THOUGHT = "</think>"  # what reasoning models write before it is no part of the answer
_SPACED = 0x0E00  # from here on scripts set no spaces between words
_LETTER = "[^\\W\\u0e00-\\U0010ffff]"  # of a script that does
_NO_QUOTE = "its quote is not in the mail"


def check_answer(answer: str, *, subject: str, body: str, asked: ModelSays) -> ModelSays:
    """`asked` (model, prompt, trust) with every claim of the answer that holds for this mail.

    `subject` and `body` are the mail's, redacted; a quote is looked for in what was given of them.
    """
    if len(answer) > ANSWER_AT_MOST:
        return replace(asked, silence=Silence.TOO_LONG)
    found = _read(answer)
    if found is None:
        return replace(asked, silence=Silence.NONSENSE)
    hearing = _Hearing(subject[:SUBJECT_AT_MOST], body[:GIVEN_AT_MOST])
    claims = tuple(hearing.claims(found))
    return replace(
        asked,
        claims=claims,
        dropped=tuple(hearing.dropped),
        silence=None if claims else Silence.UNPROVEN,
    )


def _read(answer: str) -> Mapping[str, Any] | None:
    """The JSON object of the answer, with or without a fence around it; None where there is none of ours."""
    text = answer.rpartition(_THOUGHT)[2]
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        found = json.loads(text[start : end + 1])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and any(part in found for part in _PARTS) else None


class _Hearing:
    """One answer against one mail. `dropped` grows: what was wrong, in words of ours."""

    def __init__(self, subject: str, body: str) -> None:
        self._fields = (("body", body, _fold(body)), ("subject", subject, _fold(subject)))
        self.dropped: list[str] = []

    def claims(self, found: Mapping[str, Any]) -> Iterator[Claim]:
        """Those that hold."""
        self.dropped += ["a part that is not asked for"] * sum(key not in _PARTS for key in found)
        yield from _with_one_primary(self._each(found.get("intents", []), ClaimKind.INTENT, Intent, INTENTS_AT_MOST))
        yield from self._each(found.get("cues", []), ClaimKind.CUE, Cue, CUES_AT_MOST)
        yield from self._one(found.get("about_billing"), ClaimKind.ABOUT)
        yield from self._one(found.get("speaker"), ClaimKind.SPEAKER)

    def _each(self, listed: object, kind: ClaimKind, words: type[StrEnum], most: int) -> list[Claim]:
        if not isinstance(listed, list):
            self._drop(kind, "not a list")
            return []
        kept: dict[str, Claim] = {}
        for entry in listed:
            name = entry.get("name") if isinstance(entry, dict) else None
            if not isinstance(name, str) or name not in set(words):
                self._drop(kind, "no word of ours")
            elif name in kept:
                self._drop(kind, "said twice")
            elif len(kept) >= most:
                self._drop(kind, "too many")
            elif claim := self._proven(kind, name, entry):
                kept[name] = claim
        return list(kept.values())

    def _one(self, entry: object, kind: ClaimKind) -> Iterator[Claim]:
        if entry is None:
            return
        value = entry.get("value") if isinstance(entry, dict) else None
        if kind is ClaimKind.ABOUT and isinstance(value, bool):
            value = "yes" if value else "no"
        elif kind is ClaimKind.ABOUT or not isinstance(value, str) or value not in set(Speaker):
            self._drop(kind, "no word of ours")
            return
        assert isinstance(entry, dict)
        if claim := self._proven(kind, str(value), entry):
            yield claim

    def _proven(self, kind: ClaimKind, name: str, entry: Mapping[str, Any]) -> Claim | None:
        quote = entry.get("quote")
        hit = self._find(quote) if isinstance(quote, str) and len(quote) <= QUOTE_AT_MOST else None
        if hit is None:
            self._drop(kind, _NO_QUOTE)
            return None
        return Claim(kind=kind, name=name, hit=hit, primary=entry.get("primary") is True)

    def _find(self, quote: str) -> Hit | None:
        """Where the mail says so: the same letters, blanks folded, whole words."""
        pattern = _pattern(_fold(quote).strip(" \n\t\r\"'."))
        for field, text, folded in self._fields:
            if pattern and (match := pattern.search(folded)):
                start, end = match.start(), min(match.end(), match.start() + LONGEST)
                return Hit(rule=RULE, text=text[start:end], field=field, span=Span(start, end))
        return None

    def _drop(self, kind: ClaimKind, why: str) -> None:
        self.dropped.append(f"{kind}: {why}")


def _fold(text: str) -> str:
    """Typographic signs as plain ones, letter by letter, so that places hold."""
    return text.translate(_FOLDED)


def _pattern(quote: str) -> re.Pattern[str] | None:
    """What the quote looks like in the mail; None for one that shows nothing, or that spans several hidden names."""
    words = quote.split()
    if sum(char.isalnum() for char in quote) < 2 or sum(quote.count(mark) for mark in HIDDEN) > 1:
        return None
    looks = r"\s+".join(_looks(word) for word in words)
    before = f"(?<!{_LETTER})" if _spaced(quote[0]) else ""
    after = f"(?!{_LETTER})" if _spaced(quote[-1]) else ""
    return re.compile(before + looks + after)


def _looks(word: str) -> str:
    for mark in HIDDEN:
        before, found, after = word.partition(mark)
        if found:
            return f"{re.escape(before)}.{{1,120}}?{re.escape(after)}"
    return re.escape(word)


def _spaced(char: str) -> bool:
    return char.isalnum() and ord(char) < _SPACED


def _with_one_primary(claims: Sequence[Claim]) -> Iterator[Claim]:
    """One of them decides: the one said to, else the one that outranks the others (policy, section 1).

    Beside a wish, `other` says nothing.
    """
    wishes = [each for each in claims if each.name != Intent.OTHER] or list(claims)
    ranked = sorted(wishes, key=lambda each: (not each.primary, _rank(each)))
    yield from (replace(each, primary=i == 0) for i, each in enumerate(ranked))


def _rank(claim: Claim) -> int:
    intent = Intent(claim.name)
    return ORDER.index(intent) if intent in ORDER else len(ORDER)

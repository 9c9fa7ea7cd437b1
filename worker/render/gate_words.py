"""What the gates look for in a language, made from its `language.toml` and the months of CLDR."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from worker.cldr import month_names
from worker.languages import SURE_LANGUAGE, GateText, draft_languages

# A letter or figure of a script that parts its words; those of the others stand right beside a fact and are no part
# of it: kana, ideographs, full-width forms.
UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
LETTER = rf"[^\W{UNSPACED}]"
STARTS, ENDS = rf"(?<!{LETTER})", rf"(?!{LETTER})"
NUMBER = rf"\d(?:{LETTER}|[.,:/’-](?={LETTER}*\d))*"
SIGN = r"[$€£¥₹₩₪¢]"
CODE = (
    rf"{STARTS}(?:USD|EUR|GBP|JPY|CHF|AUD|CAD|NZD|SEK|NOK|DKK|PLN|INR|BRL|MXN|CZK|HUF|KRW|CNY|HKD|SGD|ZAR|TRY|ILS|AED|"
    rf"KWD|BHD|JOD|OMR|TND|RON){ENDS}"
)
_OF = r"(?:of|de|del|di|d['’])"
_STEM = 5
KINDS = ("refund", "cancel", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A pattern that claims a thing of a kind is done: `refund`, `cancel`, `other`.

    `stems` are beginnings of words without one of which it cannot hit, which most sentences lack; None asks always.
    """

    kind: str
    pattern: re.Pattern[str]
    stems: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWords:
    """One language, compiled. `tokens` are pairs of a cheap pattern that must hit and the one that finds."""

    language: str
    tokens: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    fixed: re.Pattern[str] | None
    claims: tuple[Claim, ...]
    unless: re.Pattern[str] | None
    discloses: re.Pattern[str]


def words_for(language: str) -> tuple[GateWords, ...]:
    """What a draft in `language` is searched for: its own words and those of the sure language; without one, all."""
    known = draft_languages()
    chosen = [code for code in dict.fromkeys((language, SURE_LANGUAGE)) if code in known] if language else [*known]
    return tuple(_compiled(code) for code in chosen)


@cache
def _compiled(code: str) -> GateWords:
    gate = draft_languages()[code].gate
    return GateWords(
        language=code,
        tokens=(*_amounts(gate), *_months(code, gate), *((re.compile(each),) * 2 for each in gate.figures)),
        fixed=re.compile(f"{STARTS}{_either(gate.bank_days)}{ENDS}") if gate.bank_days else None,
        claims=tuple(claim for kind in KINDS for claim in _claims(kind, gate)),
        unless=re.compile(rf"(?i)(?:^|{STARTS}){_either(gate.unless)}\s*$") if gate.unless else None,
        discloses=re.compile(f"(?i){_either(gate.discloses)}"),
    )


def _either(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


def _amounts(gate: GateText) -> Iterable[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Amounts with the currency in words: `fifty dollars`, `zweihundert Euro`, `50 euros`, `四千九百円`."""
    numeral, coin = _either(sorted(gate.numerals, key=len, reverse=True)), _either(gate.coins)
    link = rf"(?:{_either(gate.numeral_links)}[\s-]{{0,2}})?" if gate.numeral_links else ""
    written = rf"{STARTS}{numeral}(?:[\s-]{{0,2}}{link}{numeral})*[\s-]{{0,2}}{link}"
    found = rf"(?i)(?:{written}|{NUMBER}\s?)(?:US-)?{coin}{ENDS}"
    yield re.compile(f"(?i){coin}"), re.compile(found)


def _months(code: str, gate: GateText) -> Iterable[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Dates with the month in words, and months alone; one that is also another word only beside a number."""
    names = [name for name in month_names(code) if name not in gate.shy_months]
    if not names:
        return
    same = "" if all(name[:1].isupper() for name in names) else "(?i)"
    month, every = _either(map(re.escape, names)), _either(map(re.escape, (*names, *gate.shy_months)))
    shy = rf"|{STARTS}{_either(gate.before_shy_months)} {_either(gate.shy_months)}{ENDS}" if gate.shy_months else ""
    dated = (
        rf"{STARTS}{NUMBER}\.?(?:\s{_OF})?\s{every}{ENDS}(?:,?\s(?:{_OF}\s)?\d{{2,4}})?|"
        rf"{STARTS}{month}{ENDS}(?:\.(?=\s?\d))?(?:\s{NUMBER})?(?:,?\s(?:{_OF}\s)?\d{{4}})?{shy}"
    )
    yield re.compile(f"{same}{every}{ENDS}"), re.compile(f"{same}{dated}")


def _claims(kind: str, gate: GateText) -> Iterable[Claim]:
    """Parts of sentences that say a thing of this kind is done: active, passive and perfect, of a noun, set phrases."""
    done, nouns, set_phrases = gate.done.get(kind), gate.nouns.get(kind), [*gate.claims.get(kind, ())]
    if gate.past and done:
        said = rf"{_past(gate)}{_either(done)}\b|(?:(?m:^)|[.!?:,–-]\s+){_either(done)}\b"
        yield Claim(kind=kind, pattern=re.compile(f"(?i){said}"), stems=_stems(done))
    if gate.past and nouns:
        noun = rf"(?<!\bno )\b{_either(nouns)}\b"
        yield Claim(kind=kind, pattern=re.compile(f"(?i){_either(_of_nouns(noun, gate))}"), stems=_stems(gate.made))
        if gate.over:
            set_phrases.append(rf"{noun}{_aside(gate, 40)}\b{_either(gate.over)}")
    if set_phrases:
        yield Claim(kind=kind, pattern=re.compile(f"(?i){_either(set_phrases)}"))


def _past(gate: GateText) -> str:
    """An auxiliary and up to nine words after it, none of which speaks of something open."""
    words = [word if word.startswith("[") else rf"\b{word}" for word in gate.past]
    return rf"{_either(words)}(?:\s+(?!{_either(gate.opens)}\b)[^\s.!?;:]+){{0,9}}?\s+"


def _of_nouns(noun: str, gate: GateText) -> Iterable[str]:
    """What is said of a noun: "a refund was issued", "we have processed the cancellation"."""
    made, past, aside = _either(gate.made), _past(gate), _aside(gate, 60)
    yield rf"{noun} {made}\b"
    yield rf"{noun}{aside}{past}{made}\b"
    yield rf"{past}{made}\b[^.!?;]{{0,40}}?{noun}"


def _aside(gate: GateText, most: int) -> str:
    """Up to so many characters of a sentence, without a word that denies what comes after them."""
    return rf"(?:(?!\b{_either(gate.denied)}\b)[^.!?;]){{0,{most}}}?" if gate.denied else f"[^.!?;]{{0,{most}}}?"


def _stems(phrases: Iterable[str]) -> frozenset[str]:
    """How the longest word of each phrase begins."""
    longest = (max(re.findall(r"\w+", phrase), key=len) for phrase in phrases)
    return frozenset(word[:_STEM].lower() for word in longest)


def stems_in(sentence: str) -> frozenset[str]:
    """How the words of a sentence begin, as `Claim.stems` has it."""
    return frozenset(word[:_STEM] for word in re.findall(r"\w+", sentence.lower()))

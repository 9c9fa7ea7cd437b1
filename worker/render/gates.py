"""Three gates a draft must pass, which see only its text and what is bound to it: facts, disclosure, promises."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from parsers.redaction import redact
from parsers.vocabulary import FactKind, Span, Verdict
from worker.render.gate_words import CODE, LETTER, NUMBER, SIGN, STARTS, GateWords, stems_in, words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A fact as the draft words it, and the Stripe object and field it is bound to."""

    kind: FactKind
    text: str
    object: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one draft may say.

    `said` are spans of the customer's own mail, allowed between quotation marks only. `account` are tokens of the
    person's records (names, addresses, ids, plan names, numbers), `others` those of anybody else that was found.
    `language` is the draft's; without one it is read in every language that drafts are written in.
    """

    verdict: Verdict
    language: str = ""
    facts: tuple[Shown, ...] = ()
    said: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """What a gate stopped: `facts`, `disclosure` or `promise`, and the words that tripped it."""

    gate: str
    token: str


# What looks like a fact in any language, longest reading first; amounts, months and numerals in words are a language's
# own (worker.gate_words). Each costly pattern stands behind a cheap one that must hit before it.
_FIRST = (
    (re.compile("@"), re.compile(r"[^\s<>\"'(),;]+@[\w.-]+")),
    (re.compile("://"), re.compile(r"(?i)\b[a-z][a-z0-9+.-]*://[^\s<>\"]*[^\s<>\".,;:!?)]")),
    (re.compile(r"(?i)\w\.[a-z]"), re.compile(r"(?i)\b(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/\S*)?")),
    (re.compile("_"), re.compile(r"\b[A-Za-z0-9]+_\w+")),  # Stripe's ids, and our own words for machines
    (
        re.compile(rf"{SIGN}|{CODE}"),
        re.compile(
            rf"(?:{STARTS}[A-Z]{{1,2}})?{SIGN}(?:\s?-?{NUMBER})?|{NUMBER}\s?(?:{SIGN}|{CODE})|{CODE}(?:\s?{NUMBER})?"
        ),
    ),
)
_LAST = ((re.compile(r"\d"), re.compile(rf"(?:{STARTS}(?:(?![\d_]){LETTER})+[-_]?)?{NUMBER}")),)
# Letters, figures or signs right before or after what was looked for, which make it a part of something longer.
_GROWN = re.compile(rf"(?s).?(?:{LETTER}|[$€£¥₹₩₪]){LETTER}|.?{LETTER}[^\w]|\d[.,’]{LETTER}")
_GROWS = re.compile(rf"{LETTER}(?:{LETTER}|[.,:/’-]{LETTER}*\d)|{SIGN}{LETTER}")
_THOUSANDS = re.compile(r"\d \d{3}(?!\d)")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»\n]{1,300})[\"”“»]")


# Marks of the scripts without spaces stay: as ASCII they would tie the figures on both sides into one.
_FOLDED = re.compile("[^，、。．：；！？（）～]+")
# What parts the thousands where a plain space would break them (CLDR: French, Portuguese of Portugal, Polish).
_SPACE_IN_NUMBER = re.compile("(?<=\\d)[\u00a0\u202f\u2009](?=\\d{3})")


def breaches(text: str, bounds: Bounds) -> tuple[Breach, ...]:
    """Everything in a rendered draft, its quoted original left out, that no gate may let pass."""
    plain = _folded(text)
    covers = _covered(plain, bounds)
    found = (*fact_gate(plain, bounds, covers), *disclosure_gate(plain, bounds, covers), *promise_gate(plain, bounds))
    return tuple(dict.fromkeys(found))


def stated(text: str, language: str = "") -> tuple[str, ...]:
    """What looks like a fact in a template's own words, where nothing is bound yet."""
    bounds = Bounds(verdict=Verdict.VERIFIED, language=language)
    return tuple(dict.fromkeys(breach.token for breach in fact_gate(text, bounds, _covered(text, bounds))))


def _folded(text: str) -> str:
    """Compatibility forms resolved and invisible characters gone, so that no token hides from its pattern."""
    if text.isascii():
        return text
    plain = _FOLDED.sub(lambda hit: unicodedata.normalize("NFKC", hit[0]), _SPACE_IN_NUMBER.sub("’", text))
    return "".join(c for c in plain if c.isascii() or unicodedata.category(c) not in {"Cf", "Co", "Cn"})


def _covered(text: str, bounds: Bounds) -> tuple[Span, ...]:
    """Where the text shows bound facts, fixed figures, or the customer's own words between quotation marks."""
    said = {_folded(words).strip() for words in bounds.said}
    quoted = (Span(*hit.span(1)) for hit in _QUOTED.finditer(text) if hit[1].strip() in said)
    patterns = (words.fixed for words in words_for(bounds.language) if words.fixed)
    fixed = (Span(*hit.span()) for pattern in patterns for hit in pattern.finditer(text))
    facts = () if bounds.verdict is not Verdict.VERIFIED else bounds.facts
    shown = (span for fact in facts for span in _found(fact.text, text))
    return (*quoted, *fixed, *shown)


def _found(words: str, text: str) -> Iterator[Span]:
    """Where `words` stand in the text as words of their own, not as a part of a longer figure or name."""
    words = _folded(words).strip()
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        before = max(start - 2, 0)
        grown = _GROWN.fullmatch(text, before, start + 1) or _THOUSANDS.match(text, before, start + 4)
        if not grown and not _GROWS.match(text, end - 1):
            yield Span(start, end)
        start = text.find(words, start + 1)


def _within(span: Span, covers: Iterable[Span]) -> bool:
    return any(cover.start <= span.start and span.end <= cover.end for cover in covers)


def fact_gate(text: str, bounds: Bounds, covers: Sequence[Span]) -> Iterator[Breach]:
    """Amounts, dates, digits, plan names, numbers and links that are bound to nothing in Stripe."""
    tokens = _tokens(text, bounds.language)
    yield from (Breach("facts", token) for token, span in tokens if not _within(span, covers))
    for plan in bounds.plans:
        yield from (Breach("facts", plan) for span in _found(plan, text) if not _within(span, covers))


def _tokens(text: str, language: str) -> Iterator[tuple[str, Span]]:
    """Whatever in a text looks like a fact, with where it stands; paragraph by paragraph, since many hold none."""
    spoken = [pair for words in words_for(language) for pair in words.tokens]
    start = 0
    for paragraph in text.split("\n\n"):
        taken: list[Span] = []
        for hint, pattern in (*_FIRST, *spoken, *_LAST):
            for hit in pattern.finditer(paragraph) if hint.search(paragraph) else ():
                span = Span(start + hit.start(), start + hit.end())
                if not any(span.start < other.end and other.start < span.end for other in taken):
                    taken.append(span)
                    yield hit[0].strip(), span
        start += len(paragraph) + 2


def disclosure_gate(text: str, bounds: Bounds, covers: Sequence[Span]) -> Iterator[Breach]:
    """What the verdict on the sender does not allow: others' data always, the account's own unless verified.

    Nor do words that tell whether there is an account. Secrets and card numbers never pass, whosever they are; a bound
    link may look like one.
    """
    links = [fact.text for fact in bounds.facts if fact.kind is FactKind.URL]
    bare = reduce(lambda rest, link: rest.replace(link, ""), links, text)
    yield from (Breach("disclosure", found.kind) for found in redact(bare)[1])
    proven = bounds.verdict is Verdict.VERIFIED
    told = () if proven else [hit[0] for words in words_for(bounds.language) for hit in words.discloses.finditer(text)]
    yield from (Breach("disclosure", words) for words in told)
    hidden = bounds.others if proven else (*bounds.others, *bounds.account)
    for token in hidden:
        yield from (Breach("disclosure", token) for span in _found(token, text) if not _within(span, covers))


_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n")
_PROOF = {
    "refund": re.compile(r"^(?:re|pyr|dp|du|cn|cbtxn)_"),
    "cancel": re.compile(r"^sub_"),
}
_PROOF_FIELD = {
    "refund": re.compile(r"refund|dispute|status|amount|created|reason"),
    "cancel": re.compile(r"ended_at|canceled_at"),
}


def promise_gate(text: str, bounds: Bounds) -> Iterator[Breach]:
    """Completed actions that no fact in the same paragraph shows as completed in Stripe."""
    spoken = words_for(bounds.language)
    for paragraph in text.split("\n\n"):
        for sentence in _SENTENCE.split(paragraph):
            stems = stems_in(sentence)
            for words in spoken:
                yield from _claimed(sentence, stems, paragraph, words, bounds)


def _claimed(
    sentence: str, stems: frozenset[str], paragraph: str, words: GateWords, bounds: Bounds
) -> Iterator[Breach]:
    for claim in words.claims:
        if claim.stems is None or not claim.stems.isdisjoint(stems):
            found = claim.pattern.finditer(sentence)
            hits = [hit for hit in found if not _asked(sentence, hit) and not _open(sentence, hit, words)]
            if hits and not _proven(claim.kind, paragraph, bounds):
                yield from (Breach("promise", hit[0].strip()) for hit in hits)


def _asked(sentence: str, hit: re.Match[str]) -> bool:
    """Whether it is a question that begins with its verb: "Has your card changed?"."""
    return sentence.rstrip().endswith("?") and not sentence[: hit.start()].strip()


def _open(sentence: str, hit: re.Match[str], words: GateWords) -> bool:
    """Whether what stands before makes a claim none: "once it is cancelled", "nothing has changed"."""
    return words.unless is not None and words.unless.search(sentence[: hit.start()]) is not None


def _proven(kind: str, paragraph: str, bounds: Bounds) -> bool:
    """Whether the paragraph shows a fact of an object that proves such an action: a refund, an ended subscription."""
    if kind not in _PROOF or bounds.verdict is not Verdict.VERIFIED:
        return False
    return any(
        _PROOF[kind].search(fact.object) and _PROOF_FIELD[kind].search(fact.field)
        for fact in bounds.facts
        if any(_found(fact.text, paragraph))
    )

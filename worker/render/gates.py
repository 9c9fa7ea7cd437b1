"""Three gates a draft must pass, which see only its text and what is bound to it: facts, disclosure, promises."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from parsers.redaction import redact
from parsers.vocabulary import FactKind, Span, Verdict


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
    """

    verdict: Verdict
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


# The figures that templates may state on their own: how long a bank takes is Stripe's word, not an account's.
# https://docs.stripe.com/refunds: 5-10 business days.
_COMMON = re.compile(
    r"\b(?:5 (?:to|bis) 10|5[-–]10) (?:business days|working days|Werktagen?|Bankarbeitstagen?|Bankwerktagen?)\b"
)
_SIGN = r"[$€£¥₹₩₪¢]"
_CODE = r"\b(?:USD|EUR|GBP|JPY|CHF|AUD|CAD|NZD|SEK|NOK|DKK|PLN|INR|BRL|MXN|CZK|HUF|KRW)\b"
_MONTH = (
    r"(?:January|February|March|April|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept?|Oct|Nov|Dec|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Okt|Dez)\b(?:\.(?= ?\d))?"
)
_COINS = r"\b(?:dollars?|euros?|pounds?|cents?)"
_NUMBER = r"\d(?:\w|[.,:/-](?=\w*\d))*"
_NUMERAL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|"
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwanzig|dreißig|vierzig|fünfzig|hundert|tausend)"
)
# What looks like a fact, longest reading first. Each costly pattern stands behind a cheap one that must hit before it.
_TOKENS = (
    (re.compile("@"), re.compile(r"[^\s<>\"'(),;]+@[\w.-]+")),
    (re.compile("://"), re.compile(r"(?i)\b[a-z][a-z0-9+.-]*://[^\s<>\"]*[^\s<>\".,;:!?)]")),
    (re.compile(r"(?i)\w\.[a-z]"), re.compile(r"(?i)\b(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/\S*)?")),
    (re.compile("_"), re.compile(r"\b[A-Za-z0-9]+_\w+")),  # Stripe's ids, and our own words for machines
    (
        re.compile(rf"{_SIGN}|{_CODE}"),
        re.compile(
            rf"(?:\b[A-Z]{{1,2}})?{_SIGN}(?:\s?{_NUMBER})?|{_NUMBER}\s?(?:{_SIGN}|{_CODE})|{_CODE}(?:\s?{_NUMBER})?"
        ),
    ),
    (re.compile(rf"(?i){_COINS}"), re.compile(rf"(?i)(?:\b(?:\w+-)?{_NUMERAL}[\s-]+|\b{_NUMBER}\s)(?:US-)?{_COINS}\b")),
    (
        re.compile(rf"{_MONTH}|May\b"),
        re.compile(
            rf"\b{_NUMBER}\.?(?:st|nd|rd|th)?(?: of)? (?:{_MONTH}|May\b)(?:,? \d{{2,4}})?|"
            rf"\b{_MONTH}(?: {_NUMBER}(?:st|nd|rd|th)?)?(?:,? \d{{4}})?|\b(?:in|of|since|until|by|im) May\b"
        ),
    ),
    (re.compile(r"\d"), re.compile(rf"(?:\b[^\W\d_]+[-_]?)?{_NUMBER}")),
)
# Letters, figures or signs right before or after what was looked for, which make it a part of something longer.
_GROWN = re.compile(r"(?s).?[\w$€£¥₹₩₪]\w|.?\w\W|\d[.,]\w")
_GROWS = re.compile(r"\w(?:\w|[.,:/-]\w*\d)")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»\n]{1,300})[\"”“»]")


def breaches(text: str, bounds: Bounds) -> tuple[Breach, ...]:
    """Everything in a rendered draft, its quoted original left out, that no gate may let pass."""
    plain = _folded(text)
    covers = _covered(plain, bounds)
    found = (*fact_gate(plain, bounds, covers), *disclosure_gate(plain, bounds, covers), *promise_gate(plain, bounds))
    return tuple(dict.fromkeys(found))


def stated(text: str) -> tuple[str, ...]:
    """What looks like a fact in a template's own words, where nothing is bound yet."""
    bounds = Bounds(verdict=Verdict.VERIFIED)
    return tuple(dict.fromkeys(breach.token for breach in fact_gate(text, bounds, _covered(text, bounds))))


def _folded(text: str) -> str:
    """Compatibility forms resolved and invisible characters gone, so that no token hides from its pattern."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c.isascii() or unicodedata.category(c) not in {"Cf", "Co", "Cn"})


def _covered(text: str, bounds: Bounds) -> tuple[Span, ...]:
    """Where the text shows bound facts, fixed figures, or the customer's own words between quotation marks."""
    said = {_folded(words).strip() for words in bounds.said}
    quoted = (Span(*hit.span(1)) for hit in _QUOTED.finditer(text) if hit[1].strip() in said)
    fixed = (Span(*hit.span()) for hit in _COMMON.finditer(text))
    facts = () if bounds.verdict is not Verdict.VERIFIED else bounds.facts
    shown = (span for fact in facts for span in _found(fact.text, text))
    return (*quoted, *fixed, *shown)


def _found(words: str, text: str) -> Iterator[Span]:
    """Where `words` stand in the text as words of their own, not as a part of a longer figure or name."""
    words = _folded(words).strip()
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not _GROWN.fullmatch(text, max(start - 2, 0), start + 1) and not _GROWS.match(text, end - 1):
            yield Span(start, end)
        start = text.find(words, start + 1)


def _within(span: Span, covers: Iterable[Span]) -> bool:
    return any(cover.start <= span.start and span.end <= cover.end for cover in covers)


def fact_gate(text: str, bounds: Bounds, covers: Sequence[Span]) -> Iterator[Breach]:
    """Amounts, dates, digits, plan names, numbers and links that are bound to nothing in Stripe."""
    yield from (Breach("facts", token) for token, span in _tokens(text) if not _within(span, covers))
    for plan in bounds.plans:
        yield from (Breach("facts", plan) for span in _found(plan, text) if not _within(span, covers))


def _tokens(text: str) -> Iterator[tuple[str, Span]]:
    """Whatever in a text looks like a fact, with where it stands; paragraph by paragraph, since many hold none."""
    start = 0
    for paragraph in text.split("\n\n"):
        taken: list[Span] = []
        for hint, pattern in _TOKENS:
            for hit in pattern.finditer(paragraph) if hint.search(paragraph) else ():
                span = Span(start + hit.start(), start + hit.end())
                if not any(span.start < other.end and other.start < span.end for other in taken):
                    taken.append(span)
                    yield hit[0].strip(), span
        start += len(paragraph) + 2


def disclosure_gate(text: str, bounds: Bounds, covers: Sequence[Span]) -> Iterator[Breach]:
    """What the verdict on the sender does not allow: others' data always, the account's own unless verified.

    Secrets and card numbers never pass, whosever they are; a bound link may look like one.
    """
    links = [fact.text for fact in bounds.facts if fact.kind is FactKind.URL]
    bare = reduce(lambda rest, link: rest.replace(link, ""), links, text)
    yield from (Breach("disclosure", found.kind) for found in redact(bare)[1])
    hidden = bounds.others if bounds.verdict is Verdict.VERIFIED else (*bounds.others, *bounds.account)
    for token in hidden:
        yield from (Breach("disclosure", token) for span in _found(token, text) if not _within(span, covers))


# What only Stripe can have done: participles by the kind of fact that proves them; "other" is proven by none.
_DONE = {
    "refund": (
        "refunded, reimbursed, credited, reversed, paid back, sent back, given back, returned, zurückerstattet, "
        "rückerstattet, erstattet, zurückgezahlt, zurücküberwiesen, zurückgebucht, gutgeschrieben"
    ),
    "cancel": (
        "cancelled, canceled, terminated, ended, stopped, deactivated, unsubscribed, switched off, turned off, "
        "gekündigt, storniert, beendet, deaktiviert, abbestellt"
    ),
    "other": (
        "voided, deleted, removed, merged, waived, updated, fixed, resolved, changed, switched, downgraded, upgraded, "
        "closed, blocked, gelöscht, entfernt, geändert, erledigt, behoben, umgestellt"
    ),
}
# Participles that claim whatever their noun names: "a refund was issued", "we have processed the cancellation".
_MADE = (
    "issued, processed, completed, initiated, submitted, made, sent, triggered, started, arranged, put through, done, "
    "requested, approved, granted, confirmed, taken care of, "
    "bestätigt, erfolgt, veranlasst, ausgestellt, abgeschlossen, angewiesen, ausgelöst, gesendet, "
    "durchgeführt, überwiesen, bearbeitet, eingeleitet"
)
_NOUNS = {
    "refund": r"refunds?|reimbursements?|money|credit|(?:rück)?erstattung(?:en)?|geld|gutschrift",
    "cancel": r"cancell?ations?|kündigung(?:en)?|stornierung(?:en)?",
}
_BASE = {"refund": "(?:refund|reimburse|credit|return)", "cancel": "(?:cancel|end|stop)"}
_PAST = (
    r"(?:\b(?:have|has|had|having|was|were|been|is|are|got|i|we|habe|haben|hat|hatten?|wurden?|worden|ist|sind)|"
    r"[’'](?:ve|s|re))"
)
# Words after which an auxiliary no longer speaks of something done.
_OPEN = (
    r"be|being|to|will|would|can|could|may|might|should|must|not|never|cannot|unless|if|once|when|until|before|after|"
    r"werden?|wird|kann|können|könnte|nicht|noch|nie|sobald|wenn|falls|bevor|bis|zu"
)
_GAP = rf"(?:\s+(?!(?:{_OPEN})\b)[^\s.!?;:]+){{0,9}}?\s+"
_OVER = (
    r"(?:is|are|was|has been) (?:already |now )?(?:on (?:its|the) way|underway|through|complete|done)|went through|"
    r"has gone through|(?:is|was|has been) (?:already |now )?(?:put )?back|has (?:already |now )?left|"
    r"ist (?:bereits |schon )?(?:unterwegs|raus|veranlasst|bei Ihnen|zurück)"
)


def _any_of(words: str) -> str:
    return "(?:" + "|".join(map(re.escape, words.split(", "))) + ")"


def _claims(kind: str) -> re.Pattern[str]:
    """Sentences' parts that say a thing of this kind is done: active, passive and perfect, English and German."""
    done = _any_of(_DONE[kind])
    past = rf"{_PAST}{_GAP}{done}\b|(?:(?m:^)|[.!?:,–-]\s+|\bconsider (?:it|that|this) ){done}\b"
    if kind == "other":
        return re.compile(f"(?i){past}")
    noun = rf"(?<!\bno )\b(?:{_NOUNS[kind]})\b"
    made = rf"{_PAST}{_GAP}{_any_of(_MADE)}\b"
    past += rf"|\bdid {_BASE[kind]}\b|{_PAST}{_GAP}put\b[^.!?;]{{0,30}}? back\b|{noun} {_any_of(_MADE)}\b"
    after = rf"{noun}[^.!?;]{{0,60}}?{made}|{noun}[^.!?;]{{0,40}}?\b(?:{_OVER})"
    return re.compile(rf"(?i){past}|{after}|{made}[^.!?;]{{0,40}}?{noun}")


# What makes the words right after it no claim: "once it is cancelled", "nothing has changed".
_CONDITION = re.compile(
    r"(?i)\b(?:(?:once|when|if|whether|until|unless|as soon as|sobald|wenn|falls|bis)\b[^,.;:!?\n]*|nothing|nichts)\s*$"
)
# A sentence without one of these words, or all words of one of these phrases, makes no claim; most have none.
_LOOSE = (
    "on way, is underway, went through, gone through, is through, is complete, is back, was back, been back, put back, "
    "has left, did refund, did reimburse, did credit, did return, did cancel, did end, did stop, unterwegs, raus, "
    "ist zurück, bei ihnen"
)
_PHRASES = tuple(
    frozenset(phrase.split()) for group in (*_DONE.values(), _MADE, _LOOSE) for phrase in group.split(", ")
)
_ALONE = frozenset(word for phrase in _PHRASES if len(phrase) == 1 for word in phrase)
_TOGETHER = tuple(phrase for phrase in _PHRASES if len(phrase) > 1)
_TELLING = frozenset(max(phrase, key=len) for phrase in _TOGETHER)
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_CLAIMS = {kind: _claims(kind) for kind in _DONE}
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
    for paragraph in text.split("\n\n"):
        for sentence in _SENTENCE.split(paragraph):
            words = set(_WORD.findall(sentence.lower()))
            if not _ALONE.isdisjoint(words) or _all_of_a_phrase(words):
                yield from _claimed(sentence, paragraph, bounds)


def _all_of_a_phrase(words: set[str]) -> bool:
    return not _TELLING.isdisjoint(words) and any(phrase <= words for phrase in _TOGETHER)


def _claimed(sentence: str, paragraph: str, bounds: Bounds) -> Iterator[Breach]:
    for kind, claim in _CLAIMS.items():
        hits = [hit for hit in claim.finditer(sentence) if not _CONDITION.search(sentence[: hit.start()])]
        if hits and not _proven(kind, paragraph, bounds):
            yield from (Breach("promise", hit[0].strip()) for hit in hits)


def _proven(kind: str, paragraph: str, bounds: Bounds) -> bool:
    """Whether the paragraph shows a fact of an object that proves such an action: a refund, an ended subscription."""
    if kind not in _PROOF or bounds.verdict is not Verdict.VERIFIED:
        return False
    return any(
        _PROOF[kind].search(fact.object) and _PROOF_FIELD[kind].search(fact.field)
        for fact in bounds.facts
        if any(_found(fact.text, paragraph))
    )

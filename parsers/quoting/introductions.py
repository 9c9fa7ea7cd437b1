"""Lines that introduce an earlier mail: "On …, X wrote:" in any language, and titled rules."""

import re
from collections.abc import Sequence
from enum import StrEnum

from parsers.labels import FORWARDED, ORIGINAL, REPLY_ABOVE, STARTERS, VERBS

MAX_INTRODUCTION = 400  # characters of a joined "On … wrote:"
MAX_SENDER = 120  # characters of a line that only names a sender
MAX_WRAPPED = 5  # lines over which it may be wrapped

_EDGES = " \t*_|\u200e\u200f\u202a\u202c\u200b\ufeff"
_COLON = (":", "：")
_ENDING = " \t\u00a0\u2009\u202f\u3000:：*_-–—.,>|"
_DATE = re.compile(
    r"\d{1,2}\s?[:.h]\s?\d{2}|(?:19|20)\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    r"|\d{1,2}[.,]?\s?(?:[^\W\d_]{3,}|月|년|월)|[^\W\d_]{3,}\.?,? \d{1,2}\b"
)
_ADDRESS = re.compile(r"[^\s<>@()]{1,80}@[^\s<>@()]{1,80}")
_TIMED = re.compile(
    r"^(?!(?:i|you|we|he|she|they|ich|sie|je|vous)\b)\w[^:]{1,60}\d\s\d{1,2}:\d{2}\W{0,4}$", re.IGNORECASE
)
_EARLY_DIGIT = re.compile(r"[\W_]*(?:[^\W\d_]{1,14}[.,]{0,2}\s?){0,3}\(?\d{1,4}(?![\w.+-]*@)(?!\d)")
_STARTER = re.compile(r"(?:-\s+)?(?:" + "|".join(map(re.escape, STARTERS)) + r")(?=[\s\d:,])", re.IGNORECASE)
_VERB = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(re.escape(verb) for verb in VERBS if verb.isascii() or verb[0] < "\u0500")
    + r")(?![^\W_])",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:\b(?:i|you|we|he|she|they|it|who|someone|ich|du|sie|er|wir|je|tu|il|elle|nous|vous|ils|yo|él|ella|jag|jeg|ik)\s+\S+)[:：]?$",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(r"\b(?:i|we|ich|wir|je|nous|yo|io|ik|wij|jag|jeg|vi)\s+\S+[:：]?$", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"(?:i|we|you|my|ich|wir|je|yo|io|eu|ik|jag|jeg)\b", re.IGNORECASE)
_INLINE = re.compile(r"(?<=\S)\s+(?=(?:On|Am|Le|El|Il|Em|Op|Den|W dniu|Dnia)\s(?:[^\W\d_]{2,10}\.?,?\s){0,3}\d)")
_RULES = "-_=~*+#–—‐‑‒―─━"  # among them the hyphens of Proton Mail
_RULE_MARKS = tuple(_RULES + "[<|:：")
_RULE_EDGES = re.compile(
    rf"^[\s>*#]*([{re.escape(_RULES)}]{{2,}}|\[|<|\|)?\s*(.*?)\s*([{re.escape(_RULES)}]{{2,}}|\]|>|\|)?\s*[:：]?\s*$"
)


class Rule(StrEnum):
    """What the title of a rule says."""

    ORIGINAL = "original message"
    FORWARDED = "forwarded message"
    REPLY_ABOVE = "reply above this line"


# Zendesk's marker, in whatever language.
_MARKER = re.compile(r"(?m)^[\s>*]{0,8}#{2}[-–—]\s?[^\n]{4,140}[-–—]?#{2}[\s*]{0,8}$")


def says_reply_above(text: str) -> bool:
    """Whether a helpdesk's "reply above this line" stands in the text."""
    folded = text.casefold()
    return any(phrase in folded for phrase in REPLY_ABOVE) or ("##" in text and _MARKER.search(text) is not None)


def titled_rule(line: str, *, reply_above: bool = True) -> Rule | None:
    """`----- Original Message -----`, `Begin forwarded message:` and the like.

    Without `reply_above` the marker line of helpdesks is not looked for.
    """
    if len(line) > 160 or not line.strip():
        return None
    if reply_above and says_reply_above(line):
        return Rule.REPLY_ABOVE
    bare = line.strip(" \t>")
    match = _RULE_EDGES.match(line) if bare[:1] in _RULE_MARKS or bare[-1:] in _RULE_MARKS else None
    if match is None:
        return None
    title = match[2].strip(_RULES + " :：").casefold()
    ruled = bool(match[1]) or line.rstrip().endswith(_COLON) or bool(match[3])
    if title in FORWARDED or (
        match[1] and title.startswith(("forwarded by", "forwarded message", "weitergeleitet von"))
    ):
        return Rule.FORWARDED if ruled else None
    return Rule.ORIGINAL if title in ORIGINAL and match[1] else None


def ruled_introduction(line: str) -> bool:
    """`---- On Tue, 22 Dec 2015 Sam <a@b> wrote ----`: a verb between two rules needs no date."""
    inner = line.strip(_EDGES)
    if not (inner.startswith("--") and inner.endswith("--")) or len(inner) > MAX_INTRODUCTION:
        return False
    return _verb_at_end(inner.strip("- "))


def introduction_start(lines: Sequence[str], last: int, first: int, *, quoted_next: bool) -> tuple[int, str] | None:
    """Where the introduction that ends with line `last` begins, and what of that line stands before it.

    Lines from `first` on are considered; `quoted_next`: a `>` line follows, so that less proof is needed.
    """
    ending = lines[last].strip(_EDGES).lstrip("> ")
    if not ending or not (may_end(ending) or (quoted_next and ending.endswith((">", ")", "]")))):
        return None
    joined, weak = "", None
    for start in range(last, max(first, last - MAX_WRAPPED) - 1, -1):
        piece = lines[start].strip(_EDGES).lstrip("> ")
        if not piece or len(joined) + len(piece) > MAX_INTRODUCTION:
            break
        joined = f"{piece} {joined}".strip()
        if _introduces(joined, quoted_next) and not _begins_above(lines, start, first, joined):
            return start, ""
        if weak is None and _names_sender(joined, quoted_next):
            weak = start
        if start == last:
            before = _starts_inside(joined, quoted_next)
            if before is not None:
                return start, before
    return None if weak is None else (weak, "")


def _begins_above(lines: Sequence[str], start: int, first: int, joined: str) -> bool:
    """Whether the line above has the word for "on" that this one lacks: the date itself was wrapped."""
    if start <= first or _STARTER.match(joined):
        return False
    above = lines[start - 1].strip(_EDGES).lstrip("> ")
    return _STARTER.match(above) is not None and not above.endswith((".", "!", "?", *_COLON))


def may_end(line: str) -> bool:
    """Whether an introduction may end with this line: a cheap test before the real one."""
    ending = line.strip(_EDGES)
    return ending.endswith(_COLON) or _verb_at_end(ending)


def _verb_at_end(text: str) -> bool:
    bare = text[-60:].rstrip(_ENDING).casefold()
    return bare.endswith(VERBS)


def _introduces(joined: str, quoted_next: bool) -> bool:
    """The strong form: begins like a date or with the word for "on", holds a date, ends with a verb or an address."""
    if not _DATE.search(joined):
        return False
    if not (_STARTER.match(joined) or _EARLY_DIGIT.match(joined)):
        return False
    has_address = _ADDRESS.search(joined) is not None
    if _verb_at_end(joined):
        return has_address or (quoted_next and not _OWN_WORDS.search(joined)) or not _PRONOUN.search(joined)
    if joined.endswith(_COLON):
        return has_address or _VERB.search(joined) is not None
    return quoted_next and has_address


def _names_sender(joined: str, quoted_next: bool) -> bool:
    """The weak form: "X <x@y> wrote:", "X wrote on 2/11/26 10:15:", or "X wrote:" right above a quote."""
    if quoted_next and joined.endswith(_COLON) and len(joined) < MAX_SENDER and _ADDRESS.search(joined):
        return _FIRST_PERSON.match(joined) is None  # "Quoting X <x@y>:", in whatever language
    if not _verb_at_end(joined):
        told = joined.endswith(_COLON) and _DATE.search(joined) is not None and _VERB.search(joined) is not None
        return told and (_ADDRESS.search(joined) is not None or _TIMED.search(joined) is not None)
    return _ADDRESS.search(joined) is not None or (
        quoted_next and len(joined) < 80 and joined.endswith(_COLON) and not _OWN_WORDS.search(joined)
    )


def _starts_inside(joined: str, quoted_next: bool) -> str | None:
    """The customer's words before an introduction that shares their line."""
    for match in _INLINE.finditer(joined):
        rest = joined[match.end() :]
        if (_verb_at_end(rest) or rest.endswith(_COLON)) and _introduces(rest, quoted_next):
            return joined[: match.start()]
    return None

"""Lines that stand around a name: closings, titles, ways to reach a person, decoration."""

import re
from collections.abc import Sequence

from parsers.labels import CLOSING_STARTS, CLOSINGS, DEVICE

MAX_NAME = 60  # characters of a line that may be a name
DECORATION = re.compile(
    r"^(?:[\s\-—–_=*~#+.•·ᐧ|\u200b]+|\s*\[(?:cid|image|inline "
    r"image|logo)\b[^\]]{0,120}\]\s*|\s*<image\d{1,4}\.\w{3,4}>\s*)$",
    re.IGNORECASE,
)
DEVICE_LINE = re.compile(r"^[\s*_\[(<-]*(?:" + "|".join(DEVICE) + r")[\s\])>]*$", re.IGNORECASE)
NAME_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*[.,]?$")
_PARTICLES = frozenset(
    {
        "van",
        "von",
        "de",
        "der",
        "den",
        "da",
        "di",
        "del",
        "della",
        "la",
        "le",
        "du",
        "dos",
        "das",
        "y",
        "e",
        "and",
        "und",
        "&",
        "the",
        "of",
        "bin",
        "al",
    }
)
_CONTACT = re.compile(
    r"\d{3}|\d\d[\s.]\d\d[\s.]\d\d|@|www\.|https?://|\+\d|[|•·/]|\b(?:tel|fax|mob|phone|gmbh|inc|ltd|llc|corp)\b",
    re.IGNORECASE,
)
ONLY_CONTACT = re.compile(
    r"[\s|•·,/:+-]*(?:(?:tel|fax|mob(?:ile)?|cell|phone|office|direct|email|e-mail|web|skype|[tmefpow])\b\.?[\s:]*)?"
    r"(?:[^\s@]{1,64}@[^\s@]{3,80}|(?:https?://|www\.)\S{3,100}|[+(]?\d[\d\s().+/-]{6,24}\d)[\s|•·,/]*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[^\W\d_]{2,}[.?!]$|\?$")
_AROUND_CLOSING = "".join({*" \t,.!;:-–—~*_。，！、)("})
_ON_BEHALF = re.compile(r"^\s*(?:i\.\s?[AV]\.|ppa\.|p\.\s?p\.)\s")
_TITLE = re.compile(
    r"(?!(?:p\.?\s?s|please|bitte|merci|i|we|you|can|could|ich|wir|je|the)\b)[^\W\d_][^?!:;]{2,40}$", re.IGNORECASE
)
_PROMOTION = re.compile(
    r"(?:\*{2,}|[-=~]{2,}|[|•>»]).{3,120}(?:\*{2,}|[-=~]{2,}|[|•<«])$|(?:follow|visit|find|join|like) us\b.{0,80}$"
    r"|(?:folgen|besuchen) sie uns\b.{0,80}$|suivez[- ]nous\b.{0,80}$|s[íi]guenos\b.{0,80}$|seguici\b.{0,80}$"
    r"|siga-nos\b.{0,80}$|volg ons\b.{0,80}$",
    re.IGNORECASE,
)
_CLOSING_PARTS = re.compile(r"[,.!;/|&+]+|\b(?:and|und|et|y|e|en|och|og|i)\b")
MAX_CLOSING_WORDS = 9
_CASED = re.compile(r"[^\W\d_]")
_NOT_NAMES = frozenset(
    {
        "please",
        "asap",
        "ok",
        "okay",
        "yes",
        "no",
        "hello",
        "hi",
        "hey",
        "thanks",
        "ps",
        "p.s",
        "bye",
        "sorry",
        "help",
        "urgent",
        "refund",
        "cancel",
        "bitte",
        "danke",
        "ja",
        "nein",
    }
)


def is_decoration(line: str) -> bool:
    """Rows of stars and the like."""
    return DECORATION.match(line) is not None


def is_block_line(line: str) -> bool:
    """Whether a line may belong to a signature."""
    text = line.strip()
    return is_contact_line(text) and not (_SENTENCE_END.search(text) and len(text.split()) > 3)


def is_contact_block(lines: Sequence[str]) -> bool:
    """Lines below a name; one like "Responsable des achats" only where another tells how to reach that person."""
    if all(is_contact_line(text) for text in lines):
        return True
    reachable = any(ONLY_CONTACT.match(text) or _CONTACT.search(text) for text in lines)
    return reachable and all(is_contact_line(text) or _is_title(text) for text in lines)


def _is_title(line: str) -> bool:
    return _TITLE.match(line) is not None and len(line.split()) <= 5 and not _SENTENCE_END.search(line)


def is_closing(line: str) -> bool:
    """Whether the line is "Kind regards" or the like, in any language."""
    bare = line.strip(_AROUND_CLOSING).casefold()
    if len(bare) > 70:
        return False
    if bare in CLOSINGS or all(part.strip() in CLOSINGS for part in _CLOSING_PARTS.split(bare)):
        return True
    finished = line.rstrip().endswith((".", "?", ":", "。"))
    return bare.startswith(CLOSING_STARTS) and len(bare.split()) <= MAX_CLOSING_WORDS and not finished


def is_name(line: str) -> bool:
    """One to five words that may be a person's name: capitals, or a single word in any case."""
    line = _ON_BEHALF.sub("", line)
    if len(line) > MAX_NAME or _SENTENCE_END.search(line.rstrip(".")) or line.strip("-–— ").casefold() in _NOT_NAMES:
        return False
    words = line.strip("-–—~*_ ").split()
    if not 1 <= len(words) <= 5 or not _CASED.search(line):
        return False
    if len(words) == 1:
        return len(words[0]) <= 25
    return all(
        word[:1].isupper() or not word.islower() or word in _PARTICLES or not word[:1].isalpha() for word in words
    )


def is_full_name(line: str) -> bool:
    """Whether the line is two to four capitalised words."""
    words = line.strip(" ,.").split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() and NAME_WORD.match(word) for word in words)


def is_contact_line(line: str) -> bool:
    """A line that may stand below a name: a title, an address, a number, a slogan; no sentence, no question."""
    text = line.strip()
    if _PROMOTION.match(text):
        return True
    if len(text) > 100 or text.endswith(("?", "？")):
        return False
    if is_closing(text) or _CONTACT.search(text) or DECORATION.match(text) or DEVICE_LINE.match(text):
        return True
    if _SENTENCE_END.search(text) and len(text.split()) > 3:
        return False
    return is_name(text) or sum(word[:1].isupper() for word in text.split()) * 2 >= len(text.split())

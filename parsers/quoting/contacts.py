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
# What a program's greeting names: a device, an app, or being on the way.
_PROGRAM = re.compile(
    r"i-?phone|i-?pad|i-?pod|i-?cloud|\bmac\b|macbook|android|samsung|galaxy|huawei|honor\b|xiaomi|redmi|oneplus|pixel"
    r"|nokia|lumia|sony|xperia|\blg\b|motorola|\bmoto\b|\bhtc\b|blackberry|\bwindows|outlook|g-?mail|yahoo|\baol\b|\bgmx\b"
    r"|web\.de|proton|tuta|spark|bluemail|k-9|thunderbird|mailbird|canary|edison|\bnine\b|aqua|superhuman|mailspring"
    r"|postbox|zoho|zimbra|roundcube|front\b|missive|\bapp\b|mobil|mobiel|\bcell|cellul|celular|phone|tele?fon|teléfono"
    r"|telefone|telefoon|puhelin|móvil|handy|handheld|device|tablet|wireless|unterwegs|on the go|portable"
    r"|\be-?mail\b|\bmail\b|https?:|www\.|телефон|смартфон|мобильн|мобільн|почт|пошт|айфон|κινητό|נייד|טלפון|الهاتف|جوال|携帯|スマ|手機|휴대|폰\b"
    r"|komórk|komór|telefonu|telefón|mobilu|okostelefon|cep\b",
    re.IGNORECASE,
)
# What a sentence has and no such greeting: money, or somebody who does something.
_SENTENCE = re.compile(
    r"[€$£¥]\s?\d|\d[.,]\d\d\b|\d\s?(?:€|eur|usd|gbp|円|元)|\b(?:i|we|he|she|they|was|were|has|have|had|did|does|is|are|will"
    r"|would|can(?:not)?|could|should|not|never|still|but|because|since|twice|refund\w*|cancel\w*|charg\w+|paid|payments?"
    r"|invoices?|subscriptions?|money|bank|account|transfer|ich|wir|bitte|nicht|noch|aber|ist|sind|habe[nt]?|hat|konto|geld"
    r"|kündig\w+|rechnung\w*|zahlung\w*|überweisung\w*|abo\w*|abgebucht|erstatt\w+|je|nous|pas|mais|est|sont|rembours\w+"
    r"|factur\w+|paiements?|abonnement\w*|virement|banque|compte|no|pero|pago|pagos|reembols\w+|suscripci\w+|cobr\w+"
    r"|transferencia|banco|cuenta|non|pagament\w+|rimbors\w+|fattur\w+|bonifico|conto|não|mas|fatura|cobran\w+|conta|niet"
    r"|maar|betaling|factuur|rekening|opzeg\w+)\b",
    re.IGNORECASE,
)
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


def is_device_greeting(line: str) -> bool:
    """ "Sent from my phone" and its kin; an ordinary sentence that only begins so is the customer's."""
    if not 3 < len(line) <= 160 or line.endswith("?") or DEVICE_LINE.match(line) is None:
        return False
    words = line.split()
    named = sum(word[:1].isupper() or word[:1].isdigit() for word in words[1:]) * 2 >= len(words) - 1  # a model's name
    short = len(words) <= (8 if named else 5) and not line.rstrip().endswith((".", "!", "。"))
    return not is_sentence(line) and (short or _PROGRAM.search(line) is not None)


def is_sentence(line: str) -> bool:
    """Whether somebody does something in it, or money is named: then a person wrote it, no program."""
    return _SENTENCE.search(line) is not None


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
    if is_closing(text) or _CONTACT.search(text) or DECORATION.match(text) or is_device_greeting(text):
        return True
    if _SENTENCE_END.search(text) and len(text.split()) > 3:
        return False
    return is_name(text) or sum(word[:1].isupper() for word in text.split()) * 2 >= len(text.split())

"""The last four digits of a card, where words or a mask say that they are."""

import re
from collections.abc import Iterator

from parsers.identifiers.tokens import Token, any_of
from parsers.vocabulary import IdentifierKind

_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u04ff"  # of scripts that put blanks between words
_END = rf"(?P<last4>\d{{4}})(?![\d_{_LETTER}€£$%]|[.,/:-]\d)"
_ENDING = any_of(
    "ending in|ending with|ending on|ending|ends in|ends with|ended in|that ends|last 4|last four|last 4 digits",
    "last four digits|last digits|final digits|final four|finishing in|finishing with",
    "endend auf|endet auf|endet mit|mit der endung|mit den endziffern|endziffern|endung|letzten vier ziffern",
    "letzte vier ziffern|letzten 4 ziffern|letzte 4 ziffern",
    "se terminant par|se termine par|finissant par|qui finit par|terminant par|quatre derniers chiffres",
    "4 derniers chiffres|derniers chiffres",
    "terminada en|terminado en|que termina en|termina en|acabada en|que acaba en",
    "últimos 4 dígitos|últimos cuatro dígitos",
    "ultimos 4 digitos|con final|com final|de final|final",
    "che termina con|termina con|terminante con|che finisce con|ultime 4 cifre|ultime quattro cifre|che termina in",
    "terminado em|terminada em|que termina em|termina em|últimos quatro dígitos|quatro últimos dígitos",
    "eindigend op|die eindigt op|eindigt op|laatste 4 cijfers|laatste vier cijfers|eindigend met",
    "kończąca się na|kończącą się na|kończy się na|końcówka|slutar på|som slutar på|slutter på|ender på|päättyy"
    "|päättyvä"
    "|končící na|končí na|заканчивается на|заканчивающаяся на|оканчивается на|последние 4 цифры|последние четыре цифры"
    "|закінчується на|last4|last-4|末尾|下4桁|下四桁|尾号|尾號|后四位|後四碼|끝자리|뒷자리",
)
_BETWEEN = (
    r"(?:[\s:=#(\"'*•·●.xX…「『（为為是がはの番号数字桁-]|"
    r"(?:in|with|on|are|is|of|my|the|this|our|card|digits|four|number|sind|lauten|ist|der|meiner|karte|sont|de|ma|carte|la"
    r"|mi|tarjeta|son|es|della|carta|mia|sono|do|meu|cartão|são|van|mijn|kaart|zijn)(?!\w)){0,16}?"
)
_AFTER_WORDS = re.compile(rf"(?<![\d_{_LETTER}]){_ENDING}{_BETWEEN}(?<!\d){_END}", re.IGNORECASE)
_MASK = "•●∙·⋅*xX.…#"
_MASKED = re.compile(
    rf"(?<![\w{_MASK}])(?:\d{{4,6}}[\s-]?)?(?:[{_MASK}]{{2}}|…)[{_MASK}\s-]{{0,32}}+(?<!\d){_END}",
)
_BRAND = any_of(
    "visa|mastercard|master card|mc|amex|american express|discover|diners|jcb|maestro|unionpay"
    "|debit card|credit card|card"
    "|kreditkarte|karte|debitkarte|carte|carte bancaire|cb|tarjeta|carta|cartão|creditcard|kaart|kort|karta|kartou"
    "|kartą|kortti|kortet|kartım|карта|карты|картой|カード|卡"
)
_AFTER_BRAND = re.compile(
    rf"(?<![\d_{_LETTER}]){_BRAND}\s?(?:(?:number|no\.?|nr\.?|#|n°|nummer)\s?:?\s?)?(?:[x*]{{1,4}}|[(#-]|(?!(?:19|20)\d\d))"
    rf"(?!(?<=[(#-])(?:19|20)\d\d){_END}",
    re.IGNORECASE,
)
_BEFORE_WORDS = re.compile(
    r"(?:(?<![\d.,-])(?P<last4>\d{4})(?:\s(?:ile\s(?:biten|sonlanan))|-(?:r[ae]|[eöo]s)\svégződő))", re.IGNORECASE
)
# What else people name by its last digits.
_NO_CARD = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell|handy|telefon\w*|téléphone|tel[ée]fono|telefone|ssn|social security"
    r"|order|ticket|parcel|tracking)\b[^.!?\n]{0,16}\Z",
    re.IGNORECASE,
)
_REDACTED = re.compile(r"\[card number ending (?P<last4>\d{4})\]")
_PATTERNS = (_REDACTED, _AFTER_WORDS, _MASKED, _AFTER_BRAND, _BEFORE_WORDS)


def find_last4(text: str) -> Iterator[Token]:
    """Four digits after "ending in", after a mask, after a brand, or left of a number that was blacked out."""
    seen: set[int] = set()
    for pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            if hit.start("last4") not in seen and not _is_other(text, hit):
                seen.add(hit.start("last4"))
                yield Token(IdentifierKind.LAST4, hit["last4"], *hit.span("last4"))


def _is_other(text: str, hit: re.Match[str]) -> bool:
    """A phone or an order number, told by the word before "ending in"."""
    return hit.re is _AFTER_WORDS and _NO_CARD.search(text, max(0, hit.start() - 32), hit.start()) is not None

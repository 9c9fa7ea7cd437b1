"""The last four digits of a card, where words or a mask say that they are."""

import re
from collections.abc import Iterator

from parsers.identifiers.tokens import Token, any_of
from parsers.vocabulary import IdentifierKind

_END = r"(?P<last4>\d{4})(?![\w€£$%]|[.,/:-]\d)"
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
    "kończąca się na|slutar på|som slutar på|ender på|末尾|下4桁|下四桁|尾号|尾號",
)
_BETWEEN = (
    r"(?:[\s:=#(\"'*•·●.xX…-]|"
    r"(?:in|with|on|are|is|of|my|the|this|our|card|digits|number|sind|lauten|ist|der|meiner|karte|sont|de|ma|carte|la"
    r"|mi|tarjeta|son|es|della|carta|mia|sono|do|meu|cartão|são|van|mijn|kaart|zijn)(?!\w)){0,16}?"
)
_AFTER_WORDS = re.compile(rf"(?<!\w){_ENDING}{_BETWEEN}(?<!\d){_END}", re.IGNORECASE)
_MASK = "•●∙·⋅*xX.…#"
_MASKED = re.compile(
    rf"(?<![\w{_MASK}])(?:\d{{4,6}}[\s-]?)?(?:[{_MASK}]{{2}}|…)[{_MASK}\s-]{{0,32}}+(?<!\d){_END}",
)
_BRAND = any_of(
    "visa|mastercard|master card|mc|amex|american express|discover|diners|jcb|maestro|unionpay"
    "|debit card|credit card|card"
    "|kreditkarte|karte|debitkarte|carte|carte bancaire|cb|tarjeta|carta|cartão|creditcard|kaart|kort|karta"
)
_AFTER_BRAND = re.compile(
    rf"(?<!\w){_BRAND}\s?(?:(?:number|no\.?|nr\.?|#|n°|nummer)\s?:?\s?)?[(#-]?(?!(?:19|20)\d\d){_END}", re.IGNORECASE
)
_REDACTED = re.compile(r"\[card number ending (?P<last4>\d{4})\]")
_PATTERNS = (_REDACTED, _AFTER_WORDS, _MASKED, _AFTER_BRAND)


def find_last4(text: str) -> Iterator[Token]:
    """Four digits after "ending in", after a mask, after a brand, or left of a number that was blacked out."""
    seen: set[int] = set()
    for pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            if hit.start("last4") not in seen:
                seen.add(hit.start("last4"))
                yield Token(IdentifierKind.LAST4, hit["last4"], *hit.span("last4"))

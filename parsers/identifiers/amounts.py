"""Amounts of money with their currency, in the spellings of the common locales."""

import re
from collections.abc import Iterator
from decimal import Decimal

from parsers.identifiers.tokens import Token, any_of
from parsers.vocabulary import IdentifierKind
from parsers.vocabulary.money import exponent

UNNAMED = "?"  # the mail names no currency, or one word serves several
MAX_MINOR = 10**12

# A dollar sign alone is taken for US dollars and a yen sign for yen, which is what Stripe's own receipts mean by them.
SIGNS = {
    "us$": "usd", "usd$": "usd", "$us": "usd", "$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr", "₩": "krw",
    "₽": "rub", "₺": "try", "₴": "uah", "₫": "vnd", "฿": "thb", "₪": "ils", "₱": "php", "₦": "ngn", "₡": "crc",
    "r$": "brl", "a$": "aud", "au$": "aud", "aud$": "aud", "c$": "cad", "ca$": "cad", "cad$": "cad", "$ca": "cad",
    "nz$": "nzd", "hk$": "hkd", "s$": "sgd", "sg$": "sgd", "mx$": "mxn", "mex$": "mxn", "nt$": "twd",
    "kr": UNNAMED, "kr.": UNNAMED, "kč": "czk", "zł": "pln", "ft": "huf", "lei": "ron", "fr.": "chf", "sfr.": "chf",
    "rs.": "inr", "rs": "inr", "円": "jpy", "元": "cny", "块": "cny", "원": "krw",
    "tl": "try", "nis": "ils", "rp": "idr", "rp.": "idr", "rm": "myr", "đ": "vnd", "zl": "pln", "руб.": "rub",
    "лв": "bgn",
}  # fmt: skip
WORDS = {
    "usd": "us dollar|us dollars|u.s. dollar|u.s. dollars|american dollars|dollar|dollars|bucks|buck|dólares|dólar"
    "|dollari|dollaro|us-dollar|dolar|dolarów|dollaria|доллар|долларов|ドル|美元|美金",
    "aud": "australian dollars|australian dollar",
    "cad": "canadian dollars|canadian dollar",
    "eur": "euro|euros|euro's|eura|euroa|euró|evro|евро|ευρώ|ユーロ|欧元",
    "gbp": "pound|pounds|pounds sterling|quid|british pounds|pfund|livres|libras|sterline|pond",
    "chf": "swiss francs|franken|schweizer franken|francs suisses|francos suizos|franchi|franchi svizzeri|fr",
    "jpy": "yen|日元",
    "rub": "руб|рублей|рубля|рубль",
    "uah": "грн|гривень",
    "try": "lira",
    "czk": "korun|koruny",
    "huf": "forint|forintot",
    "inr": "rupees|rupee",
    "brl": "reais|real",
    "pln": "zloty|zlotys|złotych|złote",
    "sek": "swedish kronor|svenska kronor|kronor",
    "dkk": "danske kroner|danish kroner",
    "nok": "norske kroner|norwegian kroner",
    UNNAMED: "kroner|pesos|peso",
}
_CODES = """
    usd eur gbp chf cad aud nzd jpy cny inr brl mxn sek nok dkk pln czk huf ron bgn try ils aed sar zar sgd hkd twd
    krw thb myr idr php vnd clp cop pen ars uah rub isk ngn kes egp kwd bhd omr jod tnd pyg xof xaf
"""
CODES = tuple(_CODES.split())
# Codes that are words too: only in capitals.
WORDLIKE = frozenset({"try", "all", "cop", "pen", "ron", "sar", "php", "fr", "real", "tl", "nis", "rm"})
CAPITALISED = frozenset({"ft", "rp"})  # feet, and a typing slip

CURRENCIES = {word: code for code, words in WORDS.items() for word in words.split("|")} | SIGNS | {c: c for c in CODES}

_GAP = "[ \\u00a0\\u202f\\u2009]"
_NUMBER = (
    rf"(?P<number>\d{{1,3}}(?:[.,'’]\d{{2,3}}){{0,3}}[.,'’]\d{{3}}(?!\d)(?:[.,]\d{{1,3}}(?!\d))?"
    rf"|\d{{1,3}}(?:{_GAP}\d{{3}}){{1,3}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    r"|\d{1,9}(?:[.,]\d{1,3})?(?!\d))(?P<thousand>k\b)?(?:[.,][-–—]{1,2})?"
)
_LEADING = any_of(*SIGNS, *CODES)
_TRAILING = any_of(*CURRENCIES)
_DOLLARS = "(?:usd|aud|cad|nzd|sgd|hkd|mxn|twd)"  # after "$49", which dollars they are
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u04ff"  # of scripts that put blanks between words
_BEFORE = re.compile(
    rf"(?=\D{{1,8}}\d)(?<![{_LETTER}])(?:(?P<which>{_DOLLARS}) ?(?=\$))?(?P<currency>{_LEADING})"
    rf"{_GAP}{{0,2}}(?<!\d){_NUMBER}(?![.,]?\d)"
    rf"(?:{_GAP}?(?P<dollars>(?<=[\d ]){_DOLLARS})(?!\w))?",
    re.IGNORECASE,
)
_CENTS = any_of(
    "cent|cents|centime|centimes|céntimos|centavos|centesimi|cêntimos|pence|penny|öre|øre|groszy|haléřů|копеек|senttiä"
)
_AFTER = re.compile(
    rf"(?<![\d_{_LETTER}.,'’]){_NUMBER}(?:(?P<sign>[€$£])(?P<tight>\d\d)(?![\d€$£]|[.,]\d)"
    rf"|{_GAP}{{0,2}}-?(?P<currency>{_TRAILING})(?![\d{_LETTER}])"
    rf"(?:\s(?:(?:and|und|et|y|e|en|och|og|i)\s)?(?P<cents>\d\d?)\s?{_CENTS}(?![\d{_LETTER}]))?)",
    re.IGNORECASE,
)
_CHARGED = any_of(
    "charged|charge|charges|charging|billed|bill|paid|pay|payment|payments|debited|debit|deducted|taken|took",
    "amount|total|price|refund|sum of|invoice",
    "abgebucht|berechnet|bezahlt|betrag|zahlung|belastet|rechnung über|eingezogen|überwiesen",
    "facturé|prélevé|prélèvement|débité|payé|montant|paiement|remboursement",
    "cobrado|cobraron|cobro|cargo|pagado|importe|monto|pago|reembolso",
    "addebitato|addebitati|addebito|pagato|importo|pagamento|rimborso",
    "cobrança|cobraram|debitado|pago|valor|afgeschreven|betaald|bedrag|betaling|in rekening gebracht",
)
_BARE = re.compile(
    rf"(?<!\w){_CHARGED}(?:\s(?!\d)[^\s\d]{{1,12}}){{0,3}}[\s:]{{1,2}}(?P<number>\d{{1,6}}[.,]\d{{2}})(?![\w%/:]|[.,]\d|\s?(?:am|pm|uhr|h|%)\b)",
    re.IGNORECASE,
)


def find_amounts(text: str) -> Iterator[Token]:
    """Amounts as `"4900 usd"`, in minor units; a sign between two numbers belongs to the first that can have it."""
    hits = sorted([*_BEFORE.finditer(text), *_AFTER.finditer(text)], key=lambda hit: (hit.start(), -hit.end()))
    end = 0
    for hit in hits:
        if hit.start() < end:
            continue
        token = _token(hit)
        if token is not None:
            end = token.end
            yield token
    for hit in _BARE.finditer(text):
        minor = _minor(hit["number"], UNNAMED, thousands=False)
        if minor:
            yield Token(IdentifierKind.AMOUNT, f"{minor} {UNNAMED}", *hit.span("number"))


def _token(hit: re.Match[str]) -> Token | None:
    parts = hit.groupdict()
    written = re.sub(r"\s", " ", parts["currency"] or parts["sign"])
    if (written.lower() in WORDLIKE and not written.isupper()) or written in CAPITALISED:
        return None
    dollars = parts.get("which") or parts.get("dollars") if written == "$" else None
    currency = CURRENCIES[(dollars or written).lower()]
    cents = parts.get("tight") or parts.get("cents")
    number = f"{hit['number']}.{cents:0>2}" if cents and hit["number"].isdigit() else hit["number"]
    minor = _minor(number, currency, thousands=bool(hit["thousand"]))
    return Token(IdentifierKind.AMOUNT, f"{minor} {currency}", *hit.span()) if minor is not None else None


def _minor(number: str, currency: str, *, thousands: bool) -> int | None:
    """Minor units of `number`, or None where it has more decimals than the currency, or is past belief."""
    decimals = 2 if currency == UNNAMED else exponent(currency)
    value = _decimal(number, decimals) * (1000 if thousands else 1)
    minor = value.scaleb(decimals)
    return int(minor) if minor == minor.to_integral_value() and minor < MAX_MINOR else None


def _decimal(number: str, decimals: int) -> Decimal:
    """The last sign is the decimal one, unless it stands alone before three digits or more than once."""
    signs = re.findall(r"[.,]", number)
    mark = signs[-1] if signs else ""
    whole, _, fraction = number.rpartition(mark) if mark else (number, "", "")
    if mark and (
        signs.count(mark) > 1 or (len(fraction) == 3 and decimals != 3 and set(signs) == {mark} and whole != "0")
    ):
        whole, fraction = number, ""
    return Decimal(re.sub(r"\D", "", whole) + "." + (fraction or "0"))

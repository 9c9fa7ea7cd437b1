"""Invoice and receipt numbers: strict anywhere, loose only beside their word."""

import re
from collections.abc import Iterator

from parsers.identifiers.tokens import Token, any_of
from parsers.vocabulary import IdentifierKind

# Stripe's default is a prefix of 6 to 8 letters and digits and a counter padded to 4 (docs.stripe.com, "Invoice
# numbering"); a credit note adds -CN-01 to the number of its invoice.
_STRICT = re.compile(
    r"(?<![\w/-])(?:(?i:invoice|receipt|rechnung|facture|factura|fattura|fatura|factuur)[-_])?"
    r"(?P<number>(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{6,8}-\d{4,9})(?:-CN-\d{1,4})?(?![\w-])"
)

_INVOICE = any_of(
    "invoice|invoices|inv|bill|statement|credit note",
    "rechnung|rechnungsnummer|rechnungsnr|rechnungs-nr|rechnungen|gutschrift",
    "facture|factures|factura|facturas|avoir|recibo de factura",
    "fattura|fatture|nota di credito|fatura|faturas|nota fiscal",
    "factuur|facturen|factuurnummer|facturanummer|faktura|faktury|fakturan|請求書|发票|發票",
)
_RECEIPT = any_of(
    "receipt|receipts|payment receipt",
    "quittung|quittungsnummer|beleg|belegnummer|zahlungsbeleg",
    "reçu|reçus|recu|recibo|recibos|comprobante|comprovante",
    "ricevuta|ricevute|scontrino|kwitantie|bon|betaalbewijs|ontvangstbewijs|kvitto|kvittering|paragon|領収書|收据",
)
_LABEL = any_of(
    "number|no|nr|n|num|numéro|numero|número|nummer|id|ref|reference|referenz|référence|referencia|riferimento"
)
# Between the word and its number: "number", "no.", "#", ":", "is" in any order.
_STRAIGHT = rf"(?:[\s.:#°º(\"'-]|{_LABEL}(?!\w)|(?:is|ist|est|es|è|é)(?!\w)){{1,16}}?"
_NEAR = r"[^\n.;!?]{0,30}?(?<![\w-])"
_LOOSE = r"(?P<number>[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12}){0,2}-\d{3,10})(?![\w-])"
_FOUR_FOUR = r"(?P<number>\d{4}-\d{4})(?![\w-])"

_WORD = r"(?<![^\W_])"
_INVOICE_BESIDE = (
    re.compile(r"(?<![\w-])(?P<number>(?:INV|RE|RG|FAC|FV|FA)-\d{2,8}-\d{2,8})(?![\w-])"),
    re.compile(rf"{_WORD}{_INVOICE}(?![\w-]){_STRAIGHT}{_LOOSE}", re.IGNORECASE),
    re.compile(rf"{_WORD}{_INVOICE}(?!\w){_NEAR}(?=\d*[A-Z]){_LOOSE}", re.IGNORECASE),
    re.compile(rf"(?<![\w-])(?=\d*[A-Z]){_LOOSE}\s{_INVOICE}(?!\w)", re.IGNORECASE),
)
_RECEIPT_BESIDE = (
    re.compile(rf"{_WORD}{_RECEIPT}(?!\w){_STRAIGHT}{_FOUR_FOUR}", re.IGNORECASE),
    re.compile(rf"{_WORD}{_RECEIPT}(?!\w){_NEAR}{_FOUR_FOUR}", re.IGNORECASE),
    re.compile(rf"(?<![\w-]){_FOUR_FOUR}\s{_RECEIPT}(?!\w)", re.IGNORECASE),
)
_INVOICE_WORD = re.compile(rf"{_WORD}(?:{_INVOICE})(?!\w)", re.IGNORECASE)

_DATE = re.compile(r"\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d{2}-\d{2,4}")
_YEARS = re.compile(r"(?:19|20)\d\d-(?:19|20)\d\d")
_PHONE = re.compile(r"\d{3}-\d{3}-\d{4}|\d{3}-\d{4}|1-\d{3}-\d{3}-\d{4}")


def find_numbers(text: str) -> Iterator[Token]:
    """Invoice numbers in upper case, as Stripe writes them, and receipt numbers."""
    if "-" not in text:
        return
    taken: set[int] = set()
    for pattern in _RECEIPT_BESIDE:
        yield from _beside(text, pattern, IdentifierKind.RECEIPT_NUMBER, taken)
    for hit in _STRICT.finditer(text):
        taken.add(hit.start("number"))
        yield _token(IdentifierKind.INVOICE_NUMBER, hit)
    for pattern in _INVOICE_BESIDE:
        yield from _beside(text, pattern, IdentifierKind.INVOICE_NUMBER, taken)


def _beside(text: str, pattern: re.Pattern[str], kind: IdentifierKind, taken: set[int]) -> Iterator[Token]:
    for hit in pattern.finditer(text):
        if hit.start("number") not in taken and not _is_other(hit["number"]):
            taken.add(hit.start("number"))
            yield _token(kind, hit)


def _token(kind: IdentifierKind, hit: re.Match[str]) -> Token:
    number = re.sub(r"-CN-\d{1,4}\Z", "", hit["number"].upper())
    return Token(kind, number, *hit.span("number"))


def _is_other(number: str) -> bool:
    return any(pattern.fullmatch(number) for pattern in (_DATE, _YEARS, _PHONE))

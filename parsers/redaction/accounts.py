"""Bank account numbers (IBAN, ISO 13616) and US social security numbers."""

import re
from collections.abc import Iterator

from parsers.redaction.found import Found, found

# Characters of an IBAN by country: the IBAN registry (SWIFT, 2026).
LENGTHS = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FK FO GL NL SD",
        19: "MK SI",
        20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA",
        23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST",
        26: "IS TR",
        27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HU LB NI PL SV",
        29: "BR EG PS QA UA",
        30: "JO KW MU YE",
        31: "MT SC",
        32: "LC",
        33: "RU",
    }.items()
    for country in countries.split()
}

# Both begin at their first digit and look back from there: most of a text has none.
_IBAN = re.compile(r"\d\d(?<=(?<![A-Za-z0-9])[A-Za-z]{2}\d\d)(?:[ \t\u00a0\u202f.-]{0,2}[A-Za-z0-9]){11,42}", re.ASCII)
_SEPARATORS = re.compile(r"[^A-Za-z0-9]", re.ASCII)
_SSN = re.compile(r"\d{3}-(?<![\w-]\d{3}-)(?<!000-)(?<!666-)(?<!9\d\d-)(?!00)\d\d-(?!0000)\d{4}(?![\w-])", re.ASCII)
_NAMED_SSN = re.compile(
    r"(?<!\w)(?:ssn|social\s(?:security|insurance))\W{0,3}(?:(?:number|no\.?|num|is|my|#|nr)\W{1,3}){0,3}"
    r"((?!000|666|9)\d{3}[ .-]?(?!00)\d\d[ .-]?(?!0000)\d{4})(?!\w)",
    re.IGNORECASE | re.ASCII,
)


def find_ibans(text: str) -> Iterator[Found]:
    """IBANs of the right length for their country whose check digits hold (ISO 7064, mod 97)."""
    for hit in _IBAN.finditer(text):
        start = hit.start() - 2
        end = _end(text, start, hit.end(), LENGTHS.get(text[start : start + 2].upper(), 0))
        compact = _SEPARATORS.sub("", text[start:end]).upper()
        if end and _checks(compact):
            yield found("iban", start, end, compact[-4:])


def _end(text: str, start: int, end: int, length: int) -> int:
    """Where the `length`th letter or digit ends; 0 if the token goes on, or is too short."""
    count = 0
    for at in range(start, end if length else start):
        count += text[at].isalnum()
        if count == length:
            goes_on = text[at + 1 : at + 2]
            return 0 if goes_on.isalnum() or goes_on == "_" else at + 1
    return 0


def _checks(compact: str) -> bool:
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % 97 == 1


def find_social_security_numbers(text: str) -> Iterator[Found]:
    """Numbers of the form that the SSA issues: with hyphens anywhere, otherwise only beside their name."""
    for hit in _SSN.finditer(text):
        yield found("ssn", *hit.span())
    lower = text.lower()
    for hit in _NAMED_SSN.finditer(text) if "social" in lower or "ssn" in lower else ():
        yield found("ssn", *hit.span(1))

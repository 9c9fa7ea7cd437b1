"""Calendar dates as people write them; where day and month cannot be told apart, both readings are given."""

import re
from collections.abc import Iterator
from datetime import date

from parsers.identifiers.tokens import Token, any_of
from parsers.vocabulary import IdentifierKind

LEAP_YEAR = 2024  # a date without its year may be the 29th of February

_MONTHS = (
    "january|jan|januar|jänner|janvier|janv|enero|ene|gennaio|gen|janeiro|januari|stycznia|tammikuuta|января|січня|ledna"
    "|ocak|január|januára|ianuarie",
    "february|feb|februar|februari|février|févr|fevrier|febrero|febbraio|febb|fevereiro|fev|februari|lutego|helmikuuta|февраля|лютого"
    "|února|şubat|február|februára|februarie",
    "march|mar|märz|maerz|mrz|mars|marzo|março|marco|maart|mrt|marts|marca|maaliskuuta|марта|березня|března"
    "|mart|március|martie",
    "april|apr|avril|avr|abril|abr|aprile|kwietnia|huhtikuuta|апреля|квітня|dubna|nisan|április|apríla|aprilie",
    "may|mai|mayo|maggio|mag|maio|mei|maj|maja|toukokuuta|мая|травня|května|mayıs|május|mája",
    "june|jun|juni|juin|junio|giugno|giu|junho|czerwca|kesäkuuta|июня|червня|června|haziran|június|júna|iunie",
    "july|jul|juli|juillet|juil|julio|luglio|lug|julho|lipca|heinäkuuta|июля|липня|července|temmuz|július|júla|iulie",
    "august|aug|août|aout|agosto|augustus|augusti|sierpnia|elokuuta|августа|серпня|srpna|ağustos|augusztus|augusta",
    "september|sep|sept|septembre|septiembre|settembre|sett|setembro|września|syyskuuta|сентября|вересня|září"
    "|eylül|szeptember|septembra|septembrie",
    "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|października|lokakuuta|октября|жовтня|října|ekim"
    "|október|októbra|octombrie",
    "november|nov|novembre|noviembre|novembro|listopada|marraskuuta|ноября|листопада|listopadu|kasım|novembra|noiembrie",
    "december|dec|dezember|dez|décembre|déc|decembre|diciembre|dic|dicembre|dezembro|desember|grudnia|joulukuuta|декабря"
    "|грудня|prosince|aralık|decembra|decembrie",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}
# Words of their own: without a year or an ordinal they need a capital letter to be months.
AMBIGUOUS = frozenset({"may", "mar", "mars", "gen", "mag", "march", "ene", "ott", "marca", "maj", "mart"})
# Behind a number they are months all the same.
AFTER_DAY = frozenset({"mar", "mars", "marca", "maj", "ene", "mart"})

_NAME = rf"(?P<month>{any_of(*MONTHS)})(?![^\W\d_])\.?"
_YEAR = r"(?P<year>20\d\d)"
_ORDINAL = r"(?P<ordinal>st|nd|rd|th|\.|er|o|a|°|e)"
_OF = r"(?:of\s|de\s|d[ei]l?\s)?"
_DAY_MONTH = re.compile(
    rf"(?<![\w.,/-])(?P<day>\d{{1,2}}){_ORDINAL}?[\s-]{{1,2}}{_OF}{_NAME}(?:,?[\s-]{{1,2}}{_OF}{_YEAR}(?!\d))?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?=\D{{4,20}}\d)(?<![^\W_]){_NAME}[\s-]{{1,2}}(?:the\s)?(?P<day>\d{{1,2}}){_ORDINAL}?(?![\w%€$£]|[.,:]\d)(?:,?\s{{1,2}}{_YEAR}(?!\d))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![\w./-])(?P<year>20\d\d)([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d/-]|\.\d)")
_NUMERIC = re.compile(
    r"(?<![\w./-])(?P<one>\d{1,2})(?P<sep>[./-])\s?(?P<two>\d{1,2})(?P=sep)\s?(?P<year>20\d\d|\d\d)(?![\d/-]|\.\d)"
)
_ON = any_of("on|of|dated|from|since|am|vom|seit|den|le|du|depuis|el|del|desde|il|dal|em|desde|op|van|sinds|d.d.")
_SHORT = re.compile(
    rf"(?<!\w){_ON}\s(?P<one>\d{{1,2}})(?P<sep>[./])(?P<two>\d{{1,2}})(?P<end>\.?)(?![\w/%€$£]|[./]\d|\s?(?:[€$£%]|eur|usd|h\b|uhr|am\b|pm\b))",
    re.IGNORECASE,
)
_ASIAN = re.compile(r"(?:(?P<year>20\d\d)\s?[年년]\s?)?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日號号일]")


def find_dates(text: str) -> Iterator[Token]:
    """Dates as `2026-11-02`, or `--11-02` where no year is written; `11/02/2026` yields both readings."""
    yield from (token for hit in _ISO.finditer(text) for token in _dated(hit, int(hit["month"])))
    yield from (token for hit in _ASIAN.finditer(text) for token in _dated(hit, int(hit["month"])))
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for hit in pattern.finditer(text):
            if _means_month(hit):
                yield from _dated(hit, MONTHS[hit["month"].lower()])
    for pattern in (_NUMERIC, _SHORT):
        for hit in pattern.finditer(text):
            yield from _numeric(hit)


def _means_month(hit: re.Match[str]) -> bool:
    word = hit["month"]
    if word.lower() not in AMBIGUOUS or word[0].isupper() or hit["year"] or hit["ordinal"]:
        return True
    return word.lower() in AFTER_DAY and hit.start("day") < hit.start("month")


def _dated(hit: re.Match[str], month: int) -> Iterator[Token]:
    yield from _token(hit, int(hit["year"]) if hit["year"] else None, month, int(hit["day"]))


def _numeric(hit: re.Match[str]) -> Iterator[Token]:
    """Dots mean day before month everywhere; with slashes and hyphens only a number above twelve tells."""
    one, two = int(hit["one"]), int(hit["two"])
    written = hit.groupdict().get("year")
    year = int(written) + (2000 if len(written) == 2 else 0) if written else None
    yield from _token(hit, year, two, one)
    if hit["sep"] != "." and one != two:
        yield from _token(hit, year, one, two)


def _token(hit: re.Match[str], year: int | None, month: int, day: int) -> Iterator[Token]:
    try:
        found = date(year or LEAP_YEAR, month, day)
    except ValueError:
        return
    value = found.isoformat() if year else f"--{found:%m-%d}"
    start = hit.start("one") if "one" in hit.re.groupindex else hit.start()
    yield Token(IdentifierKind.DATE, value, start, hit.end())

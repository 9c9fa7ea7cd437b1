"""Money, days, intervals and the names of languages as CLDR has them: the one module that speaks Babel."""

import re
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern
from babel.units import format_unit

from parsers.vocabulary import Money, exponent
from worker.languages import draft_language

# CLDR's currencySpacing, which Babel 2.19 leaves out: a code of letters keeps off the figures.
_CODE_MEETS_FIGURE = re.compile(r"(?<=[^\W\d_])(?=-?\d)")
_UNKNOWN = frozenset({"", "und"})  # Babel takes "und" for American English
_LETTERS = re.compile(r"[A-Z]{2,3}")


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@cache
def _pattern(name: str, decimals: int, code_last: bool) -> NumberPattern:
    """The locale's pattern of amounts, with the decimals that Stripe keeps and not those that CLDR would show."""
    written = _locale(name).currency_formats["standard"].pattern
    pattern = parse_pattern(f"{written.replace('¤', '').strip()} ¤" if code_last else written)
    pattern.frac_prec = (decimals, decimals)
    return pattern


@lru_cache(maxsize=4096)
def money_in(amount: Money, language: str) -> str:
    """An amount as `language` writes it, with as many decimals as Stripe keeps: `$49.00`, `1.234,50 €`, `49.00 CHF`.

    The no-break space beside a symbol is a plain one, as people type and search for it; one between figures stays.
    """
    habits = draft_language(language)
    locale, code = _locale(habits.locale), amount.currency.upper()
    decimals = exponent(code)
    figure = Decimal(amount.amount).scaleb(-decimals)
    symbol = get_currency_symbol(code, locale=locale)
    last = habits.code_last and _LETTERS.fullmatch(symbol) is not None
    text = _pattern(habits.locale, decimals, last).apply(figure, locale, currency=code, currency_digits=False)
    text = text.replace(symbol, habits.symbols.get(code, symbol))
    spaced = _CODE_MEETS_FIGURE.sub(" ", text) if _LETTERS.fullmatch(symbol) else text
    return re.sub(r"\xa0(?!\d{3})|(?<!\d)\xa0", " ", spaced)


@lru_cache(maxsize=4096)
def day_in(value: date, language: str) -> str:
    """A date that nobody can read as another one: `2 November 2026`, `3 de noviembre de 2026`, `2026年11月3日`."""
    habits = draft_language(language)
    text = format_date(value, format="long", locale=_locale(habits.days)).replace("\xa0", " ")
    if habits.first_day and value.day == 1:
        return re.sub(r"^1\b", habits.first_day, text)
    return text


def interval_in(unit: str, count: int, language: str) -> str:
    """How often a plan is paid: `monthly`, `every 3 months`; empty for a unit that is none."""
    habits = draft_language(language)
    if unit not in habits.every:
        return ""
    if count == 1:
        return habits.every[unit]
    length = format_unit(count, f"duration-{unit}", locale=_locale(habits.locale)).replace("\xa0", " ")
    return habits.every.get(f"several_{unit}", habits.every["several"]).format(length=length)


@cache
def month_name(month: int, language: str) -> str:
    """A month (1 to 12) in words, as it stands inside a date."""
    name: str = _locale(language).months["format"]["wide"][month]
    return name


@cache
def month_names(language: str) -> tuple[str, ...]:
    """The months in words, in full and (where they begin with a capital, so that no other word is meant) cut short."""
    habits = draft_language(language)
    found: list[str] = []
    for name in dict.fromkeys((habits.locale, habits.days)):
        months = _locale(name).months
        for context in ("format", "stand-alone"):
            found += months[context]["wide"].values()
            found += [short for short in months[context]["abbreviated"].values() if short[:1].isupper()]
    return tuple(
        sorted({name.rstrip(".") for name in found if name[:1].isalpha()}, key=lambda each: (-len(each), each))
    )


@cache
def language_name(code: str, language: str = "en") -> str:
    """What a language is called in another: `Polish`, `Polnisch`; its code where CLDR knows none."""
    if code in _UNKNOWN:
        return code
    try:
        return _locale(code).get_language_name(_locale(draft_language(language).locale)) or code
    except (UnknownLocaleError, ValueError):
        return code


@cache
def direction(code: str) -> str:
    """The `dir` of a page's element in this language: `rtl`, `ltr`, or `auto` where the language is not known."""
    if code in _UNKNOWN:
        return "auto"
    try:
        return _locale(code).text_direction
    except (UnknownLocaleError, ValueError):
        return "auto"

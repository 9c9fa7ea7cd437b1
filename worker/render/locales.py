"""Amounts, dates and names as a reader of each language writes them."""

from dataclasses import dataclass
from datetime import date

from classifiers.revenue import SYMBOLS
from parsers.vocabulary import Fact, Money, exponent


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """How one language writes numbers and dates. `day` is a format of day, month name and year."""

    decimal: str
    group: str
    symbol_first: bool
    day: str
    months: tuple[str, ...]


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


LOCALES = {
    "en": Locale(
        decimal=".",
        group=",",
        symbol_first=True,
        day="{day} {month} {year}",
        months=_months("January February March April May June July August September October November December"),
    ),
    "de": Locale(
        decimal=",",
        group=".",
        symbol_first=False,
        day="{day}. {month} {year}",
        months=_months("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    ),
}


def money(amount: Money, language: str = "en") -> str:
    """An amount with its symbol, or its code where no symbol is plain: `$49.00`, `¥4,900`, `49.00 CHF`, `49,00 €`."""
    locale = LOCALES.get(language, LOCALES["en"])
    figure = _figure(abs(amount.amount), exponent(amount.currency), locale)
    sign = "-" if amount.amount < 0 else ""
    symbol = SYMBOLS.get(amount.currency.lower())
    if symbol is None:
        return f"{sign}{figure} {amount.currency.upper()}"
    return f"{sign}{symbol}{figure}" if locale.symbol_first else f"{sign}{figure} {symbol}"


def _figure(minor: int, decimals: int, locale: Locale) -> str:
    whole, rest = divmod(minor, 10**decimals)
    grouped = f"{whole:,}".replace(",", locale.group)
    return f"{grouped}{locale.decimal}{rest:0{decimals}d}" if decimals else grouped


def day(value: date, language: str = "en") -> str:
    """A date that nobody can read as another one: `2 November 2026`."""
    locale = LOCALES.get(language, LOCALES["en"])
    return locale.day.format(day=value.day, month=locale.months[value.month - 1], year=value.year)


# How often a plan is paid: one of a unit, several of it.
INTERVALS = {
    "en": {
        "day": ("daily", "every {count} days"),
        "week": ("weekly", "every {count} weeks"),
        "month": ("monthly", "every {count} months"),
        "year": ("yearly", "every {count} years"),
    },
    "de": {
        "day": ("täglich", "alle {count} Tage"),
        "week": ("wöchentlich", "alle {count} Wochen"),
        "month": ("monatlich", "alle {count} Monate"),
        "year": ("jährlich", "alle {count} Jahre"),
    },
}


def plan(title: str, every: tuple[str, int] | None, language: str = "en") -> str:
    """`Quill Pro (monthly)`; the title alone where it says so itself, or where the interval is not asked for."""
    unit, count = every or ("", 1)
    once, several = INTERVALS.get(language, INTERVALS["en"]).get(unit, ("", ""))
    words = once if count == 1 else several.format(count=count)
    said = not words or unit in title.casefold() or words.casefold() in title.casefold()
    return title if said else f"{title} ({words})"


# Means of payment that are no card, by Stripe's type: a name that is the same everywhere, or one a language.
METHODS = {
    "klarna": "Klarna", "afterpay_clearpay": "Afterpay", "affirm": "Affirm", "zip": "Zip", "billie": "Billie",
    "paypal": "PayPal", "alipay": "Alipay", "wechat_pay": "WeChat Pay", "cashapp": "Cash App", "link": "Link",
    "amazon_pay": "Amazon Pay", "revolut_pay": "Revolut Pay", "grabpay": "GrabPay", "mobilepay": "MobilePay",
    "twint": "TWINT", "swish": "Swish", "vipps": "Vipps", "satispay": "Satispay", "ideal": "iDEAL", "blik": "BLIK",
    "bancontact": "Bancontact", "eps": "EPS", "p24": "Przelewy24", "giropay": "giropay", "sofort": "Sofort",
}  # fmt: skip
METHODS_BY_LANGUAGE = {
    "en": {
        "sepa_debit": "SEPA Direct Debit", "bacs_debit": "Bacs Direct Debit", "us_bank_account": "ACH Direct Debit",
        "acss_debit": "pre-authorised debit", "au_becs_debit": "BECS Direct Debit", "customer_balance": "bank transfer",
    },
    "de": {
        "sepa_debit": "SEPA-Lastschrift", "bacs_debit": "Bacs-Lastschrift", "us_bank_account": "ACH-Lastschrift",
        "acss_debit": "Lastschrift", "au_becs_debit": "BECS-Lastschrift", "customer_balance": "Überweisung",
    },
}  # fmt: skip


def method(kind: str, language: str = "en") -> str:
    """What customers call a means of payment; one that Stripe adds later by its type, in words."""
    own = METHODS_BY_LANGUAGE.get(language, METHODS_BY_LANGUAGE["en"])
    return METHODS.get(kind) or own.get(kind) or kind.replace("_", " ").title()


def worded(fact: Fact, language: str = "en") -> str:
    """A bound fact as the draft shows it."""
    value = fact.value
    if isinstance(value, Money):
        return money(value, language)
    return day(value, language) if isinstance(value, date) else str(value)

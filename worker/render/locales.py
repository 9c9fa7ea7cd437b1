"""Amounts, dates and plans as a reader of each language writes them; how, says CLDR (`worker.cldr`)."""

from datetime import date

from parsers.vocabulary import Fact, Money
from worker.cldr import day_in, interval_in, money_in
from worker.languages import draft_language


def money(amount: Money, language: str = "en") -> str:
    """An amount with its symbol, or its code where no symbol is plain: `$49.00`, `¥4,900`, `49.00 CHF`, `49,00 €`."""
    return money_in(amount, language)


def day(value: date, language: str = "en") -> str:
    """A date that nobody can read as another one: `2 November 2026`."""
    return day_in(value, language)


def plan(title: str, every: tuple[str, int] | None, language: str = "en") -> str:
    """`Quill Pro (monthly)`; the title alone where it says so itself, or where the interval is not asked for."""
    unit, count = every or ("", 1)
    words = interval_in(unit, count, language)
    said = not words or unit in title.casefold() or words.casefold() in title.casefold()
    return title if said else f"{title} ({words})"


# Means of payment that are no card, by Stripe's type: a name that is the same everywhere, or a language's own.
METHODS = {
    "klarna": "Klarna", "afterpay_clearpay": "Afterpay", "affirm": "Affirm", "zip": "Zip", "billie": "Billie",
    "paypal": "PayPal", "alipay": "Alipay", "wechat_pay": "WeChat Pay", "cashapp": "Cash App", "link": "Link",
    "amazon_pay": "Amazon Pay", "revolut_pay": "Revolut Pay", "grabpay": "GrabPay", "mobilepay": "MobilePay",
    "twint": "TWINT", "swish": "Swish", "vipps": "Vipps", "satispay": "Satispay", "ideal": "iDEAL", "blik": "BLIK",
    "bancontact": "Bancontact", "eps": "EPS", "p24": "Przelewy24", "giropay": "giropay", "sofort": "Sofort",
}  # fmt: skip


def method(kind: str, language: str = "en") -> str:
    """What customers call a means of payment; one that Stripe adds later by its type, in words."""
    own = draft_language(language).means
    return own.get(kind) or METHODS.get(kind) or kind.replace("_", " ").title()


def worded(fact: Fact, language: str = "en") -> str:
    """A bound fact as the draft shows it."""
    value = fact.value
    if isinstance(value, Money):
        return money(value, language)
    return day(value, language) if isinstance(value, date) else str(value)

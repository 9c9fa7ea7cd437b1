"""Amounts, dates and plans as a reader of each language writes them; how, says CLDR (`worker.cldr`)."""

from datetime import date

from parsers.vocabulary import Fact, Money
from worker.cldr import day_in, interval_in, money_in


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
METHODS_BY_LANGUAGE = {
    "en": {
        "sepa_debit": "SEPA Direct Debit", "bacs_debit": "Bacs Direct Debit", "us_bank_account": "ACH Direct Debit",
        "acss_debit": "pre-authorised debit", "au_becs_debit": "BECS Direct Debit", "customer_balance": "bank transfer",
    },
    "de": {
        "sepa_debit": "SEPA-Lastschrift", "bacs_debit": "Bacs-Lastschrift", "us_bank_account": "ACH-Lastschrift",
        "acss_debit": "Lastschrift", "au_becs_debit": "BECS-Lastschrift", "customer_balance": "Überweisung",
    },
    "it": {
        "sepa_debit": "addebito diretto SEPA", "bacs_debit": "addebito diretto Bacs",
        "us_bank_account": "addebito diretto ACH", "acss_debit": "addebito preautorizzato",
        "au_becs_debit": "addebito diretto BECS", "customer_balance": "bonifico bancario",
    },
    "pt": {
        "sepa_debit": "débito direto SEPA", "bacs_debit": "débito direto Bacs", "us_bank_account": "débito direto ACH",
        "acss_debit": "débito pré-autorizado", "au_becs_debit": "débito direto BECS",
        "customer_balance": "transferência bancária",
    },
    "nl": {
        "sepa_debit": "SEPA-incasso", "bacs_debit": "Bacs-incasso", "us_bank_account": "ACH-incasso",
        "acss_debit": "automatische incasso", "au_becs_debit": "BECS-incasso", "customer_balance": "overboeking",
    },
    "ja": {
        "sepa_debit": "SEPA口座振替", "bacs_debit": "Bacs口座振替", "us_bank_account": "ACH口座振替",
        "acss_debit": "口座振替", "au_becs_debit": "BECS口座振替", "customer_balance": "銀行振込",
        "konbini": "コンビニ決済",
    },
    "zh": {
        "sepa_debit": "SEPA直接借记", "bacs_debit": "Bacs直接借记", "us_bank_account": "ACH直接借记",
        "acss_debit": "预授权借记", "au_becs_debit": "BECS直接借记", "customer_balance": "银行转账",
        "alipay": "支付宝", "wechat_pay": "微信支付",
    },
    "es": {
        "sepa_debit": "adeudo directo SEPA", "bacs_debit": "adeudo directo Bacs", "us_bank_account": "débito ACH",
        "acss_debit": "débito preautorizado", "au_becs_debit": "débito BECS", "customer_balance": "transferencia",
    },
    "fr": {
        "sepa_debit": "prélèvement SEPA", "bacs_debit": "prélèvement Bacs", "us_bank_account": "prélèvement ACH",
        "acss_debit": "débit préautorisé", "au_becs_debit": "prélèvement BECS", "customer_balance": "virement bancaire",
    },
}  # fmt: skip


def method(kind: str, language: str = "en") -> str:
    """What customers call a means of payment; one that Stripe adds later by its type, in words."""
    own = METHODS_BY_LANGUAGE.get(language, METHODS_BY_LANGUAGE["en"])
    return own.get(kind) or METHODS.get(kind) or kind.replace("_", " ").title()


def worded(fact: Fact, language: str = "en") -> str:
    """A bound fact as the draft shows it."""
    value = fact.value
    if isinstance(value, Money):
        return money(value, language)
    return day(value, language) if isinstance(value, date) else str(value)

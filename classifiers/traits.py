"""Traits that tell one subscription from another, as customers name them: currency, state, card, price, age, papers.

Each finder takes a customer's words and gives the ids of the candidates that have the trait named there; none where
it is not named. A finder that gives all of them has told nothing apart.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from classifiers.account import Account, began, main_item
from classifiers.anomalies.payment_failures import next_method
from classifiers.references.charges import BY_NAME, booked_on, written_day
from classifiers.references.months import months_in
from parsers.domains import address_key
from parsers.vocabulary import BillingState, Identifier, IdentifierKind, PaymentMethod, Subscription

CURRENCIES = {
    "usd": r"(?:us[- ]?)?dollars?|usd|bucks",
    "eur": r"euros?|eur",
    "gbp": r"pounds?|sterling|gbp|quid|pfund",
    "chf": r"(?:swiss )?francs?|(?:schweizer )?franken|chf",
    "jpy": r"yen|jpy",
    "cad": r"canadian(?: dollars?)?|cad",
    "aud": r"australian(?: dollars?)?|aud",
    "inr": r"rupees?|inr",
    "pln": r"z[lł]ot(?:y|ys|ies)|pln",
    "sek": r"sek|swedish kron\w+",
    "nok": r"nok|norwegian kron\w+",
    "dkk": r"dkk|danish kron\w+",
}
SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥", "inr": "₹"}
NOT_PAID = r"unpaid|(?:not|never|nicht) (?:yet |been )*(?:paid|bezahlt)|unbezahlt\w*"
STATES = {
    "paused": r"paused?|on hold|on ice|frozen|suspended|dormant|sleeping|pausiert\w*|ruhend\w*|stillgelegt\w*",
    "owing": rf"{NOT_PAID}|overdue|past[- ]due|fail(?:ed|ing|s)|declined|in arrears|in default|outstanding|"
    r"überfällig\w*|rückständig\w*|gescheitert\w*|fehlgeschlagen\w*",
    "trialing": r"trial\w*|test(?:phase|abo|zeitraum|version)\w*|probe\w*|kostenlos\w*|free (?:one|plan|subscription)",
    "paying": r"active|running|live|paid(?: one| plan| for)?|paying|pay for|aktiv\w*|laufend\w*|bezahlt\w*|zahle",
}
BRANDS = {
    "visa": r"visa",
    "mastercard": r"master ?card",
    "amex": r"amex|american express",
    "discover": r"discover",
    "paypal": r"pay ?pal",
    "klarna": r"klarna",
    "sepa_debit": r"sepa|direct debit|lastschrift\w*|bankeinzug",
    "link": r"(?:stripe )?link",
    "us_bank_account": r"ach|bank account",
}
CHEAPER = re.compile(
    r"(?i)\b(?:cheap(?:er|est)|less expensive|least expensive|lower[- ]priced|lower price|(?:günstiger|billiger)\w*|"
    r"(?:günstig|billig)ste\w*)\b"
)
DEARER = re.compile(
    r"(?i)\b(?:dear(?:er|est)|pric(?:ier|iest)|costl(?:ier|iest)|(?:more|most) expensive|higher[- ]priced|higher price|"
    r"expensive one|teurer\w*|teuerste\w*|teure[nrs]?)\b"
)
DISCOUNTED = re.compile(r"(?i)\b(?:discount(?:ed)?|coupon|voucher|promo\w*|reduced|rabatt\w*|gutschein\w*)\b")
YESTERDAY = re.compile(r"(?i)\b(?:yesterday(?:'s)?|gestern|gestrig\w*)\b")
TODAY = re.compile(r"(?i)\b(?:today(?:'s)?|this morning|tonight|heute|heutig\w*)\b")
WEEK = re.compile(r"(?i)\b(?:(?:last|this|past) week(?:'s)?|(?:letzte|diese|vergangene)[rn]? woche)\b")
AGO = re.compile(
    r"(?i)\b(?:(?P<n>\d{1,3}|an?|one|two|three|four|five|six) (?P<unit>day|week|month)s? ago|"
    r"vor (?P<m>\d{1,3}|einem|einer|zwei|drei|vier|fünf|sechs) (?P<einheit>tag|woche|monat)\w*)\b"
)
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
}  # fmt: skip
DAYS = {"day": 1, "week": 7, "month": 30, "tag": 1, "woche": 7, "monat": 30}
SHORTEST_MARK = 3
_CURRENCY = {code: re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)") for code, words in CURRENCIES.items()}
_STATE = {state: re.compile(rf"(?i)\b(?:{words})\b") for state, words in STATES.items()}
_BRAND = {brand: re.compile(rf"(?i)\b(?:{words})\b") for brand, words in BRANDS.items()}
Found = set[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A piece of the customer's text with the tokens that stand in it."""

    text: str
    here: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The subscriptions one of which is meant, and the account around them."""

    candidates: tuple[Subscription, ...]
    account: Account | None = None

    @property
    def around(self) -> Account:
        """The account; where none was given, one that holds the candidates alone, judged as of their newest."""
        if self.account is not None:
            return self.account
        now = max(map(began, self.candidates)) if self.candidates else began(_NOBODY)
        return Account(state=BillingState(read_at=now, subscriptions=self.candidates), now=now)


_NOBODY = Subscription(id="", customer=None, status="")
Finder = Callable[[Words, Choices], Found]


def by_currency(words: Words, among: Choices) -> Found:
    """Paid in the currency that is named or signed."""
    said = {code for code, pattern in _CURRENCY.items() if pattern.search(words.text)}
    said |= {code for code, sign in SIGNS.items() if sign in words.text}
    return {each.id for each in among.candidates if each.items and main_item(each).price.currency in said}


def by_state(words: Words, among: Choices) -> Found:
    """Paused, owing, in its trial, or simply paying; "not paid" is no "paid"."""
    said = {state for state, pattern in _STATE.items() if pattern.search(words.text)}
    if "owing" in said or "trialing" in said or "paused" in said:
        said -= {"paying"}
    return {each.id for each in among.candidates if state_of(each) in said}


def state_of(subscription: Subscription) -> str:
    """What a customer would call its state."""
    if subscription.paused_collection or subscription.status == "paused":
        return "paused"
    return {"past_due": "owing", "unpaid": "owing", "trialing": "trialing"}.get(subscription.status, "paying")


def by_card(words: Words, among: Choices) -> Found:
    """Charged to the card or other means that is named, by what it is called or by its last digits."""
    digits = {each.value for each in words.here if each.kind is IdentifierKind.LAST4}
    brands = {brand for brand, pattern in _BRAND.items() if pattern.search(words.text)}
    if not digits and not brands:
        return set()
    now = {each.id for each in among.candidates if _fits(_charged_next(among, each), brands, digits)}
    if len(now) == 1:
        return now
    last = {each.id for each in among.candidates if _fits(_charged_last(among, each), brands, digits)}
    return last if len(last) == 1 else now


def _fits(means: PaymentMethod | None, brands: Found, digits: Found) -> bool:
    if means is None:
        return False
    known = {means.kind, (means.brand or "").casefold()}
    return bool(means.last4 in digits if digits else known & brands)


def _charged_next(among: Choices, subscription: Subscription) -> PaymentMethod | None:
    return next_method(among.around, subscription).method


def _charged_last(among: Choices, subscription: Subscription) -> PaymentMethod | None:
    charges = among.around.charges_of(subscription)
    return charges[-1].card if charges else None


def by_document(words: Words, among: Choices) -> Found:
    """Named by an invoice, a charge or a receipt of it."""
    said = {each.value.casefold() for each in words.here if each.kind in BY_NAME}
    if not said:
        return set()
    account = among.around
    owners = {account.belongs_to(each) for each in account.charges if said & _numbers(each.id, each.receipt_number)}
    for each in account.invoices:
        if said & _numbers(each.id, each.number, each.receipt_number):
            owners.add(each.subscription)
    return {each.id for each in among.candidates if each.id in owners}


def _numbers(*names: str | None) -> Found:
    return {name.casefold() for name in names if name}


def by_price_compared(words: Words, among: Choices) -> Found:
    """The cheaper or the dearer one, of those in one currency that differ in price."""
    priced = [(main_item(each).price, each.id) for each in among.candidates if each.items]
    amounts = {id: price.unit_amount.amount for price, id in priced if price.unit_amount}
    if len({price.currency for price, _ in priced}) != 1 or len(amounts) < len(among.candidates):
        return set()
    inorder = sorted(amounts, key=lambda id: amounts[id])
    if len(set(amounts.values())) < len(amounts):
        return set()
    found = {inorder[0]} if CHEAPER.search(words.text) else set()
    return found | ({inorder[-1]} if DEARER.search(words.text) else set())


def by_discount(words: Words, among: Choices) -> Found:
    """The one with a discount."""
    return {each.id for each in among.candidates if each.discounted} if DISCOUNTED.search(words.text) else set()


def by_time(words: Words, among: Choices) -> Found:
    """Begun on the day, or in the month, that is named; else charged on it."""
    account = among.around
    days = [
        day for each in words.here if each.kind is IdentifierKind.DATE and (day := written_day(each.value, account.now))
    ]
    days += _days_said(words.text, account.now.date())
    first = {each.id for each in among.candidates if began(each).date() in days}
    if first:
        return first
    charged = {
        each.id
        for each in among.candidates
        if any(booked_on(charge.created, day) for charge in account.charges_of(each) for day in days)
    }
    return charged or _in_span(words.text, among)


def _days_said(text: str, today: date) -> list[date]:
    found = [today - timedelta(days=1)] if YESTERDAY.search(text) else []
    return found + ([today] if TODAY.search(text) else [])


def _in_span(text: str, among: Choices) -> Found:
    """Begun in the month that is named, last week, or about so long ago."""
    now = among.around.now
    months = months_in(text, now)
    found = {each.id for each in among.candidates if (began(each).year, began(each).month) in months}
    if WEEK.search(text):
        found |= {each.id for each in among.candidates if now - began(each) <= timedelta(days=14)}
    for hit in AGO.finditer(text):
        said = (hit["n"] or hit["m"]).casefold()
        span = DAYS[(hit["unit"] or hit["einheit"]).casefold()]
        back = span * (NUMBERS.get(said) or int(said))
        found |= {each.id for each in among.candidates if abs((now - began(each)).days - back) <= max(2, span * 0.6)}
    return found


def by_mark(words: Words, among: Choices) -> Found:
    """Named by a value of its metadata, as a workspace's name is."""
    said = words.text.casefold()

    def marked(each: Subscription) -> bool:
        held = [value for item in each.items for value in item.metadata.values()]
        marks = [value.casefold() for value in (*each.metadata.values(), *held) if len(value) >= SHORTEST_MARK]
        return any(re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", said) for mark in marks if not mark.isdigit())

    return {each.id for each in among.candidates if marked(each)}


def by_address(words: Words, among: Choices) -> Found:
    """On the record that bears the address named."""
    said = {address_key(each.value) for each in words.here if each.kind is IdentifierKind.ADDRESS}
    people = {each.id for each in among.around.customers if address_key(each.email or "") in said}
    return {each.id for each in among.candidates if each.customer in people} if said else set()


FINDERS: tuple[Finder, ...] = (
    by_currency,
    by_state,
    by_card,
    by_document,
    by_price_compared,
    by_discount,
    by_mark,
    by_address,
)
# Words of the traits above: where they stand, a trait was named, whether or not anything has it.
KNOWN_WORDS = re.compile(
    "|".join(
        f"(?:{pattern.pattern.removeprefix('(?i)')})"
        for pattern in (*_CURRENCY.values(), *_STATE.values(), *_BRAND.values(), CHEAPER, DEARER, DISCOUNTED)
    ),
    re.IGNORECASE,
)


def told_apart(words: Words, among: Choices, finders: Iterable[Finder] = FINDERS) -> Found:
    """Ids of the candidates that the traits named tell from the others: those that all the traits agree on."""
    found = [ids for find in finders if (ids := find(words, among)) and len(ids) < len(among.candidates)]
    if not found:
        return set()
    agreed = set.intersection(*found)
    return agreed or set.union(*found)

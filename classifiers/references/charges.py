"""Which charges of the account a mail names: by id or number, else by amount, day and card."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from classifiers.account import Account
from parsers.vocabulary import Charge, Cue, Identifier, IdentifierKind, Intent, Message, Place, Reading, exponent

# Where the customer's own words stand; a forwarded receipt names a charge too, a signature does not.
OWN_WORDS = frozenset({Place.SUBJECT, Place.NEW_TEXT, Place.URL})
SHOWN = frozenset({Place.FORWARD, Place.ATTACHMENT, Place.QUOTE})
BY_NAME = frozenset(
    {
        IdentifierKind.CHARGE,
        IdentifierKind.PAYMENT_INTENT,
        IdentifierKind.INVOICE,
        IdentifierKind.INVOICE_NUMBER,
        IdentifierKind.RECEIPT_NUMBER,
        IdentifierKind.REFUND,
        IdentifierKind.DISPUTE,
    }
)
CLUES = frozenset({IdentifierKind.AMOUNT, IdentifierKind.DATE, IdentifierKind.LAST4})
# A bank books a card payment up to some days after the charge, and its clock may stand a day ahead of UTC.
BOOKED_BEFORE, BOOKED_AFTER = timedelta(days=1), timedelta(days=4)
MONEY_CUES = (Cue.DUPLICATE_CLAIM, Cue.UNEXPECTED_CHARGE, Cue.PROMISED_REFUND, Cue.CHARGEBACK_THREAT)
BESIDE = timedelta(days=3)
PROMISE_DAYS = 90  # a refund older than this is not what somebody still waits for


def named_charges(message: Message, account: Account) -> tuple[Charge, ...]:
    """Charges the mail names, oldest first: by id or number, else by what it says of amount and day."""
    for places in (OWN_WORDS, SHOWN):
        here = [each for each in message.identifiers if each.place in places]
        named = _by_name(here, account) or (_by_details(here, account) if places is OWN_WORDS else ())
        if named:
            return named
    return ()


def surely_named(message: Message, account: Account) -> tuple[Charge, ...]:
    """Charges the mail names by id or number, in the customer's own words."""
    return _by_name([each for each in message.identifiers if each.place in OWN_WORDS], account)


def _by_name(found: Iterable[Identifier], account: Account) -> tuple[Charge, ...]:
    values = {each.value.casefold() for each in found if each.kind in BY_NAME}
    return tuple(each for each in account.charges if values & _names(each, account)) if values else ()


def _names(charge: Charge, account: Account) -> set[str]:
    """Every id and number under which a receipt or a bank may know a charge."""
    invoice = account.invoice_of(charge)
    names: list[str | None] = [charge.id, charge.payment_intent, charge.receipt_number]
    names += [invoice.id, invoice.number, invoice.receipt_number] if invoice else []
    names += [each.id for each in charge.refunds]
    names += [each.id for each in charge.disputes]
    return {name.casefold() for name in names if name}


def _by_details(found: Iterable[Identifier], account: Account) -> tuple[Charge, ...]:
    listed = tuple(each for each in found if each.kind in {IdentifierKind.AMOUNT, IdentifierKind.DATE})
    if not listed:
        return ()
    candidates = tuple(each for each in account.charges if each.status == "succeeded")
    amounts = _values(listed, IdentifierKind.AMOUNT)
    days = [day for value in _values(listed, IdentifierKind.DATE) if (day := written_day(value, account.now))]
    by_amount = tuple(each for each in candidates if says_amount(amounts, each.amount.amount, each.amount.currency))
    by_day = tuple(each for each in candidates if any(booked_on(each.created, day) for day in days))
    both = tuple(each for each in by_amount if each in by_day)
    return both or _newest_of_each_amount(by_amount) or by_day


def contradicted(message: Message, account: Account) -> tuple[str, ...]:
    """What a mail says of a payment in at least two ways (amount, day, card) of which none fits any charge here."""
    here = [each for each in message.identifiers if each.place in OWN_WORDS and each.kind in CLUES]
    if len({each.kind for each in here}) < 2 or account.cut("charges") or not account.charges:
        return ()
    amounts, cards = _values(here, IdentifierKind.AMOUNT), _values(here, IdentifierKind.LAST4)
    days = [day for value in _values(here, IdentifierKind.DATE) if (day := written_day(value, account.now))]
    for each in account.charges:
        fits = says_amount(amounts, each.amount.amount, each.amount.currency) or (
            each.card and each.card.last4 in cards
        )
        if fits or any(booked_on(each.created, day) for day in days):
            return ()
    return tuple(dict.fromkeys(each.written for each in here))


def _newest_of_each_amount(charges: tuple[Charge, ...]) -> tuple[Charge, ...]:
    """Of charges known by their amount alone, which renewals share, the newest with what was taken beside it."""
    newest = {each.amount: each.created for each in charges if each.created}
    return tuple(each for each in charges if each.created and newest[each.amount] - each.created <= BESIDE)


def _values(found: Iterable[Identifier], kind: IdentifierKind) -> frozenset[str]:
    return frozenset(each.value for each in found if each.kind is kind)


def says_amount(values: Iterable[str], minor: int, currency: str) -> bool:
    """Whether one of the amounts a mail names is this one.

    A mail that names no currency is read with two decimals; a currency with none or three is tried as well.
    """
    bare = minor * 10 ** (2 - exponent(currency)) if exponent(currency) <= 2 else minor // 10
    return bool({f"{minor} {currency}", f"{minor} ?", f"{bare} ?"} & set(values))


def written_day(value: str, now: datetime) -> date | None:
    """An ISO date; without a year (`--11-02`) the latest such day that is not after the mail."""
    try:
        if not value.startswith("--"):
            return date.fromisoformat(value)
        day = date.fromisoformat(f"{now.year}{value[1:]}")
        return day if day <= now.date() else day.replace(year=day.year - 1)
    except ValueError:  # a 29 February, or no date at all
        return None


def booked_on(created: datetime | None, day: date) -> bool:
    """Whether a charge may stand on a statement under this day."""
    return created is not None and -BOOKED_BEFORE <= day - created.date() <= BOOKED_AFTER


def meant_charges(reading: Reading, account: Account, hours: int) -> tuple[Charge, ...]:
    """The charges in question of a mail that names none: where it is about money, the newest and its neighbours.

    For a refund said to be promised or a charge said to be double, also what was or is being refunded of late.
    """
    if not about_money(reading):
        return ()
    newest = account.taken[-1:]
    near = timedelta(hours=hours)
    meant = [
        each
        for each in account.taken
        if each.created and newest[0].created and newest[0].created - each.created <= near
    ]
    if reading.has(Cue.PROMISED_REFUND) or reading.has(Cue.DUPLICATE_CLAIM):
        meant += [each for each in account.taken if each not in meant and refunded_lately(each, account.now)]
    return tuple(sorted(meant, key=account.taken.index))


def about_money(reading: Reading) -> bool:
    """Whether a charge is in question at all."""
    wanted = reading.wants(Intent.REFUND) or reading.wants(Intent.BROKEN_BILLING)
    return wanted or any(reading.has(cue) for cue in MONEY_CUES)


def refunded_lately(charge: Charge, now: datetime) -> bool:
    """Whether money of a charge went back, or is on its way, within the last months; or its dispute was lost then."""
    since = now - timedelta(days=PROMISE_DAYS)
    moved = [each.created for each in charge.refunds if each.status in {"succeeded", "pending", "requires_action"}]
    moved += [each.created for each in charge.disputes if each.status == "lost"]
    return any(moment is None or moment >= since for moment in moved)

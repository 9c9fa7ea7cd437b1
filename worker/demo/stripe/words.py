"""How a scenario writes times, amounts, cards and prices."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from parsers.vocabulary import exponent
from worker.demo.stripe.shapes import make_id

_SPAN = re.compile(r"([+-]?)(\d+(?:\.\d+)?)(m|h|d|w)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class ScenarioError(ValueError):
    """A scenario says something that cannot be built; the message names it."""


def moment(value: object, now: datetime) -> datetime:
    """`"-3d"`, `"+2h"`, `"now"`, an ISO time or a TOML date, as an aware time."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(12), UTC)
    text = str(value).strip()
    if text == "now":
        return now
    if found := _SPAN.fullmatch(text):
        span = float(found[2]) * _UNITS[found[3]]
        return now - span if found[1] == "-" else now + span
    try:
        return moment(datetime.fromisoformat(text), now)
    except ValueError:
        raise ScenarioError(f"{text!r} is no time: write -3d, +2h, now or 2026-11-02") from None


def stamp(value: datetime) -> int:
    """Unix seconds, as Stripe counts."""
    return int(value.timestamp())


def minor(value: object, currency: str) -> int:
    """`"49.00"` in minor units of the currency; an integer is in minor units already."""
    if isinstance(value, int):
        return value
    places = exponent(currency)
    whole, _, rest = str(value).split()[0].partition(".")
    try:
        return int(whole + rest.ljust(places, "0")[:places])
    except ValueError:
        raise ScenarioError(f"{value!r} is no amount: write 49.00") from None


class Recurring(NamedTuple):
    """A price in words: `"49.00 usd / month"`, `"120.00 eur / 3 months"`."""

    amount: int
    currency: str
    interval: str
    every: int


def recurring(text: str) -> Recurring:
    """A price in words, taken apart."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ([a-z]{3}) / (?:(\d+) )?(day|week|month|year)s?", text.strip())
    if not found:
        raise ScenarioError(f"{text!r} is no price: write 49.00 usd / month")
    amount, currency, count, interval = found.groups()
    return Recurring(minor(amount, currency), currency, interval, int(count or 1))


class Card(NamedTuple):
    """A card in words: `"visa 4242 12/2034"`."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int

    @property
    def fingerprint(self) -> str:
        """The same for the same card, whoever holds it."""
        return make_id("fp", *self)[3:19]


def card(text: str, now: datetime) -> Card:
    """A card in words, taken apart; `visa 4242 expired` ran out with the last month."""
    found = re.fullmatch(r"(\w+) (\d{4}) (?:(\d{1,2})/(\d{4})|(expired))", text.strip())
    if not found:
        raise ScenarioError(f"{text!r} is no card: write visa 4242 12/2034, or visa 4242 expired")
    last_month = now.replace(day=1) - timedelta(days=1)
    if found[5]:
        return Card(found[1], found[2], last_month.month, last_month.year)
    return Card(found[1], found[2], int(found[3]), int(found[4]))


def period_after(start: datetime, interval: str, count: int) -> datetime:
    """When the period that begins at `start` ends; a month from the 31st ends on the last day of a shorter one."""
    if interval in {"day", "week"}:
        return start + count * timedelta(days=7 if interval == "week" else 1)
    months = start.month - 1 + count * (12 if interval == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))

"""Months a mail speaks of: by name, by number, or as this and the last one."""

import re
from datetime import datetime

from parsers.vocabulary import Message

NAMES = (
    "january jan januar",
    "february feb februar",
    "march mar märz",
    "april apr",
    "may mai",
    "june jun juni",
    "july jul juli",
    "august aug",
    "september sep sept",
    "october oct oktober okt",
    "november nov",
    "december dec dezember dez",
)
NUMBERS = {name: number for number, names in enumerate(NAMES, start=1) for name in names.split()}
_NAME = "|".join(sorted(NUMBERS, key=len, reverse=True))
# "may" is a verb more often than a month: it counts with a word before it that a month needs.
NAMED = re.compile(
    rf"(?i)\b(?P<name>(?!may\b)(?:{_NAME}))\b\.?(?:,? (?P<year>20\d\d)\b)?|"
    r"\b(?:in|for|of|from|since|month of) (?P<may>May)\b(?: (?P<may_year>20\d\d)\b)?"
)
NUMBERED = re.compile(
    r"(?<![\d./-])(?:(?P<year>20\d\d)[-/](?P<month>0?[1-9]|1[0-2])|(?P<m>0?[1-9]|1[0-2])/(?P<y>20\d\d))(?![\d/-])"
)
LAST = re.compile(
    r"(?i)\b(?:(?:last|previous|past) month(?:'s)?|(?:letzten|vorigen|vergangenen) monats?|vormonat\w*)\b"
)
THIS = re.compile(r"(?i)\b(?:(?:this|current) month(?:'s)?|(?:diesen|dieses|laufenden|aktuellen) monats?)\b")
YearMonth = tuple[int, int]


def months_named(message: Message) -> frozenset[YearMonth]:
    """Year and month each, the subject's only where the body names none.

    One without a year is the latest such month that has begun by the mail's arrival.
    """
    body, subject = (_months(text, message.arrived_at) for text in (message.new_text, message.subject))
    return body or subject


def _months(text: str, now: datetime) -> frozenset[YearMonth]:
    found = {
        _latest(NUMBERS[(hit["name"] or hit["may"]).casefold()], hit["year"] or hit["may_year"], now)
        for hit in NAMED.finditer(text)
    }
    found |= {(int(hit["year"] or hit["y"]), int(hit["month"] or hit["m"])) for hit in NUMBERED.finditer(text)}
    found |= {_before(now)} if LAST.search(text) else set()
    return frozenset(found | ({(now.year, now.month)} if THIS.search(text) else set()))


def _latest(month: int, year: str | None, now: datetime) -> YearMonth:
    return (int(year) if year else now.year - (month > now.month), month)


def _before(now: datetime) -> YearMonth:
    return (now.year, now.month - 1) if now.month > 1 else (now.year - 1, 12)

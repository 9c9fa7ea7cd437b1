"""What mail programs and their users write around a mail, by language: add a language by adding one `Labels`.

A new one goes into the file of its region and needs no code: the unions below read them all.
"""

from parsers.labels.asian import ASIAN
from parsers.labels.eastern import EASTERN
from parsers.labels.english import ENGLISH
from parsers.labels.germanic import GERMANIC
from parsers.labels.nordic import NORDIC
from parsers.labels.romance import ROMANCE
from parsers.labels.shape import Field, Labels
from parsers.labels.slavic import SLAVIC

__all__ = [
    "CLOSINGS",
    "CLOSING_STARTS",
    "DEVICE",
    "FIELDS",
    "FORWARDED",
    "LABELS",
    "LEGAL",
    "ORIGINAL",
    "REPLY_ABOVE",
    "STARTERS",
    "VERBS",
    "Field",
    "Labels",
]

LABELS: tuple[Labels, ...] = (ENGLISH, *GERMANIC, *ROMANCE, *NORDIC, *SLAVIC, *EASTERN, *ASIAN)


def _union(name: str) -> frozenset[str]:
    return frozenset(str(phrase).casefold() for labels in LABELS for phrase in getattr(labels, name))


def _by_length(name: str) -> tuple[str, ...]:
    return tuple(sorted(_union(name), key=lambda phrase: (-len(phrase), phrase)))


VERBS = _by_length("wrote")
STARTERS = _by_length("on")
ORIGINAL = _union("original")
FORWARDED = _union("forwarded")
REPLY_ABOVE = _by_length("reply_above")
CLOSINGS = _union("closings")
CLOSING_STARTS = _by_length("closing_starts")
LEGAL = _by_length("legal")
DEVICE: tuple[str, ...] = tuple(pattern for labels in LABELS for pattern in labels.device)
FIELDS: dict[str, Field] = {
    phrase.casefold(): field for labels in LABELS for field, phrases in labels.fields.items() for phrase in phrases
}

"""The shape of one language's labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """A header field as mail programs repeat it in the body."""

    FROM = "from"
    SENT = "sent"
    DATE = "date"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    REPLY_TO = "reply_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language. Phrases are compared case folded; only `device` holds regular expressions (one whole line each).

    `wrote`: the verb of "On …, X wrote:". `on`: how that line may begin. `original`, `forwarded`: the title of the rule
    above an earlier mail. `closings`: the line above a name; `closing_starts`: how one begins that ends differently
    every time. `legal`: how a footer begins or gives itself away.
    """

    language: str  # ISO 639-1
    wrote: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    fields: Mapping[Field, tuple[str, ...]]
    original: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    reply_above: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    closing_starts: tuple[str, ...] = ()
    device: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()


def phrases(written: str) -> tuple[str, ...]:
    """Phrases divided by `|`, over as many lines as they need."""
    return tuple(" ".join(part.split()) for part in written.split("|") if part.strip())


def fields(
    *, sender: str, sent: str, date: str, to: str, cc: str, subject: str, reply_to: str = ""
) -> Mapping[Field, tuple[str, ...]]:
    """The header labels of one language, alternatives divided by `|`."""
    written = {
        Field.FROM: sender,
        Field.SENT: sent,
        Field.DATE: date,
        Field.TO: to,
        Field.CC: cc,
        Field.SUBJECT: subject,
        Field.REPLY_TO: reply_to,
    }
    return {field: phrases(labels) for field, labels in written.items()}

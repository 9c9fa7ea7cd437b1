"""When a mail arrived, where only its bytes can tell."""

from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parsedate_to_datetime


def arrival(raw: bytes, *, otherwise: datetime) -> datetime:
    """The time in the topmost `Received` header (RFC 5321 §4.4), else in `Date`, else `otherwise`; aware, UTC."""
    headers = BytesHeaderParser(policy=compat32).parsebytes(raw[:65536])
    received = [str(value).rpartition(";")[2] for value in headers.get_all("Received", [])[:1]]
    for text in (*received, *(str(value) for value in headers.get_all("Date", [])[:1])):
        found = _time(text)
        if found:
            return found
    return otherwise


def _time(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

"""Mails that could not be read whole: what came of them, and what is lacking.

What is lacking travels beside the bytes (`Delivery.lacking`), never in them: any sender can write any field. The field
written into them is for whoever reads the source; it also tells two mails of which nothing came from each other.
"""

from dataclasses import dataclass

# The first word of the field tells what is missing: the mail, all but its header, its end, its attachments.
INCOMPLETE = "X-Deskhand-Incomplete"
UNREADABLE = "unreadable"
HEADER_ONLY = "header-only"
CUT = "cut"
ATTACHMENTS = "without-attachments"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes that a server gave of a mail, and what of it is lacking; None where all of it came."""

    raw: bytes
    lacking: str | None = None


def is_text_missing(lacking: str | None) -> bool:
    """Whether nothing of what the customer wrote came."""
    return lacking is not None and lacking.startswith((UNREADABLE, HEADER_ONLY))


def incomplete(head: bytes, why: str, body: bytes = b"") -> Fetched:
    """Header fields, the reason among them, and what there is of a body."""
    fields = _crlf(head).strip(b"\r\n")
    mark = f"{INCOMPLETE}: {why}\r\n".encode("ascii", "replace")
    return Fetched((fields + b"\r\n" if fields else b"") + mark + b"\r\n" + body, lacking=why)


def cut_short(beginning: bytes, size: int) -> Fetched:
    """A mail of which only the beginning was read; `size` is that of the whole, in bytes."""
    header, _, body = _crlf(beginning).partition(b"\r\n\r\n")
    return incomplete(header, f"{CUT}; {len(beginning)} of {size} bytes were read", body)


def _crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

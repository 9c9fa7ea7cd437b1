"""Mails that could not be read whole say so in a field of their own, which outlives every hand they pass through."""

# The first word of the field tells what is missing: the mail, all but its header, its end, its attachments.
INCOMPLETE = "X-Deskhand-Incomplete"
UNREADABLE = "unreadable"
HEADER_ONLY = "header-only"
CUT = "cut"
ATTACHMENTS = "without-attachments"
_HEAD = 256 * 1024


def missing_text(raw: bytes) -> str | None:
    """Why nothing of what the customer wrote is there, in the inbox's own words; None for a mail with a body.

    Any sender can write the field; but what we made of a mail that was not handed out has no body.
    """
    header, _, body = raw.partition(b"\r\n\r\n")
    if body.strip():
        return None
    for line in header[:_HEAD].split(b"\r\n"):
        name, _, value = line.partition(b":")
        why = value.strip().decode("ascii", "replace")
        if name.decode("ascii", "replace").lower() == INCOMPLETE.lower() and why.startswith((UNREADABLE, HEADER_ONLY)):
            return why
    return None


def incomplete(head: bytes, why: str) -> bytes:
    """A mail of header fields alone, the reason among them."""
    fields = _crlf(head).strip(b"\r\n")
    mark = f"{INCOMPLETE}: {why}\r\n".encode("ascii", "replace")
    return (fields + b"\r\n" if fields else b"") + mark + b"\r\n"


def cut_short(beginning: bytes, size: int) -> bytes:
    """A mail of which only the beginning was read; `size` is that of the whole, in bytes."""
    header, _, body = _crlf(beginning).partition(b"\r\n\r\n")
    return incomplete(header, f"{CUT}; {len(beginning)} of {size} bytes were read") + body


def _crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

"""Reading an oversized mail in part: its header and the head of its body."""

from worker.imap_session import ImapSession
from worker.inbox.imap_answers import body_of, fetched, incomplete


def read_in_part(session: ImapSession, uid: int, limit: int, size: int) -> bytes:
    """The first `limit` bytes of a mail of `size` bytes."""
    head = body_of(fetched(session, uid, [f"BODY.PEEK[]<0.{limit}>"])) or b""
    header, _, body = head.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").partition(b"\r\n\r\n")
    return incomplete(header, f"{limit} of {size} bytes were read") + body

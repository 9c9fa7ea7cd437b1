"""Reading an oversized mail in part: its header and the head of its body."""

from worker.imap_session import ImapSession
from worker.inbox.imap_answers import body_of, fetched
from worker.inbox.partial import cut_short


def read_in_part(session: ImapSession, uid: int, limit: int, size: int) -> bytes:
    """The first `limit` bytes of a mail of `size` bytes."""
    return cut_short(body_of(fetched(session, uid, [f"BODY.PEEK[]<0.{limit}>"])) or b"", size)

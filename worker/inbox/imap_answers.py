"""Reading FETCH answers in which anything may be missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from worker.imap import ImapSession, Refused


def fetched(session: ImapSession, uid: int, items: Sequence[str]) -> Mapping[bytes, Any]:
    """One mail's answer, empty where the server refuses it. Raises `MailboxUnavailable` for passing faults."""
    try:
        return session.fetch([uid], items).get(uid, {})
    except Refused as error:
        if error.passing:
            raise
        return {}


def body_of(answer: Mapping[bytes, Any]) -> bytes | None:
    """The one BODY section of an answer, however the server spells its name (`BODY[]<0>`); None for NIL or none."""
    for name, value in answer.items():
        if name.startswith((b"BODY[", b"RFC822")) and isinstance(value, bytes):
            return value
    return None


def section_of(answer: Mapping[bytes, Any], section: str) -> bytes:
    """The content of one BODY section; empty where it is missing."""
    wanted = f"BODY[{section}]".encode().upper()
    for name, value in answer.items():
        if name.upper().partition(b"<")[0] == wanted and isinstance(value, bytes):
            return value
    return b""

"""When are two deliveries one mail? By their bytes, or by all that no server on the way may rewrite."""

import hashlib
import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

_HEAD = 65_536  # bytes; a longer head is a hostile one, and its first part tells enough
_SENDERS = 20
_ANGLED = re.compile(r"<([^<>\s@]{1,320}@[^<>\s@]{1,255})>")
_BARE = re.compile(r"[^\s<>,;:\"()@]{1,320}@[^\s<>,;:\"()@]{1,255}")
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """`content_hash` is of the raw bytes. `twin` is of Message-ID, From, Date and body: two deliveries that differ only
    in `Received` and the like share it, two mails that merely share a Message-ID do not. None without a Message-ID.
    """

    content_hash: str
    twin: str | None
    message_id: str | None
    senders: tuple[str, ...]  # the addresses in From, so far as one can tell without reading the mail


def fingerprint(raw: bytes) -> Fingerprint:
    """Cannot raise, whatever the bytes."""
    head, body = _parts(raw)
    message_id, sender, date = (_header(head, name) for name in ("Message-ID", "From", "Date"))
    twin = None
    if message_id:
        parted = "\n".join((message_id, sender, date)).encode("utf-8", "surrogateescape")
        twin = hashlib.sha256(parted + b"\n\n" + body.replace(b"\r\n", b"\n").rstrip()).hexdigest()
    return Fingerprint(
        content_hash=hashlib.sha256(raw).hexdigest(),
        twin=twin,
        message_id=_storable(message_id) or None,
        senders=_addresses(_storable(sender)),
    )


def _addresses(sender: str) -> tuple[str, ...]:
    """No parser: a From of ten thousand brackets would overthrow it."""
    return tuple((_ANGLED.findall(sender) or _BARE.findall(sender))[:_SENDERS])


def _parts(raw: bytes) -> tuple[Message, bytes]:
    found = _BLANK_LINE.search(raw)
    head = raw[: found.start() if found else len(raw)]
    return BytesHeaderParser(policy=compat32).parsebytes(head[:_HEAD]), raw[found.end() :] if found else b""


def _header(head: Message, name: str) -> str:
    """Unfolded; what `get` itself would decode stays as it is (compat32 wraps 8-bit text in `Header` objects)."""
    value = next((value for key, value in head.raw_items() if key.lower() == name.lower()), "")
    return " ".join(str(value).split())


def _storable(text: str) -> str:
    """Without what a text column cannot hold: lone surrogates (bytes that were no UTF-8) and NUL."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")

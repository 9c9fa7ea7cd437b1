"""The draft and the note as mails: text/plain, threaded to the customer's mail, marked with the case."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime
from typing import Literal

from worker.ports import Packet

Kind = Literal["draft", "note"]
CASE_FIELD = "X-Deskhand-Case"

_POLICY = compat32.clone(linesep="\r\n", max_line_length=0)
_CHARSET = Charset("utf-8")
_CHARSET.body_encoding = QP
_MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{1,400}>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_REFERENCES = 900  # characters: the field stays on one line


def message_id(kind: Kind, packet: Packet, domain: str) -> str:
    """The same for one case and revision, whoever writes it: what a crashed worker left is found again by it."""
    key = hashlib.sha256(f"{packet.account}\n{packet.case_id}".encode()).hexdigest()[:24]
    return f"<{kind}.{key}.r{packet.revision}@{domain}>"


def is_ours(found: str, domain: str) -> bool:
    """Whether a Message-ID is one that this product gives, for whichever case."""
    return bool(re.fullmatch(rf"<(draft|note)\.[0-9a-f]{{24}}\.r\d+@{re.escape(domain)}>", found, re.IGNORECASE))


def letter(kind: Kind, packet: Packet, domain: str, *, at: datetime) -> bytes:
    """The mail to be put into the folder, lines ended by CRLF. A note goes from and to ourselves."""
    draft = packet.draft if kind == "draft" else None
    recipients = draft.to if draft else (packet.own_address,)
    thread = _thread(packet)
    fields = {
        "From": _clean(packet.own_address),
        "To": ", ".join(_clean(address) for address in recipients),
        "Subject": _subject(draft.subject if draft else f"Note: {packet.subject}"),
        "Date": format_datetime(at.astimezone(UTC)),
        "Message-ID": message_id(kind, packet, domain),
        "In-Reply-To": thread[-1] if packet.message_id in thread[-1:] else "",
        "References": " ".join(thread),
        CASE_FIELD: _clean(packet.case_id),
    }
    return _mail({name: value for name, value in fields.items() if value}, draft.body if draft else packet.note)


def _mail(fields: Mapping[str, str], body: str) -> bytes:
    # The newer EmailMessage costs seven times as much (1.1 ms: as much as the APPEND), breaks a message id that is
    # longer than a line into encoded words (python/cpython#79986), and refuses addresses that real mails bear.
    mail = Message(policy=_POLICY)
    for name, value in fields.items():
        mail[name] = value
    mail.set_payload(_body(body), _CHARSET)
    return mail.as_bytes()


def _subject(text: str) -> str:
    """In words of 75 characters at most where it is not plain (RFC 2047 section 2)."""
    line = _clean(text)
    return line if line.isascii() else Header(line, "utf-8", maxlinelen=75, header_name="Subject").encode()


def _clean(value: str) -> str:
    """One line without control characters: what a customer wrote must not become a header field."""
    return _CONTROL.sub(" ", value).encode("utf-8", "replace").decode("utf-8").strip()


def _thread(packet: Packet) -> Sequence[str]:
    """References of RFC 5322 section 3.6.4: the mail's own, then the mail; the middle may go, not the ends."""
    mail = packet.message_id or ""
    chain = [one for one in packet.references or packet.in_reply_to if one != mail]
    ids = list(dict.fromkeys(one for one in [*chain, mail] if _MESSAGE_ID.fullmatch(one)))
    while len(ids) > 2 and len(" ".join(ids)) > _REFERENCES:
        del ids[1]
    return ids


def _body(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")

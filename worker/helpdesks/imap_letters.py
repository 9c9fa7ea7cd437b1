"""The draft and the note as mails: text/plain, threaded to the customer's mail, marked with the case."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from worker.ports import Packet

Kind = Literal["draft", "note"]
CASE_FIELD = "X-Deskhand-Case"

# The stdlib breaks a message id that is longer than a line into encoded words (python/cpython#79986).
_POLICY = policy.SMTP.clone(max_line_length=998)
_MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{1,400}>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_REFERENCES = 900  # characters: the field stays on one line


def message_id(kind: Kind, packet: Packet, domain: str) -> str:
    """The same for one case and revision, whoever writes it: what a crashed worker left is found again by it."""
    key = hashlib.sha256(f"{packet.account}\n{packet.case_id}".encode()).hexdigest()[:24]
    return f"<{kind}.{key}.r{packet.revision}@{domain}>"


def is_ours(found: str, domain: str) -> bool:
    """Whether a Message-ID is one that this product gives, for whichever case."""
    return bool(re.fullmatch(rf"<(draft|note)\.[0-9a-f]{{24}}\.r\d+@{re.escape(domain)}>", found))


def letter(kind: Kind, packet: Packet, domain: str, *, at: datetime) -> bytes:
    """The mail to be put into the folder, lines ended by CRLF. A note goes from and to ourselves."""
    mail = EmailMessage(policy=_POLICY)
    recipients = packet.draft.to if kind == "draft" and packet.draft else (packet.own_address,)
    subject = packet.draft.subject if kind == "draft" and packet.draft else f"Note: {packet.subject}"
    body = packet.draft.body if kind == "draft" and packet.draft else packet.note
    _set(mail, "From", packet.own_address)
    _set(mail, "To", ", ".join(_clean(address) for address in recipients))
    mail["Subject"] = _clean(subject)
    mail["Date"] = format_datetime(at.astimezone(UTC))
    mail["Message-ID"] = message_id(kind, packet, domain)
    thread = _thread(packet)
    if packet.message_id and _MESSAGE_ID.fullmatch(packet.message_id):
        mail["In-Reply-To"] = packet.message_id
    if thread:
        mail["References"] = " ".join(thread)
    mail[CASE_FIELD] = _clean(packet.case_id)
    mail.set_content(_body(body), subtype="plain", charset="utf-8", cte=_encoding(body))
    return mail.as_bytes()


def _set(mail: EmailMessage, field: str, value: str) -> None:
    """An address as it was written; one that the stdlib cannot read must not stop the case."""
    try:
        mail[field] = _clean(value)
    except (ValueError, IndexError, AttributeError):
        mail[field] = Address(display_name=_clean(value).replace("@", " at "), addr_spec="invalid@invalid")


def _clean(value: str) -> str:
    """One line without control characters: what a customer wrote must not become a header field."""
    return _CONTROL.sub(" ", value).encode("utf-8", "replace").decode("utf-8").strip()


def _thread(packet: Packet) -> Sequence[str]:
    """References of RFC 5322 section 3.6.4: the mail's own, then the mail; the middle may go, not the ends."""
    chain = [*(packet.references or packet.in_reply_to), packet.message_id or ""]
    ids = list(dict.fromkeys(one for one in chain if _MESSAGE_ID.fullmatch(one)))
    while len(ids) > 2 and len(" ".join(ids)) > _REFERENCES:
        del ids[1]
    return ids


def _body(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _encoding(body: str) -> str:
    plain = body.isascii() and all(len(line) < 900 for line in body.splitlines())
    return "7bit" if plain else "quoted-printable"

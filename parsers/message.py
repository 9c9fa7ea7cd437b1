"""Raw bytes to a `Message`: the one door into this room, whatever arrives."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from parsers.authentication import authenticate
from parsers.automatic import find_automatic
from parsers.html import MARKS, to_text
from parsers.identifiers import find_identifiers
from parsers.language import find_language
from parsers.mime import Body, Mime, read_mime
from parsers.pdf import pdf_text
from parsers.quoting import read_reply
from parsers.quoting.drafts import subtract_drafts
from parsers.redaction import Found, placeholder, placeholders, redact, scrub
from parsers.vocabulary import (
    Automatic,
    Cut,
    CutKind,
    Identifier,
    Language,
    Mailbox,
    MailRules,
    Message,
    Place,
    Redaction,
)

MAX_BODY = 100 * 1024  # characters of the body that are taken apart; the rest stays in `full_text` only
MAX_FULL_TEXT = 200 * 1024
MAX_REFERENCES = 50
FLATTENED = 300  # characters on one line where the markup has many

PLACES = {
    CutKind.QUOTE: Place.QUOTE,
    CutKind.FORWARD: Place.FORWARD,
    CutKind.SIGNATURE: Place.SIGNATURE,
    CutKind.FOOTER: Place.SIGNATURE,
    CutKind.OWN_DRAFT: Place.QUOTE,
}

_ID = re.compile(r"<[^<>\s]{1,250}>")
_FORWARD = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|tr|rv|enc|vs|vb|vl|doorst|i|pd|p[rř]|ilt|yml|továbbítás|fs|"
    r"转发|轉寄|転送|전달|fw|пересл|переслано)\s?[:：]",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(
    r"(?:your|this|to view|ihr|votre|su|il tuo).{0,80}(?:html|mail client|e-?mail (?:client|reader|program))",
    re.IGNORECASE | re.DOTALL,
)
_LONG_TAIL = re.compile(r"_[A-Za-z0-9]{14}")  # a cheap test before the real one
_STRIPE_ID = re.compile(r"(?<![A-Za-z0-9])(?:cus|sub|in|ch|py|pi|re|si|pm|cs|du|dp|ii)_[A-Za-z0-9_]{14,100}")


def read_message(raw: bytes, *, arrived_at: datetime, rules: MailRules) -> Message:
    """Read a mail as far as it goes. Never raises; what was wrong with the bytes is in `defects`.

    `arrived_at`: when it reached us (aware). Every text in the result is redacted.
    """
    mime = read_mime(raw)
    body = _body(mime)
    clean, found = redact(body)
    headers, senders = mime.headers, _mailboxes(mime, "from")
    forwarding = _FORWARD.match(mime.head.first("subject")) is not None
    names = tuple(mailbox.name for mailbox in senders)
    reply = read_reply(clean[:MAX_BODY], forwarding=forwarding, names=names)
    new_text, own_drafts = subtract_drafts(reply.own, rules.own_drafts)
    cuts = (*reply.cuts, *own_drafts, *_attached(mime))
    subject, in_subject = redact(mime.head.first("subject"))
    return Message(
        content_hash=hashlib.sha256(raw).hexdigest(),
        message_id=mime.head.first("message-id") or None,
        in_reply_to=_ids(mime, "in-reply-to"),
        references=_ids(mime, "references"),
        subject=subject,
        senders=senders,
        reply_to=_mailboxes(mime, "reply-to"),
        to=_mailboxes(mime, "to"),
        cc=_mailboxes(mime, "cc"),
        arrived_at=arrived_at,
        date=_date(mime.head.first("date")),
        new_text=new_text,
        full_text=_plain(clean)[:MAX_FULL_TEXT],
        cuts=cuts,
        inline_answers=reply.inline_answers,
        attachments=tuple(replace(each, name=_scrubbed(each.name)) for each in mime.content.attachments),
        identifiers=tuple(_identifiers(mime, subject, new_text, cuts, rules)),
        automatic=_automatic(mime, headers, senders, new_text, rules),
        authentication=authenticate(headers, senders, rules),
        redactions=(*_in_subject(in_subject), *_placed(found, reply.own)),
        language=_language(new_text, subject),
        encrypted=mime.content.encrypted,
        defects=mime.defects,
    )


def _mailboxes(mime: Mime, name: str) -> tuple[Mailbox, ...]:
    return tuple(replace(mailbox, name=_scrubbed(mailbox.name)) for mailbox in mime.mailboxes(name))


def _scrubbed(name: str) -> str:
    """A short text without secrets; one without digits cannot hold any."""
    return scrub(name) if any(map(str.isdigit, name)) else name


def _body(mime: Mime) -> str:
    return "\n\n".join(filter(None, (_readable(body).strip("\n") for body in mime.content.bodies)))


def _readable(body: Body) -> str:
    """Plain text where the sender offers one that is worth it, else the markup's."""
    if not body.html or (body.text.strip() and not _is_poor(body)):
        return body.text
    return to_text(body.html) or body.text


def _is_poor(body: Body) -> bool:
    """A plain part that only points to the markup, lost its lines, or lacks a Stripe id that a link holds."""
    text = body.text.strip()
    if len(text) < FLATTENED and _NO_TEXT.search(text):
        return True
    if (
        len(text) > FLATTENED
        and text.count("\n") < 2
        and len(re.findall(r"<(?:br|p|div|tr)\b", body.html[:20_000])) > 4
    ):
        return True
    return _LONG_TAIL.search(body.html) is not None and any(
        found not in text for found in set(_STRIPE_ID.findall(body.html))
    )


def _plain(text: str) -> str:
    """`text` without the marks that the markup left for the extraction."""
    for mark in MARKS:
        text = text.replace(f"{mark}\n", "").replace(mark, "")
    return text.strip()


def _attached(mime: Mime) -> Iterator[Cut]:
    for body in mime.content.forwards:
        text = scrub(_plain(_readable(body)))
        if text:
            yield Cut(kind=CutKind.FORWARD, text=text[:MAX_BODY], rule="attached mail")


def _identifiers(
    mime: Mime, subject: str, new_text: str, cuts: Sequence[Cut], rules: MailRules
) -> Iterator[Identifier]:
    texts = [(subject, Place.SUBJECT), (new_text, Place.NEW_TEXT), *((cut.text, PLACES[cut.kind]) for cut in cuts)]
    texts += [(scrub(pdf_text(pdf)), Place.ATTACHMENT) for pdf in mime.content.pdfs]
    for text, place in texts:
        if text:
            yield from find_identifiers(text, place, rules=rules)


def _placed(found: Sequence[Found], own: str) -> Iterator[Redaction]:
    """Where in the body each secret stood: in the customer's own words, which hold what replaced it, or elsewhere."""
    standing = placeholders(own)
    for each in found:
        place = Place.NEW_TEXT if placeholder(each) in standing else Place.QUOTE
        yield Redaction(kind=each.kind, hint=each.hint, place=place)


def _in_subject(found: Sequence[Found]) -> Iterator[Redaction]:
    return (Redaction(kind=each.kind, hint=each.hint, place=Place.SUBJECT) for each in found)


def _automatic(
    mime: Mime,
    headers: Sequence[tuple[str, str]],
    senders: Sequence[Mailbox],
    new_text: str,
    rules: MailRules,
) -> Automatic | None:
    found = find_automatic(
        headers,
        rules=rules,
        senders=senders,
        recipients=(*_mailboxes(mime, "to"), *_mailboxes(mime, "cc")),
        media_types=mime.content.media_types,
        report=mime.content.report,
        text=new_text,
    )
    return replace(found, reason=scrub(found.reason)) if found else None


def _ids(mime: Mime, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ID.findall(mime.head.first(name))))[-MAX_REFERENCES:]


def _date(written: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(written[:100])
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _language(new_text: str, subject: str) -> Language:
    """The language of the new text; of the subject too where the text alone is too short to tell."""
    found = find_language(new_text)
    return found if found.code != "und" else find_language(f"{subject}\n{new_text}")

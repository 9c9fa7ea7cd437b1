"""Raw bytes to a `Message`: the one door into this room, whatever arrives."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from parsers.authentication import authenticate
from parsers.automatic import find_automatic
from parsers.cleaning import Cleaned, clean_mail
from parsers.identifiers import find_identifiers
from parsers.language import find_language
from parsers.mime import Mime, read_mime
from parsers.pdf import pdf_text
from parsers.quoting import read_reply
from parsers.quoting.drafts import subtract_drafts
from parsers.readable import plain
from parsers.redaction import scrub
from parsers.vocabulary import (
    Authentication,
    Automatic,
    Cut,
    CutKind,
    Identifier,
    Language,
    Mailbox,
    MailRules,
    Message,
    Place,
)

MAX_BODY = 100 * 1024  # characters of the body that are taken apart; the rest stays in `full_text` only
MAX_FULL_TEXT = 200 * 1024
MAX_REFERENCES = 50

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


def read_message(raw: bytes, *, arrived_at: datetime, rules: MailRules) -> Message:
    """Read a mail as far as it goes. Never raises; what was wrong with the bytes is in `defects`.

    `arrived_at`: when it reached us (aware). Every text in the result is redacted.
    """
    mime = read_mime(raw)
    clean = clean_mail(mime)
    subject, senders = clean.subject, clean.boxes["from"]
    forwarding = _FORWARD.match(subject) is not None
    reply = read_reply(clean.body[:MAX_BODY], forwarding=forwarding, names=tuple(box.name for box in senders))
    new_text, own_drafts = subtract_drafts(reply.own, rules.own_drafts)
    cuts = (*reply.cuts, *own_drafts, *map(_forwarded, clean.forwards))
    return Message(
        content_hash=hashlib.sha256(raw).hexdigest(),
        message_id=mime.head.first("message-id") or None,
        in_reply_to=_ids(mime, "in-reply-to"),
        references=_ids(mime, "references"),
        subject=subject,
        senders=senders,
        reply_to=clean.boxes["reply-to"],
        to=clean.boxes["to"],
        cc=clean.boxes["cc"],
        arrived_at=arrived_at,
        date=_date(mime.head.first("date")),
        new_text=new_text,
        full_text=plain(clean.body)[:MAX_FULL_TEXT],
        cuts=cuts,
        inline_answers=reply.inline_answers,
        attachments=clean.attachments,
        identifiers=tuple(_identifiers(mime, subject, new_text, cuts, rules)),
        automatic=_automatic(mime, clean, new_text, rules),
        authentication=_authentication(mime, senders, rules),
        redactions=clean.redactions(reply.own),
        language=_language(new_text, subject),
        encrypted=mime.content.encrypted,
        defects=mime.defects,
    )


def _forwarded(text: str) -> Cut:
    return Cut(kind=CutKind.FORWARD, text=text[:MAX_BODY], rule="attached mail")


def _identifiers(
    mime: Mime, subject: str, new_text: str, cuts: Sequence[Cut], rules: MailRules
) -> Iterator[Identifier]:
    texts = [(subject, Place.SUBJECT), (new_text, Place.NEW_TEXT), *((cut.text, PLACES[cut.kind]) for cut in cuts)]
    texts += [(scrub(pdf_text(pdf)), Place.ATTACHMENT) for pdf in mime.content.pdfs]
    for text, place in texts:
        if text:
            yield from find_identifiers(text, place, rules=rules)


def _automatic(mime: Mime, clean: Cleaned, new_text: str, rules: MailRules) -> Automatic | None:
    found = find_automatic(
        mime.headers,
        rules=rules,
        senders=clean.boxes["from"],
        recipients=(*clean.boxes["to"], *clean.boxes["cc"]),
        media_types=mime.content.media_types,
        report=mime.content.report,
        text=new_text,
    )
    return replace(found, reason=scrub(found.reason)) if found else None


def _authentication(mime: Mime, senders: Sequence[Mailbox], rules: MailRules) -> Authentication:
    found = authenticate(mime.head.fields, senders, rules, strays=mime.head.strays)
    return replace(found, evidence=tuple(map(scrub, found.evidence)))


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

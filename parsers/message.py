"""Raw bytes to a `Message`: the one door into this room, whatever arrives."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from parsers.authentication import authenticate
from parsers.automatic import find_automatic
from parsers.carriers import Cargo, Sealed, find_cargo
from parsers.cleaning import Cleaned, clean_mail
from parsers.identifiers import find_identifiers
from parsers.labels.prefixes import is_forward, is_reply
from parsers.language import find_language
from parsers.mime import Mime, read_mime
from parsers.pdf import pdf_text
from parsers.quoting import read_reply, unquoted
from parsers.quoting.drafts import subtract_drafts
from parsers.readable import plain
from parsers.redaction import scrub
from parsers.vocabulary import (
    Authentication,
    Automatic,
    CarrierKind,
    Certainty,
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
    CutKind.CARRIER: Place.HEADER,
}

_ID = re.compile(r"<[^<>\s]{1,250}>")


def read_message(raw: bytes, *, arrived_at: datetime, rules: MailRules) -> Message:
    """Read a mail as far as it goes. Never raises; what was wrong with the bytes is in `defects`.

    `arrived_at`: when it reached us (aware). Every text in the result is redacted.
    """
    mime = read_mime(raw)
    clean = clean_mail(mime)
    subject, senders = clean.subject, clean.boxes["from"]
    forwarding = is_forward(subject)
    cargo = find_cargo(_sealed(mime, clean, rules, forwarding=forwarding))
    carried = cargo.carried if cargo else None
    names = tuple(box.name for box in ((carried.writer,) if carried else senders))
    body = clean.body if cargo is None or cargo.text is None else cargo.text
    whole = body is clean.body
    reply = read_reply(
        unquoted(body[:MAX_BODY]),
        forwarding=forwarding and whole,
        answers=_answers(mime, subject) or not whole,
        names=names,
    )
    new_text, own_drafts = subtract_drafts(reply.own, rules.own_drafts)
    cuts = (*_around(cargo), *reply.cuts, *own_drafts, *map(_forwarded, () if _opened(cargo) else clean.forwards))
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
        automatic=_automatic(mime, clean, _said(new_text, clean, cargo), rules, cargo),
        authentication=_authentication(mime, senders, rules),
        redactions=clean.redactions(reply.own),
        language=_language(new_text, carried.subject if carried else subject),
        encrypted=mime.content.encrypted,
        defects=mime.defects,
        sent_by=clean.boxes["sender"],
        carried=carried,
    )


def _answers(mime: Mime, subject: str) -> bool:
    """Whether a mail answers or forwards another, by its headers or its subject."""
    told = mime.head.first("in-reply-to") or mime.head.first("references")
    return bool(told) or is_reply(subject) or is_forward(subject)


def _sealed(mime: Mime, clean: Cleaned, rules: MailRules, *, forwarding: bool) -> Sealed:
    senders = clean.boxes["from"]
    return Sealed(
        sender=senders[0] if len(senders) == 1 else None,
        subject=clean.subject,
        body=clean.body[:MAX_BODY],
        attached=clean.forwards,
        forwarding=forwarding,
        boxes=lambda name: clean.boxes.get(name, ()),
        first=mime.head.first,
        rules=rules,
    )


def _around(cargo: Cargo | None) -> Iterator[Cut]:
    """What the carrier wrote itself."""
    if cargo and cargo.around:
        yield Cut(kind=CutKind.CARRIER, text=cargo.around[:MAX_BODY], rule=cargo.rule)


def _opened(cargo: Cargo | None) -> bool:
    """Whether the mail that came along as a file is what was read."""
    return cargo is not None and cargo.attached


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


def _said(new_text: str, clean: Cleaned, cargo: Cargo | None) -> str:
    """What must sound like a machine: the new text and what a colleague wrote above it; without any, all there is."""
    above = cargo.around if cargo and cargo.carried.by is CarrierKind.FORWARD else ""
    return "\n".join(filter(None, (above, new_text.strip()))) or plain(clean.body)[:MAX_BODY]


def _automatic(mime: Mime, clean: Cleaned, text: str, rules: MailRules, cargo: Cargo | None) -> Automatic | None:
    """A form's and a group's mail counts by its writer; where only a system might have carried it, by both."""
    carrier = cargo.carried.by if cargo and cargo.certainty is Certainty.CERTAIN else None
    handed_on = cargo is not None and carrier in (CarrierKind.GROUP, CarrierKind.FORM)
    found = find_automatic(
        mime.headers,
        rules=rules,
        carrier=carrier,
        senders=(cargo.carried.writer,) if cargo and handed_on else clean.boxes["from"],
        recipients=(*clean.boxes["to"], *clean.boxes["cc"]),
        media_types=mime.content.media_types,
        report=mime.content.report,
        text=text,
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

"""Every text of a mail without its secrets, and where each of them stood."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.mime import Mime
from parsers.readable import body_of, forwards_of
from parsers.redaction import Found, placeholder, placeholders, redact, scrub
from parsers.vocabulary import Attachment, Mailbox, Place, Redaction

MAX_LENGTH = 256 * 1024  # characters of a text that are looked through for secrets; nothing beyond is kept
FIELDS = ("from", "sender", "reply-to", "to", "cc", "x-original-sender", "x-original-from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The texts of a mail, redacted. `boxes`: by field. `secrets`: what stood in the body; `others`: elsewhere."""

    subject: str
    body: str
    forwards: tuple[str, ...]
    boxes: dict[str, tuple[Mailbox, ...]]
    attachments: tuple[Attachment, ...]
    secrets: tuple[Found, ...]
    others: tuple[Redaction, ...]

    def redactions(self, own: str) -> tuple[Redaction, ...]:
        """Each secret once a place; those of the body by whether `own`, the customer's words, hold what replaced it."""
        standing = placeholders(own)
        once = {(each.kind, each.hint): each for each in self.secrets}.values()
        here = (_redaction(Place.NEW_TEXT if placeholder(each) in standing else Place.QUOTE, each) for each in once)
        return tuple(dict.fromkeys((*here, *self.others)))


def clean_mail(mime: Mime) -> Cleaned:
    """Names of people and files, subject, body and forwarded mails; addresses and message ids stay as they are."""
    subject, in_subject = redact(mime.head.first("subject"))
    body, in_body = redact(body_of(mime)[:MAX_LENGTH])
    forwards = [redact(text[:MAX_LENGTH]) for text in forwards_of(mime)]
    boxes = {name: [(box, redact(box.name)) for box in mime.mailboxes(name)] for name in FIELDS}
    files = [(each, redact(each.name)) for each in mime.content.attachments]
    return Cleaned(
        subject=subject,
        body=body,
        forwards=tuple(text for text, _ in forwards),
        boxes={name: tuple(_named(box, clean) for box, (clean, _) in found) for name, found in boxes.items()},
        attachments=tuple(replace(each, name=name, media_type=scrub(each.media_type)) for each, (name, _) in files),
        secrets=in_body,
        others=(
            *_all_in(Place.SUBJECT, [in_subject]),
            *_all_in(Place.HEADER, (secrets for found in boxes.values() for _, (_, secrets) in found)),
            *_all_in(Place.ATTACHMENT, (secrets for _, (_, secrets) in files)),
            *_all_in(Place.FORWARD, (found for _, found in forwards)),
        ),
    )


def _named(box: Mailbox, name: str) -> Mailbox:
    return box if name == box.name else replace(box, name=name)


def _all_in(place: Place, texts: Iterable[Sequence[Found]]) -> Iterator[Redaction]:
    return (_redaction(place, each) for found in texts for each in found)


def _redaction(place: Place, found: Found) -> Redaction:
    return Redaction(kind=found.kind, hint=found.hint, place=place)

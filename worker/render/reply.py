"""What makes a text a reply: subject, thread headers, and the original quoted below."""

import re

from parsers.labels.prefixes import strip_marks
from parsers.redaction import scrub
from parsers.vocabulary import Message
from worker.languages import draft_language
from worker.render.locales import day
from worker.render.plain_text import one_line, shortened, visible

SUBJECT_LIMIT = 150
QUOTE_LINES = 60
QUOTE_CHARACTERS = 4000
# Of a References chain RFC 5322 (3.6.4) wants all; long ones break header limits, so the root and the newest stay.
REFERENCES_LIMIT = 20

_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{1,900}>")
_CUT = "[…]"


def reply_subject(message: Message, language: str) -> str:
    """`Re:` and the mail's own subject, without the prefixes that other replies put before it; one safe line."""
    subject = strip_marks(one_line(message.subject, SUBJECT_LIMIT))
    return f"Re: {subject.strip() or draft_language(language).no_subject}"


def thread(message: Message) -> tuple[str | None, tuple[str, ...]]:
    """`In-Reply-To` and `References` of a reply (RFC 5322, 3.6.4); what is no message id is left out."""
    own = _ids((message.message_id or "",))
    before = _ids(message.references or message.in_reply_to[:1])
    chain = tuple(dict.fromkeys((*(known for known in before if known not in own), *own)))
    if len(chain) > REFERENCES_LIMIT:
        chain = (chain[0], *chain[-REFERENCES_LIMIT + 1 :])
    return (own[0] if own else None), chain


def _ids(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(hit[0] for value in values for hit in _ID.finditer(value))


def quoted(message: Message, language: str) -> str:
    """The original below a reply: who wrote when, and every line behind `> `; bounded, redacted, nothing invisible."""
    body = scrub(visible(message.full_text or message.new_text)).strip()
    if not body:
        return ""
    lines = shortened(body, QUOTE_CHARACTERS).split("\n")
    if len(lines) > QUOTE_LINES:
        lines = [*lines[:QUOTE_LINES], _CUT]
    return "\n".join((_opening(message, language), *(f"> {line.rstrip()}".rstrip() for line in lines)))


def _opening(message: Message, language: str) -> str:
    sender = message.sender
    name = one_line(sender.name or sender.address, 80) if sender else ""
    when = day((message.date or message.arrived_at).date(), language)
    return draft_language(language).opening.format(day=when, name=name.strip("\"'") or "you")

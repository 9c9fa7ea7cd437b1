"""A colleague's forward: the mail that stands below their words, or that came along as a file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.carriers.cargo import Cargo, Sealed, is_in_our_domain, is_one_of_us, is_ours
from parsers.html import ATTRIBUTION, MARKS, QUOTE
from parsers.labels import Field
from parsers.mime.addresses import read_mailboxes
from parsers.quoting.header_blocks import header_block, read_fields, repeats_field
from parsers.quoting.introductions import Rule, titled_rule
from parsers.vocabulary import Carried, CarrierKind, Mailbox

MAX_LINES = 2000
MAX_LEVELS = 4  # of forwards in forwards, among colleagues
MAX_LOOKS = 60  # lines that are tried as the head of a forwarded mail

_HEAD_LINE = re.compile(r"(?:From|To|Date|Subject): ")
_QUOTED = re.compile(r"^[ \t]{0,3}>[ \t]?")
_LONG_ADDRESS = re.compile(r"(<[^<>\n]{1,100})\n[ \t>]{0,4}([^<>\n]{0,100}>)")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail inside a mail: who wrote it, its subject, its text, and what stands above it."""

    writer: Mailbox
    subject: str
    text: str
    above: str


def from_colleague(mail: Sealed) -> Cargo | None:
    """From is a person of our own domain, and what they hand on was written by somebody outside it."""
    sender = mail.sender
    if sender is None or is_ours(sender, mail.rules) or not is_in_our_domain(sender, mail.rules):
        return None
    if not _is_person(sender):
        return None  # a bounce brings the mail along that it is about
    attached = _outside(mail, _attached(mail.attached))
    letter = attached or _outside(mail, _inline(mail.body, told=mail.forwarding))
    if letter is None:
        return None
    named = letter.writer.address or letter.writer.name
    evidence = (
        f"forwarded by our colleague {sender.address}",
        f"the From line of the forwarded mail names {named} as the writer, which proves nothing",
    )
    return Cargo(
        carried=Carried(by=CarrierKind.FORWARD, writer=letter.writer, subject=letter.subject, evidence=evidence),
        text=letter.text,
        around=_unmarked("\n\n".join(filter(None, (mail.body if attached else "", letter.above)))),
        rule="a colleague's words above a mail they forward",
        attached=attached is not None,
    )


def _outside(mail: Sealed, letter: Letter | None) -> Letter | None:
    """The outermost mail that no colleague wrote; none where a machine did, which asks nothing of us."""
    above = ""
    for _ in range(MAX_LEVELS):
        if letter is None:
            return None
        above = "\n\n".join(filter(None, (above, letter.above)))
        if not is_one_of_us(letter.writer, mail.rules):
            return Letter(letter.writer, letter.subject, letter.text, above) if _is_person(letter.writer) else None
        letter = _inline(letter.text, told=True)
    return None


def _is_person(writer: Mailbox) -> bool:
    local, _, domain = writer.folded.rpartition("@")
    machine = re.search(r"no-?_?reply|do-?not-?reply|mailer-daemon|postmaster|notifications?$", local) is not None
    return not machine and domain != "stripe.com" and not domain.endswith(".stripe.com")


def _attached(texts: Sequence[str]) -> Letter | None:
    """The first mail that came along: its head stands alone in one of `texts`, its body in another."""
    head = next((text for text in texts if _is_head(text)), None)
    if head is None:
        return None
    found, _ = read_fields(head.split("\n"), 0)
    body = next((text for text in texts if not _is_head(text)), "")
    writer = _writer(found.get(Field.FROM, ""))
    return Letter(writer, found.get(Field.SUBJECT, ""), body, "") if writer else None


def _is_head(text: str) -> bool:
    return all(_HEAD_LINE.match(line) for line in text.split("\n"))


def _inline(body: str, *, told: bool) -> Letter | None:
    """The mail below a head that is repeated in the body. `told`: a subject or a rule said that one follows.

    Without that, only a head with nothing above it is one; a reply quotes its original with a head too.
    """
    joined = _LONG_ADDRESS.sub(r"\1\2", body)
    lines = [line.removeprefix(ATTRIBUTION) for line in joined.split("\n")[:MAX_LINES] if line != QUOTE]
    looks = 0
    ruled = False
    for at, line in enumerate(lines):
        if line.strip() and titled_rule(line, reply_above=False) is Rule.FORWARDED:
            ruled = True
        if not repeats_field(line):
            continue
        looks += 1
        leading = not any(above.strip() for above in lines[:at])
        if looks > MAX_LOOKS or not (told or ruled or leading):
            return None
        if header_block(lines, at, ruled=ruled, leading=leading) is None:
            continue
        found, end = read_fields(lines, at)
        writer = _writer(found.get(Field.FROM, ""))
        if writer is not None:
            return Letter(writer, found.get(Field.SUBJECT, ""), _unquoted(lines[end:]), "\n".join(lines[:at]))
    return None


def _writer(written: str) -> Mailbox | None:
    """Who a From line names: `Ann <a@b>`, `Ann [mailto:a@b]`, an address, or only a name (Exchange, at home)."""
    line = re.sub(r"\[mailto:([^\]\s]{3,320})\]", r"<\1>", written[:1000]).replace("*", "")
    line = re.sub(r"<mailto:[^>]{0,330}>", "", line) if line.count("@") > 1 else line
    boxes = read_mailboxes(line.encode("utf-8", "replace"))
    if boxes:
        return boxes[0]
    name = line.strip(" \t\"'<>")
    return Mailbox(address="", name=name[:80]) if name else None


def _unquoted(lines: Sequence[str]) -> str:
    """Without one level of `>`, where the whole mail stands behind it."""
    written = [line for line in lines if line.strip() and line not in MARKS]
    if written and sum(_QUOTED.match(line) is not None for line in written) * 5 >= 4 * len(written):
        lines = [_QUOTED.sub("", line, count=1) for line in lines]
    return "\n".join(lines).strip("\n")


def _unmarked(text: str) -> str:
    kept = (line for line in text.split("\n") if line not in MARKS and titled_rule(line, reply_above=False) is None)
    return "\n".join(line.removeprefix(ATTRIBUTION) for line in kept).strip()

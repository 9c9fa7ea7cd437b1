"""Address fields (RFC 5322 section 3.4) read in one linear pass: names, comments, groups, routes, and plain rubbish."""

from dataclasses import dataclass, field

from parsers.mime.charsets import decode
from parsers.mime.headers import decode_words
from parsers.vocabulary import Mailbox

MAX_MAILBOXES = 100
MAX_LENGTH = 16 * 1024
ENDS = {'"': '"', "(": ")", "<": ">", "[": "]"}


@dataclass(slots=True)
class _Entry:
    phrase: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    angles: list[str] = field(default_factory=list)

    def mailboxes(self) -> list[Mailbox]:
        words = "".join(self.phrase).strip()
        if self.angles:
            name = words or "".join(self.comment).strip()
            return [_mailbox(angle, name) for angle in self.angles]
        return [_mailbox(words, "".join(self.comment).strip() or words)] if words else []


def read_mailboxes(value: bytes) -> tuple[Mailbox, ...]:
    """Every mailbox of one field, in order; entries without an `@` are left out.

    Two addresses in one entry count as two, since nobody can say which of them a mail client would show.
    """
    text = decode(value[:MAX_LENGTH]).replace("\n", " ")
    found: list[Mailbox] = []
    entry = _Entry()
    at = 0
    while at < len(text) and len(found) < MAX_MAILBOXES:
        char = text[at]
        if char in ",;":
            found += entry.mailboxes()
            entry = _Entry()
        elif char == ":" and not entry.angles and "@" not in "".join(entry.phrase[-3:]):
            entry = _Entry()  # the name of a group, or a stray label
        elif char in ENDS:
            at = _quoted(text, at, entry)
        else:
            entry.phrase.append(char)
        at += 1
    found += entry.mailboxes()
    return tuple(mailbox for mailbox in found if "@" in mailbox.address.strip("@"))[:MAX_MAILBOXES]


def _quoted(text: str, at: int, entry: _Entry) -> int:
    """Take in a quoted string, comment, angle address or domain literal; returns where it ends."""
    opening = text[at]
    close = at + 1
    while close < len(text) and text[close] != ENDS[opening]:
        close += 2 if text[close] == "\\" and opening != "<" else 1
    inner = text[at + 1 : close]
    if opening == "<":
        entry.angles.append(inner)
    elif opening == "(":
        entry.comment.append(inner)
    elif opening == "[":
        entry.phrase.append(f"[{inner}]")
    else:
        entry.phrase.append(f'"{inner}"' if text[close + 1 : close + 2] == "@" else inner.replace("\\", ""))
    return close


def _mailbox(written: str, name: str) -> Mailbox:
    """One mailbox; an encoded word inside an address is decoded only where there would be no address without it."""
    address = written if "@" in written else decode_words(written)
    if "<" in address:
        name, _, address = address.partition("<")
    elif " " in address.strip() and not address.lstrip().startswith('"'):
        before, _, address = address.strip().rpartition(" ")
        name = name if name != written else before
    route = address.rpartition(":")[2] if address.startswith(("@", "mailto:")) else address
    name = "" if name == written else name
    return Mailbox(address=route.strip().strip("<>'"), name=" ".join(decode_words(name).split()).strip("'\" <>"))

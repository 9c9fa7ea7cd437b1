"""Raw bytes to the parts of a mail: tolerant of everything that real mailers and attackers send, never raising."""

from dataclasses import dataclass
from functools import cached_property

from parsers.mime.addresses import read_mailboxes
from parsers.mime.bodies import Body, Content, read_content
from parsers.mime.charsets import decode
from parsers.mime.headers import Head, decode_field
from parsers.mime.structure import read_tree
from parsers.vocabulary import Mailbox

__all__ = ["MAX_RAW", "Body", "Content", "Mime", "read_mime"]

WRITTEN_BY_SERVERS = frozenset({"authentication-results", "received", "return-path"})
MAX_RAW = 64 * 1024 * 1024  # bytes of a mail that are looked at


@dataclass(frozen=True)
class Mime:
    """A mail taken apart: its own header section, and what its parts hold."""

    head: Head
    content: Content
    defects: tuple[str, ...] = ()

    @cached_property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Every field in the order it stood, the topmost first: name as written, value decoded on one line.

        Of the fields that servers write encoded words stay as they are (RFC 2047, section 5): decoding one that a
        sender put into his envelope address would let him write a verdict into a trusted header.
        """
        return tuple(
            (name, " ".join(decode(value).split()) if name.lower() in WRITTEN_BY_SERVERS else decode_field(value))
            for name, value in self.head.fields
        )

    def mailboxes(self, name: str) -> tuple[Mailbox, ...]:
        """The mailboxes of every field called `name` (lower case), in order."""
        fields = (value for key, value in self.head.fields if key.lower() == name)
        return tuple(mailbox for value in fields for mailbox in read_mailboxes(value))


def read_mime(raw: bytes) -> Mime:
    """Take a mail apart. Never raises; what was wrong or beyond a cap is in `defects`."""
    cut = raw[:MAX_RAW]
    if b"\n" not in cut[:4096] and b"\r" in cut[:4096]:
        cut = cut.replace(b"\r", b"\n")  # line ends of the classic Mac
    tree = read_tree(cut)
    content = read_content(cut, tree.parts)
    defects = (*(("mail too large",) if len(raw) > MAX_RAW else ()), *tree.defects, *content.defects)
    return Mime(tree.parts[0].head, content, tuple(dict.fromkeys(defects)))

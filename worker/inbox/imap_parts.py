"""Reading an oversized mail in part: header and text parts by BODYSTRUCTURE, attachments by name only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from worker.imap import ImapSession
from worker.inbox.imap_answers import body_of, fetched, section_of
from worker.inbox.partial import ATTACHMENTS, cut_short, incomplete

# A 50 MB mail read whole and parsed took 446 MB of memory, its header and text part 22 MB (measured).
_HEADER = 256_000
_TEXT = 1_000_000  # bytes of text parts, all together
_PARTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of the tree: `section` is its number in FETCH ("2.1"), `boundary` only for a multipart."""

    section: str
    media_type: str
    boundary: bytes = b""
    parts: tuple["_Part", ...] = ()

    def leaves(self) -> Iterator["_Part"]:
        """The parts that hold something, in the mail's order."""
        if not self.boundary:
            yield self
        for part in self.parts:
            yield from part.leaves()


def read_in_part(session: ImapSession, uid: int, limit: int, size: int) -> bytes:
    """A mail of `size` bytes without its attachments' contents; where its structure is no help, its first bytes."""
    answer = fetched(session, uid, ["BODYSTRUCTURE", f"BODY.PEEK[HEADER]<0.{_HEADER}>"])
    header = body_of(answer)
    tree = _tree(answer.get(b"BODYSTRUCTURE"), "")
    if header is None or tree is None or sum(1 for _ in tree.leaves()) > _PARTS:
        return cut_short(body_of(fetched(session, uid, [f"BODY.PEEK[]<0.{min(limit, _TEXT)}>"])) or b"", size)
    leaves = tuple(tree.leaves())
    wanted = [f"BODY.PEEK[{part.section}.MIME]" for part in leaves if tree.boundary]
    share = _TEXT // max(1, sum(1 for part in leaves if _is_text(part)))
    wanted += [f"BODY.PEEK[{part.section}]<0.{share}>" for part in leaves if _is_text(part)]
    body = _rendered(tree, fetched(session, uid, wanted) if wanted else {}, share, root=True)
    return incomplete(header, f"{ATTACHMENTS}; text parts of a mail of {size} bytes") + body


def _is_text(part: _Part) -> bool:
    return part.media_type.startswith("text/")


def _tree(structure: Any, section: str) -> _Part | None:
    """The structure as imapclient gives it: a list of parts first, or a media type (RFC 9051 section 7.5.2)."""
    try:
        if isinstance(structure[0], list | tuple):
            return _multipart(structure, section)
        media_type = f"{_text(structure[0])}/{_text(structure[1])}".lower()
        return _Part(section=section or "1", media_type=media_type)
    except (TypeError, IndexError, AttributeError, UnicodeDecodeError):
        return None


def _multipart(structure: Any, section: str) -> _Part | None:
    prefix = f"{section}." if section else ""
    parts = [_tree(part, f"{prefix}{number}") for number, part in enumerate(structure[0], 1)]
    parameters: Sequence[bytes] = structure[2]
    named = dict(zip((name.lower() for name in parameters[::2]), parameters[1::2], strict=True))
    boundary = named.get(b"boundary")
    if boundary is None or None in parts:
        return None
    return _Part(
        section=section,
        media_type=f"multipart/{_text(structure[1])}".lower(),
        boundary=boundary,
        parts=tuple(part for part in parts if part is not None),
    )


def _text(word: bytes) -> str:
    return word.decode("ascii")


def _rendered(part: _Part, answer: Mapping[bytes, Any], share: int, *, root: bool = False) -> bytes:
    """The part as it stood, its own header first unless it is the mail itself; attachments empty."""
    own = b""
    if not root:
        own = section_of(answer, f"{part.section}.MIME").strip(b"\r\n") if not part.boundary else _type_field(part)
        own += b"\r\n\r\n"
    if not part.boundary:
        return own + _whole_lines(section_of(answer, part.section), share)
    inner = b"".join(b"--%s\r\n%s\r\n" % (part.boundary, _rendered(one, answer, share)) for one in part.parts)
    return own + inner + b"--%s--\r\n" % part.boundary


def _type_field(part: _Part) -> bytes:
    return f"Content-Type: {part.media_type}; boundary=".encode() + b'"%s"' % part.boundary


def _whole_lines(content: bytes, share: int) -> bytes:
    """A text that was cut ends with a whole line: half a line of base64 cannot be decoded."""
    return content if len(content) < share or b"\n" not in content else content[: content.rindex(b"\n") + 1]

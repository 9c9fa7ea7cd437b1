"""The mail's source for reading: bounded, without what must not be shown, no attachment's bytes."""

import binascii
import quopri
import re
from base64 import b64decode
from collections.abc import Callable, Iterator

from parsers.redaction import scrub

MOST = 200_000  # bytes of the mail that are looked at
_FIELD = re.compile(r"content-(type|transfer-encoding)\s*:\s*([^\s;]+)", re.IGNORECASE)


def source(raw: bytes) -> str:
    """The mail's headers and texts. What lies in base64 or quoted-printable is decoded first: a card number in it is
    to be seen by the redaction, not by a reader who can decode.
    """
    lines = raw[:MOST].decode("utf-8", "replace").splitlines()
    text = scrub("\n".join(_readable(lines)))
    left = len(raw) - MOST
    return f"{text}\n[… {left} more bytes are not shown]\n" if left > 0 else f"{text}\n"


def _readable(lines: list[str]) -> Iterator[str]:
    """Line by line: header, blank line, body up to the next boundary."""
    at = 0
    while at < len(lines):
        head, at = _until(lines, at, lambda line: not line.strip())
        yield from head
        kind, encoding = _declared(head)
        body, at = _until(lines, at, lambda line: line.startswith("--")) if not _holds_parts(kind) else ([], at)
        yield from _decoded(body, kind, encoding)


def _until(lines: list[str], at: int, ends: Callable[[str], bool]) -> tuple[list[str], int]:
    """Lines up to and with the one that ends them."""
    start = at
    while at < len(lines):
        at += 1
        if ends(lines[at - 1]):
            break
    return lines[start:at], at


def _holds_parts(kind: str) -> bool:
    return kind.startswith("message/")


def _declared(head: list[str]) -> tuple[str, str]:
    """Media type and encoding of a part; the last field of a name counts, folded lines joined."""
    whole = re.sub(r"\n[ \t]+", " ", "\n".join(head))
    found = {hit[1].lower(): hit[2].lower() for line in whole.split("\n") if (hit := _FIELD.match(line))}
    return found.get("type", "text/plain"), found.get("transfer-encoding", "")


def _decoded(body: list[str], kind: str, encoding: str) -> Iterator[str]:
    if encoding not in {"base64", "quoted-printable"}:
        yield from body
        return
    ends = body[-1:] if body and body[-1].startswith("--") else []
    content = body[: len(body) - len(ends)]
    if not kind.startswith("text/"):
        yield f"[{kind}: {sum(map(len, content))} characters of {encoding} are not shown]"
    else:
        yield f"[{encoding}, decoded]"
        yield from _plain(content, encoding).splitlines()
    yield from ends


def _plain(content: list[str], encoding: str) -> str:
    text = "\n".join(content).encode()
    if encoding == "quoted-printable":
        return quopri.decodestring(text).decode("utf-8", "replace")
    try:
        return b64decode(re.sub(rb"[^A-Za-z0-9+/]", b"", text) + b"===").decode("utf-8", "replace")
    except binascii.Error:
        return "[this base64 cannot be read]"

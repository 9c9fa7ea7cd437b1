"""Fields that only look like our Authentication-Results: no mail server takes them away; beside one nothing counts."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from parsers.authentication.confusables import LOOKS_LIKE, folded, skeleton
from parsers.authentication.grammar import MAX_LENGTH
from parsers.authentication.results import MICROSOFT, read_results, without_comments
from parsers.mime.headers import decode_field

NAME = "authentication-results"
MAX_NAME = 400  # octets in which a name must end
MAX_PIECES = 20  # words looked at where the id should stand

# Where some reader begins a new line, though RFC 5322 does not.
_LINE_ENDS = re.compile(rb"[\r\n\x0b\x0c\x1c-\x1e]|\xc2\x85|\xe2\x80[\xa8\xa9]")
_ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~]?)")  # of a terminal, of ISO 2022
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_COLON = re.compile(f"[:：﹕︓{LOOKS_LIKE[':']}]")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def lookalike(fields: Sequence[tuple[str, bytes]], strays: Sequence[bytes], ids: Collection[str]) -> str | None:
    """What imitates a header of ours, in words, or None. `strays`: lines that are no proper field; `ids`: ours."""
    for name, value in fields:
        if name.lower() == NAME:
            if imitates(value, ids):
                return "an Authentication-Results header looks like ours, but is none that a server writes"
        elif _looks_named(name):
            return "the name of a header only looks like Authentication-Results"
        if any(map(_looks_named_line, _LINE_ENDS.split(value)[1:])):
            return "an Authentication-Results stands behind a line end that is none"
    if any(map(looks_like_verdict, strays)):
        return "a line that is no header looks like Authentication-Results"
    return None


def looks_like_verdict(field: bytes) -> bool:
    """Whether some reader would take this field, or what stands behind a line end in it, for Authentication-Results."""
    return any(map(_looks_named_line, (field, *_LINE_ENDS.split(field))))


def imitates(value: bytes, ids: Collection[str]) -> bool:
    """Whether the id of a header's `value` looks like one of `ids` without being one of them, octet for octet.

    A control octet says enough: no server writes one, whatever is left of the id without it.
    """
    if _CONTROL.search(value):
        return True
    return read_results(value).authserv_id not in ids and resembles(value, ids)


def resembles(value: bytes, ids: Collection[str]) -> bool:
    """Whether the id of a header's `value` is, or looks like, one of `ids`."""
    ours = {skeleton(one) for one in ids if one != MICROSOFT} - {""}
    return any(name in ours for text in _readings(value[:MAX_LENGTH]) for name in _names(text))


def _names(text: str) -> Iterator[str]:
    """What stands where the id should, whole and by its pieces, comments, quotes and versions set aside."""
    head = without_comments(text)[0].partition(";")[0].replace("\\", "")
    pieces = [piece[:MAX_NAME] for piece in _BREAKS.split(head) if piece][:MAX_PIECES]
    yield skeleton("".join(pieces))
    yield from map(skeleton, pieces)


def _readings(octets: bytes) -> Iterator[str]:
    """How one reader or another would show these octets."""
    yield _ESCAPE.sub(b"", octets).decode("utf-8", "surrogateescape")
    yield decode_field(octets)


def _looks_named_line(line: bytes) -> bool:
    if len(line) <= len(NAME):
        return False
    start = line[:MAX_NAME]
    return any(_looks_named(_before_colon(text)) for text in _readings(start)) or _named_between_escapes(start)


def _named_between_escapes(start: bytes) -> bool:
    """Nobody can say how many letters an escape takes with it: the name may stand there with up to four more each."""
    name = _letters(_before_colon(start.decode("utf-8", "surrogateescape")))
    rest, most = iter(name), len(_letters(NAME)) + 4 * start.count(b"\x1b")
    return b"\x1b" in start and len(name) <= most and all(char in rest for char in _letters(NAME))


def _before_colon(text: str) -> str:
    colon = _COLON.search(text)
    return folded(text[: colon.start()]) if colon else ""


@lru_cache(maxsize=4096)
def _looks_named(name: str) -> bool:
    return _letters(name) == _letters(NAME)


def _letters(name: str) -> str:
    return "".join(char for char in skeleton(name) if char.isalnum())

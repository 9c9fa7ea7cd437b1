"""Where the customer's own words end and the signature, the phone's greeting, or the lawyers' footer begin."""

import re
from collections.abc import Sequence
from itertools import islice

from parsers.labels import CLOSINGS, LEGAL
from parsers.quoting.contacts import (
    DECORATION,
    NAME_WORD,
    ONLY_CONTACT,
    is_block_line,
    is_closing,
    is_contact_block,
    is_contact_line,
    is_device_greeting,
    is_full_name,
    is_name,
)
from parsers.vocabulary import CutKind

MAX_SIGNATURE = 16  # lines under "-- "
MAX_CLOSINGS = 4  # lines like "Kind regards" that are tried above more words
MAX_CLOSING = 12  # lines under "Kind regards"

_DELIMITER = re.compile(r"^[ \t]*(?:--|—|–|- -|__)[ \t]*$")
_LONG_DELIMITER = re.compile(r"^[ \t]*(?:[-—–]{2,80}|_{2,80}|={3,80}|\*{3,80}|~{3,80})[ \t]*$")
_LIST_FOOTER = re.compile(r"^.{0,60}(?:mailing list|mailinglist|mailingliste|google groups)\b", re.IGNORECASE)
_DASHED_NAME = re.compile(r"^\s*[-–—~/]{1,2}\s?([^\W\d_][\w.'’]{0,20}(?: [^\W\d_][\w.'’-]{0,20}){0,2})[.!]?\s*$")
_REGISTERED = re.compile(
    r".{0,80}\b(?:registered (?:in (?:england|scotland|wales|ireland)|office)|company (?:number|registration)"
    r"|handelsregister|amtsgericht|registergericht|sitz der gesellschaft)\b",
    re.IGNORECASE,
)
_SCANNED = re.compile(
    r"(?:this|diese|dieses|ce|cette|este|esta|questo|questa|dit|deze|denna|denne|ta)\s(?:e-?mail|mail|message|nachricht"
    r"|courriel|correo|mensaje|mensagem|messaggio|bericht|meddelande|besked|wiadomość)\b.{0,100}(?:virus|viren|"
    r"malware|wirus)",
    re.IGNORECASE,
)
# Words that stand alone at the end of a letter and are no name.
_NO_SIGNER = re.compile(
    r"(?:visa|mastercard|amex|paypal|stripe|refunds?|invoice|urgent|cancel\w*|yes|no|never|always|none|nothing|"
    r"monthly|yearly"
    r"|today|tomorrow|yesterday|\w+day|\w+ember|october|january|february|march|april|may|june|july|august|true|false"
    r"|attached|attachment|screenshot|image|edit|note|update|regards|thank\w*|grazie|gracias|merci|danke|"
    r"obrigad[oa])\b",
    re.IGNORECASE,
)


def signature_start(
    lines: Sequence[str], first: int, end: int, names: Sequence[str] = ()
) -> list[tuple[int, CutKind, str]]:
    """Where within `lines[first:end]` the customer's words stop: (line, what begins there, rule), bottom first.

    `names`: the sender's display name. Rules are applied again and again until none speaks, since footers stack.
    """
    found: list[tuple[int, CutKind, str]] = []
    for _ in range(6):
        end = _trimmed(lines, first, end)
        cut = _lowest_cut(lines, first, end, names)
        if cut is None:
            return found
        found.append(cut)
        end = cut[0]
    return found


def block_inside(lines: Sequence[str], first: int, end: int) -> tuple[int, int] | None:
    """A signature with more words of the customer below it ("P.S.", "one more thing"): its first line, its end."""
    closings = (at for at in range(first + 1, end) if is_closing(lines[at]))
    for at in islice(closings, MAX_CLOSINGS):
        stop = at + 1
        while stop < min(end, at + 2 * MAX_CLOSING) and (not lines[stop].strip() or is_block_line(lines[stop])):
            stop += 1
        stop = _trimmed(lines, at, stop)
        block = [text.strip() for text in lines[at + 1 : stop] if text.strip()]
        if stop < end and not lines[stop].strip() and 1 < len(block) <= MAX_CLOSING and is_name(block[0]):
            following = next((text for text in lines[stop:end] if text.strip()), "")
            return (at, stop) if following and not is_block_line(following) else None
    return None


def is_signature_alone(lines: Sequence[str]) -> bool:
    """Whether these lines are nothing but a delimiter and what stands below it."""
    written = [line for line in lines if line.strip()]
    return 0 < len(written) <= MAX_SIGNATURE + 1 and _DELIMITER.match(written[0]) is not None


def _trimmed(lines: Sequence[str], first: int, end: int) -> int:
    while end > first and not lines[end - 1].strip():
        end -= 1
    return end


def _lowest_cut(lines: Sequence[str], first: int, end: int, names: Sequence[str]) -> tuple[int, CutKind, str] | None:
    for rule in (
        _decorated,
        _delimited,
        _from_device,
        _legal,
        _list_footer,
        _closed,
        _dash_named,
        _named,
        _contact_block,
        _bare_name,
    ):
        cut = rule(lines, first, end, names)
        if cut is not None:
            return cut
    return None


def _decorated(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    """A rule, a row of stars, Gmail's tracking dot at the very end."""
    start = end
    while start - 1 > first and (not lines[start - 1].strip() or DECORATION.match(lines[start - 1])):
        start -= 1
    return (start, CutKind.FOOTER, "nothing but decoration") if start < end else None


def _delimited(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    """`-- ` (RFC 3676, section 4.3), or a longer rule above a few short lines."""
    written = [at for at in range(first, end) if lines[at].strip()]
    for index, at in list(enumerate(written))[max(1, len(written) - 1 - MAX_SIGNATURE) :]:
        line = lines[at]
        if len(line) > 90 or line.lstrip()[0] not in "-—–_=*~":
            continue
        if _DELIMITER.match(line):
            return at, CutKind.SIGNATURE, "signature delimiter"
        below = written[index + 1 :]
        if _LONG_DELIMITER.match(line) and 0 < len(below) <= 6 and all(is_contact_line(lines[each]) for each in below):
            return at, CutKind.SIGNATURE, "rule above a name"
    return None


def _from_device(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    """A greeting at the edge of a paragraph, with those right above it, and the name above them."""
    for at in range(first, end):
        if not (_is_edge(lines, first, at, end) and is_device_greeting(lines[at])):
            continue
        while at > first and is_device_greeting(lines[at - 1]):
            at -= 1
        named = at - 1 > first and is_full_name(lines[at - 1]) and not lines[at - 2].strip()
        return at - named, CutKind.FOOTER, "a device's or program's greeting"
    return None


def _is_edge(lines: Sequence[str], first: int, at: int, end: int) -> bool:
    return at in (first, end - 1) or not lines[at - 1].strip() or not lines[at + 1].strip()


def _legal(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    for at in range(first + 1, end):
        if lines[at - 1].strip() and at > first + 1 and not DECORATION.match(lines[at - 1]):
            continue
        opening = lines[at].strip(" \t*_-•#>|").casefold()[:120]
        if opening.startswith(LEGAL) or _SCANNED.match(opening) or (len(opening) > 40 and _REGISTERED.match(opening)):
            return at, CutKind.FOOTER, "legal or programmed footer"
    return None


def _list_footer(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    for at in range(max(first + 1, end - 12), end - 1):
        if _LONG_DELIMITER.match(lines[at]) and any(_LIST_FOOTER.match(line) for line in lines[at + 1 : at + 3]):
            return at, CutKind.FOOTER, "mailing list footer"
    return None


def _closed(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    """ "Kind regards" above a name, or beside one on the last line."""
    last = lines[end - 1] if end > first + 1 else ""
    if _closing_with_name(last):
        return end - 1, CutKind.SIGNATURE, "closing with a name"
    above = [at for at in range(first, end) if lines[at].strip()]
    for at in above[-MAX_CLOSING - 1 : -1]:
        if at == first or not is_closing(lines[at]):
            continue
        below = [text.strip() for text in lines[at + 1 : end] if text.strip()]
        if is_name(below[0]) and is_contact_block(below[1:]):
            return at, CutKind.SIGNATURE, "closing above a name"
    return None


def _closing_with_name(line: str) -> bool:
    closing, comma, name = line.strip().partition(",")
    if comma and name.strip() and closing.casefold().strip() in CLOSINGS:
        return is_name(name.strip()) and name.strip()[:1].isupper()
    return False


def _dash_named(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    """`- Dana`, `/John` at the end; not the last of a list of points."""
    at = end - 1
    match = _DASHED_NAME.match(lines[at]) if at > first else None
    if match is None or not is_name(match[1]):
        return None
    above = next((lines[i] for i in range(at - 1, first - 1, -1) if lines[i].strip()), "")
    if above.lstrip()[:1] in "-–—~*•/" and above.strip():
        return None
    return at, CutKind.SIGNATURE, "a name behind a dash"


def _named(lines: Sequence[str], first: int, end: int, names: Sequence[str]) -> tuple[int, CutKind, str] | None:
    """The sender's own name on a line of its own, with nothing but contact lines below."""
    wanted = {name.casefold() for name in names if name} | {
        name.split()[0].casefold() for name in names if name.split()
    }
    tail = [at for at in range(first + 1, end) if lines[at].strip()][-8:]
    for at in tail:
        if lines[at].strip(" \t,.!-–—~*_").casefold() in wanted and all(
            is_contact_line(lines[below]) for below in tail if below > at
        ):
            return at, CutKind.SIGNATURE, "the sender's name"
    return None


def _contact_block(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    """A full name at the head of the last paragraph, with nothing but ways to reach that person below it."""
    start = end - 1
    while start > first and lines[start - 1].strip():
        start -= 1
    below = lines[start + 1 : end]
    if start <= first or not 1 <= len(below) <= 6 or not is_full_name(lines[start]):
        return None
    announced = (
        next((lines[at] for at in range(start - 1, first - 1, -1) if lines[at].strip()), "").rstrip().endswith(":")
    )
    if announced or not any(ONLY_CONTACT.match(line) for line in below):
        return None
    return (start, CutKind.SIGNATURE, "a name above contact lines") if all(map(is_contact_line, below)) else None


def _bare_name(lines: Sequence[str], first: int, end: int, _: Sequence[str]) -> tuple[int, CutKind, str] | None:
    """Two or three capitalised words as the last paragraph, below a finished sentence."""
    at = end - 1
    if at <= first + 1 or lines[at - 1].strip() or not _is_signed(lines[at].strip(" \t,.-–—~*_")):
        return None
    above = next((lines[each].rstrip() for each in range(at - 1, first - 1, -1) if lines[each].strip()), "")
    finished = above.endswith((".", "!", "?", "…", ")")) and not above.endswith(":")
    return (at, CutKind.SIGNATURE, "a name alone") if finished else None


def _is_signed(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 3
        and 2 <= len(text) <= 40
        and all(word[:1].isupper() and NAME_WORD.match(word) for word in words)
        and not text.isupper()
        and not _NO_SIGNER.match(text)
        and not is_closing(text)
    )

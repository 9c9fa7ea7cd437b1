"""The text of a mail, from the better of the two forms that its sender offers."""

import re
from collections.abc import Iterator

from parsers.html import MARKS, to_text
from parsers.mime import Body, Mime

FLATTENED = 300  # characters on one line where the markup has many

_NO_TEXT = re.compile(
    r"(?:your|this|to view|ihr|votre|su|il tuo).{0,80}(?:html|mail client|e-?mail (?:client|reader|program))",
    re.IGNORECASE | re.DOTALL,
)
_LONG_TAIL = re.compile(r"_[A-Za-z0-9]{14}")  # a cheap test before the real one
_STRIPE_ID = re.compile(r"(?<![A-Za-z0-9])(?:cus|sub|in|ch|py|pi|re|si|pm|cs|du|dp|ii)_[A-Za-z0-9_]{14,100}")


def body_of(mime: Mime) -> str:
    """The body, its stretches in the order of the mail, with the marks of `parsers.html`."""
    return "\n\n".join(filter(None, (_readable(body).strip("\n") for body in mime.content.bodies)))


def _readable(body: Body) -> str:
    """Plain text where the sender offers one that is worth it, else the markup's."""
    if not body.html or (body.text.strip() and not _is_poor(body)):
        return body.text
    return to_text(body.html) or body.text


def _is_poor(body: Body) -> bool:
    """A plain part that only points to the markup, lost its lines, or lacks a Stripe id that a link holds."""
    text = body.text.strip()
    if len(text) < FLATTENED and _NO_TEXT.search(text):
        return True
    if (
        len(text) > FLATTENED
        and text.count("\n") < 2
        and len(re.findall(r"<(?:br|p|div|tr)\b", body.html[:20_000])) > 4
    ):
        return True
    return _LONG_TAIL.search(body.html) is not None and any(
        found not in text for found in set(_STRIPE_ID.findall(body.html))
    )


def plain(text: str) -> str:
    """`text` without the marks that the markup left for the extraction."""
    for mark in MARKS:
        text = text.replace(f"{mark}\n", "").replace(mark, "")
    return text.strip()


def forwards_of(mime: Mime) -> Iterator[str]:
    """Head and text of each mail that came along as a file."""
    return filter(None, (plain(_readable(body)) for body in mime.content.forwards))

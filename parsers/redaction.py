"""What must never be stored, logged or shown, replaced by words that say what stood there."""

import re
from dataclasses import dataclass

from parsers.vocabulary import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One secret: its kind, what may be told of it (last4, a key's prefix), and where it stood in the text given."""

    kind: str
    hint: str
    span: Span


_KEY = re.compile(r"(?<![A-Za-z0-9])(sk|rk)_(live|test)_[A-Za-z0-9]{10,255}")


def redact(text: str) -> tuple[str, tuple[Found, ...]]:
    """`text` with every secret replaced by a bracketed name, and what was found; spans count in the given `text`."""
    found = tuple(
        Found(kind="stripe_secret_key", hint=f"{hit[1]}_{hit[2]}_", span=Span(*hit.span()))
        for hit in _KEY.finditer(text)
    )
    return _KEY.sub("[secret key removed]", text), found


def scrub(text: str) -> str:
    """Only the text of `redact`."""
    return redact(text)[0]

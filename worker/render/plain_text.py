"""Foreign text as harmless data: one line or a few, no control characters, no markup, nothing secret."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from parsers.domains import address_key
from parsers.redaction import scrub

# Characters that show nothing but are no Unicode format characters: fillers, joiners, variation selectors.
_INVISIBLE = frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}) | frozenset(
    [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
)
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ADDRESS = re.compile(r"[^\s<>@,;:\"'()\[\]‹›]+@[^\s<>@,;:\"'()\[\]‹›]+\.[^\s<>@,;:\"'()\[\]‹›.]+")
_SUSPECT = re.compile(r"[\d_=:]")  # no secret is without one of these
# Ids as Stripe writes them, which look like secrets and are none; and what may be one in the rest: a long run, or
# figures that are more than a day.
_IDS = re.compile(r"\b(?:cus|sub|si|in|ch|py|pi|re|pyr|du|dp|cs|pm|prod|price|bpc)_[A-Za-z0-9]+\b")
_ID = re.compile(rf"\W?{_IDS.pattern}\W?")
_LONGEST_WORD = 24
_RUN = re.compile(rf"[\w+/=]{{{_LONGEST_WORD},}}")
_FIGURES = re.compile(r"\d(?<!\d\d)(?<!\d-\d)(?!\d{3}-\d\d-\d\d\b(?![-.]\d))[\d\s.-]{6,}\d")
_NEAR_SECRETS = (
    *("sk_", "rk_", "pk_", "whsec_", "secret", "pass", "pwd", "key", "token"),
    *("pin", "cvc", "cvv", "cvn", "code", "kenn", "iban", "ssn"),
)
_MARKUP = str.maketrans({"<": "‹", ">": "›", "`": "'"})
_TEMPLATE_MARKS = re.compile(r"\{(?=[{%#])|(?<=[}%#])\}")


class _Visible(dict[int, int | str | None]):
    """A translation table that learns each character once."""

    def __missing__(self, point: int) -> int | str | None:
        kept: int | str | None = point
        category = unicodedata.category(chr(point))
        if category in {"Zl", "Zp"}:
            kept = "\n"
        elif category in _DROPPED or point in _INVISIBLE:
            kept = None
        self[point] = kept
        return kept


_VISIBLE = _Visible({0x09: " ", 0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x0D: None, 0x85: "\n"})


def visible(text: str) -> str:
    """The text without control, bidirectional and zero-width characters; its line ends are all `\\n`."""
    if text.isascii() and text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_VISIBLE)


def one_line(text: str, limit: int = 200) -> str:
    """Redacted, on one line, without markup or template marks, `limit` characters at most."""
    line = " ".join(visible(text[: limit * 8]).split())
    return shortened(harmless(scrub(line) if _SUSPECT.search(line) else line), limit)


def redacted(lines: Sequence[str]) -> list[str]:
    """Lines of ours, redacted; one that holds nothing but Stripe's ids and days is not searched for secrets."""
    text = "\n".join(lines)
    low = text.lower()
    near = [word for word in _NEAR_SECRETS if word in low]
    long = {token for token in text.split() if len(token) >= _LONGEST_WORD and _long(token)}
    figures = _FIGURES.search(text) is not None
    return [scrub(line) if _suspect(line, near, long, figures) else line for line in lines]


def _suspect(line: str, near: Sequence[str], long: Collection[str], figures: bool) -> bool:
    low = line.lower()
    for word in near:  # a plain loop: this is asked of every line of every note
        if word in low:
            return True
    return any(token in line for token in long) or (figures and _FIGURES.search(line) is not None)


def _long(token: str) -> bool:
    """Whether a word holds a run that may be a secret, beside the ids it holds."""
    return _ID.fullmatch(token) is None and _RUN.search(_IDS.sub("", token)) is not None


def harmless(text: str) -> str:
    """The text without what a reader's program could take for markup or a template."""
    if "<" in text or ">" in text or "`" in text:
        text = text.translate(_MARKUP)
    return _TEMPLATE_MARKS.sub("", text) if "{" in text or "}" in text else text


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def words(text: str, limit: int = 12) -> str:
    """The first `limit` words of a text, as data; an ellipsis says that there were more."""
    parts = one_line(text).split()
    return " ".join(parts[:limit]) + (" …" if len(parts) > limit else "")


def masked(address: str) -> str:
    """An address that shows whose it might be, and not whose it is: `m…@domain`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def mask_addresses(text: str, keep: Collection[str]) -> str:
    """The text with every address masked but those in `keep` (as `address_key` gives them)."""
    return _ADDRESS.sub(lambda hit: hit[0] if address_key(hit[0]) in keep else masked(hit[0]), text)

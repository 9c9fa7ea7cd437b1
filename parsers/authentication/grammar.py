"""The octets that an Authentication-Results field may hold (RFC 8601, with RFC 6532 for international domains)."""

import unicodedata

MAX_LENGTH = 8192

# No server writes them into a verdict: controls (tab apart), unseen and reordering marks, lone surrogates, separators
# of lines, blanks that are none. The two joiners stand in international domains, where IDNA judges them.
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_ADMITTED = frozenset("\t \u200c\u200d")


def as_text(octets: bytes) -> str | None:
    """The unfolded octets of a field as text, or None where one of them has no place in it."""
    if len(octets) > MAX_LENGTH:
        return None
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(map(_admitted, text)) else None


def _admitted(char: str) -> bool:
    return char in _ADMITTED or unicodedata.category(char) not in _NEVER


def as_octets(octets: bytes) -> str:
    """Every octet as one character, for fields of which only the ASCII ones count."""
    return octets.decode("latin-1")

"""Addresses and names out of a text that leaves the house: what a reader of wishes need not know."""

import re
from collections.abc import Iterable

ADDRESS, NAME = "[address]", "[name]"
# An address as it stands in running text; lengths are bounded, so that time grows with the text alone.
_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SHORTEST = 2


def hide_persons(text: str, names: Iterable[str], *, others: Iterable[str] = ()) -> str:
    """`text` with every e-mail address, and every one of `names` and its parts as written there, replaced.

    `others` are hidden as a whole alone: a desk may be called Billing Support, and the words of that are needed.
    """
    text = _ADDRESS.sub(ADDRESS, text)
    hidden = {part for name in names for part in _parts(name)}
    hidden |= {part for name in others for part in _parts(name)[:1]}
    parts = sorted(hidden, key=lambda part: (-len(part), part))
    if not parts:
        return text
    known = "|".join(re.escape(part) for part in parts)
    return re.sub(rf"(?<!\w)(?:{known})(?:[ \t]+(?:{known}))*(?!\w)", NAME, text)


def _parts(name: str) -> list[str]:
    """The whole name, and each word of it that is written like a name: its first letter no small one."""
    whole = " ".join(name.split())
    words = [word.strip(".,;()\"'") for word in whole.split()]
    kept = [word for word in words if len(word) >= _SHORTEST and word[0].isalpha() and not word[0].islower()]
    return [each for each in (whole, *kept) if len(each) >= _SHORTEST and "@" not in each]

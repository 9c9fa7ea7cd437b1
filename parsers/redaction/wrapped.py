"""Links inside links: what a mail server's link check or a redirect wrapped is read as it was before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_TOKEN = 8000  # characters of one link
MAX_LEVELS = 3  # wrapped links are wrapped again

_TOKEN = re.compile(r"[^\s<>\"]{8,}")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
# Proofpoint's second form: `-` for `%`, `_` for `/`.
_PROOFPOINT = re.compile(r"urldefense(?:\.proofpoint)?\.com/v2/url\?u=", re.IGNORECASE)
_DASHED = re.compile(r"-([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text read in clear. `starts` and `ends`: where in the given text each of its characters stood."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The given text's range behind a range of `text`."""
        return self.starts[start], self.ends[end - 1]


def unwrap_links(text: str) -> Iterator[Unwrapped]:
    """The links of `text` that hold escapes, a line each, once for each level of wrapping; linear in its length."""
    if "%" not in text and "urldefense" not in text:
        return
    links = [_as_it_stands(hit) for hit in _TOKEN.finditer(text) if "%" in hit[0] or _PROOFPOINT.search(hit[0])]
    for _ in range(MAX_LEVELS):
        links = [further for link in links if (further := _level(link))]
        if not links:
            return
        yield _joined(links)


def _as_it_stands(hit: re.Match[str]) -> Unwrapped:
    token = hit[0][:MAX_TOKEN]
    places = range(hit.start(), hit.start() + len(token))
    return Unwrapped(token, tuple(places), tuple(at + 1 for at in places))


def _joined(links: Sequence[Unwrapped]) -> Unwrapped:
    """One text of all; what parts two links stands nowhere."""
    return Unwrapped(
        "\n".join(link.text for link in links),
        tuple(at for link in links for at in (*link.starts, link.ends[-1]))[:-1],
        tuple(at for link in links for at in (*link.ends, link.ends[-1]))[:-1],
    )


def _level(read: Unwrapped) -> Unwrapped | None:
    """One level of escapes undone, or None where there is none left."""
    wrapped = _PROOFPOINT.search(read.text)
    pattern = _DASHED if wrapped else _PERCENT
    first = wrapped.end() if wrapped else 0
    if not wrapped and not pattern.search(read.text):
        return None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = first
    for hit in pattern.finditer(read.text, first):
        if hit.start() < at:
            continue
        plain = read.text[at : hit.start()]
        octets, after = _octets(read.text, hit.start(), pattern)
        shown = octets.decode("utf-8", "replace")
        pieces += (plain.replace("_", "/") if wrapped else plain, shown)
        starts += (*read.starts[at : hit.start()], *[read.starts[hit.start()]] * len(shown))
        ends += (*read.ends[at : hit.start()], *[read.ends[after - 1]] * len(shown))
        at = after
    rest = read.text[at:]
    pieces.append(rest.replace("_", "/") if wrapped else rest)
    return Unwrapped("".join(pieces), (*starts, *read.starts[at:]), (*ends, *read.ends[at:]))


def _octets(text: str, at: int, pattern: re.Pattern[str]) -> tuple[bytes, int]:
    """The octets of the character that is escaped from `at` on, and where it ends: several where it is not ASCII."""
    octets = b""
    while (hit := pattern.match(text, at)) and len(octets) < 4:
        octet = int(hit[1], 16)
        if octets and octet & 0xC0 != 0x80:
            break
        octets += bytes([octet])
        at = hit.end()
        if octet < 0x80:
            break
    return octets, at

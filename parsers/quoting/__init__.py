"""A body apart: what the customer wrote this time, what they answer line by line, and what was cut and why."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from parsers.html import MARKS, SIGNATURE, SIGNATURE_END
from parsers.mime.armour import unsigned
from parsers.mime.charsets import clean
from parsers.quoting.banners import is_banner
from parsers.quoting.contacts import is_decoration
from parsers.quoting.fates import Fate, Page, Quote
from parsers.quoting.quotes import cut_quotes
from parsers.quoting.signatures import block_inside, is_signature_alone, signature_start
from parsers.vocabulary import Cut, CutKind, InlineAnswer

__all__ = ["Reply", "read_reply", "unquoted"]

# An address whose closing bracket a mailer wrapped onto the next line, where it looks like a quote mark.
_SPLIT_ADDRESS = re.compile(r"(<[^<>\n]{1,100})\n[ \t]{0,3}>(?=[ \t]?[^\s>]{0,20}[ \t]?[:：][ \t]*(?:\n|$))")
# Polymail, which gives each bracket of an address a line of its own.
_SCATTERED = re.compile(r"\n{1,3}<[ \t]*\nmailto:[^<>\n]{0,80}<([^<>\s]{3,100})>[ \t]*\n>[ \t]*(?=\S)")
_WHOLE = re.compile(r"^[ \t]{0,3}>[ \t]?")
MAX_WHOLE = 3  # levels of quoting around a whole mail
MAX_BANNER = 12  # lines within which a warning stands
MAX_LINES = 2000  # what follows counts as one more line
_INVISIBLE = dict.fromkeys((0x200B, 0x2060, 0x2063, 0xAD))
SIGNATURES = (CutKind.SIGNATURE, CutKind.FOOTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A body taken apart.

    `own`: the customer's words alone. `visible`: the same with the quoted lines that they answer in place.
    """

    own: str
    visible: str
    cuts: tuple[Cut, ...]
    inline_answers: tuple[InlineAnswer, ...]


def read_reply(
    text: str,
    *,
    keep_signature: bool = False,
    forwarding: bool = False,
    answers: bool = True,
    names: Sequence[str] = (),
) -> Reply:
    """Take a body apart (`text` from a mail or from `parsers.html.to_text`). Never raises, linear in its length.

    `forwarding`: the subject says that the mail is a forward. `answers`: it may answer another mail; one that does not
    has indented its own words. `names`: the sender's display name, which helps to find a signature. With
    `keep_signature` signatures and footers stay in the text.
    """
    page = Page(_lines(text), answers=answers)
    answered = cut_quotes(page, forwarding=forwarding)
    _marked_signatures(page)
    for first, end in page.own_runs():
        _cut_signature(page, first, end, names)
    kept = SIGNATURES if keep_signature else ()
    own = _text(page, lambda fate: fate is None or fate.kind in kept)
    visible = _text(page, lambda fate: fate is None or fate.kept or fate.kind in kept)
    return Reply(own=own, visible=visible, cuts=tuple(_cuts(page)), inline_answers=tuple(_answers(page, answered)))


def unquoted(text: str) -> str:
    """A mail that stands behind `>` from its first word to its last, as some programs put it, without that."""
    lines = text.split("\n")
    for _ in range(MAX_WHOLE):
        written = [line for line in lines if line.strip() and line not in MARKS]
        if not written or not all(_WHOLE.match(line) for line in written):
            break
        lines = [_WHOLE.sub("", line, count=1) for line in lines]
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    joined = _SCATTERED.sub(r" <\1> ", unsigned(clean(text)))
    lines = _SPLIT_ADDRESS.sub(r"\1>", joined).replace("\u00a0", " ").translate(_INVISIBLE).split("\n")
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], " ".join(lines[MAX_LINES - 1 :])]
    return [line.rstrip() for line in lines]


def _marked_signatures(page: Page) -> None:
    """Signatures that the markup itself names."""
    start = -1
    for at, line in enumerate(page.lines):
        if line == SIGNATURE and start < 0:
            start = at
        elif line == SIGNATURE_END and start >= 0:
            if page.has_words(0, start):
                page.cut(start, at + 1, Fate(CutKind.SIGNATURE, "marked by the mail program"))
            start = -1


def _cut_banners(page: Page, first: int, end: int) -> int:
    """Cut the warnings that a mail server put above the customer's words; returns where these begin."""
    written = [at for at in range(first, min(end, first + MAX_BANNER)) if page.lines[at].strip()]
    last = max((index for index, at in enumerate(written[:4]) if is_banner(page.lines[at])), default=-1)
    above = [at for at in written[: last + 1] if not is_banner(page.lines[at])]
    if last < 0 or not all(is_decoration(page.lines[at]) for at in above):
        return first
    below = written[last + 1 : last + 2]
    stop = below[0] + 1 if below and is_decoration(page.lines[below[0]]) else written[last] + 1
    page.cut(first, stop, Fate(CutKind.FOOTER, "a mail server's warning"))
    return stop


def _cut_signature(page: Page, first: int, end: int, names: Sequence[str]) -> None:
    if first and not any(fate is None for fate in page.fates[:first]) and not page.has_words(first, end):
        return
    if not any(line.strip() for line, fate in zip(page.lines[:first], page.fates[:first], strict=True) if fate is None):
        offset = 0
    else:
        offset = 1  # words stand above this run, so that its first line may already be the signature
    first = _cut_banners(page, first, end)
    alone = not offset and end < len(page.lines) and not page.has_words(0, first)
    if alone and is_signature_alone(page.lines[first:end]):
        page.cut(first, end, Fate(CutKind.SIGNATURE, "nothing but a signature above an earlier mail"))
    window = ["words above"] * offset + page.lines[first:end]
    for at, kind, rule in signature_start(window, 0, len(window), names):
        page.cut(first + max(0, at - offset), end, Fate(kind, rule))
        end = first + max(0, at - offset)
    if (inside := block_inside(page.lines, first, end)) is not None:
        page.cut(*inside, Fate(CutKind.SIGNATURE, "a signature with words below it"))


def _text(page: Page, shown: Callable[[Fate | None], bool]) -> str:
    lines = [line for line, fate in zip(page.lines, page.fates, strict=True) if line not in MARKS and shown(fate)]
    return "\n".join(_without_blank_runs(lines)).strip()


def _without_blank_runs(lines: Sequence[str]) -> Iterator[str]:
    blank = False
    for line in lines:
        if line or not blank:
            yield line
        blank = not line


def _cuts(page: Page) -> Iterator[Cut]:
    numbered = ((fate, line) for fate, line in zip(page.fates, page.lines, strict=True) if line not in MARKS)
    for fate, run in groupby(numbered, key=lambda pair: pair[0]):
        text = "\n".join(line for _, line in run).strip()
        if fate is not None and text:
            yield Cut(kind=fate.kind, text=text, rule=fate.rule)


def _answers(page: Page, answered: Sequence[Quote]) -> Iterator[InlineAnswer]:
    """Each answered quote with the words of the customer right below it."""
    for quote in answered:
        end = quote.end
        while end < len(page.lines) and page.fates[end] is None:
            end += 1
        answer = "\n".join(page.lines[quote.end : end]).strip()
        quoted = "\n".join(line.lstrip("> \t") for line in page.lines[quote.first : quote.end]).strip()
        if answer:
            yield InlineAnswer(quoted=quoted, answer=answer)

"""Which lines are an earlier mail: behind `>`, under an introduction, under a header block or a titled rule."""

import re
from dataclasses import dataclass

from parsers.html import ATTRIBUTION, QUOTE
from parsers.quoting.fates import Fate, Page
from parsers.quoting.header_blocks import header_block, repeats_field
from parsers.quoting.introductions import (
    Rule,
    introduction_start,
    may_end,
    ruled_introduction,
    says_reply_above,
    titled_rule,
)
from parsers.quoting.signatures import signature_start
from parsers.vocabulary import CutKind

INTRODUCED = "introduction of an earlier mail"
MAX_GREETING = 3  # words above a quote that are no answer yet: "Hello Dana,"

_QUOTED = re.compile(r"[ \t]{0,3}(?:>|&gt;|\|\s)")
_RULE = re.compile(r"^[\s*]*(?:[-_=~*–—]\s?){3,}$")
_LINK_ONLY = re.compile(r"\s*[(<\[]?https?://\S+[)>\]]*[\s>]*$")
_SENDER_ONLY = re.compile(
    r"(?:[^<>\n.!?]{0,60}<[^\s<>@]{1,64}@[^\s<>@]{1,80}>|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[,\s]{1,3}\d{1,2}[:.]\d\d(?::\d\d)?)$"
)
_UNFINISHED = re.compile(r"(?:\([^)]*|<[^>]*|https?://\S*|\S-)$")


@dataclass(frozen=True, slots=True)
class Quote:
    """A run of quoted lines `first <= i < end`; `start` is where its introduction begins, if it has one."""

    start: int
    first: int
    end: int

    @property
    def introduced(self) -> bool:
        """Whether a line said whose words follow."""
        return self.start < self.first


def cut_quotes(page: Page, *, forwarding: bool) -> list[Quote]:
    """Give every line of an earlier mail its fate; returns the quotes that stay in place because they are answered."""
    quotes: list[Quote] = []
    page.reply_above = says_reply_above("\n".join(page.lines))
    at = 0
    while at < len(page.lines):
        stop = _unmarked(page, at, forwarding=forwarding)
        if stop is not None:
            at = stop
            continue
        if _QUOTED.match(page.lines[at]):
            quotes.append(_quote(page, at))
            at = quotes[-1].end
            continue
        at += 1
    return _settle(page, [quote for quote in quotes if page.fates[quote.first] is None])


def _unmarked(page: Page, at: int, *, forwarding: bool) -> int | None:
    """Cut at a line below which all is an earlier mail though no `>` says so; returns where to go on reading."""
    line = page.lines[at]
    if line.startswith(ATTRIBUTION):
        page.lines[at] = line = line[1:]
        return _after_hint(page, at)
    if line == QUOTE:
        return _cut_rest(
            page, at, Fate(CutKind.FORWARD if forwarding else CutKind.QUOTE, "the mail program marks the rest")
        )
    if not line.strip() or _QUOTED.match(line):
        return None
    rule = titled_rule(line, reply_above=page.reply_above)
    if rule is not None:
        return _after_rule(page, at, rule)
    leading = not page.has_words(0, at)
    if (
        repeats_field(line)
        and page.may_look()
        and header_block(page.lines, at, ruled=_rule_above(page, at) < at, leading=leading)
    ):
        kind = CutKind.FORWARD if forwarding or leading else CutKind.QUOTE
        start = _sender_above(page, at) if _rule_above(page, at) == at else _rule_above(page, at)
        return _cut_rest(page, start, Fate(kind, "header block of an earlier mail"))
    if ruled_introduction(line) and not _next_is_quoted(page, at):
        return _cut_rest(page, at, Fate(CutKind.QUOTE, INTRODUCED))
    return _introduction(page, at)


def _introduction(page: Page, at: int) -> int | None:
    """An introduction without `>` below it: the rest is an earlier mail, but not if it is the first line of all."""
    if not may_end(page.lines[at]) or _next_is_quoted(page, at) or not page.may_look():
        return None
    below = page.lines[at + 1].rstrip() if at + 1 < len(page.lines) else ""
    if below.endswith((":", "：")) and not _QUOTED.match(below) and _next_is_quoted(page, at + 1):
        return None  # the sender's name was wrapped onto the next line
    found = introduction_start(page.lines, at, _last_cut(page, at), quoted_next=False)
    if found is None:
        return None
    start, before = found
    fate = Fate(CutKind.QUOTE, INTRODUCED)
    if before:
        page.lines[at : at + 1] = [before, page.lines[at].strip()[len(before) :].strip()]
        page.fates.insert(at, None)
        return _cut_rest(page, at + 1, fate)
    if not page.has_words(0, start):
        page.cut(start, at + 1, fate)
        return at + 1
    return _cut_rest(page, start, fate)


def _last_cut(page: Page, at: int) -> int:
    """An introduction never reaches back over a quote or what was cut."""
    for line in range(at - 1, max(-1, at - 6), -1):
        if page.fates[line] is not None or _QUOTED.match(page.lines[line]):
            return line + 1
    return max(0, at - 6)


def _after_hint(page: Page, at: int) -> int | None:
    """The markup says that this line introduces a quote, whatever language it is in."""
    rule = titled_rule(page.lines[at])
    if rule is not None:
        return _after_rule(page, at, rule)
    end = at + 1
    while end < len(page.lines) and end < at + 4 and page.lines[end].strip() and not _QUOTED.match(page.lines[end]):
        end += 1
    if _next_is_quoted(page, end - 1):
        page.cut(at, end, Fate(CutKind.QUOTE, INTRODUCED))
        return end
    return _cut_rest(page, at, Fate(CutKind.QUOTE, INTRODUCED))


def _after_rule(page: Page, at: int, rule: Rule) -> int:
    if rule is Rule.REPLY_ABOVE and not page.has_words(0, at):
        page.cut(at, at + 1, Fate(CutKind.QUOTE, str(rule)))
        return at + 1
    kind = CutKind.FORWARD if rule is Rule.FORWARDED else CutKind.QUOTE
    if rule is Rule.FORWARDED and _next_is_quoted(page, at):
        end = _quote(page, _next_words(page, at + 1)).end
        page.cut(at, end, Fate(kind, str(rule)))
        return end
    return _cut_rest(page, at, Fate(kind, str(rule)))


def _cut_rest(page: Page, at: int, fate: Fate) -> int:
    page.cut(at, len(page.lines), fate)
    return len(page.lines)


def _rule_above(page: Page, at: int) -> int:
    """The line of a bare rule above a header block (blank lines between), or `at` itself."""
    above = at - 1
    while above >= 0 and above > at - 4 and not page.lines[above].strip():
        above -= 1
    return above if above >= 0 and _RULE.match(page.lines[above]) else at


def _sender_above(page: Page, at: int) -> int:
    """The first of the lines above a header block that hold nothing but its sender and its date, or `at` itself."""
    start, above = at, at - 1
    while above > 0 and above >= at - 6:
        line = page.lines[above].strip()
        if line and not _SENDER_ONLY.match(line):
            break
        start = above if line else start
        above -= 1
    return start


def _next_words(page: Page, at: int) -> int:
    while at < len(page.lines) and not page.lines[at].strip():
        at += 1
    return at


def _next_is_quoted(page: Page, at: int) -> bool:
    following = _next_words(page, at + 1)
    return following < len(page.lines) and following <= at + 6 and _QUOTED.match(page.lines[following]) is not None


def _quote(page: Page, first: int) -> Quote:
    """The run of quoted lines from `first`, with blank lines and wrapped tails inside, and its introduction above."""
    end = at = first
    while at < len(page.lines):
        line = page.lines[at]
        if _QUOTED.match(line):
            end = at + 1
        elif line.strip() and not (at == end and _is_wrapped_tail(page, at)):
            break
        at += 1
    return Quote(_introduced_at(page, first), first, end)


def _introduced_at(page: Page, first: int) -> int:
    above = first - 1
    while above >= 0 and above >= first - 5 and not page.lines[above].strip():
        above -= 1
    fate = page.fates[above] if above >= 0 else None
    if fate is not None and fate.rule == INTRODUCED and not fate.kept:
        return above
    if above < 0 or fate is not None:
        return first
    if ruled_introduction(page.lines[above]) or titled_rule(page.lines[above]) is not None:
        return above
    found = introduction_start(page.lines, above, _last_cut(page, above), quoted_next=True)
    if found is None:
        return first
    start, before = found
    if before:  # the customer's words share the line: leave them, take the rest
        page.lines[above] = before
        return first
    return start


def _is_wrapped_tail(page: Page, at: int) -> bool:
    """A mailer broke a quoted line and forgot the `>` of its tail: a link left open, or a full line above."""
    above = page.lines[at - 1]
    following = page.lines[at + 1] if at + 1 < len(page.lines) else ""
    if not _QUOTED.match(following) or not _QUOTED.match(above):
        return False
    line = page.lines[at]
    if _UNFINISHED.search(above[-200:]) or _LINK_ONLY.match(line[:400]):
        return True
    goes_on = line[:1].islower() and len(above) >= 50 and above[-1] not in ".!?:"
    return goes_on or (len(above) + len(line.split()[0]) > 74 and len(line) < 40)


def _settle(page: Page, quotes: list[Quote]) -> list[Quote]:
    """Keep a quote in place only where the customer's words follow it: what answers it cannot be read without it."""
    answered = [quote for quote in quotes if _is_answered(page, quote)]
    if len(answered) == 1 and _words(page, 0, answered[0].start) <= MAX_GREETING and _is_whole(page, answered[0]):
        answered = []  # a reply below the whole mail that it answers
    kept = frozenset(answered)
    for quote in quotes:
        if quote not in kept:
            page.cut(quote.start, quote.end, Fate(CutKind.QUOTE, "quoted lines"))
        elif quote.introduced and len(answered) == 1:
            page.cut(quote.start, quote.first, Fate(CutKind.QUOTE, INTRODUCED))
        elif quote.introduced:
            page.cut(quote.start, quote.first, Fate(CutKind.QUOTE, "introduction of answered lines", kept=True))
    for quote in answered:
        page.cut(quote.first, quote.end, Fate(CutKind.QUOTE, "answered lines", kept=True))
    return answered


def _is_whole(page: Page, quote: Quote) -> bool:
    """Whether a line says whose words follow: above the quote, or as the iPhone does, its own first."""
    if quote.introduced:
        return True
    line = page.lines[quote.first].lstrip("> \t") if not page.has_words(0, quote.first) else ""
    return may_end(line) and introduction_start([line], 0, 0, quoted_next=True) is not None


def _words(page: Page, first: int, end: int) -> int:
    return sum(
        len(line.split()) for line, fate in zip(page.lines[first:end], page.fates[first:end], strict=True) if not fate
    )


def _is_answered(page: Page, quote: Quote) -> bool:
    """Whether words of the customer follow, other than a signature."""
    end = quote.end
    while end < len(page.lines) and page.fates[end] is None and not _QUOTED.match(page.lines[end]):
        end += 1
    signature = signature_start(["words above", *page.lines[quote.end : end]], 0, end - quote.end + 1)
    stop = quote.end + signature[-1][0] - 1 if signature else end
    return page.has_words(quote.end, stop)

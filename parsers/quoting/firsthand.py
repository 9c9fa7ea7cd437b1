"""Quoted lines of a mail that answers none: somebody's words, or the writer's own, indented by a button."""

from collections.abc import Sequence

from parsers.quoting.fates import QUOTED, Page, Quote
from parsers.quoting.header_blocks import header_block, repeats_field
from parsers.quoting.introductions import introduction_start, may_end
from parsers.vocabulary import CutKind

MIN_OWN = 8  # words beside quoted lines that are a mail by themselves


def quotes_somebody(page: Page, quotes: Sequence[Quote]) -> bool:
    """Whether a line says whose words follow, so that it is an answer whatever its headers say."""
    told = any(quote.introduced or introduces_itself(page, quote) for quote in quotes)
    return told or any(fate is not None and fate.kind is CutKind.QUOTE for fate in page.fates)


def introduces_itself(page: Page, quote: Quote) -> bool:
    """Whether the introduction, or the head of the earlier mail, is the first of the quoted lines."""
    line = page.lines[quote.first].lstrip("> \t")
    if may_end(line) and page.may_look() and introduction_start([line], 0, 0, quoted_next=True) is not None:
        return True
    return repeats_field(line) and page.may_look() and header_block(page.lines, quote.first) is not None


def others(page: Page, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes of a first mail that are somebody's; its writer's own, indented by a button, lose their marks.

    A line above that ends in a colon announces somebody's words, where the writer's own are more than that.
    """
    beside = page.words(0, len(page.lines)) - sum(page.words(quote.first, quote.end) for quote in quotes)
    theirs = [quote for quote in quotes if beside >= MIN_OWN and _is_announced(page, quote)]
    for quote in set(quotes).difference(theirs):
        for at in range(quote.first, quote.end):
            page.lines[at] = page.lines[at].lstrip("> \t") if QUOTED.match(page.lines[at]) else page.lines[at]
    return theirs


def _is_announced(page: Page, quote: Quote) -> bool:
    above = quote.first - 1
    while above >= 0 and above >= quote.first - 3 and not page.lines[above].strip():
        above -= 1
    return above >= 0 and page.lines[above].rstrip().endswith((":", "：")) and page.fates[above] is None

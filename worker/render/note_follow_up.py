"""FOLLOW-UP and PRODUCT GAP: what comes after the draft, and what the product lacks that made the mail necessary."""

from collections.abc import Iterator

from classifiers.notice import given, taken
from parsers.vocabulary import ActionKind, When
from worker.cldr import language_name
from worker.render.note_actions import command
from worker.render.note_money import dispute_lines
from worker.render.note_page import Page, joined, on

MOST_LINES, MOST_FILES = 5, 5


def follow_up_lines(page: Page) -> Iterator[str]:
    """What the draft says, what must happen before it is sent, promises, and what was not read."""
    yield page.line(f"draft says: {page.draft_says}")
    yield from dispute_lines(page)
    yield from _spoken(page)
    lines = list(page.case.follow_up)
    if not any(line.startswith("send after") for line in lines) and (first := _first(page)):
        yield page.line(f"send after: {first}")
    yield from _notice(page)
    yield from (page.line(line) for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield f"… and {len(lines) - MOST_LINES} more"
    yield from _not_read(page)


def _notice(page: Page) -> Iterator[str]:
    """When a plain wish to leave counts from, and what is to be ended because the draft says so."""
    if not given(page.case):
        return
    arrived = on(page.message.arrived_at)
    yield page.line(f"notice of cancellation received on {arrived}: it counts from that day (in Germany by law)")
    action = taken(page.case)
    if action is not None and (line := command(action, livemode=page.state.livemode)):
        yield page.line(f"send after: {action.object} is set to end as the draft says, by us or by them in the portal")
        yield line


def _spoken(page: Page) -> Iterator[str]:
    """That the draft is not in the customer's language, where there are no drafts in it."""
    wrote = page.case.language
    if wrote != page.draft_language:
        theirs, ours = (language_name(code, page.note_language) for code in (wrote, page.draft_language))
        yield f"they wrote in {theirs}; the draft is in {ours}"


def _first(page: Page) -> str:
    """The steps the draft speaks of as under way: they are taken before it goes out."""
    steps = []
    for action in page.case.actions:
        if action.kind is ActionKind.CANCEL:
            verb = "is set to end with its period" if action.when is When.PERIOD_END else "is cancelled"
            steps.append(f"{action.object} {verb}")
        elif action.kind is ActionKind.REFUND:
            steps.append(f"{action.object} is refunded")
    more = f" and {len(steps) - 4} more steps are taken" if len(steps) > 4 else ""
    return joined(steps[:4]) + more


def _not_read(page: Page) -> Iterator[str]:
    message = page.message
    if message.encrypted:
        yield page.line(f"the mail is encrypted ({message.encrypted}): nothing of it was read")
    if message.attachments:
        named = joined(file.name or file.media_type for file in message.attachments[:MOST_FILES])
        more = f" and {len(message.attachments) - MOST_FILES} more" if len(message.attachments) > MOST_FILES else ""
        yield page.line(f"attachments not read: {named}{more}")


def gap_lines(page: Page) -> Iterator[str]:
    """The key for the backlog and one sentence; `none` where there is none."""
    gap = page.case.product_gap
    yield page.line(f"{gap.key}: {gap.text}") if gap else "none"

"""CUSTOMER: who wrote, whether that is proven, which records it leads to, and what else the mail named."""

from collections.abc import Iterator

from parsers.vocabulary import Customer, Verdict
from worker.render.note_page import Page, joined, on, owner_address
from worker.render.plain_text import one_line

FORGED = "likely forged: do not send"
MOST_RECORDS, MOST_MENTIONED = 4, 4


def customer_lines(page: Page) -> Iterator[str]:
    """Verdict and evidence first; a forged sender before all else."""
    if page.identity.forged:
        yield FORGED
    yield page.line(joined([f"identity: {page.verdict.value}", _matched(page), *page.identity.evidence], "; "))
    yield page.line(f"from: {_writer(page)}")
    yield from _records(page)
    yield from _around(page)
    yield from (page.line(text) for text in page.case.mentioned[:MOST_MENTIONED])
    if len(page.case.mentioned) > MOST_MENTIONED:
        yield f"… and {len(page.case.mentioned) - MOST_MENTIONED} more things mentioned"


def _matched(page: Page) -> str:
    return f"matched by {page.identity.matched_by}" if page.identity.matched_by else ""


def _writer(page: Page) -> str:
    senders = [f"{box.name} ‹{box.address}›" if box.name else box.address for box in page.message.senders[:3]]
    return joined(senders) or "nobody: the mail names no sender"


def _records(page: Page) -> Iterator[str]:
    people = page.person
    for customer in people[:MOST_RECORDS]:
        yield page.masked(joined([_record(customer, page.verdict), page.link(customer.id)]))
    if len(people) > MOST_RECORDS:
        rest = [customer.id for customer in people[MOST_RECORDS:]]
        yield f"… and {len(rest)} more customer records: {joined(rest[:8])}"
    if not people:
        yield "no customer record found"


def _record(customer: Customer, verdict: Verdict) -> str:
    if customer.deleted:
        return f"{customer.id}: deleted record, counts as none"
    name = "name masked" if verdict is Verdict.MISMATCH else one_line(customer.name or "no name", 80)
    return f"{customer.id}: {name}, {owner_address(customer, verdict)}, customer since {on(customer.created)}"


def _around(page: Page) -> Iterator[str]:
    """Others in the thread, a foreign Reply-To, and secrets that were pasted."""
    message = page.message
    others = [box.address for box in (*message.to, *message.cc) if box not in message.senders]
    if message.foreign_reply_to:
        boxes = joined(box.address for box in message.foreign_reply_to[:3])
        yield page.line(f"Reply-To in another domain, not used: {boxes}")
    if message.cc:
        yield page.line(f"also in the thread, to add if wanted: {joined(others[:5])}")
    if message.redactions:
        kinds = sorted({found.kind.replace("_", " ") for found in message.redactions})
        yield page.line(f"pasted in the mail and redacted: {joined(kinds)}")

"""The agent's note: six headings in order, lines of plain text, short whatever the input."""

from collections.abc import Callable, Iterator

from parsers.vocabulary import BillingState, Case, Message, Section
from worker.languages import SURE_LANGUAGE
from worker.render.note_actions import action_lines
from worker.render.note_billing import billing_lines
from worker.render.note_customer import customer_lines
from worker.render.note_decision import decision_lines
from worker.render.note_follow_up import follow_up_lines, gap_lines
from worker.render.note_language import NoteLanguage, note_language
from worker.render.note_page import Page
from worker.render.note_plain import read_plainly
from worker.render.plain_text import redacted

# Heading, how its lines are made, and how many it may always have; what one leaves unused, the others may take.
SECTIONS: tuple[tuple[str, Callable[[Page], Iterator[str]], int], ...] = (
    ("CUSTOMER", customer_lines, 6),
    ("BILLING STATE", billing_lines, 5),
    ("DECISION", decision_lines, 6),
    ("ACTION TAKEN", action_lines, 15),
    ("FOLLOW-UP", follow_up_lines, 5),
    ("PRODUCT GAP", gap_lines, 1),
)
MOST_LINES = 44
# Who gets the spare lines: what an agent acts on, before what can be looked up.
SPARE = ("ACTION TAKEN", "FOLLOW-UP", "DECISION", "CUSTOMER", "BILLING STATE", "PRODUCT GAP")


def write_note(
    case: Case,
    message: Message,
    state: BillingState,
    *,
    draft_says: str,
    draft_language: str,
    language: str = SURE_LANGUAGE,
) -> str:
    """The note of a drafted case in the team's `language`; under 45 lines, and it says how many were left out.

    The headings are the same in every language. Raises `ConfigError` for a language that notes cannot be in.
    """
    page = Page(
        case=case,
        message=message,
        state=state,
        draft_says=draft_says,
        draft_language=draft_language,
        note_language=language,
    )
    spoken = note_language(language)
    made = tuple(Section(heading=name, lines=tuple(lines(page))) for name, lines, _ in SECTIONS)
    written = (line for section in fitted(made) for line in _written(section, spoken))
    lines = redacted(list(read_plainly(written, state)))
    return "\n".join((*lines, ""))


def _written(section: Section, spoken: NoteLanguage) -> Iterator[str]:
    yield section.heading
    yield from (f"- {spoken.line(line)}" for line in section.lines)


def fitted(made: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections within the note's length: each keeps its share, the spare lines go in the order of `SPARE`."""
    kept = {s.heading: min(len(s.lines), share) for s, (_, _, share) in zip(made, SECTIONS, strict=True)}
    spare = MOST_LINES - len(made) - sum(kept.values())
    for section in sorted(made, key=lambda each: SPARE.index(each.heading)):
        extra = min(spare, len(section.lines) - kept[section.heading])
        kept[section.heading] += extra
        spare -= extra
    return tuple(_cut(section, kept[section.heading]) for section in made)


def _cut(section: Section, most: int) -> Section:
    """The section's first lines; its last line, which sums up, always stays."""
    if len(section.lines) <= most:
        return section
    left_out = len(section.lines) - most + 1
    return Section(
        heading=section.heading,
        lines=(*section.lines[: most - 2], f"… {left_out} lines left out", section.lines[-1]),
    )

"""What agents corrected and what they approved, as labelled rows: their work is the test the keywords sit daily."""

from collections.abc import Iterator
from typing import Protocol

from parsers.vocabulary import Intent
from worker.keywords.labelled import Labelled
from worker.store.store_values import Correction, Kept, Review

CORRECTED = "corrected"
APPROVED = "approved"


class Corrections(Protocol):
    """The part of the case book that is read."""

    def corrections(self) -> tuple[Correction, ...]: ...
    def reviews(self, case_id: str) -> tuple[Review, ...]: ...
    def recorded(self) -> Iterator[Kept]: ...


def corrected_rows(book: Corrections) -> tuple[Labelled, ...]:
    """Every recorded mail whose intent an agent corrected or whose draft one approved, oldest mail first.

    The last correction of a case counts; an approved draft says that the reading was right. Mail that was forgotten,
    and a correction to something that is no intent, leave no row. `source` tells the two kinds apart.
    """
    said = _corrected(book)
    rows = (_row(kept, said.get(kept.case_id), book) for kept in book.recorded())
    return tuple(row for row in rows if row is not None)


def _corrected(book: Corrections) -> dict[str, Intent]:
    known = {str(intent): intent for intent in Intent}
    return {
        one.case_id: known[one.should_be]
        for one in book.corrections()
        if one.kind == "intent" and one.should_be is not None and one.should_be in known
    }


def _row(kept: Kept, corrected: Intent | None, book: Corrections) -> Labelled | None:
    if corrected is None and not any(review.decision == "approve" for review in book.reviews(kept.case_id)):
        return None
    return Labelled(
        text=kept.message.new_text,
        intent=corrected or kept.reading.primary,
        also=() if corrected else tuple(one.intent for one in kept.reading.intents if not one.primary),
        cues=tuple(found.cue for found in kept.reading.cues),
        subject=kept.message.subject,
        source=CORRECTED if corrected else APPROVED,
        language=kept.message.language.code,
    )

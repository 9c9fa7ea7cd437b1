"""Which recorded mails a change of keywords is for: those whose intent an agent corrected."""

from collections.abc import Mapping

from worker.keywords.corrections import Corrections
from worker.keywords.replay import Change


def wished(book: Corrections) -> dict[str, str]:
    """What agents said that the intent of a case should have been, the last word of each."""
    said = (one for one in book.corrections() if one.kind == "intent" and one.should_be)
    return {one.case_id: one.should_be or "" for one in said}


def meant_for(change: Change, wished: Mapping[str, str]) -> str:
    """Whether this is a mail that the change is for: one that an agent corrected."""
    if change.case_id not in wished:
        return ""
    now = "now right" if change.intent[1] == wished[change.case_id] else "still not"
    return f" [an agent said {wished[change.case_id]}: {now}]"

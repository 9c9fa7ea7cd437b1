"""How the desk puts things into words: labels, ages, marked evidence, the note's sections."""

from dataclasses import dataclass
from datetime import UTC, datetime

from parsers.vocabulary import Hit, Outcome, Reading, Section, Verdict
from worker.case_labels import BUCKETS as BUCKETS

VERDICTS = {
    Verdict.VERIFIED.value: ("Verified", "the mail server proved the sender, and the address is the account's"),
    Verdict.UNVERIFIED.value: ("Unverified", "the address is the account's, but nothing proves that they wrote"),
    Verdict.MISMATCH.value: ("Mismatch", "the mail names somebody else's account"),
    Verdict.AMBIGUOUS.value: ("Ambiguous", "several accounts, and the decision would differ"),
    Verdict.NOT_FOUND.value: ("Not found", "no such customer in Stripe"),
}
OUTCOMES = {
    Outcome.DRAFTED.value: "Drafted",
    Outcome.NOT_BILLING.value: "Not billing",
    Outcome.IGNORED.value: "Ignored",
    Outcome.QUARANTINED.value: "Quarantined",
}
STATUSES = {
    "open": "Open",
    "to_do": "To do in Stripe",
    "snoozed": "Put off",
    "approved": "Approved",
    "rejected": "Rejected",
    "closed": "Closed",
}
SURENESS = {"sure": "80 % and more", "fair": "60 to 80 %", "unsure": "below 60 %"}
# The note's headings, and what each is in plain words.
HEADINGS = {
    "CUSTOMER": "who wrote",
    "BILLING STATE": "what Stripe shows",
    "DECISION": "what it is, and why",
    "ACTION TAKEN": "to do in Stripe",
    "FOLLOW-UP": "around the answer",
    "PRODUCT GAP": "for the product team",
}


def ago(at: datetime) -> str:
    """`5 min`, `3 h`, `2 d`: how old a mail is."""
    minutes = max(0, int((datetime.now(UTC) - at).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the mail; `why` names the rule where words hit."""

    text: str
    why: str = ""


def highlighted(text: str, reading: Reading, field: str = "body") -> tuple[Run, ...]:
    """The new text (or with `field` "subject" the subject) in stretches, the words that rules hit marked with what
    they made.
    """
    runs, at = [], 0
    marks = [
        (hit.span.start, hit.span.end, f"{what}: {hit.rule}") for hit, what in _hits(reading) if hit.field == field
    ]
    for start, end, why in sorted(marks):
        if start < at or end > len(text):
            continue
        runs += [Run(text[at:start]), Run(text[start:end], why)]
        at = end
    return (*runs, Run(text[at:]))


def hits(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    """What the words were read as: intent or cue, the words, the rule; each once."""
    found = (((what.replace("_", " ")), " ".join(hit.text.split()), hit.rule) for hit, what in _hits(reading))
    return tuple(dict.fromkeys(found))


def _hits(reading: Reading) -> list[tuple[Hit, str]]:
    named: list[tuple[Hit, str]] = []
    named += [(hit, wish.intent.value) for wish in reading.intents for hit in wish.hits]
    named += [(hit, found.cue.value) for found in reading.cues for hit in found.hits]
    return named


def glosses(to_do: bool) -> dict[str, str]:
    """The note's headings in plain words; `to_do`: whether anything is for the agent to do in Stripe."""
    return HEADINGS | {"ACTION TAKEN": HEADINGS["ACTION TAKEN"] if to_do else "nothing to do in Stripe"}


def sections(note: str) -> tuple[Section, ...]:
    """The note's text as headings and lines."""
    found: list[tuple[str, list[str]]] = []
    for line in note.splitlines():
        if line in HEADINGS:
            found.append((line, []))
        elif found and line:
            found[-1][1].append(line.removeprefix("- "))
    return tuple(Section(heading=heading, lines=tuple(lines)) for heading, lines in found)

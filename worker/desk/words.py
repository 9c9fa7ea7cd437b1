"""How the desk puts things into words: labels, ages, marked evidence, the note's sections."""

from dataclasses import dataclass
from datetime import UTC, datetime

from parsers.vocabulary import Bucket, Hit, Message, Outcome, Reading, Section, Verdict

BUCKETS = {
    Bucket.DUPLICATE_SUBSCRIPTION.value: "Duplicate",
    Bucket.TEAM_PURCHASE.value: "Team purchase",
    Bucket.FAILED_PAYMENT.value: "Failed payment",
    Bucket.PRODUCT_FAILURE.value: "Product failure",
    Bucket.SELF_SERVE_GAP.value: "Self-serve gap",
    Bucket.NEEDS_HUMAN.value: "Needs a human",
}
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
HEADINGS = ("CUSTOMER", "BILLING STATE", "DECISION", "ACTION TAKEN", "FOLLOW-UP", "PRODUCT GAP")


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


def highlighted(message: Message, reading: Reading) -> tuple[Run, ...]:
    """The new text in stretches, the words that rules hit marked with what they made."""
    runs, at = [], 0
    for start, end, why in sorted(_marks(reading)):
        if start < at or end > len(message.new_text):
            continue
        runs += [Run(message.new_text[at:start]), Run(message.new_text[start:end], why)]
        at = end
    return (*runs, Run(message.new_text[at:]))


def _marks(reading: Reading) -> list[tuple[int, int, str]]:
    named: list[tuple[Hit, str]] = []
    named += [(hit, wish.intent.value) for wish in reading.intents for hit in wish.hits]
    named += [(hit, found.cue.value) for found in reading.cues for hit in found.hits]
    return [(hit.span.start, hit.span.end, f"{what}: {hit.rule}") for hit, what in named if hit.field == "body"]


def sections(note: str) -> tuple[Section, ...]:
    """The note's text as headings and lines."""
    found: list[tuple[str, list[str]]] = []
    for line in note.splitlines():
        if line in HEADINGS:
            found.append((line, []))
        elif found and line:
            found[-1][1].append(line.removeprefix("- "))
    return tuple(Section(heading=heading, lines=tuple(lines)) for heading, lines in found)

"""What an agent may decide about a case, and how much of a draft they changed."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from difflib import SequenceMatcher

from parsers.redaction import placeholders, scrub
from parsers.vocabulary import Bucket, Intent
from worker.desk.case_port import Decision, Mistake
from worker.desk.queue_port import CaseView

UNDECIDED = frozenset({"open", "stale", "taken_over", "snoozed"})
STATUS_AFTER = {
    "approve": "approved",
    "reject": "rejected",
    "take_over": "taken_over",
    "snooze": "snoozed",
    "reopen": "open",
}
REASONS = {
    "wrong": "The answer is wrong",
    "tone": "The tone or wording is off",
    "not_needed": "No answer is needed",
    "duplicate": "Already answered elsewhere",
    "other": "Another reason",
}
LONGEST_BODY, LONGEST_LINE, LONGEST_REMARK = 100_000, 400, 1000
_FARTHEST = timedelta(days=366)
_MOST_WORDS = 3000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unfit(ValueError):
    """What was asked for cannot be; the text says why, for the agent."""


def choices(view: CaseView) -> tuple[str, ...]:
    """What may be decided about the case as it stands."""
    if view.row.outcome != "drafted" or view.message is None or view.status == "closed":
        return ()
    if view.status in UNDECIDED:
        approve = ("approve",) if view.draft else ()
        reopen = ("reopen",) if view.status in {"taken_over", "snoozed"} else ()
        return (*approve, "reject", "take_over", "snooze", *reopen)
    return ("reopen",)


def decision(view: CaseView, kind: str, given: Mapping[str, str], *, by: str, now: datetime) -> Decision:
    """The decision that a form asks for. Its fields: version; subject, body; reason, remark; until (`date` with day).

    Raises `Unfit`. Whether somebody else was faster is for the store to say.
    """
    version = given.get("version", "")
    if not re.fullmatch(r"[0-9]{1,9}", version):
        raise Unfit("The form is incomplete: load the page anew.")
    # A decision on an older version is the store's to refuse: it knows who was faster.
    if int(version) == view.version and kind not in choices(view):
        raise Unfit("This cannot be done with the case as it stands now.")
    subject, body, edited = _draft(view, given) if kind == "approve" else (None, None, None)
    return Decision(
        case_id=view.row.id,
        version=int(version),
        by=by,
        decision=kind,
        status=STATUS_AFTER[kind],
        reason=_reason(given) if kind == "reject" else remark(given) or None,
        subject=subject,
        body=body,
        edited=edited,
        until=snoozed_until(_until(given), now) if kind == "snooze" else None,
    )


def _draft(view: CaseView, given: Mapping[str, str]) -> tuple[str, str, float]:
    """Subject and body as approved, and how much of them is new."""
    before = view.draft
    subject = " ".join(_CONTROL.sub("", given.get("subject", "")).split())
    body = plain(given.get("body", ""))
    if not subject or not body.strip():
        raise Unfit("A draft needs a subject and a text.")
    if len(body) > LONGEST_BODY or len(subject) > LONGEST_LINE:
        raise Unfit("The text is too long for a mail.")
    _without_secrets(f"{subject}\n{body}")
    return subject, body, edited_share(_whole(before.subject, before.body), _whole(subject, body)) if before else 1.0


def _whole(subject: str, body: str) -> str:
    return f"{' '.join(subject.split())}\n{plain(body).strip()}"


def _without_secrets(text: str) -> None:
    """A card number or a key goes into no mail (and not into the store either)."""
    new = placeholders(scrub(text)) - placeholders(text)
    if new:
        said = ", ".join(sorted(each.strip("[]").replace(" removed", "").partition(" ending")[0] for each in new))
        raise Unfit(f"The text holds something that must not be mailed: {said}. Take it out, then approve.")


def plain(text: str) -> str:
    """A form's text with line ends as ours, without control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def remark(given: Mapping[str, str]) -> str:
    """What an agent added in words, redacted: it is kept."""
    return scrub(plain(given.get("remark", "")).strip()[:LONGEST_REMARK])


def _reason(given: Mapping[str, str]) -> str:
    chosen, added = given.get("reason", ""), remark(given)
    if chosen not in REASONS:
        raise Unfit("Say why: choose a reason.")
    if chosen == "other" and not added:
        raise Unfit("Say in a few words what the other reason is.")
    return f"{REASONS[chosen]}: {added}" if added else REASONS[chosen]


def _until(given: Mapping[str, str]) -> str:
    chosen = given.get("until", "")
    return given.get("day", "") if chosen == "date" else chosen


def snoozed_until(said: str, now: datetime) -> datetime:
    """When a snoozed case is due again: eight o'clock UTC tomorrow, in three days, or on a day `YYYY-MM-DD`."""
    days = {"tomorrow": 1, "3days": 3}.get(said)
    try:
        day = (now + timedelta(days=days)).date() if days else date.fromisoformat(said)
    except ValueError:
        raise Unfit("Choose until when: tomorrow, three days, or a date.") from None
    until = datetime.combine(day, time(8), tzinfo=UTC)
    if not now < until < now + _FARTHEST:
        raise Unfit("Choose a day after today, within a year.")
    return until


def edited_share(before: str, after: str) -> float:
    """How much of a text was changed, 0 untouched to 1 rewritten: by words, what begins and ends alike set aside."""
    if before == after:
        return 0.0
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    total = len(old) + len(new)
    start = _alike(old, new)
    old, new = old[start:], new[start:]
    end = _alike(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    # Whoever rewrites thousands of words has rewritten it: the exact share would take seconds to count.
    long = min(len(old), len(new)) > _MOST_WORDS
    middle = matcher.quick_ratio() if long else matcher.ratio()
    changed = (1 - middle) * (len(old) + len(new))
    return round(min(1.0, max(0.0001, changed / total)), 4)


def _alike(one: list[str], other: list[str]) -> int:
    """How many words two lists begin with in common."""
    number = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        number += 1
    return number


def mistake(view: CaseView, given: Mapping[str, str], *, by: str) -> Mistake:
    """The correction that a form asks for; fields `kind`, `should_be`, `remark`. Raises `Unfit`."""
    kind, should_be = given.get("kind", ""), given.get("should_be", "")
    known = corrections(view)
    if kind not in known or view.message is None:
        raise Unfit("There is nothing of that kind to correct.")
    was, allowed = known[kind]
    if should_be not in allowed:
        raise Unfit("Choose what it should have been.")
    if should_be == was:
        raise Unfit("That is what was decided already.")
    return Mistake(case_id=view.row.id, by=by, kind=kind, was=was, should_be=should_be, remark=remark(given) or None)


def corrections(view: CaseView) -> dict[str, tuple[str | None, dict[str, str]]]:
    """By kind: what it was, and what it may be with the words for each."""
    case, state = view.case, view.state
    primary = next((one.intent.value for one in case.intents if one.primary), None) if case else None
    people = case.identity.customer_ids if case and case.identity else ()
    records = {one.id: f"{one.id} {one.email or ''}".strip() for one in (state.customers if state else ())}
    return {
        "intent": (primary, {one.value: one.value.replace("_", " ") for one in Intent}),
        "bucket": (view.row.bucket, {one.value: one.value.replace("_", " ") for one in Bucket}),
        "customer": (", ".join(people) or None, {**records, "other": "another customer, not in this list"}),
    }

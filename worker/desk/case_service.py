"""The case book, Stripe and the mailbox as the review desk's case page sees them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from classifiers.digest import is_unchanged
from worker.desk.case_port import Approved, Decision, Event, Mistake, SecondLook, Seen
from worker.desk.handover import Handover
from worker.render.plain_text import masked
from worker.run.changes import changes
from worker.store import AuditEntry, CaseBook, Correction, Kept, Review

LOOKED = "looked at Stripe"
HANDED_OVER = frozenset({"approved", "to_do"})  # a human may send it
_MOST_EVENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCases:
    """Implements `worker.desk.case_port.CaseDesk`. `reconsider` judges on what Stripe says now, and keeps nothing;
    `reread` does so and keeps it as a new revision where something changed.
    """

    book: CaseBook
    reconsider: Callable[[Kept], Kept]
    reread: Callable[[str], bool | None]
    handover: Handover

    @property
    def drafts_folder(self) -> bool:
        """Whether approved drafts may be put into one."""
        return self.handover.drafts is not None

    def decide(self, decision: Decision) -> int:
        """Record it; the case's new version. Raises `Overtaken`."""
        review = Review(
            case_id=decision.case_id,
            version=decision.version,
            by=decision.by,
            decision=decision.decision,
            reason=decision.reason,
            subject=decision.subject,
            body=decision.body,
            edited=decision.edited,
            confirmed=tuple(masked(token) if "@" in token else token for token in decision.confirmed),
        )
        return self.book.decide(review, status=decision.status, snoozed_until=decision.until)

    def correct(self, mistake: Mistake) -> None:
        """Keep what should have been."""
        self.book.correct(Correction(**asdict(mistake)))

    def approved(self, case_id: str) -> Approved | None:
        """The draft as last approved."""
        found = [one for one in self.book.reviews(case_id) if one.decision == "approve"]
        return _approved(found[-1]) if found else None

    def history(self, case_id: str) -> Sequence[Event]:
        """The trail, with the reasons of decisions and the words of corrections."""
        told = {one.version: _told(one) for one in self.book.reviews(case_id)}
        wrong = {(one.at, one.by, one.kind): _put_right(one) for one in self.book.corrections(case_id=case_id)}
        entries = self.book.trail(case_id=case_id, limit=_MOST_EVENTS)
        return [
            _event(entry, told, wrong) for number, entry in enumerate(entries) if number == 0 or not _routine(entry)
        ]

    def source(self, case_id: str, by: str) -> bytes | None:
        """The mail as it came, and a line in the trail."""
        raw = self.book.raw(case_id)
        if raw is not None:
            self.book.audit(by, "viewed source", case_id=case_id)
        return raw

    def look(self, case_id: str) -> SecondLook | None:
        """Read Stripe anew."""
        kept = self.book.record(case_id)
        if kept is None:
            return None
        newer = self.reconsider(kept)
        same = is_unchanged(kept.case.digest, kept.state, newer.case.digest)
        return SecondLook(state=newer.state, changed=() if same else changes(kept.state, newer.state), newer=not same)

    def renew(self, case_id: str) -> bool:
        """Judge the case anew."""
        return bool(self.reread(case_id))

    def saw(self, case_id: str, seen: Seen) -> None:
        """Keep what was found; an address that changed stays out of the trail."""
        record = self.book.case(case_id)
        told = [line for line in seen.changed if "@" not in line]
        revision = record.revision if record else 0
        self.book.audit(seen.by, LOOKED, case_id=case_id, revision=revision, lines=list(seen.lines), changed=told)

    def last_seen(self, case_id: str, revision: int) -> Seen | None:
        """What was found last of this revision."""
        for entry in reversed(self.book.trail(case_id=case_id, limit=_MOST_EVENTS)):
            if entry.action == LOOKED and entry.detail.get("revision") == revision:
                lines = tuple((str(state), str(words)) for state, words in entry.detail["lines"])
                return Seen(at=entry.at, by=entry.actor, lines=lines, changed=tuple(entry.detail["changed"]))
        return None

    def letter(self, case_id: str, by: str) -> bytes | None:
        """The approved draft as a mail."""
        kept, approved, at = self._ready(case_id)
        if kept is None or approved is None or at is None:
            return None
        self.book.audit(by, "downloaded draft", case_id=case_id)
        return self.handover.letter(kept, approved, at)

    def put_in_drafts(self, case_id: str, by: str) -> str | None:
        """Put the approved draft into the Drafts folder."""
        kept, approved, _ = self._ready(case_id)
        if kept is None or approved is None or self.handover.drafts is None:
            return "it is not approved, or there is no Drafts folder"
        withheld = self.handover.put_in_drafts(kept, approved)
        self.book.audit(by, "drafts folder", case_id=case_id, withheld=withheld or "")
        return withheld

    def _ready(self, case_id: str) -> tuple[Kept | None, Approved | None, datetime | None]:
        """An approved case with its texts; nothing of one that was reopened since."""
        record = self.book.case(case_id)
        if record is None or record.id != case_id or record.status not in HANDED_OVER:
            return None, None, None
        kept = self.book.record(case_id)
        return (kept if kept and kept.draft else None), self.approved(case_id), record.arrived_at


def _routine(entry: AuditEntry) -> bool:
    """Every second look and hand-over ends as the first reading did: the worker lets go of the mail."""
    return entry.actor == "worker" and entry.action == "done"


def _approved(review: Review) -> Approved:
    return Approved(
        version=review.version,
        by=review.by,
        at=review.at,
        subject=review.subject or "",
        body=review.body or "",
        edited=review.edited or 0.0,
    )


def _told(review: Review) -> str:
    if review.decision == "approve":
        return f"{review.edited:.0%} of it edited" if review.edited else "unedited"
    return review.reason or ""


def _put_right(correction: Correction) -> str:
    words = f"{correction.was or 'none'} → {correction.should_be}"
    words = words if correction.kind == "customer" else words.replace("_", " ")
    return f"{words}: {correction.remark}" if correction.remark else words


def _event(entry: AuditEntry, told: dict[int, str], wrong: dict[tuple[datetime | None, str, str], str]) -> Event:
    # A correction and its line in the trail are of one transaction, and so of one moment.
    corrected = wrong.get((entry.at, entry.actor, entry.action.removeprefix("corrected ")), "")
    words = corrected or told.get(entry.detail.get("version", 0), "") or str(entry.detail.get("withheld") or "")
    if confirmed := entry.detail.get("confirmed"):
        words = f"{words}; vouched for {', '.join(map(str, confirmed))}"
    if entry.action == LOOKED and "lines" in entry.detail:
        words = ", ".join(str(line[0]) for line in entry.detail["lines"])
    return Event(at=entry.at, by=entry.actor, action=entry.action, told=words)

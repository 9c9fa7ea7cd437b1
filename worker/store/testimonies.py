"""The language model's side of the case book: its answers, what they cost, and how often it was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, func, select

from worker.store.open_store import Opened
from worker.store.tables import answers, asks, cases, corrections, mails, reviews, testimonies, traits

_LONGEST = 96  # characters of a model's name
_SUMS = ("number", "milliseconds", "tokens_in", "tokens_out", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What asking came to: `result` is `answered`, `remembered` or why there was no answer; `dropped` are claims."""

    model: str
    result: str
    number: int = 1
    milliseconds: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One case that the model was to read: its primary (None: no answer), the case's, and what an agent said since.

    `true` is the intent that an agent corrected it to, or that stands since an agent approved the draft; else None.
    """

    model: str
    prompt: str
    intent: str | None
    decided: str
    true: str | None


class Testimonies(Opened):
    """Remembers and counts."""

    def answer(self, given: str) -> str | None:
        """What the model answered when it was given this before; None where it was not, or not for long."""
        with self._database.read() as tx:
            sealed = tx.execute(select(answers.c.sealed).where(answers.c.key == self._names.answer(given))).scalar()
        return self._vault.open(sealed).decode() if sealed else None

    def keep_answer(self, given: str, answer: str, *, case_id: str | None, sender: str | None) -> None:
        """Remember an answer; it goes when its case or its sender's address is forgotten, and with old mail."""
        person = self._names.person(sender) if sender else None
        sealed = self._vault.seal(answer.encode("utf-8", "replace"))
        row = {"key": self._names.answer(given), "case_id": case_id, "person": person, "sealed": sealed}
        gone = select(mails.c.id).where(mails.c.case_id == case_id, mails.c.forgotten_at.is_not(None))
        with self._database.write() as tx:
            if tx.execute(gone).first() is None:  # a person forgotten while the model thought stays forgotten
                tx.execute(tx.insert(answers).on_conflict_do_nothing(), {**row, "at": tx.now})

    def count_ask(self, ask: Ask) -> None:
        """Add to the day's figures."""
        added = {name: getattr(ask, name) for name in _SUMS}
        with self._database.write() as tx:
            statement = tx.insert(asks)
            sums = {name: asks.c[name] + statement.excluded[name] for name in added}
            key = {"day": tx.now.date().isoformat(), "model": ask.model[:_LONGEST], "result": ask.result}
            tx.execute(
                statement.on_conflict_do_update(index_elements=["day", "model", "result"], set_=sums), {**key, **added}
            )

    def asks(self, since: datetime | None) -> tuple[Ask, ...]:
        """What asking came to since that day, by model and result."""
        sums = [func.sum(asks.c[name]).label(name) for name in _SUMS]
        query = select(asks.c.model, asks.c.result, *sums).group_by(asks.c.model, asks.c.result)
        if since:
            query = query.where(asks.c.day >= since.date().isoformat())
        with self._database.read() as tx:
            rows = tx.execute(query.order_by(asks.c.model, asks.c.result)).mappings().all()
        return tuple(
            Ask(model=row["model"], result=row["result"], **{name: int(row[name]) for name in _SUMS}) for row in rows
        )

    def said(self, since: datetime | None) -> tuple[Said, ...]:
        """Every case that the model was to read, oldest mail first."""
        corrected = _last_correction()
        approved = select(reviews.c.case_id).where(reviews.c.decision == "approve").distinct().subquery()
        query = (
            select(
                testimonies.c.model,
                testimonies.c.prompt,
                testimonies.c.intent,
                traits.c.intent.label("decided"),
                corrected.c.should_be,
                approved.c.case_id.label("approved"),
            )
            .join(cases, cases.c.id == testimonies.c.case_id)
            .join(traits, traits.c.case_id == testimonies.c.case_id)
            .outerjoin(corrected, corrected.c.case_id == testimonies.c.case_id)
            .outerjoin(approved, approved.c.case_id == testimonies.c.case_id)
            .order_by(cases.c.arrived_at, cases.c.id)
        )
        if since:
            query = query.where(cases.c.arrived_at >= since)
        with self._database.read() as tx:
            rows = tx.execute(query).all()
        return tuple(
            Said(
                model=row.model,
                prompt=row.prompt,
                intent=row.intent,
                decided=row.decided,
                true=row.should_be or (row.decided if row.approved else None),
            )
            for row in rows
        )

    def record_of(self, model: str, prompt: str) -> tuple[int, int]:
        """How often this model, so instructed, was right, and of how many cases that agents judged since."""
        judged = [
            one
            for one in self.said(None)
            if (one.model, one.prompt) == (model[:_LONGEST], prompt) and one.intent is not None and one.true is not None
        ]
        return count_right(judged), len(judged)


def count_right(said: Sequence[Said]) -> int:
    """How many of these the model had right."""
    return sum(one.intent == one.true for one in said)


def _last_correction() -> Subquery:
    """The newest correction of each case's intent."""
    last = (
        select(corrections.c.case_id, func.max(corrections.c.id).label("id"))
        .where(corrections.c.kind == "intent", corrections.c.should_be.is_not(None))
        .group_by(corrections.c.case_id)
        .subquery()
    )
    return select(corrections.c.case_id, corrections.c.should_be).join(last, last.c.id == corrections.c.id).subquery()

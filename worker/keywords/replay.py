"""What changed keywords would have made of recorded mail, with the billing state as it was then."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from classifiers.intent import Keywords, conclude, hear_mail
from classifiers.judge import judge
from parsers.vocabulary import ActionKind, BillingState, Case, EarlierCase, Message, ModelSays, Policy, Reading


class Recorded(Protocol):
    """A mail as the store kept it: what was read, what Stripe said then, and what was decided."""

    @property
    def message(self) -> Message: ...
    @property
    def reading(self) -> Reading: ...
    @property
    def state(self) -> BillingState: ...
    @property
    def case(self) -> Case: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One case that would come out differently: each pair is (then, now)."""

    case_id: str
    subject: str
    outcome: tuple[str, str]
    intent: tuple[str, str]
    bucket: tuple[str, str]
    draft: tuple[str, str]  # the templates that would word it
    refund: tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]  # (currency, minor units) proposed
    rules: tuple[str, ...]  # rules that hit now and did not then, with "+", or the other way round, with "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """All changes among the cases replayed."""

    cases: int
    changes: tuple[Change, ...]

    @property
    def refund_change(self) -> dict[str, int]:
        """How much more (or less) money the drafts would propose to refund: minor units by currency."""
        total: Counter[str] = Counter()
        for change in self.changes:
            then, now = change.refund
            total.update(dict(now))
            total.subtract(dict(then))
        return {currency: amount for currency, amount in sorted(total.items()) if amount}


Hear = Callable[[Recorded, Reading], ModelSays | None]
"""What a language model says of a record that the other readers have read anew; None: nothing."""
Earlier = Callable[[Case], tuple[EarlierCase, ...]]


def as_recorded(record: Recorded, reading: Reading) -> ModelSays | None:
    """What the language model said then, if it was asked: it costs nothing."""
    return record.reading.testimony


def replay(
    records: Iterable[Recorded],
    keywords: Keywords,
    *,
    policy: Policy,
    earlier: Earlier = lambda case: (),
    hear: Hear = as_recorded,
    tick: Callable[[Recorded], object] = lambda record: None,
) -> Replay:
    """Read and judge every record anew under `keywords`; nothing is looked up, written or filed.

    The case is judged twice, with the reading of then and of now, so that only the words make a difference: a
    policy or rule of ours that changed since does not show.
    """
    changes: list[Change] = []
    count = 0
    for record in records:
        count += 1
        heard = hear_mail(record.message, keywords)
        reading = conclude(heard, keywords)
        said = hear(record, reading)
        reading = conclude(heard, keywords, said) if said else reading
        changes.extend(_changes(record, reading, policy, earlier(record.case)))
        tick(record)
    return Replay(cases=count, changes=tuple(changes))


def _changes(record: Recorded, reading: Reading, policy: Policy, earlier: tuple[EarlierCase, ...]) -> Iterator[Change]:
    then, now = (
        judge(record.message, read, record.state, policy=policy, earlier=earlier, case_id=record.case.id)
        for read in (record.reading, reading)
    )
    change = Change(
        case_id=record.case.id,
        subject=record.message.own_subject,
        outcome=(str(then.outcome), str(now.outcome)),
        intent=(str(record.reading.primary), str(reading.primary)),
        bucket=(str(then.bucket or "–"), str(now.bucket or "–")),
        draft=(_templates(then), _templates(now)),
        refund=(_refunds(then), _refunds(now)),
        rules=_rules(record.reading, reading),
    )
    pairs = (change.outcome, change.intent, change.bucket, change.draft, change.refund)
    if any(before != after for before, after in pairs):
        yield change


def _templates(case: Case) -> str:
    return ", ".join(say.template for say in case.says) or "–"


def _refunds(case: Case) -> tuple[tuple[str, int], ...]:
    total: Counter[str] = Counter()
    for action in case.actions:
        if action.kind is ActionKind.REFUND and action.amount is not None:
            total[action.amount.currency] += action.amount.amount
    return tuple(sorted(total.items()))


def _rules(then: Reading, now: Reading) -> tuple[str, ...]:
    before, after = _hit(then), _hit(now)
    return (*(f"+{rule}" for rule in sorted(after - before)), *(f"-{rule}" for rule in sorted(before - after)))


def _hit(reading: Reading) -> set[str]:
    found = [hit for score in reading.intents for hit in score.hits] + [h for cue in reading.cues for h in cue.hits]
    return {hit.rule for hit in found}

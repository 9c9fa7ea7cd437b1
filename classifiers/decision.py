"""From the rows to one decision: the first that holds, what it proposes, and the ladder of all that were tried."""

from dataclasses import dataclass

from classifiers.matter import Matter
from classifiers.money import shown
from classifiers.proposal import Proposal
from classifiers.rules import BUCKETS, Found, Row
from parsers.vocabulary import Action, Bucket, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The row that won, why, its proposal, and every rung of the ladder."""

    row: Row
    because: tuple[str, ...]
    proposal: Proposal
    ladder: tuple[Rung, ...]

    @property
    def bucket(self) -> Bucket:
        """The row's bucket, unless the row itself found that a human must decide."""
        return self.proposal.bucket or self.row.bucket


def decide(matter: Matter, rows: tuple[Row, ...] = BUCKETS) -> Decision:
    """Try every row, keep what each found, and let the first that holds propose."""
    tried = [(row, row.rule(matter)) for row in rows]
    row, found = next((row, found) for row, found in tried if found.held)
    proposal = row.propose(matter)
    return Decision(
        row=row,
        because=tuple(dict.fromkeys((*found.because, *proposal.because))),
        proposal=proposal,
        ladder=tuple(_rung(row, found) for row, found in tried),
    )


def _rung(row: Row, found: Found) -> Rung:
    return Rung(row=row.number, rule=row.rule.__name__, bucket=row.bucket, held=found.held, because=found.because)


def if_confirmed(matter: Matter, said: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Row 1: what it would be once a human has cleared the doubt, and what stops its refunds; no commands.

    `said` are sentences that stand elsewhere in the note.
    """
    if not matter.account.customers:
        return ()
    decision = decide(matter, BUCKETS[1:])
    stopped = tuple(
        each for each in decision.proposal.rejected if each.startswith("refund stopped") and each not in said
    )
    return (f"{decision.bucket.value}: {', '.join(in_words(each) for each in decision.proposal.actions)}", *stopped)


def in_words(action: Action) -> str:
    """One action in a line."""
    parts = [action.kind.value, action.object, action.when.value if action.when else None]
    parts.append(shown(action.amount) if action.amount else None)
    return " ".join(part for part in parts if part)

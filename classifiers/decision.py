"""From the rows to one decision: the first that holds, what it proposes, and the ladder of all that were tried."""

from dataclasses import dataclass

from classifiers.case_facts import CaseFacts
from classifiers.proposals.proposal import Proposal
from classifiers.revenue import shown
from classifiers.rules import BUCKETS, Found, Row
from parsers.vocabulary import Action, Bucket, RuleResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The row that won, why, its proposal, and every rung of the ladder."""

    row: Row
    because: tuple[str, ...]
    proposal: Proposal
    ladder: tuple[RuleResult, ...]

    @property
    def bucket(self) -> Bucket:
        """The row's bucket, unless the row itself found that a human must decide."""
        return self.proposal.bucket or self.row.bucket


def decide(case_facts: CaseFacts, rows: tuple[Row, ...] = BUCKETS) -> Decision:
    """Try every row, keep what each found, and let the first that holds propose."""
    tried = [(row, row.rule(case_facts)) for row in rows]
    row, found = next((row, found) for row, found in tried if found.held)
    proposal = row.propose(case_facts)
    return Decision(
        row=row,
        because=tuple(dict.fromkeys((*found.because, *proposal.because))),
        proposal=proposal,
        ladder=tuple(_rung(row, found) for row, found in tried),
    )


def _rung(row: Row, found: Found) -> RuleResult:
    return RuleResult(row=row.number, rule=row.rule.__name__, bucket=row.bucket, held=found.held, because=found.because)


def if_confirmed(case_facts: CaseFacts, said: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Row 1: what it would be once a human has cleared the doubt, and what stops its refunds; no commands.

    `said` are sentences that stand elsewhere in the note.
    """
    if not case_facts.account.customers:
        return ()
    decision = decide(case_facts, BUCKETS[1:])
    stopped = tuple(
        each for each in decision.proposal.rejected if each.startswith("refund stopped") and each not in said
    )
    return (f"{decision.bucket.value}: {', '.join(in_words(each) for each in decision.proposal.actions)}", *stopped)


def in_words(action: Action) -> str:
    """One action in a line."""
    parts = [action.kind.value, action.object, action.when.value if action.when else None]
    parts.append(shown(action.amount) if action.amount else None)
    return " ".join(part for part in parts if part)

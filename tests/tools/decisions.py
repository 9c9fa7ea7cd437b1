"""How honest a decision's confidence is: `python -m tests.tools.decisions [MAILS]` prints a reliability table.

Each mail of the corpus's blind tenth is written by the proven owner of accounts drawn from the golden folders, and is
judged twice: as it is read, and as a person labelled it. A decision is right where both say the same bucket and actions
(object, amount, when). Cases that a human decides are a class of their own: abstaining is no error.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.intent import read_text
from classifiers.judge import judge
from parsers.vocabulary import BillingState, Bucket, Case, Cue, Intent, Message, Policy, Reading, Verdict
from tests.support.golden_cases import Bench, goldens
from tests.support.making import make_reading
from worker.keywords.corpus import CorpusMail, read_corpus

ACCOUNTS_A_MAIL = 3
POLICY = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One mail on one account: how sure the decision was, and whether it is that of a person's reading."""

    confidence: float
    right: bool
    to_human: bool


def accounts(bench: Bench) -> list[tuple[Message, BillingState]]:
    """The accounts of the golden folders whose mail is proven, each with that mail."""
    made = (bench.consider(golden) for golden in goldens())
    return [
        (each.message, each.state)
        for each in made
        if each.case.identity is not None and each.case.identity.verdict is Verdict.VERIFIED
    ]


def judged(mails: Sequence[CorpusMail], bench: Bench, seed: int = 1) -> Iterator[Judged]:
    """Every mail on some accounts, drawn from `seed`."""
    dice, known, keywords = random.Random(seed), accounts(bench), bench.keywords()
    for mail in mails:
        read = read_text(mail.subject, mail.text, keywords, mail.language)
        labelled = _as_labelled(mail)
        for message, state in dice.sample(known, ACCOUNTS_A_MAIL):
            written = replace(
                message, subject=mail.subject, new_text=mail.text, full_text=mail.text, identifiers=(), cuts=()
            )
            yield _compare(written, state, read, labelled)


def _as_labelled(mail: CorpusMail) -> Reading:
    wanted: tuple[Intent | Cue, ...] = (*mail.labels.wishes, *sorted(mail.labels.cues))
    return make_reading(*wanted, about=mail.labels.about or bool(mail.labels.wishes))


def _compare(message: Message, state: BillingState, read: Reading, labelled: Reading) -> Judged:
    ours, theirs = (judge(message, each, state, policy=POLICY, case_id="one") for each in (read, labelled))
    return Judged(
        confidence=ours.confidence,
        right=_decision(ours) == _decision(theirs),
        to_human=ours.bucket is Bucket.NEEDS_HUMAN or ours.bucket is None,
    )


def _decision(case: Case) -> object:
    actions = [(each.kind, each.object, each.amount, each.when) for each in case.actions]
    return case.outcome, case.bucket, actions


def table(found: Sequence[Judged]) -> list[dict[str, float]]:
    """By tenths of confidence: how many, how sure they were, how many were right."""
    rows = []
    for tenth in range(10):
        here = [each for each in found if tenth / 10 <= each.confidence < (tenth + 1) / 10 + (tenth == 9)]
        if here:
            said = sum(each.confidence for each in here) / len(here)
            right = sum(each.right for each in here) / len(here)
            rows.append({"from": tenth / 10, "cases": len(here), "said": round(said, 3), "right": round(right, 3)})
    return rows


def main(number: int) -> int:
    """Print the table and, as the last line, one JSON object."""
    blind = [mail for mail in read_corpus() if mail.blind]
    mails = random.Random(1).sample(blind, min(number, len(blind)))
    bench = Bench()
    try:
        found = list(judged(mails, bench))
    finally:
        bench.close()
    decided = [each for each in found if not each.to_human]
    rows = table(decided)
    for row in rows:
        print(f"{row['from']:.1f}  {row['cases']:5}  said {row['said']:.3f}  right {row['right']:.3f}")
    ece = sum(row["cases"] / max(len(decided), 1) * abs(row["said"] - row["right"]) for row in rows)
    handed = len(found) - len(decided)
    share = sum(each.right for each in decided) / max(len(decided), 1)
    print(json.dumps({"cases": len(found), "to_human": handed, "decided_right": round(share, 4), "ece": round(ece, 4)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))

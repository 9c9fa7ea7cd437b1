"""Money back that somebody was told of: by the cue, or in plain words where Stripe shows what came of it."""

import re

from classifiers.account import remainder
from classifiers.anomalies.balance import failed_refund
from classifiers.case_facts import CaseFacts
from classifiers.slips import words_of
from parsers.vocabulary import Charge, Cue

_TOLD = (
    r"(?:(?:was|were|been|got) (?:told|promised|assured|informed)|"
    r"you(?:r \w+)? (?:have |had )?(?:said|told|promised|wrote|written|confirmed|announced|assured|informed)|"
    r"(?:wurde|wurden|worden|hieß es) .{0,30}?(?:versprochen|zugesagt|angekündigt|bestätigt|gesagt)?|"
    r"sie (?:sagten|schrieben|haben) .{0,60}?(?:geschrieben|gesagt|versprochen|zugesagt|bestätigt)?)"
)
_BACK = r"(?:refund\w*|money|\bback\b|reimburs\w*|credit\w*|erstatt\w*|zurück\w*|gutschrift\w*|gutgeschrieben)"
TOLD_OF_MONEY = re.compile(rf"(?i)\b{_TOLD}\b[^.!?\n]{{0,80}}{_BACK}|{_BACK}[^.!?\n]{{0,40}}\b{_TOLD}\b")


def told_of_money(case_facts: CaseFacts) -> bool:
    """Whether they were told of money back: they say so, or hint at it and Stripe shows what came of it."""
    if case_facts.says(Cue.PROMISED_REFUND):
        return True
    return any(map(_tried, case_facts.account.taken)) and TOLD_OF_MONEY.search(words_of(case_facts.message)) is not None


def _tried(charge: Charge) -> bool:
    """Whether giving its money back was tried, in a way that a card statement does not show."""
    return failed_refund(charge) is not None or (charge.credited > 0 and remainder(charge) == 0)

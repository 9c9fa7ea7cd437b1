"""How sure a decision is: how likely the words lead to it, and how whole the facts are that it rests on."""

from classifiers.case_facts import CaseFacts
from classifiers.decision import Decision

# A human's case is sure of one thing only: that a human must look.
HUMAN_FIRST = 0.98
MOST = 0.99  # nothing is certain
INCOMPLETE = 0.85  # a section was not read, or not to its end


def confidence(case_facts: CaseFacts, decision: Decision, probability: float) -> float:
    """0 to 1; `probability` is the sum over the ways of understanding the mail that lead to this decision."""
    words = HUMAN_FIRST if decision.row.number == "1" else probability
    state = case_facts.account.state
    whole = INCOMPLETE if state.unread or state.truncated else 1.0
    return round(min(words, MOST) * whole, 2)

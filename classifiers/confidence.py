"""How sure a decision is: how well the facts carry it, times how well the words are understood."""

from classifiers.decision import Decision
from classifiers.matter import Matter

# How far each row rests on facts of Stripe rather than on words alone. Set by judgement, not measured.
FACTS = {"1": 0.98, "2": 0.92, "3": 0.99, "3b": 0.96, "4": 0.98, "5": 0.93, "6": 0.96, "7": 0.7}
INCOMPLETE = 0.85  # a section was not read, or not to its end
DOUBTFUL = 0.4  # the words were not understood


def confidence(matter: Matter, decision: Decision) -> float:
    """0 to 1. Row 1 rests on identity and disputes, not on the words."""
    words = 1.0 if decision.row.number == "1" else matter.reading.confidence if matter.reading.sure else DOUBTFUL
    facts = FACTS["7" if decision.bucket != decision.row.bucket else decision.row.number]
    state = matter.account.state
    whole = INCOMPLETE if state.unread or state.truncated else 1.0
    return round(facts * words * whole, 2)

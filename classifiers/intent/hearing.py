"""One more witness in the verdict: what the language model's checked claims do to what the readers hold likely.

Each claim moves the odds by a bounded factor: agreement raises, disagreement lowers, nothing is ever made certain. What
holds an action back is only ever raised: no answer takes a caution away that the other readers have.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from classifiers.intent.learned import Shares
from classifiers.intent.weighing import GRAVE
from parsers.vocabulary import BILLING_INTENTS, Cue, Intent, ModelSays, Speaker

# How often a model is held to be right before corrections tell; and how far it is trusted whatever they tell. With this
# a model that is right nine times in ten takes the blind tenth of the corpus from .68 to .92, and one that is right six
# times in ten to .79; more trust gains a little with the first and loses with the second (`tests.tools.model_weight`).
TRUST, LEAST_TRUST, MOST_TRUST = 0.8, 0.25, 0.95
# A model that errs does not err to any other wish, but to one of some three neighbours: so much its word is worth more.
NEIGHBOURS = 3.0
# So many corrected or approved cases weigh as much as what was held before.
PRIOR = 30
# A cue that it invents is one of many: where it names one, that is worth so much more.
CUES_APART = 4.0
# A cue or a further wish that it did not name counts less against it than one that it named counts for it.
UNSAID = 0.5
CAUTIONS = GRAVE | {
    Cue.DECLINES_REFUND,
    Cue.DECLINES_CANCEL,
    Cue.HARDSHIP,
    Cue.PERSONAL_MISTAKE,
    Cue.TEAM_MENTION,
    Cue.USAGE_LIMITS,
}
W = TypeVar("W", Intent, Speaker)
OWN = frozenset({Speaker.CUSTOMER, Speaker.FOR_OTHER})


def learn_trust(right: int, cases: int) -> float:
    """How far to trust a model that was right in so many of so many cases that agents corrected or approved."""
    share = (TRUST * PRIOR + right) / (PRIOR + cases)
    return round(min(max(share, LEAST_TRUST), MOST_TRUST), 4)


def hear_model(shares: Shares, said: ModelSays) -> Shares:
    """The shares after its claims; the same where it was silent."""
    if said.silence is not None:
        return shares
    odds = NEIGHBOURS * said.trust / (1.0 - said.trust)
    wishes = _wishes(said)
    return replace(
        shares,
        primary=_choose(shares.primary, wishes[0], odds) if wishes else shares.primary,
        wants={each: _move(share, each in wishes, odds) for each, share in shares.wants.items()}
        if wishes
        else shares.wants,
        cues={each: _heed(each, share, each in said.cues, odds) for each, share in shares.cues.items()},
        about=shares.about if said.about is None else _turn(shares.about, said.about, odds),
        speaker=_choose(shares.speaker, said.speaker, odds),
    )


def _wishes(said: ModelSays) -> tuple[Intent, ...]:
    """Its wishes; what a merchant or a stranger to us wants of billing is none (policy, section 2)."""
    wishes = said.wishes
    if said.speaker is None or said.speaker in OWN or not wishes:
        return wishes
    return tuple(each for each in wishes if each not in BILLING_INTENTS) or (Intent.OTHER,)


def _choose(shares: Mapping[W, float], said: W | None, odds: float) -> dict[W, float]:
    """One of several: what was said counts `odds` times as much as before."""
    raised = {each: share * (odds if each is said else 1.0) for each, share in shares.items()}
    total = sum(raised.values()) or 1.0
    return {each: share / total for each, share in raised.items()}


def _turn(share: float, yes: bool, odds: float) -> float:
    """A probability, its odds multiplied or divided."""
    for_it, against = share * (odds if yes else 1.0), (1.0 - share) * (1.0 if yes else odds)
    return for_it / (for_it + against)


def _move(share: float, said: bool, odds: float) -> float:
    return _turn(share, said, odds if said else odds**UNSAID)


def _heed(cue: Cue, share: float, said: bool, odds: float) -> float:
    moved = _move(share, said, odds * CUES_APART if said else odds)
    return max(share, moved) if cue in CAUTIONS else moved

"""A notice of cancellation that the draft takes while the portal is only the quicker way: what is then to be ended."""

from classifiers.situations import Situation
from parsers.vocabulary import Action, ActionKind, Case, Paragraph, When

TAKEN = frozenset({Situation.CANCEL_PORTAL, Situation.CANCEL_PORTAL_NOW})
ENDED = frozenset({Situation.CANCEL_LATER, Situation.CANCEL_NOW, Situation.CANCEL_ALL})


def given(case: Case) -> bool:
    """Whether the draft answers a plain notice: it counts from the mail's arrival."""
    return any(say.template in TAKEN | ENDED for say in case.says)


def taken(case: Case) -> Action | None:
    """The cancellation that the draft speaks of and the case leaves to the portal; None where there is none.

    At the period's end; at once where nothing is paid ahead; a trial runs out.
    """
    say = next((each for each in case.says if each.template in TAKEN), None)
    named = _named(case, say) if say else None
    if say is None or named is None or any(each.kind is ActionKind.CANCEL for each in case.actions):
        return None
    trial = any(fact.name == "trial_ends" for fact in say.facts)
    at_once = say.template == Situation.CANCEL_PORTAL_NOW and not trial
    when = When.NOW if at_once else When.PERIOD_END
    return Action(kind=ActionKind.CANCEL, object=named, when=when, why="they asked for it; the draft takes the notice")


def _named(case: Case, say: Paragraph) -> str | None:
    """The subscription that the paragraph is about: of its facts, else the one whose portal step is proposed."""
    told = (fact.object for fact in say.facts)
    proposed = (each.why.partition(" ")[0] for each in case.actions if each.kind is ActionKind.PORTAL)
    return next((name for name in (*told, *proposed) if name.startswith("sub_")), None)

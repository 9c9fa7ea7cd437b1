"""Row 2: every seat stays; the model is explained."""

from classifiers import binding
from classifiers.account import main_item
from classifiers.anomalies.shape import seats, team_marks
from classifiers.matter import Matter
from classifiers.proposal import Proposal, no_op, say
from classifiers.situations import Situation
from parsers.vocabulary import Say

GAP = "seat_explanation"


def teams(matter: Matter) -> Proposal:
    """Nothing is cancelled or refunded."""
    why = "a team's seats: each is paid for on purpose until a human hears otherwise"
    return Proposal(
        actions=no_op(why),
        says=(_explained(matter),),
        gap=GAP,
        because=(why,),
        rejected=("cancel or refund a seat: never for a team",),
    )


def _explained(matter: Matter) -> Say:
    live = matter.account.live
    seated = [each for each in live if seats(each) > 1]
    if seated:
        one = seated[-1]
        item = main_item(one)
        counted = binding.count("count", seats(one), item.id, "quantity")
        last = matter.account.charges_of(one)[-1:]
        charged = binding.charge(last[0]) if last else ()
        return say(Situation.TEAM_SEATS, counted, binding.plan_of("plan", one), charged)
    marked = tuple(each for each in live if team_marks(each, matter.policy)) or live
    if len(marked) > 1:
        return say(Situation.TEAM_WORKSPACES, binding.plans(marked), binding.plan_of("plan", marked[0]))
    return say(Situation.TEAM_MODEL, binding.plan_of("plan", marked[0] if marked else None))

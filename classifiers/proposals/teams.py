"""Row 2: every seat stays; the model is explained."""

from classifiers import binding
from classifiers.account import main_item
from classifiers.anomalies.shape import seats, team_marks, tiered
from classifiers.matter import Matter
from classifiers.proposal import Proposal, no_op, say
from classifiers.situations import Situation
from parsers.vocabulary import AnomalyName, Intent, Say, Subscription

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
        if matter.reading.primary is Intent.PLAN_OR_SEATS:
            return say(Situation.TEAM_SEATS_CHANGE, counted, binding.plan_of("plan", one))
        return say(Situation.TEAM_SEATS, counted, binding.plan_of("plan", one), charged)
    marked = tuple(each for each in live if team_marks(each, matter.policy))
    if len({team_marks(each, matter.policy) for each in marked}) > 1:
        return say(Situation.TEAM_WORKSPACES, binding.plans(marked), binding.plan_of("plan", marked[0]))
    if not matter.has(AnomalyName.TEAM):
        return say(Situation.TEAM_SAID, binding.plans(live), binding.plan_of("plan", _one_plan(live)))
    one = (marked or live)[-1]
    last = matter.account.charges_of(one)[-1:]
    situation = Situation.TEAM_MODEL if any(map(tiered, one.items)) else Situation.TEAM_MARKED
    return say(situation, binding.plan_of("plan", one), binding.charge(last[0]) if last else ())


def _one_plan(live: tuple[Subscription, ...]) -> Subscription | None:
    """Any of them, if all are for one product."""
    products = {item.price.product for each in live for item in each.items}
    return live[0] if len(products) == 1 else None

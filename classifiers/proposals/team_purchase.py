"""Row 2: every seat stays; the model is explained."""

from classifiers.account import main_item
from classifiers.anomalies.contract import seats, team_marks, tiered
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.proposals.proposal import Proposal, no_op, say
from classifiers.situations import Situation
from parsers.vocabulary import AnomalyName, Intent, Paragraph, Subscription

GAP = "seat_explanation"


def teams(case_facts: CaseFacts) -> Proposal:
    """Nothing is cancelled or refunded."""
    why = "a team's seats: each is paid for on purpose until a human hears otherwise"
    return Proposal(
        actions=no_op(why),
        says=(_explained(case_facts),),
        gap=GAP,
        because=(why,),
        rejected=("cancel or refund a seat: never for a team",),
    )


def _explained(case_facts: CaseFacts) -> Paragraph:
    live = case_facts.account.live
    seated = [each for each in live if seats(each) > 1]
    if seated:
        one = seated[-1]
        item = main_item(one)
        counted = bound_facts.count("count", seats(one), item.id, "quantity")
        last = case_facts.account.charges_of(one)[-1:]
        charged = bound_facts.charge(last[0]) if last else ()
        if case_facts.reading.primary is Intent.PLAN_OR_SEATS:
            return say(Situation.TEAM_SEATS_CHANGE, counted, bound_facts.plan_of("plan", one))
        return say(Situation.TEAM_SEATS, counted, bound_facts.plan_of("plan", one), charged)
    marked = tuple(each for each in live if team_marks(each, case_facts.policy))
    if len({team_marks(each, case_facts.policy) for each in marked}) > 1:
        return say(Situation.TEAM_WORKSPACES, bound_facts.plans(marked), bound_facts.plan_of("plan", marked[0]))
    if not case_facts.has(AnomalyName.TEAM):
        return say(Situation.TEAM_SAID, bound_facts.plans(live), bound_facts.plan_of("plan", _one_plan(live)))
    one = (marked or live)[-1]
    last = case_facts.account.charges_of(one)[-1:]
    situation = Situation.TEAM_MODEL if any(map(tiered, one.items)) else Situation.TEAM_MARKED
    return say(situation, bound_facts.plan_of("plan", one), bound_facts.charge(last[0]) if last else ())


def _one_plan(live: tuple[Subscription, ...]) -> Subscription | None:
    """Any of them, if all are for one product."""
    products = {item.price.product for each in live for item in each.items}
    return live[0] if len(products) == 1 else None

"""Money that went back already, is on its way, or came back through the bank: what Stripe shows of one charge."""

from dataclasses import dataclass

from classifiers.anomalies.charge_history import refunded_in_full
from classifiers.anomalies.context import day
from classifiers.drafting import bound_facts
from classifiers.drafting.bound_facts import Facts
from classifiers.proposals.proposal import complete, say
from classifiers.situations import Situation
from parsers.vocabulary import Charge, Paragraph

IN_FLIGHT = frozenset({"pending", "requires_action"})
SHORT = {
    Situation.REFUNDED: Situation.ALSO_REFUNDED,
    Situation.REFUND_UNDERWAY: Situation.ALSO_REFUND_UNDERWAY,
    Situation.LOST_DISPUTE: Situation.ALSO_LOST_DISPUTE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a claim does not stand, for the agent and for the draft."""

    situation: Situation
    facts: Facts
    why: str


def returned(charge: Charge) -> Explanation | None:
    """It went back in full."""
    if not (charge.taken and refunded_in_full(charge)):
        return None
    done = [each for each in charge.refunds if each.status == "succeeded"]
    facts = (
        *bound_facts.charge(charge),
        *bound_facts.card(charge.card),
        *(bound_facts.refunded(done[-1], "refunded_on") if done else ()),
    )
    when = day(done[-1].created) if done else "an unknown date"
    return Explanation(situation=Situation.REFUNDED, facts=facts, why=f"{charge.id} was refunded in full on {when}")


def returning(charge: Charge) -> Explanation | None:
    """A refund is on its way."""
    flying = [each for each in charge.refunds if each.status in IN_FLIGHT]
    if not flying:
        return None
    facts = (
        *bound_facts.charge(charge),
        *bound_facts.card(charge.card),
        *bound_facts.refunded(flying[-1], "refund_started_on"),
    )
    why = f"the refund {flying[-1].id} of {charge.id} is in flight"
    return Explanation(situation=Situation.REFUND_UNDERWAY, facts=facts, why=why)


def lost(charge: Charge) -> Explanation | None:
    """The bank gave the money back."""
    for dispute in charge.disputes:
        if dispute.status == "lost":
            facts = (*bound_facts.charge(charge), *bound_facts.disputed(dispute))
            why = f"the dispute {dispute.id} on {charge.id} was lost: the customer has the money already"
            return Explanation(situation=Situation.LOST_DISPUTE, facts=facts, why=why)
    return None


def settled(charge: Charge | None) -> Explanation | None:
    """The first way in which a charge is settled, if Stripe shows enough to say so; None also for no charge."""
    if charge is None:
        return None
    found = returned(charge) or returning(charge) or lost(charge)
    return found if found and complete(found.situation, say(found.situation, found.facts)) else None


def in_full(found: Explanation) -> Paragraph:
    """The main answer."""
    return say(found.situation, found.facts)


def in_short(found: Explanation) -> Paragraph:
    """The same beside another answer."""
    return say(SHORT[found.situation], found.facts)

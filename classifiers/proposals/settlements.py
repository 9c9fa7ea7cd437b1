"""Money that went back already, is on its way, or came back through the bank: what Stripe shows of one charge."""

from dataclasses import dataclass

from classifiers.account import remainder
from classifiers.anomalies.balance import dead_end, failed_refund
from classifiers.anomalies.charge_history import refunded_in_full
from classifiers.anomalies.context import day
from classifiers.drafting import bound_facts
from classifiers.drafting.bound_facts import Facts
from classifiers.proposals.proposal import complete, say
from classifiers.revenue import shown
from classifiers.situations import Situation
from parsers.vocabulary import Charge, Money, Paragraph

IN_FLIGHT = frozenset({"pending", "requires_action"})
SHORT = {
    Situation.REFUNDED: Situation.ALSO_REFUNDED,
    Situation.REFUND_UNDERWAY: Situation.ALSO_REFUND_UNDERWAY,
    Situation.LOST_DISPUTE: Situation.ALSO_LOST_DISPUTE,
    Situation.CREDITED: Situation.ALSO_CREDITED,
    Situation.REFUND_FAILED: Situation.ALSO_REFUND_FAILED,
    Situation.PROCESSING: Situation.ALSO_DEBIT,
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
            facts = (*bound_facts.charge(charge), *bound_facts.disputed(dispute), *bound_facts.card(charge.card))
            why = (
                f"the bank decided the dispute {dispute.id} of {day(dispute.created)} on {charge.id} for the customer, "
                "who has the money already"
            )
            return Explanation(situation=Situation.LOST_DISPUTE, facts=facts, why=why)
    return None


def credited(charge: Charge) -> Explanation | None:
    """It was given back as credit, or outside Stripe; as good as all of it."""
    if not charge.credited or remainder(charge) > 0:
        return None
    note = charge.credit_notes[-1] if charge.credit_notes else None
    named = note.id if note else charge.invoice or charge.id
    facts = (
        *bound_facts.amount("credit", Money(charge.credited, charge.amount.currency), named, "amount"),
        *(bound_facts.on("credited_on", note.created, note.id, "created") if note else ()),
        *bound_facts.charge(charge),
    )
    what = f"credit note {note.id} of {day(note.created)}" if note else f"credit for {named}"
    why = f"{shown(Money(charge.credited, charge.amount.currency))} of {charge.id} were given back: {what}"
    return Explanation(situation=Situation.CREDITED, facts=facts, why=why)


def never_left(charge: Charge) -> Explanation | None:
    """Its refund failed or was cancelled; which of the two tells by which way it is made good."""
    found = failed_refund(charge)
    if found is None:
        return None
    facts = (
        *bound_facts.charge(charge),
        *bound_facts.refunded(found, "refund_started_on"),
        *(each for each in bound_facts.card(charge.card) if each.name == "provider"),
    )
    again = "cancelled: anew, through the guard"
    if found.status == "failed":
        again = f"failed, {found.failure_reason or 'no reason told'}: by another way than the card"
    why = f"the refund {found.id} of {charge.id} did not go through ({again})"
    return Explanation(situation=Situation.REFUND_FAILED, facts=facts, why=why)


def being_taken(charge: Charge) -> Explanation | None:
    """The bank is still working on it: neither turned down nor paid, and nothing to refund yet."""
    if charge.status != "pending":
        return None
    facts = (*bound_facts.charge(charge), *bound_facts.card(charge.card))
    why = f"{charge.id} of {day(charge.created)} is under way: neither failed nor paid, it cannot be refunded yet"
    return Explanation(situation=Situation.PROCESSING, facts=facts, why=why)


WAYS = (returned, returning, lost, credited)


def settled(charge: Charge | None) -> Explanation | None:
    """The first way in which a charge is settled, if Stripe shows enough to say so; None also for no charge."""
    if charge is None:
        return None
    if dead_end(charge):
        return never_left(charge)
    found = next((each for way in WAYS if (each := way(charge))), None)
    return found if found and complete(found.situation, say(found.situation, found.facts)) else None


def in_full(found: Explanation) -> Paragraph:
    """The main answer."""
    return say(found.situation, found.facts)


def in_short(found: Explanation) -> Paragraph:
    """The same beside another answer."""
    return say(SHORT[found.situation], found.facts)

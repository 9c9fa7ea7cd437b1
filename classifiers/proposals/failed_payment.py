"""Row 4: a payment failed or will; the page where the customer mends it, or the agent who does."""

from classifiers.anomalies.balance import under_way
from classifiers.anomalies.payment_failures import next_method
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.drafting.bound_facts import Facts
from classifiers.proposals.portal import due
from classifiers.proposals.proposal import Proposal, no_op, open_invoices, say
from classifiers.situations import Situation
from parsers.vocabulary import Action, ActionKind, AnomalyName, Invoice, Subscription

GAP = "dunning_visibility"


def payments(case_facts: CaseFacts) -> Proposal:
    """The invoice's own page where invoices are sent; else the portal; else the page; else an agent."""
    if case_facts.has(AnomalyName.PAYMENT_PROCESSING) and not case_facts.has(AnomalyName.FAILED_RENEWAL):
        return _under_way(case_facts)
    subscription = _troubled(case_facts)
    gap = GAP if case_facts.portal.known and not case_facts.portal.offers_card else None
    if subscription is None or subscription.status == "incomplete_expired":
        return _start_again(subscription, gap)
    invoice = _payable(case_facts, subscription)
    if subscription.collection_method == "send_invoice":
        return _sent(case_facts, subscription, invoice, gap)
    if case_facts.portal.offers_card:
        return _portal(case_facts, subscription)
    if invoice:
        why = f"the hosted page of {invoice.id} takes another card"
        facts = (*bound_facts.hosted(invoice), *bound_facts.owed(invoice), *bound_facts.plan_of("plan", subscription))
        action = Action(kind=ActionKind.PORTAL, object=invoice.id, why=why)
        return Proposal(actions=(action,), says=(say(Situation.OPEN_INVOICE, facts),), gap=gap)
    facts = (*bound_facts.plan_of("plan", subscription), *_card(case_facts, subscription))
    why = "no page offers it: the agent arranges the new card"
    return Proposal(actions=no_op(why), says=(say(Situation.CARD_BY_AGENT, facts),), gap=gap)


def _under_way(case_facts: CaseFacts) -> Proposal:
    """A debit that the bank is still working on: nothing is to be paid again, and no card is spoken of."""
    charge = under_way(case_facts.account)[-1]
    why = f"{charge.id} is under way: nothing to pay again, and what comes in is not to be voided"
    return Proposal(actions=no_op(why), says=(say(Situation.PROCESSING, bound_facts.charge(charge)),))


def _troubled(case_facts: CaseFacts) -> Subscription | None:
    """The subscription the trouble is with: a failed renewal before a bad card before an unfinished checkout."""
    names = (
        AnomalyName.FAILED_RENEWAL,
        AnomalyName.CARD_EXPIRED,
        AnomalyName.NO_PAYMENT_METHOD,
        AnomalyName.INCOMPLETE_CHECKOUT,
    )
    for name in names:
        ids = case_facts.objects(name)
        found = [each for each in case_facts.account.subscriptions if each.id in ids]
        if found:
            return min(found, key=lambda each: (each.status == "incomplete_expired", -_since(each), each.id))
    return None


def _since(subscription: Subscription) -> float:
    return subscription.created.timestamp() if subscription.created else 0.0


def _payable(case_facts: CaseFacts, subscription: Subscription) -> Invoice | None:
    """The newest open invoice of a subscription that has a page of its own."""
    owed = [each for each in open_invoices(case_facts.account, subscription) if each.hosted_invoice_url]
    return owed[-1] if owed else None


def _start_again(subscription: Subscription | None, gap: str | None) -> Proposal:
    why = "the checkout expired and took nothing: it is started again"
    facts = bound_facts.plan_of("plan", subscription)
    return Proposal(actions=no_op(why), says=(say(Situation.CHECKOUT_AGAIN, facts),), gap=gap, because=(why,))


def _sent(case_facts: CaseFacts, subscription: Subscription, invoice: Invoice | None, gap: str | None) -> Proposal:
    """Paid by invoice: its own page is the only one, and no card is spoken of."""
    if invoice is None:
        why = f"{subscription.id} is paid by invoice, and none with a page is open: the agent sends it"
        return Proposal(actions=no_op(why), says=(say(Situation.REVIEW),), gap=gap, because=(why,))
    plan = bound_facts.plan_of("plan", subscription)
    facts = (*bound_facts.hosted(invoice), *bound_facts.owed(invoice), *plan, *due(case_facts, invoice))
    action = Action(kind=ActionKind.PORTAL, object=invoice.id, why=f"{invoice.id} is paid on its own page")
    return Proposal(actions=(action,), says=(say(Situation.SEND_INVOICE, facts),), gap=gap)


def _portal(case_facts: CaseFacts, subscription: Subscription) -> Proposal:
    situation = Situation.CARD_PORTAL
    if not case_facts.has(AnomalyName.FAILED_RENEWAL, AnomalyName.INCOMPLETE_CHECKOUT):
        expired = case_facts.has(AnomalyName.CARD_EXPIRED)
        situation = Situation.CARD_EXPIRED_PORTAL if expired else Situation.NO_CARD_PORTAL
    owed = open_invoices(case_facts.account, subscription)[-1:]
    facts = (
        *bound_facts.sign_in(case_facts.portal),
        *bound_facts.plan_of("plan", subscription),
        *(bound_facts.owed(owed[0]) if owed else ()),
        *_card(case_facts, subscription),
    )
    action = Action(kind=ActionKind.PORTAL, why="the payment method is updated on the portal's login page")
    return Proposal(actions=(action,), says=(say(situation, facts),))


def _card(case_facts: CaseFacts, subscription: Subscription) -> Facts:
    return bound_facts.card(next_method(case_facts.account, subscription).method)

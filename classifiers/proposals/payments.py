"""Row 4: a payment failed or will; the page where the customer mends it, or the agent who does."""

from classifiers import binding
from classifiers.anomalies.balance import under_way
from classifiers.anomalies.payments import next_method
from classifiers.binding import Facts
from classifiers.matter import Matter
from classifiers.proposal import Proposal, no_op, open_invoices, say
from classifiers.proposals.controls import due
from classifiers.situations import Situation
from parsers.vocabulary import Action, ActionKind, AnomalyName, Invoice, Subscription

GAP = "dunning_visibility"


def payments(matter: Matter) -> Proposal:
    """The invoice's own page where invoices are sent; else the portal; else the page; else an agent."""
    if matter.has(AnomalyName.PAYMENT_PROCESSING) and not matter.has(AnomalyName.FAILED_RENEWAL):
        return _under_way(matter)
    subscription = _troubled(matter)
    gap = GAP if matter.portal.known and not matter.portal.offers_card else None
    if subscription is None or subscription.status == "incomplete_expired":
        return _start_again(subscription, gap)
    invoice = _payable(matter, subscription)
    if subscription.collection_method == "send_invoice":
        return _sent(matter, subscription, invoice, gap)
    if matter.portal.offers_card:
        return _portal(matter, subscription)
    if invoice:
        why = f"the hosted page of {invoice.id} takes another card"
        facts = (*binding.hosted(invoice), *binding.owed(invoice), *binding.plan_of("plan", subscription))
        action = Action(kind=ActionKind.PORTAL, object=invoice.id, why=why)
        return Proposal(actions=(action,), says=(say(Situation.OPEN_INVOICE, facts),), gap=gap)
    facts = (*binding.plan_of("plan", subscription), *_card(matter, subscription))
    why = "no page offers it: the agent arranges the new card"
    return Proposal(actions=no_op(why), says=(say(Situation.CARD_BY_AGENT, facts),), gap=gap)


def _under_way(matter: Matter) -> Proposal:
    """A debit that the bank is still working on: nothing is to be paid again, and no card is spoken of."""
    charge = under_way(matter.account)[-1]
    why = f"{charge.id} is under way: nothing to pay again, and what comes in is not to be voided"
    return Proposal(actions=no_op(why), says=(say(Situation.PROCESSING, binding.charge(charge)),))


def _troubled(matter: Matter) -> Subscription | None:
    """The subscription the trouble is with: a failed renewal before a bad card before an unfinished checkout."""
    names = (
        AnomalyName.FAILED_RENEWAL,
        AnomalyName.CARD_EXPIRED,
        AnomalyName.NO_PAYMENT_METHOD,
        AnomalyName.INCOMPLETE_CHECKOUT,
    )
    for name in names:
        ids = matter.objects(name)
        found = [each for each in matter.account.subscriptions if each.id in ids]
        if found:
            return min(found, key=lambda each: (each.status == "incomplete_expired", -_since(each), each.id))
    return None


def _since(subscription: Subscription) -> float:
    return subscription.created.timestamp() if subscription.created else 0.0


def _payable(matter: Matter, subscription: Subscription) -> Invoice | None:
    """The newest open invoice of a subscription that has a page of its own."""
    owed = [each for each in open_invoices(matter.account, subscription) if each.hosted_invoice_url]
    return owed[-1] if owed else None


def _start_again(subscription: Subscription | None, gap: str | None) -> Proposal:
    why = "the checkout expired and took nothing: it is started again"
    facts = binding.plan_of("plan", subscription)
    return Proposal(actions=no_op(why), says=(say(Situation.CHECKOUT_AGAIN, facts),), gap=gap, because=(why,))


def _sent(matter: Matter, subscription: Subscription, invoice: Invoice | None, gap: str | None) -> Proposal:
    """Paid by invoice: its own page is the only one, and no card is spoken of."""
    if invoice is None:
        why = f"{subscription.id} is paid by invoice, and none with a page is open: the agent sends it"
        return Proposal(actions=no_op(why), says=(say(Situation.REVIEW),), gap=gap, because=(why,))
    plan = binding.plan_of("plan", subscription)
    facts = (*binding.hosted(invoice), *binding.owed(invoice), *plan, *due(matter, invoice))
    action = Action(kind=ActionKind.PORTAL, object=invoice.id, why=f"{invoice.id} is paid on its own page")
    return Proposal(actions=(action,), says=(say(Situation.SEND_INVOICE, facts),), gap=gap)


def _portal(matter: Matter, subscription: Subscription) -> Proposal:
    situation = Situation.CARD_PORTAL
    if not matter.has(AnomalyName.FAILED_RENEWAL, AnomalyName.INCOMPLETE_CHECKOUT):
        expired = matter.has(AnomalyName.CARD_EXPIRED)
        situation = Situation.CARD_EXPIRED_PORTAL if expired else Situation.NO_CARD_PORTAL
    owed = open_invoices(matter.account, subscription)[-1:]
    facts = (
        *binding.sign_in(matter.portal),
        *binding.plan_of("plan", subscription),
        *(binding.owed(owed[0]) if owed else ()),
        *_card(matter, subscription),
    )
    action = Action(kind=ActionKind.PORTAL, why="the payment method is updated on the portal's login page")
    return Proposal(actions=(action,), says=(say(situation, facts),))


def _card(matter: Matter, subscription: Subscription) -> Facts:
    return binding.card(next_method(matter.account, subscription).method)

"""Refunds, never blind: each line of the policy's section 6 is a function that says why it stops a refund."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import floor

from classifiers.account import disputed_openly, in_flight, inquiry, remainder
from classifiers.anomalies.contract import contract_evidence, is_annual, team_evidence, team_marks
from classifiers.case_facts import CaseFacts
from classifiers.revenue import shown
from parsers.vocabulary import Action, ActionKind, AnomalyName, Charge, Cue, Money

VERIFY_CONTRACT = "verify_contract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A refund somebody might propose: one charge, the window it must lie in (days; None: no window), and why."""

    charge: Charge
    days: int | None
    reason: str  # duplicate | requested_by_customer
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A refund that the guard stops, with the line and its sentence."""

    charge: Charge
    line: int
    sentence: str


Line = Callable[[CaseFacts, Request], str | None]


def taken_and_own(case_facts: CaseFacts, request: Request) -> str | None:
    """The charge is captured, succeeded, and the person's own."""
    charge = request.charge
    if charge.status != "succeeded":
        return f"{charge.id} is {charge.status}: no money was taken"
    if not charge.captured:
        return f"{charge.id} is only authorised: it drops off by itself"
    if charge.customer not in {each.id for each in case_facts.account.customers}:
        return f"{charge.id} is not this person's own charge"
    return None


def undisputed(case_facts: CaseFacts, request: Request) -> str | None:
    """No open or lost chargeback on it, no inquiry."""
    return contested(request.charge)


def contested(charge: Charge) -> str | None:
    """What a dispute has to say against a refund of this charge; None where nothing stands against it."""
    for dispute in charge.disputes:
        if dispute.status == "lost":
            return f"the dispute {dispute.id} was lost: the customer has the money already"
        if inquiry(dispute.status):
            return f"{dispute.id} is an inquiry on {charge.id}: decide by hand; a full refund would settle it"
    if disputed_openly(charge):
        return f"a chargeback on {charge.id} is open or could not be read: never refund beside it"
    return None


def something_left(case_facts: CaseFacts, request: Request) -> str | None:
    """What is left to refund is more than nothing, and no refund of it is in flight."""
    charge = request.charge
    if in_flight(charge):
        return f"a refund of {charge.id} is in flight"
    return None if remainder(charge) > 0 else f"{charge.id} is refunded already: nothing is left"


def in_window(case_facts: CaseFacts, request: Request) -> str | None:
    """It is inside the window; outside, by how many days."""
    charge = request.charge
    if request.days is None:
        return None
    if charge.created is None:
        return f"the age of {charge.id} is not known"
    over = case_facts.now - charge.created - timedelta(days=request.days)
    if over <= timedelta(0):
        return None
    days = max(1, (case_facts.now.date() - charge.created.date()).days - request.days)
    return f"{charge.id} is {days} day{'s' if days > 1 else ''} outside the window of {request.days} days"


def settled_invoice(case_facts: CaseFacts, request: Request) -> str | None:
    """An open invoice is not refunded: it is voided or credited."""
    invoice = case_facts.account.invoice_of(request.charge)
    if invoice is None or invoice.status not in {"open", "draft"}:
        return None
    return f"{invoice.id} is still open: void it or issue a credit note instead"


def not_declined(case_facts: CaseFacts, request: Request) -> str | None:
    """The customer did not decline it."""
    return "the customer does not want a refund" if case_facts.says(Cue.DECLINES_REFUND) else None


LINES: tuple[tuple[int, Line], ...] = (
    (1, taken_and_own),
    (2, undisputed),
    (3, something_left),
    (4, in_window),
    (6, settled_invoice),
    (7, not_declined),
)


def ask(case_facts: CaseFacts, request: Request) -> Action | Stopped:
    """The refund as an action with its exact amount and flags, or the first line that stops it."""
    for number, line in LINES:
        if sentence := line(case_facts, request):
            return Stopped(charge=request.charge, line=number, sentence=f"refund stopped, line {number}: {sentence}")
    shape = contract_shape(case_facts, request.charge)
    return Action(
        kind=ActionKind.REFUND,
        object=request.charge.id,
        amount=Money(remainder(request.charge), request.charge.amount.currency),
        flags=(VERIFY_CONTRACT,) if shape else (),
        why="; ".join((request.why, *shape)),
        reason=request.reason,
    )


def contract_shape(case_facts: CaseFacts, charge: Charge) -> tuple[str, ...]:
    """Line 5: what an agent must look at before refunding a charge of this contract; empty for a plain one."""
    account = case_facts.account
    subscription, invoice = account.subscription_of(charge), account.invoice_of(charge)
    prorated = len([line for line in invoice.lines if line.proration]) if invoice else 0
    found = [f"{prorated} proration lines"] if prorated else []
    if subscription:
        if is_annual(subscription):
            found.append("a yearly plan")
        if why := team_evidence(subscription, case_facts.policy) or _marked(case_facts, subscription.id):
            found.append(f"team: {why}")
        if why := contract_evidence(subscription, case_facts.policy):
            found.append(f"contract: {why}")
        if charge.id in case_facts.objects(AnomalyName.TRIAL_CONVERTED):
            found.append("first charge after a trial")
    if not found:
        return ()
    return (
        ", ".join(["check the contract: " + found[0], *found[1:], *_terms(case_facts, charge)]),
        *unused(case_facts, charge),
    )


def _marked(case_facts: CaseFacts, id: str) -> str | None:
    """Whether a subscription is one of several that are told apart by workspace."""
    live = case_facts.account.live
    marks = {marks for each in live if (marks := team_marks(each, case_facts.policy))}
    one = case_facts.account.subscription(id)
    return "one of several workspaces" if one and len(marks) > 1 and team_marks(one, case_facts.policy) else None


def _terms(case_facts: CaseFacts, charge: Charge) -> tuple[str, ...]:
    subscription = case_facts.account.subscription_of(charge)
    if subscription is None:
        return ()
    quantity = sum(item.quantity for item in subscription.items)
    interval = next((item.price.interval for item in subscription.items if item.price.interval), None)
    return (f"interval {interval or 'unknown'}", f"quantity {quantity}", f"{subscription.collection_method}")


def unused(case_facts: CaseFacts, charge: Charge) -> tuple[str, ...]:
    """The days of the charge's period still to come, and what that share would be: for a human to decide on."""
    period = case_facts.account.period_of(charge)
    if period is None or period[1] <= case_facts.now:
        return ()
    whole, left = period[1] - period[0], period[1] - max(case_facts.now, period[0])
    share = floor(Fraction(left // timedelta(seconds=1), max(1, whole // timedelta(seconds=1))) * remainder(charge))
    worth = shown(Money(share, charge.amount.currency))
    return (f"{left.days} of {whole.days} days unused, a share of {worth}",)

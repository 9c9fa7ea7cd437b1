"""Rows 1 and 7: a human decides; the draft says so, and names nothing it may not."""

from datetime import timedelta

from classifiers.account import chargeback_open, inquiry
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.drafting.bound_facts import Facts
from classifiers.proposals.proposal import Proposal, complete, no_op, say
from classifiers.proposals.refuted import replaced
from classifiers.proposals.settlements import in_full, lost, settled
from classifiers.proposals.told import (
    changed_plan,
    debit_told,
    disputed_invoice,
    ended_by_itself,
    paid_from_credit,
    paused,
)
from classifiers.references.charges import contradicted
from classifiers.references.targets import disputed_charge
from classifiers.refund_guard import contested
from classifiers.situations import Situation
from parsers.vocabulary import AnomalyName, Charge, Cue, Intent, Paragraph, Verdict

USAGE = "usage_visibility"
NEUTRAL = {Verdict.AMBIGUOUS: Situation.AMBIGUOUS}
BY_CUE = (
    (Cue.UNAUTHORISED_PAYMENT, Situation.UNAUTHORISED),
    (Cue.LEGAL_THREAT, Situation.LEGAL),
    (Cue.ERASURE_REQUEST, Situation.ERASURE),
    (Cue.HARDSHIP, Situation.HARDSHIP),
)


def first_of_all(case_facts: CaseFacts) -> Proposal:
    """Row 1: nothing is proposed until a human has cleared the doubt."""
    ids = case_facts.objects(AnomalyName.OPEN_DISPUTE) | case_facts.objects(AnomalyName.INQUIRY)
    stopped = (contested(each) for each in case_facts.account.charges if each.id in ids)
    rejected = tuple(f"refund stopped, line 2: {sentence}" for sentence in stopped if sentence)
    return Proposal(actions=no_op("a human must look first"), says=(_row_one(case_facts),), rejected=rejected)


def _row_one(case_facts: CaseFacts) -> Paragraph:
    if case_facts.identity.verdict is not Verdict.VERIFIED:
        return say(NEUTRAL.get(case_facts.identity.verdict, Situation.UNPROVEN))
    if case_facts.message.encrypted:
        return say(Situation.ENCRYPTED)
    if case_facts.message.unread_body:
        return say(Situation.UNREAD_BODY)
    by_cue = [situation for cue, situation in BY_CUE if case_facts.says(cue)]
    if by_cue:
        return say(by_cue[0])
    if case_facts.has(AnomalyName.OPEN_DISPUTE):
        return say(Situation.DISPUTE, _disputed(case_facts, AnomalyName.OPEN_DISPUTE))
    if case_facts.message.crowd:
        return say(Situation.REVIEW)
    return say(Situation.INQUIRY, _disputed(case_facts, AnomalyName.INQUIRY))


def _disputed(case_facts: CaseFacts, name: AnomalyName) -> Facts:
    ids = case_facts.objects(name)
    charges = [each for each in case_facts.account.charges if each.id in ids and _in_dispute(each)]
    return (*bound_facts.charge(charges[-1]), *bound_facts.card(charges[-1].card)) if charges else ()


def _in_dispute(charge: Charge) -> bool:
    return any(chargeback_open(each.status) or inquiry(each.status) for each in charge.disputes)


def unsure(case_facts: CaseFacts) -> Proposal:
    """The words are not understood well enough to choose among the rows."""
    return Proposal(actions=no_op("the words are not clear enough: a human reads them"), says=(say(Situation.REVIEW),))


def twins(case_facts: CaseFacts) -> Proposal:
    """A team by the facts, a mistake by the words, or two alike made at once."""
    return Proposal(actions=no_op("a team's purchase that may be a mistake"), says=(say(Situation.REVIEW),))


def last_of_all(case_facts: CaseFacts) -> Proposal:
    """Row 7: none of the rows holds."""
    gap = USAGE if case_facts.says(Cue.USAGE_LIMITS) else None
    stopped = guarded_wish(case_facts)
    return Proposal(actions=no_op("no row above holds"), says=(_row_seven(case_facts),), gap=gap, rejected=stopped)


def guarded_wish(case_facts: CaseFacts) -> tuple[str, ...]:
    """Why the charge whose money is asked back could not be refunded, settled as it is; for the note."""
    charge = disputed_charge(case_facts) if case_facts.refund_asked else None
    found = settled(charge)
    return (f"refund: {found.why}",) if found else ()


def _row_seven(case_facts: CaseFacts) -> Paragraph:
    """What the facts can answer, then what is asked, in the order of what matters most."""
    ways = (ended_by_itself, disputed_invoice, _money, changed_plan, _asked, paused, debit_told)
    found = next((told for way in ways if (told := way(case_facts)) is not None), None)
    if found is not None:
        return found
    return _shown(case_facts) if case_facts.wants(Intent.BROKEN_BILLING) else say(Situation.REVIEW)


def _money(case_facts: CaseFacts) -> Paragraph | None:
    """Money back is asked, and no row proposes it."""
    if not case_facts.refund_asked:
        return None
    if contradicted(case_facts.message, case_facts.account):
        return say(Situation.NO_SUCH_CHARGE)
    charge = disputed_charge(case_facts)
    if charge is None and (told := paid_from_credit(case_facts)) is not None:
        return told
    waiting = any(each.status == "pending" for each in case_facts.account.charges)
    if charge is None and len(case_facts.account.taken) > 1 and not waiting:
        return say(Situation.WHICH_CHARGE)
    if found := settled(charge):
        return in_full(found)
    return say(Situation.REFUND_WISH, bound_facts.charge_with_plan(case_facts.account, charge) if charge else ())


def _asked(case_facts: CaseFacts) -> Paragraph | None:
    """Limits, or another plan or number of seats."""
    if case_facts.says(Cue.USAGE_LIMITS):
        return say(Situation.USAGE_LIMITS, _plan(case_facts))
    return say(Situation.PLAN_CHANGE, _plan(case_facts)) if case_facts.wants(Intent.PLAN_OR_SEATS) else None


def _newest_attempt(case_facts: CaseFacts, charge: Charge) -> bool:
    """Whether a charge is of late, and nothing was tried after it."""
    since = case_facts.now - timedelta(days=case_facts.policy.renewal_grace_days)
    return charge.created is not None and charge.created >= since and case_facts.account.charges[-1].id == charge.id


def _plan(case_facts: CaseFacts) -> Facts:
    live = case_facts.account.live
    return bound_facts.plan_of("plan", live[0]) if len(live) == 1 else ()


def _shown(case_facts: CaseFacts) -> Paragraph:
    """The charge complained of, and what it paid for; of two, where the one plan took the other's place, both."""
    if (change := replaced(case_facts)) is not None:
        return in_full(change)
    if (told := paid_from_credit(case_facts)) is not None:
        return told
    charge = disputed_charge(case_facts)
    if charge and (decided := lost(charge)) is not None:
        return in_full(decided)
    if charge and case_facts.says(Cue.PAYMENT_FAILED) and _newest_attempt(case_facts, charge):
        return say(
            Situation.WENT_THROUGH,
            bound_facts.charge_with_plan(case_facts.account, charge),
            bound_facts.card(charge.card),
        )
    if charge is None or case_facts.says(Cue.PAYMENT_FAILED):
        return say(Situation.NOTHING_FOUND)
    invoice, period = case_facts.account.invoice_of(charge), case_facts.account.period_of(charge)
    dates: Facts = ()
    if invoice and period:
        dates = (
            *bound_facts.on("period_start", period[0], invoice.id, "lines.period.start"),
            *bound_facts.on("period_end", period[1], invoice.id, "lines.period.end"),
        )
    subscription = case_facts.account.subscription_of(charge)
    if subscription and charge.id in case_facts.objects(AnomalyName.TRIAL_CONVERTED):
        dates = (*dates, *bound_facts.on("trial_ended", subscription.trial_end, subscription.id, "trial_end"))
    paragraph = say(Situation.CHARGE_SHOWN, bound_facts.charge_with_plan(case_facts.account, charge), dates)
    return paragraph if complete(Situation.CHARGE_SHOWN, paragraph) else say(Situation.NOTHING_FOUND)

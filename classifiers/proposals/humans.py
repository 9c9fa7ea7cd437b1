"""Rows 1 and 7: a human decides; the draft says so, and names nothing it may not."""

from datetime import timedelta

from classifiers import binding
from classifiers.account import chargeback_open, inquiry
from classifiers.binding import Facts
from classifiers.guard import contested
from classifiers.matter import Matter
from classifiers.mentions import contradicted
from classifiers.proposal import Proposal, complete, no_op, say
from classifiers.proposals.settlements import in_full, settled
from classifiers.situations import Situation
from classifiers.targets import disputed_charge
from parsers.vocabulary import AnomalyName, Charge, Cue, Intent, Say, Verdict

USAGE = "usage_visibility"
NEUTRAL = {Verdict.AMBIGUOUS: Situation.AMBIGUOUS}
BY_CUE = (
    (Cue.UNAUTHORISED_PAYMENT, Situation.UNAUTHORISED),
    (Cue.LEGAL_THREAT, Situation.LEGAL),
    (Cue.ERASURE_REQUEST, Situation.ERASURE),
    (Cue.HARDSHIP, Situation.HARDSHIP),
)


def first_of_all(matter: Matter) -> Proposal:
    """Row 1: nothing is proposed until a human has cleared the doubt."""
    ids = matter.objects(AnomalyName.OPEN_DISPUTE) | matter.objects(AnomalyName.INQUIRY)
    stopped = (contested(each) for each in matter.account.charges if each.id in ids)
    rejected = tuple(f"refund stopped, line 2: {sentence}" for sentence in stopped if sentence)
    return Proposal(actions=no_op("a human must look first"), says=(_row_one(matter),), rejected=rejected)


def _row_one(matter: Matter) -> Say:
    if matter.identity.verdict is not Verdict.VERIFIED:
        return say(NEUTRAL.get(matter.identity.verdict, Situation.UNPROVEN))
    if matter.message.encrypted:
        return say(Situation.ENCRYPTED)
    by_cue = [situation for cue, situation in BY_CUE if matter.says(cue)]
    if by_cue:
        return say(by_cue[0])
    if matter.has(AnomalyName.OPEN_DISPUTE):
        return say(Situation.DISPUTE, _disputed(matter, AnomalyName.OPEN_DISPUTE))
    if matter.message.crowd:
        return say(Situation.REVIEW)
    return say(Situation.INQUIRY, _disputed(matter, AnomalyName.INQUIRY))


def _disputed(matter: Matter, name: AnomalyName) -> Facts:
    ids = matter.objects(name)
    charges = [each for each in matter.account.charges if each.id in ids and _in_dispute(each)]
    return binding.charge(charges[-1]) if charges else ()


def _in_dispute(charge: Charge) -> bool:
    return any(chargeback_open(each.status) or inquiry(each.status) for each in charge.disputes)


def unsure(matter: Matter) -> Proposal:
    """The words are not understood well enough to choose among the rows."""
    return Proposal(actions=no_op("the words are not clear enough: a human reads them"), says=(say(Situation.REVIEW),))


def twins(matter: Matter) -> Proposal:
    """A team by the facts, a mistake by the words, or two alike made at once."""
    return Proposal(actions=no_op("a team's purchase that may be a mistake"), says=(say(Situation.REVIEW),))


def last_of_all(matter: Matter) -> Proposal:
    """Row 7: none of the rows holds."""
    gap = USAGE if matter.says(Cue.USAGE_LIMITS) else None
    return Proposal(actions=no_op("no row above holds"), says=(_row_seven(matter),), gap=gap)


def _row_seven(matter: Matter) -> Say:
    plan = _plan(matter)
    if matter.refund_asked:
        if contradicted(matter.message, matter.account):
            return say(Situation.NO_SUCH_CHARGE)
        charge = disputed_charge(matter)
        if charge is None and len(matter.account.taken) > 1:
            return say(Situation.WHICH_CHARGE)
        if found := settled(charge):
            return in_full(found)
        return say(Situation.REFUND_WISH, binding.charge_with_plan(matter.account, charge) if charge else ())
    if matter.says(Cue.USAGE_LIMITS):
        return say(Situation.USAGE_LIMITS, plan)
    if matter.wants(Intent.PLAN_OR_SEATS):
        return say(Situation.PLAN_CHANGE, plan)
    if matter.wants(Intent.BROKEN_BILLING):
        return _shown(matter)
    return say(Situation.REVIEW)


def _newest_attempt(matter: Matter, charge: Charge) -> bool:
    """Whether a charge is of late, and nothing was tried after it."""
    since = matter.now - timedelta(days=matter.policy.renewal_grace_days)
    return charge.created is not None and charge.created >= since and matter.account.charges[-1].id == charge.id


def _plan(matter: Matter) -> Facts:
    live = matter.account.live
    return binding.plan_of("plan", live[0]) if len(live) == 1 else ()


def _shown(matter: Matter) -> Say:
    """The charge complained of, and what it paid for."""
    charge = disputed_charge(matter)
    if charge and matter.says(Cue.PAYMENT_FAILED) and _newest_attempt(matter, charge):
        return say(Situation.WENT_THROUGH, binding.charge_with_plan(matter.account, charge), binding.card(charge.card))
    if charge is None or matter.says(Cue.PAYMENT_FAILED):
        return say(Situation.NOTHING_FOUND)
    invoice, period = matter.account.invoice_of(charge), matter.account.period_of(charge)
    dates: Facts = ()
    if invoice and period:
        dates = (
            *binding.on("period_start", period[0], invoice.id, "lines.period.start"),
            *binding.on("period_end", period[1], invoice.id, "lines.period.end"),
        )
    subscription = matter.account.subscription_of(charge)
    if subscription and charge.id in matter.objects(AnomalyName.TRIAL_CONVERTED):
        dates = (*dates, *binding.on("trial_ended", subscription.trial_end, subscription.id, "trial_end"))
    paragraph = say(Situation.CHARGE_SHOWN, binding.charge_with_plan(matter.account, charge), dates)
    return paragraph if complete(Situation.CHARGE_SHOWN, paragraph) else say(Situation.NOTHING_FOUND)

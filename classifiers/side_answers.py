"""The draft answers every wish: a short paragraph for what the main answer leaves out."""

from collections.abc import Iterator

from classifiers import binding
from classifiers.decision import Decision
from classifiers.matter import Matter
from classifiers.proposal import say
from classifiers.proposals.controls import invoice_step
from classifiers.proposals.settlements import in_short, settled
from classifiers.situations import Situation
from classifiers.targets import disputed_charge
from parsers.vocabulary import ActionKind, AnomalyName, Cue, Intent, Say, Verdict

# What the main answer of each row takes care of; row 1 leaves everything to a human, row 7 its primary wish.
ANSWERED = {
    "1": frozenset(Intent),
    "2": frozenset({Intent.BROKEN_BILLING, Intent.PLAN_OR_SEATS}),
    "3": frozenset({Intent.REFUND, Intent.CANCEL, Intent.BROKEN_BILLING}),
    "3b": frozenset({Intent.REFUND, Intent.BROKEN_BILLING}),
    "4": frozenset({Intent.BROKEN_BILLING}),
    "5": frozenset({Intent.REFUND, Intent.CANCEL, Intent.PRODUCT_FAILURE, Intent.BROKEN_BILLING}),
    "6": frozenset({Intent.REFUND, Intent.CANCEL, Intent.INVOICE_REQUEST, Intent.BROKEN_BILLING}),
    "7": frozenset({Intent.REFUND}),
}
# Row 1's answers that leave room for another.
HEARD = frozenset({Situation.ERASURE.value, Situation.DISPUTE.value, Situation.INQUIRY.value})


def side_answers(matter: Matter, decision: Decision) -> tuple[Say, ...]:
    """One for each wish that the row did not answer, in the order of the mail."""
    if not matter.reading.sure:
        return ()
    if decision.row.number == "1":
        return _beside_a_human(matter, decision)
    main = frozenset(each.template for each in decision.proposal.says)
    answered = _answered(matter, decision, main)
    found = [
        paragraph
        for score in matter.reading.intents
        if score.intent not in answered
        for paragraph in _answer(matter, decision, score.intent)
    ]
    found += [*_failed_too(matter, decision), *_never_heard(matter, decision)]
    once = {each.template: each for each in found if each.template not in main}
    return tuple(once.values())


def _beside_a_human(matter: Matter, decision: Decision) -> tuple[Say, ...]:
    """Row 1 answers one thing; a wish to end is heard beside it, and one for money where nothing was said of money."""
    main = {each.template for each in decision.proposal.says}
    if matter.identity.verdict is not Verdict.VERIFIED or not main & HEARD:
        return ()
    ends = say(Situation.ALSO_CANCEL_WAITS) if matter.cancel_asked else None
    money = _money(matter, decision) if matter.refund_asked and Situation.ERASURE in main else None
    return tuple(each for each in (ends, money) if each)


def _failed_too(matter: Matter, decision: Decision) -> Iterator[Say]:
    """The open invoice of a failed payment that the mail speaks of, where the row answers something else."""
    if decision.row.number in {"3b", "4"} or not matter.says(Cue.PAYMENT_FAILED):
        return
    owing = matter.objects(AnomalyName.FAILED_RENEWAL)
    told = {fact.object for each in decision.proposal.says for fact in each.facts}
    owed = [each for each in matter.account.invoices if each.id in owing and each.id not in told]
    yield from (say(Situation.ALSO_OPEN_INVOICE, binding.owed(each, "open_amount")) for each in owed[-1:])


def _never_heard(matter: Matter, decision: Decision) -> Iterator[Say]:
    """A cancellation that the customer speaks of, and Stripe does not know, of what is to end now."""
    if decision.row.number not in {"5", "6"} or not matter.says(Cue.ALREADY_CANCELLED) or matter.scheduled:
        return
    if matter.says(Cue.DECLINES_CANCEL) or any(each.asked_cancel for each in matter.own_earlier):
        return
    account = matter.account
    ended = [each for each in account.subscriptions if each.canceled_at or each.ended_at]
    if account.staying and not ended and not account.cut("subscriptions"):
        yield say(
            Situation.ALSO_NOT_CANCELLED,
            binding.plan_of("plan", account.staying[-1] if len(account.staying) == 1 else None),
        )


def _answered(matter: Matter, decision: Decision, main: frozenset[str]) -> frozenset[Intent]:
    """The wishes that the main answer speaks of. Money back is spoken of only where the paragraph's name says so."""
    number = decision.row.number
    answered = ANSWERED[number] | ({matter.reading.primary} if number == "7" else frozenset())
    spoken = {
        Situation.WHICH_EXTRA.value,
        Situation.EXTRA_NEVER_CHARGED.value,
        Situation.NO_SUCH_CHARGE.value,
    }
    bound = any(fact.name.startswith(("refund", "held")) for each in decision.proposal.says for fact in each.facts)
    silent = not (bound or spoken & main or any("refund" in template for template in main))
    if number in {"3", "6"} and silent:
        return answered - {Intent.REFUND}
    return answered


def _answer(matter: Matter, decision: Decision, intent: Intent) -> Iterator[Say]:
    if intent is Intent.INVOICE_REQUEST:
        step = invoice_step(matter)
        yield from (step.also,) if step and step.also else ()
    elif intent is Intent.PLAN_OR_SEATS:
        yield say(Situation.ALSO_PLAN_CHANGE)
    elif intent is Intent.PRODUCT_FAILURE:
        yield say(Situation.ALSO_PRODUCT)
    elif intent is Intent.REFUND and matter.refund_asked:
        yield _money(matter, decision)
    elif intent is Intent.CANCEL and matter.cancel_asked:
        yield say(Situation.ALSO_CANCEL_WAITS)
    elif intent is Intent.BROKEN_BILLING and not _names_money(decision) and not _for_a_human(decision):
        yield say(Situation.ALSO_BILLING)


def _money(matter: Matter, decision: Decision) -> Say:
    """What became of the money asked back: settled already, or for a human to look at."""
    # Beside an extra the charge in question may be the kept one's: better to name none.
    charge = None if decision.row.number == "3" else disputed_charge(matter)
    if found := settled(charge):
        return in_short(found)
    return say(Situation.ALSO_REFUND_REVIEW, binding.charge(charge) if charge else ())


def _for_a_human(decision: Decision) -> bool:
    """Whether the main answer is already that a colleague looks at it."""
    return any(each.template == Situation.REVIEW for each in decision.proposal.says)


def _names_money(decision: Decision) -> bool:
    return any(each.kind is not ActionKind.NO_OP for each in decision.proposal.actions)

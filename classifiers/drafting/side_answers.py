"""The draft answers every wish: a short paragraph for what the main answer leaves out."""

import re
from collections.abc import Iterator

from classifiers.anomalies.balance import credit_used, on_credit
from classifiers.case_facts import CaseFacts
from classifiers.decision import Decision
from classifiers.drafting import bound_facts
from classifiers.owing import attempt_failed, open_invoices
from classifiers.proposals.portal import invoice_step
from classifiers.proposals.proposal import say, void_lines
from classifiers.proposals.settlements import in_short, settled
from classifiers.proposals.told import not_owed
from classifiers.references.targets import disputed_charge
from classifiers.situations import Situation
from parsers.vocabulary import ActionKind, AnomalyName, Cue, Intent, Money, Paragraph, Subscription, Verdict

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
# Answers of row 7 that speak of all that is asked.
WHOLE = frozenset(
    {
        Situation.ADD_ON.value,
        Situation.QUANTITY.value,
        Situation.WHICH_OF_THESE.value,
        Situation.PLAN_CHANGED.value,
        Situation.NOT_OWED.value,
        Situation.ENDED_BY_STRIPE.value,
        Situation.UPGRADED.value,
        Situation.FROM_CREDIT.value,
    }
)
# Ids of what is owed or taken, as a line of the note names them.
MONEY_IDS = re.compile(r"\b(?:in|ch|py)_\w+")
# Row 1's answers that leave room for another.
HEARD = frozenset({Situation.ERASURE.value, Situation.DISPUTE.value, Situation.INQUIRY.value})


def side_answers(case_facts: CaseFacts, decision: Decision) -> tuple[Paragraph, ...]:
    """One for each wish that the row did not answer, in the order of the mail."""
    if not case_facts.reading.sure:
        return ()
    if decision.row.number == "1":
        return _beside_a_human(case_facts, decision)
    main = frozenset(each.template for each in decision.proposal.says)
    answered = _answered(case_facts, decision, main)
    found = [
        paragraph
        for score in case_facts.reading.intents
        if score.intent not in answered
        for paragraph in _answer(case_facts, decision, score.intent)
    ]
    found += [
        *_failed_too(case_facts, decision),
        *_never_heard(case_facts, decision),
        *_still_owed(case_facts, decision),
    ]
    once = {each.template: each for each in found if each.template not in main}
    if Situation.ALSO_FROM_CREDIT.value in once:
        once.pop(Situation.ALSO_REFUND_REVIEW.value, None)
    return tuple(once.values())


def _beside_a_human(case_facts: CaseFacts, decision: Decision) -> tuple[Paragraph, ...]:
    """Row 1 answers one thing; a wish to end is heard beside it, and one for money where nothing was said of money."""
    main = {each.template for each in decision.proposal.says}
    if case_facts.identity.verdict is not Verdict.VERIFIED or not main & HEARD:
        return ()
    ends = say(Situation.ALSO_CANCEL_WAITS) if case_facts.cancel_asked else None
    money = _money(case_facts, decision) if case_facts.refund_asked and Situation.ERASURE in main else None
    return tuple(each for each in (ends, money) if each)


def _failed_too(case_facts: CaseFacts, decision: Decision) -> Iterator[Paragraph]:
    """The open invoice of a failed payment that the mail speaks of, where the row answers something else."""
    if decision.row.number in {"3b", "4"} or not case_facts.says(Cue.PAYMENT_FAILED):
        return
    owing = case_facts.objects(AnomalyName.FAILED_RENEWAL)
    told = {fact.object for each in decision.proposal.says for fact in each.facts}
    account = case_facts.account
    owed = [each for each in account.invoices if each.id in owing - told and attempt_failed(account, each)]
    yield from (say(Situation.ALSO_OPEN_INVOICE, bound_facts.owed(each, "open_amount")) for each in owed[-1:])


def leavers(case_facts: CaseFacts, decision: Decision) -> tuple[Subscription, ...]:
    """What ends by this mail, is set to end, or ended of late, where the mail is about an end or money back."""
    account = case_facts.account
    ended = {each.object for each in decision.proposal.actions if each.kind is ActionKind.CANCEL}
    if not (case_facts.cancel_asked or ended or case_facts.says(Cue.ALREADY_CANCELLED, Cue.CANNOT_CANCEL)):
        return ()
    over = [each for each in account.subscriptions if not each.live and each.ended_at]
    going = [each for each in account.live if each.id in ended or each in case_facts.scheduled]
    if not going and not over and case_facts.cancel_asked and len(account.staying) == 1:
        going = list(account.staying)
    return (*going, *over)


def stopped_bills(case_facts: CaseFacts, decision: Decision) -> tuple[str, ...]:
    """For the note: open invoices of who leaves or disputes them, to be voided or credited; debits under way."""
    account = case_facts.account
    told = {id for line in decision.proposal.follow_up for id in MONEY_IDS.findall(line)}
    lines: list[str] = []
    gone = void_lines(account, leavers(case_facts, decision))
    owed = not_owed(case_facts)
    words = "is open and disputed by words: if it is not owed, void it or issue a credit note; nothing is refunded"
    disputed = (f"{owed.id} {words}",) if owed else ()
    running = tuple(
        f"{each.id} is under way, not to be voided; what comes in is refunded then"
        for each in account.charges
        if each.status == "pending" and case_facts.wants(Intent.REFUND, Intent.CANCEL)
    )
    for line in (*gone, *disputed, *running):
        if not told & set(MONEY_IDS.findall(line)):
            told |= set(MONEY_IDS.findall(line))
            lines.append(line)
    return tuple(lines)


def _still_owed(case_facts: CaseFacts, decision: Decision) -> Iterator[Paragraph]:
    """To who leaves: an open invoice need not be paid; a debit under way comes in first; credit paid the renewal."""
    account = case_facts.account
    told = {fact.object for each in decision.proposal.says for fact in each.facts}
    gone = leavers(case_facts, decision)
    owed = [bill for each in gone for bill in open_invoices(account, each) if bill.id not in told]
    yield from (say(Situation.ALSO_STOPPED_INVOICE, bound_facts.owed(each, "open_amount")) for each in owed[-1:])
    paying = [each for each in account.charges if each.status == "pending" and each.id not in told]
    if paying and (gone or case_facts.wants(Intent.REFUND)):
        yield say(Situation.ALSO_DEBIT, bound_facts.charge(paying[-1]))
    bills = [bill for each in account.live if (bill := on_credit(account, each)) and bill.id not in told]
    if (
        bills
        and case_facts.refund_asked
        and not any(each.kind is ActionKind.REFUND for each in decision.proposal.actions)
    ):
        credit = Money(credit_used(bills[-1]), bills[-1].currency)
        facts = bound_facts.amount("credit", credit, bills[-1].id, "starting_balance")
        yield say(
            Situation.ALSO_FROM_CREDIT, facts, bound_facts.on("charged_on", bills[-1].created, bills[-1].id, "created")
        )


def _never_heard(case_facts: CaseFacts, decision: Decision) -> Iterator[Paragraph]:
    """A cancellation that the customer speaks of, and Stripe does not know, of what is to end now."""
    if decision.row.number not in {"5", "6"} or not case_facts.says(Cue.ALREADY_CANCELLED) or case_facts.scheduled:
        return
    if case_facts.says(Cue.DECLINES_CANCEL) or any(each.asked_cancel for each in case_facts.own_earlier):
        return
    account = case_facts.account
    ended = [each for each in account.subscriptions if each.canceled_at or each.ended_at]
    if account.staying and not ended and not account.cut("subscriptions"):
        yield say(
            Situation.ALSO_NOT_CANCELLED,
            bound_facts.plan_of("plan", account.staying[-1] if len(account.staying) == 1 else None),
        )


def _answered(case_facts: CaseFacts, decision: Decision, main: frozenset[str]) -> frozenset[Intent]:
    """The wishes that the main answer speaks of. Money back is spoken of only where the paragraph's name says so."""
    number = decision.row.number
    if main & WHOLE:
        return frozenset(Intent)
    answered = ANSWERED[number] | ({case_facts.reading.primary} if number == "7" else frozenset())
    spoken = {
        Situation.WHICH_EXTRA.value,
        Situation.EXTRA_NEVER_CHARGED.value,
        Situation.NO_SUCH_CHARGE.value,
        Situation.WHICH_OF_THESE.value,
        Situation.CREDITED.value,
        Situation.LOST_DISPUTE.value,
    }
    bound = any(fact.name.startswith(("refund", "held")) for each in decision.proposal.says for fact in each.facts)
    silent = not (bound or spoken & main or any("refund" in template for template in main))
    if number in {"3", "6"} and silent:
        return answered - {Intent.REFUND}
    return answered


def _answer(case_facts: CaseFacts, decision: Decision, intent: Intent) -> Iterator[Paragraph]:
    if intent is Intent.INVOICE_REQUEST:
        step = invoice_step(case_facts)
        yield from (step.also,) if step and step.also else ()
    elif intent is Intent.PLAN_OR_SEATS:
        yield say(Situation.ALSO_PLAN_CHANGE)
    elif intent is Intent.PRODUCT_FAILURE:
        yield say(Situation.ALSO_PRODUCT)
    elif intent is Intent.REFUND and case_facts.refund_asked:
        yield _money(case_facts, decision)
    elif intent is Intent.CANCEL and case_facts.cancel_asked:
        yield say(Situation.ALSO_CANCEL_WAITS)
    elif intent is Intent.BROKEN_BILLING and not _names_money(decision) and not _for_a_human(decision):
        yield say(Situation.ALSO_BILLING)


def _money(case_facts: CaseFacts, decision: Decision) -> Paragraph:
    """What became of the money asked back: settled already, or for a human to look at."""
    # Beside an extra the charge in question may be the kept one's: better to name none.
    charge = None if decision.row.number == "3" else disputed_charge(case_facts)
    if found := settled(charge):
        return in_short(found)
    return say(Situation.ALSO_REFUND_REVIEW, bound_facts.charge(charge) if charge else ())


def _for_a_human(decision: Decision) -> bool:
    """Whether the main answer is already that a colleague looks at it."""
    return any(each.template == Situation.REVIEW for each in decision.proposal.says)


def _names_money(decision: Decision) -> bool:
    return any(each.kind is not ActionKind.NO_OP for each in decision.proposal.actions)

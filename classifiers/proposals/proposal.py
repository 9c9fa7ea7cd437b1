"""What one row proposes: actions, words for the draft, the product gap, and what was rejected on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from classifiers.account import Account
from classifiers.case_facts import CaseFacts
from classifiers.drafting.bound_facts import Facts
from classifiers.owing import debit_lines, open_invoices, period_unpaid
from classifiers.pointing import at_once
from classifiers.refund_guard import Request, Stopped, ask
from classifiers.situations import Situation
from parsers.vocabulary import Action, ActionKind, Bucket, Charge, Invoice, Paragraph, Subscription, When

# Stripe charges these nothing for the time to come, or cannot: there is no paid period to run out.
ENDS_NOW = frozenset({"past_due", "unpaid", "paused", "trialing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`bucket` is set where the row itself finds that a human must decide."""

    actions: tuple[Action, ...] = ()
    says: tuple[Paragraph, ...] = ()
    gap: str | None = None
    because: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    follow_up: tuple[str, ...] = ()
    bucket: Bucket | None = None


def no_op(why: str) -> tuple[Action, ...]:
    """Nothing, and why: always alone."""
    return (Action(kind=ActionKind.NO_OP, why=why),)


def say(situation: Situation, *facts: Facts) -> Paragraph:
    """A paragraph and exactly the facts that its situation receives."""
    wanted = {name.partition(":")[0] for name in situation.facts}
    bound = {fact.name: fact for group in facts for fact in group if fact.name in wanted}
    return Paragraph(template=situation.value, facts=tuple(bound.values()))


def complete(situation: Situation, found: Paragraph) -> bool:
    """Whether a paragraph has every fact that its situation cannot do without."""
    needed = {name.partition(":")[0] for name in situation.facts if not name.endswith("?")}
    return needed <= {fact.name for fact in found.facts}


def first_whole(*choices: tuple[Situation, Facts]) -> Paragraph:
    """The first paragraph of which all needed facts are known; the last one if none is."""
    for situation, facts in choices:
        paragraph = say(situation, facts)
        if complete(situation, paragraph):
            return paragraph
    return say(*choices[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunds:
    """Refunds that may be proposed, and those the guard stopped."""

    actions: tuple[Action, ...] = ()
    stopped: tuple[Stopped, ...] = ()

    @property
    def charges(self) -> frozenset[str]:
        """Ids of the charges that may be refunded."""
        return frozenset(each.object for each in self.actions if each.object)

    @property
    def rejected(self) -> tuple[str, ...]:
        """The guard's sentences."""
        return tuple(each.sentence for each in self.stopped)


def guarded(case_facts: CaseFacts, requests: Iterable[Request]) -> Refunds:
    """Every request through the guard, each charge once."""
    once = {each.charge.id: each for each in reversed(list(requests))}
    answers = [ask(case_facts, each) for each in reversed(once.values())]
    return Refunds(
        actions=tuple(each for each in answers if isinstance(each, Action)),
        stopped=tuple(each for each in answers if isinstance(each, Stopped)),
    )


def cancel(case_facts: CaseFacts, subscription: Subscription, refunded: Iterable[str], why: str) -> Action:
    """Ends a subscription: now where nothing is paid for, or its period is refunded, or they say so; else later."""
    current = {each.id for each in current_charges(case_facts.account, subscription)}
    now = nothing_paid(case_facts, subscription) or bool(current & set(refunded)) or at_once(case_facts.message)
    when = When.NOW if now else When.PERIOD_END
    return Action(kind=ActionKind.CANCEL, object=subscription.id, when=when, why=why)


def nothing_paid(case_facts: CaseFacts, subscription: Subscription) -> bool:
    """Whether there is no paid period to run out: by its status, its open invoice, or a pause that collects nothing."""
    account, now = case_facts.account, case_facts.now
    if subscription.status in ENDS_NOW or period_unpaid(account, subscription, now):
        return True
    covered = any(period[1] > now for each in account.charges_of(subscription) if (period := account.period_of(each)))
    return subscription.paused_collection and not covered


def current_charges(account: Account, subscription: Subscription) -> tuple[Charge, ...]:
    """The charges that pay for a subscription's current period; its newest charge where no period is known."""
    paid = account.charges_of(subscription)
    covering = tuple(each for each in paid if (period := account.period_of(each)) and period[1] > account.now)
    return covering or paid[-1:]


def void_lines(account: Account, subscriptions: Iterable[Subscription]) -> tuple[str, ...]:
    """Open invoices of who leaves: to be voided or credited, never refunded; a debit under way is neither."""
    leaving = tuple(subscriptions)
    return (
        *(
            f"{invoice.id} of {each.id} is open: void it or issue a credit note{_retried(invoice)}"
            for each in leaving
            for invoice in open_invoices(account, each)
        ),
        *debit_lines(account, leaving),
    )


def _retried(invoice: Invoice) -> str:
    return ", else Stripe tries it again" if invoice.next_payment_attempt else ""


def human(proposal: Proposal) -> Proposal:
    """The same for a human to decide: nothing proposed, no gap."""
    return replace(proposal, bucket=Bucket.NEEDS_HUMAN, gap=None)

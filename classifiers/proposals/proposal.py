"""What one row proposes: actions, words for the draft, the product gap, and what was rejected on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from classifiers.account import Account
from classifiers.case_facts import CaseFacts
from classifiers.drafting.bound_facts import Facts
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
    """Ends a subscription: now where its current period is refunded or nothing is paid for, else with the period."""
    current = {each.id for each in current_charges(case_facts.account, subscription)}
    now = subscription.status in ENDS_NOW or bool(current & set(refunded))
    when = When.NOW if now else When.PERIOD_END
    return Action(kind=ActionKind.CANCEL, object=subscription.id, when=when, why=why)


def current_charges(account: Account, subscription: Subscription) -> tuple[Charge, ...]:
    """The charges that pay for a subscription's current period; its newest charge where no period is known."""
    paid = account.charges_of(subscription)
    covering = tuple(each for each in paid if (period := account.period_of(each)) and period[1] > account.now)
    return covering or paid[-1:]


def open_invoices(account: Account, subscription: Subscription) -> tuple[Invoice, ...]:
    """Invoices of a subscription that nobody has paid yet."""
    latest = account.latest_invoice(subscription)
    found = [each for each in account.invoices if each.subscription == subscription.id or each is latest]
    return tuple(each for each in found if each.status == "open")


def void_lines(account: Account, subscriptions: Iterable[Subscription]) -> tuple[str, ...]:
    """Open invoices of who leaves: to be voided or credited, never refunded."""
    return tuple(
        f"{invoice.id} of {each.id} is open: void it or issue a credit note"
        for each in subscriptions
        for invoice in open_invoices(account, each)
    )


def human(proposal: Proposal) -> Proposal:
    """The same for a human to decide: nothing proposed, no gap."""
    return replace(proposal, bucket=Bucket.NEEDS_HUMAN, gap=None)

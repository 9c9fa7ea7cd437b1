"""Which subscription a wish to cancel is about, and which charge a wish for money back."""

from dataclasses import dataclass
from datetime import timedelta

from classifiers.account import LONG_AGO, main_item
from classifiers.anomalies.balance import renewed_on_credit
from classifiers.case_facts import CaseFacts
from classifiers.references.charges import contradicted
from classifiers.references.subscriptions import named_at_all, titled
from parsers.vocabulary import AnomalyName, Charge, Cue, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`ends` is what would be cancelled; else what is over already or about to be; `unclear`: several, none named."""

    ends: Subscription | None = None
    scheduled: Subscription | None = None
    ended: Subscription | None = None
    unclear: tuple[Subscription, ...] = ()


def leaving(case_facts: CaseFacts) -> Target:
    """What a wish to cancel is about."""
    staying, scheduled = case_facts.account.staying, case_facts.scheduled
    if case_facts.says(Cue.ALREADY_CANCELLED) and not case_facts.cancel_asked and scheduled:
        return Target(scheduled=scheduled[-1])
    named = _named(case_facts)
    if named:
        return Target(scheduled=named) if named in scheduled else Target(ends=named)
    if past := _named_past(case_facts):
        return Target(ended=past)
    if len(staying) == 1:
        return Target(ends=staying[0])
    if staying:
        return Target(unclear=staying)
    return Target(scheduled=scheduled[-1]) if scheduled else Target(ended=last_ended(case_facts))


def _named(case_facts: CaseFacts) -> Subscription | None:
    """The one of several live ones that the mail names, by itself or by a charge of it."""
    live = case_facts.account.live
    if len(live) < 2:
        return None
    owners = {case_facts.account.belongs_to(charge) for charge in case_facts.named}
    paid = [each for each in live if each.id in owners]
    return named_at_all(case_facts.message, live) or (paid[0] if len(paid) == 1 else None)


def _named_past(case_facts: CaseFacts) -> Subscription | None:
    """One for a product that no live one is for, which the mail names although it is over."""
    live = case_facts.account.live
    sold = {item.price.product for each in live for item in each.items}
    over = tuple(each for each in _over(case_facts) if each.items and main_item(each).price.product not in sold)
    named = titled(case_facts.message, (*live, *over)) if live and over else None
    return named if named in over else None


def _over(case_facts: CaseFacts) -> list[Subscription]:
    ended = [each for each in case_facts.account.subscriptions if each.status == "canceled" or each.ended_at]
    return [each for each in ended if each.status != "incomplete_expired"]


def last_ended(case_facts: CaseFacts) -> Subscription | None:
    """The subscription that ended last."""
    return max(
        _over(case_facts), key=lambda each: (each.ended_at or each.canceled_at or LONG_AGO, each.id), default=None
    )


def disputed_charge(case_facts: CaseFacts, about: Subscription | None = None) -> Charge | None:
    """The one charge a wish for money back is about: the named one, else the newest of what the mail is about.

    None where several are named, where what is said of it fits no charge, or where several live subscriptions were
    charged and none is named; of those only one may have been charged of late, and then it is that one.
    """
    taken = [each for each in case_facts.named if each.taken]
    if taken:
        return taken[0] if len(taken) == 1 else _newest_distinct(taken)
    if contradicted(case_facts.message, case_facts.account):
        return None
    if about is not None:
        on_credit = renewed_on_credit(case_facts.account, about)
        return None if on_credit else next(reversed(case_facts.account.charges_of(about)), None)
    newest = _newest_of_each(case_facts)
    since = case_facts.now - timedelta(days=case_facts.policy.renewal_grace_days)
    fresh = [each for each in newest if each.created and each.created >= since]
    candidates = fresh if len(fresh) == 1 else newest
    return candidates[0] if len(candidates) == 1 else None


def _newest_distinct(taken: list[Charge]) -> Charge | None:
    """The newest of several that a mail names by amount or day; None where two stand side by side."""
    newest = taken[-1]
    beside = [each for each in taken if each.created == newest.created]
    return newest if len(beside) == 1 else None


def _newest_of_each(case_facts: CaseFacts) -> list[Charge]:
    """The newest charge of each live subscription; without any, the newest charge of all."""
    account = case_facts.account
    on_credit = [each for each in account.staying if renewed_on_credit(account, each)]
    charged = [each for each in account.staying if each not in on_credit]
    newest = [charges[-1] for each in charged if (charges := account.charges_of(each))]
    if len(newest) > 1 or on_credit:  # a renewal paid from credit has no charge, and an older one is not it
        return newest
    return list(account.taken[-1:])


def is_renewal(case_facts: CaseFacts, charge: Charge) -> bool:
    """Whether a charge renews a subscription rather than begins it; the first one after a trial does."""
    if charge.id in case_facts.objects(AnomalyName.TRIAL_CONVERTED):
        return True
    invoice = case_facts.account.invoice_of(charge)
    if invoice is not None and invoice.billing_reason:
        return invoice.billing_reason == "subscription_cycle"
    subscription = case_facts.account.subscription_of(charge)
    return subscription is not None and case_facts.account.charges_of(subscription)[:1] != (charge,)

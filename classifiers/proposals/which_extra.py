"""Which subscription is the extra, and why the other one is kept."""

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from classifiers.account import Account, began, main_item, plan_name
from classifiers.anomalies.balance import renewed_on_credit
from classifiers.anomalies.context import day
from classifiers.case_facts import CaseFacts
from classifiers.pointing import not_understood
from classifiers.references.charges import surely_named
from classifiers.references.subscriptions import named_to_end
from classifiers.revenue import shown
from parsers.vocabulary import AnomalyName, BillingState, Charge, Intent, Subscription

NOT_PAYING = frozenset({"past_due", "unpaid", "trialing"})
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One group of subscriptions of which one stays. `named` is what the customer clearly named, if anything."""

    group: tuple[Subscription, ...]
    kept: Subscription
    extras: tuple[Subscription, ...]
    why: str
    named: Subscription | None = None
    unclear: tuple[str, ...] = ()  # what the customer calls the one that is meant, and nothing here explains

    @property
    def holding_more(self) -> tuple[Subscription, ...]:
        """Extras that hold what the kept one does not: to end them would end an add-on as well."""
        held = products_of(self.kept)
        return tuple(each for each in self.extras if products_of(each) - held)

    @property
    def disputed(self) -> bool:
        """Whether the customer names another one than the facts call the extra."""
        return self.named is not None and self.named not in self.extras


def choices(case_facts: CaseFacts) -> tuple[Choice, ...]:
    """One choice for each group of live subscriptions that are duplicates of, or overlap with, one another."""
    return tuple(_choice(case_facts, group) for group in groups(case_facts))


def groups(case_facts: CaseFacts) -> tuple[tuple[Subscription, ...], ...]:
    """Subscriptions tied by either anomaly, joined where they share a member; oldest first."""
    found = (*case_facts.found(AnomalyName.DUPLICATE_SUBSCRIPTIONS), *case_facts.found(AnomalyName.PLAN_OVERLAP))
    joined: list[set[str]] = []
    for each in found:
        ids = set(each.objects)
        for other in [group for group in joined if group & ids]:
            joined.remove(other)
            ids |= other
        joined.append(ids)
    return tuple(sorted((_members(case_facts.account, ids) for ids in joined), key=lambda group: group[0].id))


def _members(account: Account, ids: set[str]) -> tuple[Subscription, ...]:
    return tuple(each for each in account.live if each.id in ids)


def _choice(case_facts: CaseFacts, group: tuple[Subscription, ...]) -> Choice:
    kept, why = kept_of(group)
    extras = tuple(each for each in group if each.id != kept.id)
    named = named_to_end(case_facts.message, group, case_facts.account) or _by_charge(case_facts, group)
    if named is not None and _words_decide(case_facts, group, kept, named):
        rest = tuple(each for each in group if each is not named)
        kept, why, extras = kept_of(rest)[0], f"the customer names {named.id}", (named,)
    if named in extras:
        extras = (named,) if named else extras
    unclear = () if named else not_understood(case_facts.message, group, case_facts.account)
    return Choice(group=group, kept=kept, extras=extras, why=why, named=named, unclear=unclear)


def _words_decide(
    case_facts: CaseFacts, group: tuple[Subscription, ...], kept: Subscription, named: Subscription
) -> bool:
    """In two currencies that are both paid, nothing but age speaks for one of them: a clear name says more."""
    alike = len({_length(each) for each in group}) == 1
    paying = all(each.status not in NOT_PAYING and not each.paused_collection for each in group)
    abroad = len({main_item(each).price.currency for each in group}) > 1
    clearly = named_to_end(case_facts.message, group, case_facts.account, aged=False)
    return named is kept and clearly is named and alike and paying and abroad


def products_of(subscription: Subscription) -> frozenset[str]:
    """What a subscription holds, by product."""
    return frozenset(item.price.product for item in subscription.items)


def _by_charge(case_facts: CaseFacts, group: tuple[Subscription, ...]) -> Subscription | None:
    """Named by the id or number of one charge whose money is asked back."""
    if not case_facts.wants(Intent.REFUND):
        return None
    charges = surely_named(case_facts.message, case_facts.account)
    owners = {each.id: each for charge in charges for each in group if case_facts.account.belongs_to(charge) == each.id}
    return next(iter(owners.values())) if len(owners) == 1 else None


def kept_of(group: tuple[Subscription, ...]) -> tuple[Subscription, str]:
    """The one that stays, and the rule that says so."""
    paying = tuple(each for each in group if each.status not in NOT_PAYING and not each.paused_collection)
    if paying and len(paying) < len(group):
        kept, _ = kept_of(paying)
        others = ", ".join(f"{each.id} is {_state(each)}" for each in group if each not in paying)
        return kept, f"{others}: the extra whichever its age"
    longest = max(_length(each) for each in group)
    candidates = tuple(each for each in group if _length(each) == longest)
    if len(candidates) == 1:
        return candidates[0], f"{candidates[0].id} has the longer interval"
    if _one_price(candidates):
        return candidates[0], f"{candidates[0].id} is the older of the same plan"
    return candidates[-1], f"{candidates[-1].id} is the newer of different plans"


def _state(subscription: Subscription) -> str:
    return "paused in its collection" if subscription.paused_collection else subscription.status


def _length(subscription: Subscription) -> int:
    price = main_item(subscription).price
    return DAYS.get(price.interval or "", 0) * price.interval_count


def _one_price(group: tuple[Subscription, ...]) -> bool:
    amounts = {(price := main_item(each).price).unit_amount or price.id for each in group}
    return len(amounts) == 1


def late_charge(account: Account, extra: Subscription, kept: Subscription) -> Charge | None:
    """The extra's latest charge, if it was made after the kept one began."""
    charges = account.charges_of(extra)
    if renewed_on_credit(account, extra):  # no charge is that renewal, and an older one is not it
        return None
    if not charges or (charges[-1].created or began(extra)) <= began(kept):
        return None
    return charges[-1]


def same_card(state: BillingState) -> tuple[str, ...]:
    """Cards that pay on more than one record found, the person's or a stranger's: evidence only."""
    return tuple(
        f"{one} and {other} pay with the same card (fingerprint)"
        for one, other in combinations(sorted(each.id for each in state.customers), 2)
        if _fingerprints(state, one) & _fingerprints(state, other)
    )


def _fingerprints(state: BillingState, customer: str) -> frozenset[str]:
    cards = [each.default_payment_method for each in state.customers if each.id == customer]
    cards += [each.card for each in state.charges if each.customer == customer]
    return frozenset(each.fingerprint for each in cards if each and each.fingerprint)


def candidate_line(account: Account, subscription: Subscription, role: str) -> str:
    """One candidate for the note: created date, price, last charge, and what becomes of it."""
    item = main_item(subscription)
    price = shown(item.price.unit_amount) if item.price.unit_amount else "no fixed price"
    charges = account.charges_of(subscription)
    last = f"last charge {charges[-1].id} of {_on(charges[-1].created)}" if charges else "no charge"
    name = plan_name(item.price) or item.price.id
    every = (
        f"{item.price.interval_count} {item.price.interval}s" if item.price.interval_count > 1 else item.price.interval
    )
    return f"{role} {subscription.id}: {name}, created {_on(began(subscription))}, {price}/{every}, {last}"


def _on(moment: datetime | None) -> str:
    return day(moment)

"""What shape the contract has: yearly, for a team, on invoice, about to end, on several records."""

from collections.abc import Iterator

from classifiers.account import end_of, ends
from classifiers.anomalies.context import Seen, anomaly, day
from parsers.vocabulary import Anomaly, AnomalyName, Metadata, Policy, Subscription, SubscriptionItem

# Metadata that counts people; the other keys of `policy.seat_metadata` name a place, of which one is no team.
COUNTED = frozenset({"seats"})
SEATS = frozenset({"seat", "seats"})


def cancel_scheduled(seen: Seen) -> Iterator[Anomaly]:
    """cancel_at_period_end, or cancel_at in the future."""
    for each in seen.account.live:
        if ends(each, seen.now):
            yield anomaly(AnomalyName.CANCEL_SCHEDULED, (each.id,), f"set to end on {day(end_of(each))}")


def annual(seen: Seen) -> Iterator[Anomaly]:
    """Interval year."""
    for each in seen.account.live:
        if is_annual(each):
            yield anomaly(AnomalyName.ANNUAL, (each.id,), "billed by the year")


def contract(seen: Seen) -> Iterator[Anomaly]:
    """send_invoice, a schedule, or metadata that mark a contract."""
    for each in seen.account.live:
        if why := contract_evidence(each, seen.policy):
            yield anomaly(AnomalyName.CONTRACT, (each.id,), why)


def several_customers(seen: Seen) -> Iterator[Anomaly]:
    """More than one record for the person."""
    ids = tuple(each.id for each in seen.account.customers)
    if len(ids) > 1:
        yield anomaly(AnomalyName.SEVERAL_CUSTOMERS, ids, f"{len(ids)} customer records bear the address")


def team(seen: Seen) -> Iterator[Anomaly]:
    """Several seats on one subscription, or several subscriptions each for its own seat or workspace."""
    seated = [(each.id, why) for each in seen.account.live if (why := team_evidence(each, seen.policy))]
    for id, why in seated:
        yield anomaly(AnomalyName.TEAM, (id,), why)
    marked = [(each.id, marks) for each in seen.account.live if (marks := team_marks(each, seen.policy))]
    if not seated and len({marks for _, marks in marked}) > 1:
        yield anomaly(
            AnomalyName.TEAM,
            tuple(id for id, _ in marked),
            "several subscriptions, each with seat or workspace metadata",
        )


def is_annual(subscription: Subscription) -> bool:
    """Whether any item is billed by the year."""
    return any(item.price.interval == "year" for item in subscription.items)


def contract_evidence(subscription: Subscription, policy: Policy) -> str | None:
    """Why a subscription is a contract; None where it is not."""
    if subscription.collection_method == "send_invoice":
        return "collected by invoice (send_invoice)"
    if subscription.schedule:
        return f"follows the schedule {subscription.schedule}"
    keys = [key for key in subscription.metadata if key.casefold() in policy.contract_metadata]
    return f"metadata {keys[0]} marks a contract" if keys else None


def team_evidence(subscription: Subscription, policy: Policy) -> str | None:
    """Why one subscription is a team's: quantity, a tiered licensed price, or seat metadata."""
    for item in subscription.items:
        licensed = item.price.usage_type != "metered"
        if licensed and item.quantity > 1:
            return f"{item.quantity} seats"
        if tiered(item):
            return "a tiered price per seat"
    marks = dict(_marks([*_sold(subscription), *_own(subscription)], policy))
    found = [key for key in sorted(marks) if key in SEATS and not _one(key, marks[key])]
    return f"metadata {found[0]}" if found else None


def tiered(item: SubscriptionItem) -> bool:
    """Whether a licensed item's price moves in steps."""
    return item.price.usage_type != "metered" and (item.price.billing_scheme == "tiered" or bool(item.price.tiers_mode))


def _one(key: str, value: str) -> bool:
    """A count of one, which is no team."""
    return key in COUNTED and value.strip() in {"", "0", "1"}


def team_marks(subscription: Subscription, policy: Policy) -> tuple[tuple[str, str], ...]:
    """Seat, workspace, team or org metadata of a subscription and its items, in order."""
    return tuple(sorted(set(_marks(_own(subscription), policy))))


def _own(subscription: Subscription) -> list[Metadata]:
    """Metadata of this very purchase; a price's or product's are everybody's."""
    return [subscription.metadata, *(item.metadata for item in subscription.items)]


def _sold(subscription: Subscription) -> list[Metadata]:
    return [held for item in subscription.items for held in (item.price.metadata, item.price.product_metadata)]


def _marks(holders: list[Metadata], policy: Policy) -> Iterator[tuple[str, str]]:
    names = {name.casefold() for name in policy.seat_metadata}
    for held in holders:
        yield from ((key.casefold(), value) for key, value in held.items() if key.casefold() in names)


def seats(subscription: Subscription) -> int:
    """The licensed quantity of all items together."""
    return sum(item.quantity for item in subscription.items if item.price.usage_type != "metered")

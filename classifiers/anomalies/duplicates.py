"""One subscription too many: the same plan twice, or two plans of one product."""

from collections.abc import Iterator
from itertools import combinations

from classifiers.account import began
from classifiers.anomalies.context import Seen, anomaly, day
from classifiers.anomalies.contract import team_evidence, team_marks
from parsers.vocabulary import Anomaly, AnomalyName, Policy, Price, Subscription

Pair = tuple[Subscription, Subscription]


def duplicate_subscriptions(seen: Seen) -> Iterator[Anomaly]:
    """Two live ones for one product at one price and interval, each of quantity 1, without team evidence."""
    for product, pairs in _by_product(seen, same=True).items():
        objects = _objects(pairs)
        evidence = f"{len(objects)} live subscriptions for {product} at the same price: {_begun(pairs)}"
        yield anomaly(AnomalyName.DUPLICATE_SUBSCRIPTIONS, objects, evidence)


def plan_overlap(seen: Seen) -> Iterator[Anomaly]:
    """Two live ones for one product at different prices or intervals, likewise; never the same pair as above."""
    for product, pairs in _by_product(seen, same=False).items():
        objects = _objects(pairs)
        evidence = f"{len(objects)} live subscriptions for {product} at different prices or intervals: {_begun(pairs)}"
        yield anomaly(AnomalyName.PLAN_OVERLAP, objects, evidence)


def _by_product(seen: Seen, *, same: bool) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for one, other in combinations(seen.account.staying, 2):
        shared = sorted(_shared(one, other))
        if not shared or not _single(one, seen.policy) or not _single(other, seen.policy):
            continue
        if apart(one, other, seen.policy):
            continue
        product = shared[0]
        if any(_same_price(one, other, product) for product in shared) is same:
            found.setdefault(product, []).append((one, other))
    return found


def _shared(one: Subscription, other: Subscription) -> frozenset[str]:
    return _products(one) & _products(other)


def _products(subscription: Subscription) -> frozenset[str]:
    return frozenset(item.price.product for item in subscription.items)


def _single(subscription: Subscription, policy: Policy) -> bool:
    """Of quantity 1 throughout, and no team by itself."""
    return all(item.quantity <= 1 for item in subscription.items) and team_evidence(subscription, policy) is None


def apart(one: Subscription, other: Subscription, policy: Policy) -> bool:
    """Whether distinct workspace, team or org metadata tell two subscriptions apart."""
    marks, others = team_marks(one, policy), team_marks(other, policy)
    return bool(marks and others) and marks != others


def _same_price(one: Subscription, other: Subscription, product: str) -> bool:
    return bool(_prices(one, product) & _prices(other, product))


def _prices(subscription: Subscription, product: str) -> frozenset[object]:
    return frozenset(_terms(item.price) for item in subscription.items if item.price.product == product)


def _terms(price: Price) -> tuple[object, ...]:
    """What makes two prices the same to a customer: amount, currency and interval; without an amount the price id."""
    return (price.unit_amount or price.id, price.interval, price.interval_count)


def _objects(pairs: list[Pair]) -> tuple[str, ...]:
    each_once = {each.id: each for pair in pairs for each in pair}
    return tuple(each.id for each in sorted(each_once.values(), key=lambda each: (began(each), each.id)))


def _begun(pairs: list[Pair]) -> str:
    each_once = {each.id: each for pair in pairs for each in pair}
    inorder = sorted(each_once.values(), key=lambda each: (began(each), each.id))
    return ", ".join(f"{each.id} of {day(began(each))}" for each in inorder)

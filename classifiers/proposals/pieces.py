"""Row 7 before its time, where only a piece of a subscription is meant: an add-on of it, or some of its seats."""

from classifiers.account import main_item, plan_name
from classifiers.anomalies.context import day
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.items import ItemWish, item_wish
from classifiers.proposals.needs_human import twins
from classifiers.proposals.proposal import Proposal, no_op, say
from classifiers.revenue import shown
from classifiers.situations import Situation
from classifiers.slips import names_a_number, slip
from parsers.vocabulary import Fact, FactKind, Money, Subscription, SubscriptionItem


def part_or_mistake(case_facts: CaseFacts) -> Proposal:
    """For a human: one item of several, a number that was a mistake, or a team's purchase that may be one."""
    if (wish := item_wish(case_facts)) is not None:
        return add_on(wish)
    several = slip(case_facts)
    return quantity(case_facts, several) if several is not None else twins(case_facts)


def add_on(wish: ItemWish) -> Proposal:
    """Nothing is proposed: the note says which item, what it costs, and how it is taken off."""
    ids = ", ".join(each.id for each in wish.items)
    why = f"the wish is about {ids} of {wish.subscription.id}, not about all of it"
    return Proposal(
        actions=no_op(why),
        says=(say(Situation.ADD_ON, _facts(wish)),),
        because=(why,),
        rejected=(f"cancel {wish.subscription.id}: it would end what stays as well",),
        follow_up=tuple(_way_off(each) for each in wish.items),
    )


def _facts(wish: ItemWish) -> bound_facts.Facts:
    stays = [each for each in wish.subscription.items if each not in wish.items]
    one = wish.items[0] if len(wish.items) == 1 else None
    ends = wish.items[0].period_end
    return (
        *(bound_facts.plan("add_on", one.price) if one else ()),
        *(_price("add_on_price", one) if one else ()),
        *(bound_facts.plan("plan", stays[0].price) if len(stays) == 1 else ()),
        *bound_facts.on("ends_on", ends, wish.items[0].id, "current_period_end"),
    )


def _price(name: str, item: SubscriptionItem) -> bound_facts.Facts:
    worth = _worth(item)
    return () if worth is None else (Fact(name=name, kind=FactKind.AMOUNT, value=worth, object=item.id, field="price"),)


def _worth(item: SubscriptionItem) -> Money | None:
    fixed = item.price.unit_amount
    return Money(fixed.amount * max(item.quantity, 1), fixed.currency) if fixed else None


def _way_off(item: SubscriptionItem) -> str:
    worth = _worth(item)
    price = f"{shown(worth)}/{item.price.interval}" if worth else "no fixed price"
    name = plan_name(item.price) or item.price.id
    return (
        f"take {item.id} ({name}, {price}) off at the end of its period, {day(item.period_end)}: Dashboard, Update "
        "subscription, remove the item, no proration; the subscription itself stays"
    )


def quantity(case_facts: CaseFacts, several: Subscription) -> Proposal:
    """Nothing is proposed: the note says the shape, and what one of them costs."""
    item = _counted(several)
    counted = bound_facts.count("count", item.quantity, item.id, "quantity")
    unit = item.price.unit_amount
    one = bound_facts.amount("unit", unit, item.id, "price.unit_amount") if unit else ()
    why = f"{several.id} is {shape(several)}; the customer calls the number a mistake"
    told = say(Situation.QUANTITY, counted, one, bound_facts.plan("plan", item.price))
    return Proposal(
        actions=no_op(why),
        says=(told if names_a_number(case_facts.message) else say(Situation.REVIEW),),
        because=(why,),
        rejected=(f"cancel {several.id} or refund all of it: only some of it is called a mistake",),
        follow_up=(
            f"set the quantity of {item.id} right; one costs {_each(item)}: pay back what was too many by hand",
        ),
    )


def shape(subscription: Subscription) -> str:
    """How many of what, at which price each, how often, and how it is collected."""
    item = _counted(subscription)
    name = plan_name(item.price) or item.price.id
    every = f"every {item.price.interval_count} {item.price.interval}s" if item.price.interval_count > 1 else None
    return (
        f"{item.quantity} of {name} at {_each(item)} each, by the {every or item.price.interval}, "
        f"{subscription.collection_method}"
    )


def _counted(subscription: Subscription) -> SubscriptionItem:
    """The item of which there are most: the plan itself, unless only an add-on was bought more than once."""
    main = main_item(subscription)
    return main if main.quantity > 1 else max(subscription.items, key=lambda each: (each.quantity, each.id))


def _each(item: SubscriptionItem) -> str:
    return shown(item.price.unit_amount) if item.price.unit_amount else "a price in steps"

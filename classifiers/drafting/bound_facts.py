"""Facts a draft may show, each bound to the Stripe object and field it comes from."""

from dataclasses import replace
from datetime import datetime

from classifiers.account import Account, end_of, main_item, remaining
from parsers.vocabulary import (
    Action,
    Charge,
    Dispute,
    Fact,
    FactKind,
    Invoice,
    Money,
    Paragraph,
    PaymentMethod,
    Portal,
    Price,
    Refund,
    Subscription,
)

Facts = tuple[Fact, ...]


def amount(name: str, money: Money, object: str, field: str = "amount") -> Facts:
    """An amount of an object's field."""
    return (Fact(name=name, kind=FactKind.AMOUNT, value=money, object=object, field=field),)


def on(name: str, moment: datetime | None, object: str, field: str) -> Facts:
    """The day (UTC) of an object's time; nothing where it is not known."""
    if moment is None:
        return ()
    return (Fact(name=name, kind=FactKind.DATE, value=moment.date(), object=object, field=field),)


def count(name: str, number: int, object: str, field: str) -> Facts:
    """A number of things that an object's field shows."""
    return (Fact(name=name, kind=FactKind.COUNT, value=number, object=object, field=field),)


def plan(name: str, price: Price | None) -> Facts:
    """What a plan is called, by its product, else by its price; and its interval (`recurring` of the price)."""
    if price is None or not (price.product_name or price.nickname):
        return ()
    every = (price.interval, price.interval_count) if price.interval else None
    title, owner, field = price.nickname or "", price.id, "nickname"
    if price.product_name:
        title, owner, field = price.product_name, price.product, "name"
    return (Fact(name=name, kind=FactKind.PLAN, value=title, object=owner, field=field, every=every),)


def told_apart(says: tuple[Paragraph, ...], account: Account) -> tuple[Paragraph, ...]:
    """The same paragraphs; a plan keeps its interval only where the person has another of its name."""
    held = [fact for each in account.live for fact in plan_of("", each)]
    facts = {(each.value, each.every) for each in (*held, *(fact for each in says for fact in each.facts))}
    several = {title for title, _ in facts if len([one for one, _ in facts if one == title]) > 1}

    def kept(fact: Fact) -> Fact:
        return fact if fact.every is None or fact.value in several else replace(fact, every=None)

    return tuple(replace(each, facts=tuple(map(kept, each.facts))) for each in says)


def plan_of(name: str, subscription: Subscription | None) -> Facts:
    """What a subscription's plan is called."""
    return plan(name, main_item(subscription).price) if subscription and subscription.items else ()


def card(method: PaymentMethod | None) -> Facts:
    """Brand and last four digits."""
    if method is None or not method.last4:
        return ()
    digits = Fact(name="last4", kind=FactKind.LAST4, value=method.last4, object=method.id, field="card.last4")
    if not method.brand:
        return (digits,)
    shown = method.brand.replace("_", " ").title() if method.brand.islower() else method.brand
    return (Fact(name="brand", kind=FactKind.CARD_BRAND, value=shown, object=method.id, field="card.brand"), digits)


def charge(found: Charge, name: str = "amount", day: str = "charged_on") -> Facts:
    """Amount and day of a charge."""
    return (*amount(name, found.amount, found.id), *on(day, found.created, found.id, "created"))


def charge_with_plan(account: Account, found: Charge) -> Facts:
    """Amount, day and plan of a charge."""
    return (*charge(found), *plan("plan", account.plan_of(found)))


def to_refund(account: Account, found: Charge, money: Money) -> Facts:
    """What will be paid back of a charge, its day, plan and card."""
    return (
        *amount("refund", money, found.id),
        *(amount("whole", found.amount, found.id) if money != found.amount else ()),
        *on("charged_on", found.created, found.id, "created"),
        *plan("plan", account.plan_of(found)),
        *card(found.card),
    )


def refunded(found: Refund, day: str) -> Facts:
    """Amount and day of a refund."""
    return (*amount("refund", found.amount, found.id), *on(day, found.created, found.id, "created"))


def disputed(found: Dispute) -> Facts:
    """Amount and day of a dispute."""
    return (*amount("disputed", found.amount, found.id), *on("disputed_on", found.created, found.id, "created"))


def ending(subscription: Subscription) -> Facts:
    """When a subscription ends, or would with its period."""
    if subscription.cancel_at:
        return on("ends_on", subscription.cancel_at, subscription.id, "cancel_at")
    return on("ends_on", end_of(subscription), subscription.id, "items.current_period_end")


def ended(subscription: Subscription) -> Facts:
    """When a subscription ended."""
    if subscription.ended_at:
        return on("ended_on", subscription.ended_at, subscription.id, "ended_at")
    return on("ended_on", subscription.canceled_at, subscription.id, "canceled_at")


def owed(invoice: Invoice, name: str = "amount") -> Facts:
    """What is still to pay of an invoice, and its number."""
    return (*amount(name, remaining(invoice), invoice.id, "amount_remaining"), *number(invoice))


def number(invoice: Invoice | None) -> Facts:
    """An invoice's number."""
    if invoice is None or not invoice.number:
        return ()
    kind = FactKind.INVOICE_NUMBER
    return (Fact(name="invoice_number", kind=kind, value=invoice.number, object=invoice.id, field="number"),)


def hosted(invoice: Invoice) -> Facts:
    """An invoice's own page."""
    url = invoice.hosted_invoice_url or ""
    return (Fact(name="invoice_url", kind=FactKind.URL, value=url, object=invoice.id, field="hosted_invoice_url"),)


def sign_in(portal: Portal) -> Facts:
    """The portal's login page: never a session, which is a credential."""
    holder = portal.configuration or "billing_portal.configuration"
    return (
        Fact(name="portal_url", kind=FactKind.URL, value=portal.login_url or "", object=holder, field="login_page.url"),
    )


def refunds(account: Account, actions: tuple[Action, ...], most: int = 3) -> Facts:
    """How many refunds, and the first ones with the day of their charge."""
    by_id = {each.id: each for each in account.charges}
    made = [(by_id[each.object], each.amount) for each in actions if each.object in by_id and each.amount]
    listed = [
        fact
        for number, (found, money) in enumerate(made[:most], start=1)
        for fact in (
            *amount(f"refund_{number}", money, found.id),
            *on(f"charged_on_{number}", found.created, found.id, "created"),
        )
    ]
    return (*count("count", len(made), ",".join(found.id for found, _ in made), "amount"), *listed)


def plans(subscriptions: tuple[Subscription, ...], most: int = 4, *, lasting: frozenset[str] = frozenset()) -> Facts:
    """How many subscriptions, and the first plans by name; of those that last until their period ends, the day."""
    ids = ",".join(each.id for each in subscriptions)
    named = [
        fact
        for number, each in enumerate(subscriptions[:most], start=1)
        for fact in (
            *plan_of(f"plan_{number}", each),
            *(replace(day, name=f"ends_{number}") for day in (ending(each) if each.id in lasting else ())),
        )
    ]
    return (*count("count", len(subscriptions), ids, "status"), *named)

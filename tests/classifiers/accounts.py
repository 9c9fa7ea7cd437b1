"""Generated accounts and mails for property tests: wild, but of Stripe's shapes, and rich in what a refund hangs on."""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from parsers.vocabulary import (
    BillingState,
    Charge,
    Cue,
    Customer,
    Hypothesis,
    Intent,
    Invoice,
    Lead,
    Message,
    PaymentMethod,
    Portal,
    Reading,
    Subscription,
    SubscriptionItem,
    Unread,
)
from tests.classifiers.amends import given_back, in_parts
from tests.classifiers.dice import rarely, some, some_time
from tests.support.making import (
    ADDRESS,
    EXPIRED,
    FORGED,
    NOW,
    PROVEN,
    UNPROVEN,
    VISA,
    ago,
    make_charge,
    make_customer,
    make_dispute,
    make_message,
    make_paid,
    make_price,
    make_reading,
    make_refund,
    make_state,
    make_subscription,
)

T = TypeVar("T")
PRICES = (
    make_price(),
    make_price("price_year", amount=49000, interval="year"),
    make_price("price_max", amount=9900),
    make_price("price_yen", amount=4900, currency="jpy"),
    make_price("price_euro", amount=4500, currency="eur"),
    make_price("price_storage", product="prod_storage", name="Storage", amount=900),
    make_price("price_tiered", amount=None, billing_scheme="tiered", tiers_mode="volume"),
)
STATUSES = ("trialing", "past_due", "unpaid", "paused", "canceled", "incomplete", "incomplete_expired", "new_one")
METADATA: tuple[dict[str, str], ...] = (
    {"workspace": "north"},
    {"workspace": "south"},
    {"seats": "4"},
    {"contract": "7"},
)
TEXTS = (
    "Hello",
    "Please cancel the yearly plan.",
    "Cancel the newer subscription, keep the monthly one.",
    "Storage, please.",
    "Please cancel the euro one and keep the one I pay in dollars.",
    "Cancel the paused one.",
    "End the one my assistant set up, immediately.",
    "Cancel the Storage add-on, the plan stays.",
    "I pressed the plus by mistake, I only need one.",
)
KLARNA = PaymentMethod(id="pm_klarna", kind="klarna")
GRAVE = frozenset({Cue.LEGAL_THREAT, Cue.UNAUTHORISED_PAYMENT, Cue.ERASURE_REQUEST})
ORDINARY = tuple(cue for cue in Cue if cue not in GRAVE)


@dataclass(frozen=True, slots=True)
class World:
    """One mail, what it says, and the account behind it."""

    message: Message
    reading: Reading
    state: BillingState
    shuffled: BillingState  # the same state in another order, read later


def worlds() -> st.SearchStrategy[World]:
    """Worlds by seed: a seed makes the same world for ever."""
    return st.integers(min_value=0, max_value=2**32 - 1).map(lambda seed: make_world(Random(seed)))


def make_world(dice: Random) -> World:
    """One world."""
    state = make_account(dice)
    proof = dice.choice((PROVEN,) * 8 + (UNPROVEN, FORGED))
    return World(
        message=make_message(dice.choice(TEXTS), authentication=proof),
        reading=make_words(dice),
        state=state,
        shuffled=shuffle(dice, state),
    )


def make_words(dice: Random) -> Reading:
    """Any mixture of wishes and cues, the three main wishes most often."""
    intents = (*Intent, Intent.REFUND, Intent.REFUND, Intent.CANCEL, Intent.CANCEL, Intent.BROKEN_BILLING)
    wanted = dict.fromkeys(dice.choice(intents) for _ in range(dice.randint(0, 3)))
    cues = dict.fromkeys(dice.choice(ORDINARY) for _ in range(dice.randint(0, 3)))
    grave = [dice.choice(tuple(GRAVE))] if rarely(dice) else []
    reading = make_reading(*wanted, *cues, *grave, sure=not rarely(dice))
    return replace(reading, hypotheses=make_hypotheses(dice)) if rarely(dice, 2) else reading


def make_hypotheses(dice: Random) -> tuple[Hypothesis, ...]:
    """Two or three ways to understand the mail, the likeliest first, their probabilities summing to one."""
    wishes = (Intent.REFUND, Intent.CANCEL, Intent.BROKEN_BILLING, Intent.PLAN_OR_SEATS, Intent.OTHER)
    sets = list(dict.fromkeys(tuple(dict.fromkeys(dice.choices(wishes, k=dice.randint(1, 2)))) for _ in range(3)))
    shares = sorted((dice.random() + 0.01 for _ in sets), reverse=True)
    return tuple(Hypothesis(intents=s, probability=p / sum(shares)) for s, p in zip(sets, shares, strict=True))


def make_account(dice: Random) -> BillingState:
    """A whole account."""
    people = make_people(dice)
    owners = tuple(each.id for each in people)
    held = tuple(make_held(dice, number, owners) for number in range(dice.choice((0, 1, 1, 2, 2, 3))))
    paid = [make_payment(dice, number, owners, held) for number in range(dice.randint(0, 5))]
    usual = Lead(via="from_address", written=ADDRESS, customers=tuple(id for id in owners if id != "cus_stranger"))
    strange = Lead(via="invoice_number", written="R-0001", customers=("cus_stranger",), object="in_robin")
    leads = (usual, strange) if "cus_stranger" in owners and rarely(dice, 3) else (usual,)
    unread = (Unread(section=dice.choice(("charges", "invoices", "portal")), reason="403"),) if rarely(dice) else ()
    state = make_state(*people, *held, *paid, portal=make_portal(dice), leads=leads, unread=unread)
    return given_back(dice, in_parts(dice, state))


def make_people(dice: Random) -> tuple[Customer, ...]:
    """One or two records of the sender, and perhaps a stranger's."""
    people = [make_customer("cus_one", default_payment_method=some(dice, VISA, (EXPIRED, None)))]
    if rarely(dice, 3):
        people.append(make_customer("cus_two", created=ago(30)))
    if rarely(dice, 5):
        people.append(make_customer("cus_stranger", "robin@elsewhere.example", name="Robin Elsewhere"))
    return tuple(people)


def make_portal(dice: Random) -> Portal:
    """Any mixture of features."""
    on = [dice.random() < 0.7 for _ in range(4)]
    return Portal(
        known=not rarely(dice),
        active=True,
        login_page=on[0],
        login_url="https://billing.stripe.com/p/login/test_example" if on[0] else None,
        cancel=on[1],
        update_card=on[2],
        invoices=on[3],
    )


def make_held(dice: Random, number: int, owners: tuple[str, ...]) -> Subscription:
    """One subscription of somebody."""
    status = some(dice, "active", STATUSES, 3)
    began = some_time(dice)
    start = max(began, ago(dice.uniform(0, 29)))
    made = make_subscription(
        f"sub_{number}",
        customer=dice.choice(owners),
        status=status,
        price=some(dice, PRICES[0], PRICES, 2),
        quantity=some(dice, 1, (2, 5), 8),
        started=began,
        period_start=start,
        cancel_at_period_end=rarely(dice, 8),
        ended_at=began + (NOW - began) / 2 if status == "canceled" else None,
        trial_end=began + (NOW - began) / 2 if rarely(dice, 6) else None,
        collection_method=some(dice, "charge_automatically", ("send_invoice",), 10),
        metadata=some(dice, {}, METADATA, 8),
        discounted=rarely(dice),
        paused_collection=rarely(dice, 8),
        paused_until=ago(-40) if rarely(dice, 2) else None,
        cancellation_reason=some(dice, None, ("payment_failed", "payment_disputed", "cancellation_requested"), 3),
    )
    return replace(made, items=(*made.items, add_on(made))) if rarely(dice, 6) else made


def add_on(subscription: Subscription) -> SubscriptionItem:
    """A second item: storage beside whatever it is."""
    main = subscription.items[0]
    storage = next(each for each in PRICES if each.id == "price_storage")
    return replace(main, id=f"si_more_{subscription.id}", price=storage, quantity=1)


def make_payment(
    dice: Random, number: int, owners: tuple[str, ...], held: tuple[Subscription, ...]
) -> tuple[Charge, Invoice] | tuple[Charge]:
    """A charge with its invoice, or a one-off."""
    created = some_time(dice)
    if not held or rarely(dice, 5):
        owner = some(dice, dice.choice(owners), (None,), 10)
        return (fared(dice, make_charge(f"ch_{number}", customer=owner, created=created, description="Course")),)
    subscription = dice.choice(held)
    price = subscription.items[0].price
    charge, invoice = make_paid(
        str(number),
        subscription=subscription.id,
        customer=subscription.customer or "",
        amount=price.unit_amount.amount if price.unit_amount else 700,
        currency=price.currency,
        created=created,
        reason=dice.choice(("subscription_create", "subscription_cycle", "subscription_cycle")),
        price=price,
    )
    status = some(dice, "paid", ("open", "void", "draft", "uncollectible"), 8)
    if rarely(dice, 10):  # credit paid for it, and no charge
        credit = replace(invoice, status="paid", amount_due=0, starting_balance=-invoice.total, ending_balance=0)
        return (replace(charge, invoice=None, description="Course"), replace(credit, payments=()))
    return (fared(dice, charge), replace(invoice, status=status))


def fared(dice: Random, charge: Charge) -> Charge:
    """The charge as it may have fared; mostly well."""
    whole, half = charge.amount.amount, charge.amount.amount // 2
    refund = make_refund(f"re_{charge.id}", charge.id, half)
    status = dice.choice(("needs_response", "lost", "lost", "won", "warning_needs_response", "warning_closed"))
    fates: tuple[dict[str, object], ...] = (
        {"status": "failed"},
        {"status": "pending"},
        {"captured": False},
        {"amount_refunded": whole, "refunded": True, "refunds": (replace(refund, amount=charge.amount),)},
        {"amount_refunded": half, "refunds": (refund,)},
        {"refunds": (replace(refund, status="pending"),)},
        {"refunds": (replace(refund, status="failed", failure_reason="expired_or_canceled_card"),)},
        {"refunds": (replace(refund, status="canceled"),)},
        {"card": KLARNA},
        {"disputed": True, "disputes": (make_dispute(f"du_{charge.id}", charge.id, status),)},
    )
    return replace(charge, **some(dice, {}, fates, 5))  # type: ignore[arg-type]


def shuffle(dice: Random, state: BillingState) -> BillingState:
    """The same state in another order, read a little later."""

    def mixed(values: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(dice.sample(values, len(values)))

    return replace(
        state,
        read_at=NOW + timedelta(minutes=5),
        leads=mixed(state.leads),
        customers=mixed(state.customers),
        subscriptions=mixed(state.subscriptions),
        charges=mixed(state.charges),
        invoices=mixed(state.invoices),
        credit_notes=mixed(state.credit_notes),
    )

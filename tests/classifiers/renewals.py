"""Generated renewals of late, that fared in every way they can: for properties that hang on money given back."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from parsers.vocabulary import Charge, Cue, Intent, InvoicePayment, Money
from tests.classifiers.accounts import World, make_hypotheses, make_portal, shuffle
from tests.classifiers.amends import given_back
from tests.classifiers.dice import rarely
from tests.support.making import (
    ago,
    make_charge,
    make_customer,
    make_message,
    make_paid,
    make_reading,
    make_refund,
    make_state,
    make_subscription,
)

WISHES: tuple[tuple[Intent | Cue, ...], ...] = (
    (Intent.REFUND, Cue.UNEXPECTED_CHARGE),
    (Intent.REFUND, Intent.CANCEL, Cue.UNEXPECTED_CHARGE),
    (Intent.REFUND, Cue.DUPLICATE_CLAIM),
    (Intent.REFUND, Intent.CANCEL, Cue.PRODUCT_BROKEN),
    (Intent.CANCEL,),
)


def renewals() -> st.SearchStrategy[World]:
    """Worlds of one proven person whose only plan renewed of late, and whose renewal fared in every way it can."""
    return st.integers(min_value=0, max_value=2**32 - 1).map(lambda seed: make_renewal(Random(seed)))


def make_renewal(dice: Random) -> World:
    """One such world."""
    days = dice.uniform(0.5, 12)
    charge, bill = make_paid("new", created=ago(days))
    charges, bills = [charge], [bill]
    match dice.choice(("plain", "pending", "dead", "cancelled", "twice", "parts", "over")):
        case "pending":
            charges, bills = [replace(charge, status="pending")], [replace(bill, status="open")]
        case "dead" | "cancelled" as fate:
            status = "failed" if fate == "dead" else "canceled"
            why = "expired_or_canceled_card" if fate == "dead" else None
            gone = make_refund("re_gone", charge.id, status=status, failure_reason=why)
            charges = [replace(charge, refunds=(gone,))]
        case "twice":
            charges = [charge, _beside(charge, 4900)]
        case "parts":
            charges = [replace(charge, amount=Money(2450, "usd")), _beside(charge, 2450)]
        case "over":
            charges = [replace(charge, amount=Money(3000, "usd")), _beside(charge, 3000)]
    payments = tuple(InvoicePayment(id=f"inpay_{c.id}", payment_intent=c.payment_intent, charge=c.id) for c in charges)
    bills = [replace(each, payments=payments) for each in bills]
    plan = make_subscription(period_start=ago(days), latest_invoice=bills[0].id)
    state = make_state(
        make_customer("cus_dana"),
        plan,
        make_paid("old", created=ago(days + 30)),
        *charges,
        *bills,
        portal=make_portal(dice),
    )
    state = given_back(dice, state) if rarely(dice, 2) else state
    reading = make_reading(*dice.choice(WISHES))
    reading = replace(reading, hypotheses=make_hypotheses(dice)) if rarely(dice, 4) else reading
    return World(message=make_message(), reading=reading, state=state, shuffled=shuffle(dice, state))


def _beside(charge: Charge, amount: int) -> Charge:
    """A second payment of the same invoice."""
    second = make_charge("ch_again", customer=charge.customer, amount=amount, created=charge.created)
    return replace(second, invoice=charge.invoice)

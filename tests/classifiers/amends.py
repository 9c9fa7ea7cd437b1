"""What may have happened to a drawn account's money since: paid in parts, credited, put on the balance by hand."""

from dataclasses import replace
from random import Random

from parsers.vocabulary import BalanceEntry, BillingState, CreditNote, InvoicePayment, Money
from tests.classifiers.dice import rarely, some, some_time
from tests.support.making import ago, make_charge


def in_parts(dice: Random, state: BillingState) -> BillingState:
    """The same account; now and then a second charge paid one of the invoices, wholly or in part."""
    paid = [each for each in state.charges if each.invoice]
    if not paid or not rarely(dice, 4):
        return state
    first = dice.choice(paid)
    sum_of = dice.choice((first.amount.amount, first.amount.amount // 2, first.amount.amount // 3))
    second = replace(
        make_charge("ch_again", customer=first.customer, amount=sum_of, currency=first.amount.currency),
        created=first.created,
        invoice=first.invoice,
    )
    half = replace(first, amount=Money(first.amount.amount // 2, first.amount.currency)) if rarely(dice, 2) else first
    charges = tuple(half if each is first else each for each in state.charges)
    payment = InvoicePayment(id="inpay_again", payment_intent=second.payment_intent, charge=second.id)
    invoices = tuple(
        replace(each, payments=(*each.payments, payment)) if each.id == first.invoice else each
        for each in state.invoices
    )
    return replace(state, charges=(*charges, second), invoices=invoices)


def given_back(dice: Random, state: BillingState) -> BillingState:
    """The same account; now and then a credit note gave something back, or credit was put on the balance by hand."""
    paid = [each for each in state.invoices if each.status == "paid" and each.payments]
    if paid and rarely(dice, 4):
        bill = dice.choice(paid)
        sum_of = dice.choice((bill.total, bill.total // 2, 100))
        note = CreditNote(
            id="cn_one",
            customer=bill.customer,
            invoice=bill.id,
            amount=Money(sum_of, bill.currency),
            created=ago(1),
            status=some(dice, "issued", ("void",), 6),
            post_payment=sum_of,
            refunded=some(dice, 0, (sum_of // 2,), 4),
        )
        known = () if rarely(dice, 4) else (note,)
        bills = tuple(replace(each, credited_after=sum_of) if each is bill else each for each in state.invoices)
        state = replace(state, invoices=bills, credit_notes=known)
    if state.customers and rarely(dice, 10):
        owner = dice.choice(state.customers).id
        by_hand = BalanceEntry(id="cbtxn_one", customer=owner, amount=Money(-4900, "usd"), created=some_time(dice))
        state = replace(state, balance_entries=(by_hand,))
    return state

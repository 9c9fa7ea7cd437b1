"""Credit notes: what was paid is given back as credit on the customer's balance."""

from datetime import datetime, timedelta

from worker.demo.stripe.payments import Payment
from worker.demo.stripe.shapes import Json, listed, make_id, shape
from worker.demo.stripe.words import stamp
from worker.demo.stripe.world import World


def give_credit(world: World, now: datetime, customer: Json, invoice: Json, payment: Payment) -> None:
    """A credit note on a paid invoice, and the entry of the balance that it made."""
    amount = min(payment.credited or 0, invoice["amount_paid"])
    at = stamp(payment.credited_at or now - timedelta(days=1))
    note, entry = make_id("cn", invoice["id"]), make_id("cbtxn", invoice["id"])
    invoice["post_payment_credit_notes_amount"] = amount
    customer["balance"] -= amount
    made = shape(
        "credit_note",
        id=note,
        created=at,
        effective_at=at,
        currency=invoice["currency"],
        customer=customer["id"],
        customer_balance_transaction=entry,
        invoice=invoice["id"],
        number=f"{invoice['number']}-CN-01",
        pdf=f"https://pay.stripe.com/credit_notes/acct_demo/{note}/pdf",
        post_payment_amount=amount,
        reason="order_change",
    )
    made |= dict.fromkeys(("amount", "total", "subtotal", "total_excluding_tax", "subtotal_excluding_tax"), amount)
    made["lines"] = listed(f"/v1/credit_notes/{note}/lines", [])
    world.add(made, name=f"credit-note/{invoice['id']}")
    world.add(
        shape(
            "customer_balance_transaction",
            id=entry,
            amount=-amount,
            created=at,
            credit_note=note,
            currency=invoice["currency"],
            customer=customer["id"],
            ending_balance=customer["balance"],
            invoice=invoice["id"],
            type="credit_note",
        )
    )

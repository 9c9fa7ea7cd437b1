"""Credit notes and entries of a customer's balance."""

from parsers.stripe_objects.fields import Json, count, moment, money, own_id, reference, rows, text
from parsers.vocabulary import BalanceEntry, CreditNote


def credit_note(json: Json) -> CreditNote:
    """A `credit_note`; of its refunds only the sum."""
    return CreditNote(
        id=own_id(json),
        customer=reference(json, "customer"),
        invoice=reference(json, "invoice"),
        amount=money(json, "amount"),
        created=moment(json, "created"),
        number=text(json, "number"),
        status=text(json, "status"),
        pre_payment=count(json, "pre_payment_amount"),
        post_payment=count(json, "post_payment_amount"),
        refunded=sum(count(row, "amount_refunded") for row in rows(json, "refunds")),
        out_of_band=count(json, "out_of_band_amount"),
    )


def balance_entry(json: Json) -> BalanceEntry:
    """A `customer_balance_transaction`."""
    return BalanceEntry(
        id=own_id(json),
        customer=reference(json, "customer"),
        amount=money(json, "amount"),
        kind=text(json, "type") or "adjustment",
        created=moment(json, "created"),
        invoice=reference(json, "invoice"),
        credit_note=reference(json, "credit_note"),
    )

"""The nouns of money given back otherwise than by a refund: credit notes, and entries of the customer's balance."""

from dataclasses import dataclass
from datetime import datetime

from parsers.vocabulary.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote:
    """A credit note on an invoice. `pre_payment` lessened what was owed, `post_payment` gave paid money back.

    What it gave back is a refund (`refunded`: the sum of those), money outside Stripe, or credit on the balance.
    """

    id: str
    customer: str | None
    invoice: str | None
    amount: Money
    created: datetime | None = None
    number: str | None = None
    status: str | None = None  # issued | void
    pre_payment: int = 0
    post_payment: int = 0
    refunded: int = 0
    out_of_band: int = 0

    @property
    def given(self) -> Money:
        """Money given back by it in balance or outside Stripe; its refunds count with the charge's refunds."""
        sound = self.status != "void"
        return Money(max(0, self.post_payment - self.refunded) if sound else 0, self.amount.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceEntry:
    """A change of a customer's balance; a negative amount is credit for them (Stripe: CustomerBalanceTransaction)."""

    id: str
    customer: str | None
    amount: Money
    kind: str = "adjustment"  # adjustment | applied_to_invoice | credit_note | …
    created: datetime | None = None
    invoice: str | None = None
    credit_note: str | None = None

"""What a payment was made with, as far as it matters for the words: a card, a bank account, or somebody in between."""

from parsers.vocabulary import PaymentMethod

CARDS = frozenset({"card", "card_present", "interac_present", "unknown"})
# Means behind which the customer's own bank stands, so that "your bank" is right.
# https://docs.stripe.com/payments/payment-methods/overview: bank debits, bank redirects, bank transfers.
BANKS = frozenset(
    {
        "acss_debit", "au_becs_debit", "bacs_debit", "nz_bank_account", "sepa_debit", "us_bank_account",
        "ach_credit_transfer", "ach_debit", "customer_balance", "bancontact", "blik", "eps", "fpx", "giropay", "ideal",
        "p24", "pay_by_bank", "sofort", "multibanco", "stripe_account", "pix", "wire",
    }
)  # fmt: skip


def is_card(method: PaymentMethod | None) -> bool:
    """Whether it is a card, or nothing is known of it."""
    return method is None or method.kind in CARDS


def by_provider(method: PaymentMethod | None) -> bool:
    """Whether somebody stands between the customer's bank and us, as Klarna and PayPal do."""
    return method is not None and method.kind not in CARDS | BANKS

"""Money as minor units and currency, never a float."""

from dataclasses import dataclass

# Stripe's lists: https://docs.stripe.com/currencies#zero-decimal and #three-decimal.
ZERO_DECIMAL = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
# ISK and UGX are zero-decimal currencies that Stripe keeps with two decimals for compatibility.
THREE_DECIMAL = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])


def exponent(currency: str) -> int:
    """How many decimals Stripe keeps for `currency` (ISO 4217, any case): 0, 2 or 3."""
    code = currency.lower()
    if code in ZERO_DECIMAL:
        return 0
    return 3 if code in THREE_DECIMAL else 2


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in the currency's smallest unit, as Stripe counts it; `currency` is lower case ISO 4217."""

    amount: int
    currency: str

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

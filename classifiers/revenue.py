"""Money in an agent's sentences, and what a subscription is worth a month: exact, never a float."""

from fractions import Fraction

from parsers.vocabulary import Action, ActionKind, Money, Price, Revenue, Subscription, exponent

# A month as the twelfth of a year of 365 days: how yearly, weekly and daily prices compare with monthly ones.
PER_MONTH = {"day": Fraction(365, 12), "week": Fraction(365, 84), "month": Fraction(1), "year": Fraction(1, 12)}


# Symbols that mean one currency to everybody; a plain "$" is the US dollar, as Stripe shows it. The rest by code.
SYMBOLS = {
    "usd": "$",
    "eur": "€",
    "gbp": "£",
    "jpy": "¥",
    "aud": "A$",
    "cad": "CA$",
    "nzd": "NZ$",
    "hkd": "HK$",
    "brl": "R$",
    "mxn": "MX$",
    "inr": "₹",
    "krw": "₩",
    "ils": "₪",
}


def shown(money: Money) -> str:
    """`$49.00`, `49.00 CHF`; as many decimals as Stripe keeps for the currency."""
    decimals = exponent(money.currency)
    whole, rest = divmod(abs(money.amount), 10**decimals)
    figure = f"{whole:,}.{rest:0{decimals}d}" if decimals else f"{whole:,}"
    sign, symbol = "-" if money.amount < 0 else "", SYMBOLS.get(money.currency.lower())
    return f"{sign}{symbol}{figure}" if symbol else f"{sign}{figure} {money.currency.upper()}"


def monthly(subscription: Subscription) -> dict[str, int]:
    """What a subscription brings in a month, in minor units by currency, rounded half up; discounts not counted."""
    sums: dict[str, Fraction] = {}
    for item in subscription.items:
        worth = _monthly_price(item.price, item.quantity)
        if worth is not None and item.price.unit_amount:
            currency = item.price.unit_amount.currency
            sums[currency] = sums.get(currency, Fraction(0)) + worth
    return {currency: half_up(worth) for currency, worth in sums.items()}


def _monthly_price(price: Price, quantity: int) -> Fraction | None:
    if price.unit_amount is None or price.interval not in PER_MONTH or price.usage_type == "metered":
        return None
    return PER_MONTH[price.interval] * price.unit_amount.amount * quantity / max(1, price.interval_count)


def half_up(value: Fraction) -> int:
    """The nearest whole number; halves go up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def priced_openly(subscription: Subscription) -> bool:
    """Whether its monthly worth is known: fixed prices throughout and no discount."""
    fixed = all(
        item.price.unit_amount is not None and item.price.usage_type != "metered" for item in subscription.items
    )
    return fixed and not subscription.discounted


def impact(actions: tuple[Action, ...], live: tuple[Subscription, ...]) -> Revenue:
    """What the proposals cost, in one currency: that of the first refund, else of the first cancelled subscription."""
    refunds = [each.amount for each in actions if each.kind is ActionKind.REFUND and each.amount]
    ended = {each.object for each in actions if each.kind is ActionKind.CANCEL}
    lost = [monthly(each) for each in live if each.id in ended]
    currencies = [each.currency for each in refunds] + [currency for each in lost for currency in sorted(each)]
    if not currencies:
        return Revenue()
    currency = currencies[0]
    return Revenue(
        cash_out=sum(each.amount for each in refunds if each.currency == currency),
        mrr_change=-sum(each.get(currency, 0) for each in lost),
        currency=currency,
    )


def left_out(actions: tuple[Action, ...], live: tuple[Subscription, ...], currency: str | None) -> tuple[str, ...]:
    """What the revenue figure does not hold: other currencies, prices that are not fixed, discounts."""
    ended = {each.object for each in actions if each.kind is ActionKind.CANCEL}
    lost = [each for each in live if each.id in ended]
    others = [shown(each.amount) for each in actions if each.amount and each.amount.currency != currency]
    others += [
        f"{shown(Money(worth, other))} a month"
        for each in lost
        for other, worth in monthly(each).items()
        if other != currency
    ]
    unclear = [each.id for each in lost if not priced_openly(each)]
    return (
        *((f"not in the revenue figure, other currencies: {', '.join(others)}",) if others else ()),
        *((f"revenue without discounts and usage of {', '.join(unclear)}",) if unclear else ()),
    )

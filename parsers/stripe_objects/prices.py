"""Prices, and the products they are prices of: only the product carries the name a customer knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from parsers.stripe_objects.fields import Json, child, count, flag, metadata, own_id, reference, text, whole
from parsers.vocabulary import Metadata, Money, Price, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is sold."""

    id: str
    name: str | None = None
    active: bool = True
    metadata: Metadata = field(default_factory=dict)


def product(json: Json) -> Product:
    """A `product`."""
    return Product(
        id=own_id(json), name=text(json, "name"), active=flag(json, "active", default=True), metadata=metadata(json)
    )


def price(json: Json) -> Price:
    """A `price`; its product may be expanded."""
    recurring = child(json, "recurring")
    currency = (text(json, "currency") or "usd").lower()
    amount = whole(json, "unit_amount")
    expanded = child(json, "product")
    return Price(
        id=own_id(json),
        product=reference(json, "product") or "",
        product_name=text(expanded, "name"),
        nickname=text(json, "nickname"),
        unit_amount=None if amount is None else Money(amount, currency),
        currency=currency,
        interval=text(recurring, "interval"),
        interval_count=count(recurring, "interval_count", 1),
        billing_scheme=text(json, "billing_scheme") or "per_unit",
        usage_type=text(recurring, "usage_type") or "licensed",
        tiers_mode=text(json, "tiers_mode"),
        metadata=metadata(json),
        product_metadata=metadata(expanded),
    )


def with_products(subscription: Subscription, products: Mapping[str, Product]) -> Subscription:
    """The same subscription with the names and metadata of its products, as far as `products` (by id) knows them."""
    items = tuple(replace(item, price=_with_product(item.price, products)) for item in subscription.items)
    return replace(subscription, items=items)


def _with_product(value: Price, products: Mapping[str, Product]) -> Price:
    known = products.get(value.product)
    if known is None:
        return value
    return replace(value, product_name=known.name or value.product_name, product_metadata=known.metadata)

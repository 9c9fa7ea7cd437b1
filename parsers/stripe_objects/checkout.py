"""Checkout sessions."""

from parsers.stripe_objects.fields import Json, child, moment, own_id, reference, rows, text, whole
from parsers.vocabulary import CheckoutSession, Money


def checkout_session(json: Json) -> CheckoutSession:
    """A `checkout.session`; the product only where its line items were expanded and name exactly one."""
    amount = whole(json, "amount_total")
    currency = text(json, "currency")
    return CheckoutSession(
        id=own_id(json),
        customer=reference(json, "customer"),
        email=text(child(json, "customer_details"), "email") or text(json, "customer_email"),
        status=text(json, "status"),
        payment_status=text(json, "payment_status"),
        mode=text(json, "mode"),
        subscription=reference(json, "subscription"),
        payment_intent=reference(json, "payment_intent"),
        invoice=reference(json, "invoice"),
        amount=None if amount is None or currency is None else Money(amount, currency.lower()),
        created=moment(json, "created"),
        product=_only_product(json),
    )


def _only_product(json: Json) -> str | None:
    products = {reference(child(line, "price"), "product") for line in rows(json, "line_items")}
    return products.pop() if len(products) == 1 else None

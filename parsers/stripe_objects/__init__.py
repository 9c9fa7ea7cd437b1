"""Stripe's JSON as our own values, one function an object; shapes of API 2026-08-26.dahlia and tolerated older ones."""

from parsers.stripe_objects.charges import charge, dispute, refund
from parsers.stripe_objects.checkout import checkout_session
from parsers.stripe_objects.customers import customer, payment_method
from parsers.stripe_objects.invoices import invoice, invoice_line, invoice_payment
from parsers.stripe_objects.portal_configuration import portal, portal_in_force
from parsers.stripe_objects.prices import Product, price, product, with_products
from parsers.stripe_objects.subscriptions import subscription, subscription_item

__all__ = [
    "Product",
    "charge",
    "checkout_session",
    "customer",
    "dispute",
    "invoice",
    "invoice_line",
    "invoice_payment",
    "payment_method",
    "portal",
    "portal_in_force",
    "price",
    "product",
    "refund",
    "subscription",
    "subscription_item",
    "with_products",
]

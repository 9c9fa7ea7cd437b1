"""An account with one of everything that can go wrong in billing."""

import tomllib
from datetime import timedelta

from tests.clock import MONDAY
from worker.demo.stripe import World, build

NOW = MONDAY + timedelta(minutes=5)

EVERYTHING = """
[product.pro]
name = "Quill Pro"
metadata = { tier = "pro" }
monthly = "49.00 usd / month"
yearly = "490.00 usd / year"
seats = { words = "12.00 usd / month", nickname = "Seat", billing_scheme = "tiered", tiers_mode = "volume" }

[product.storage]
name = "Quill Storage"
monthly = "900 jpy / month"

[portal]
cancel = "immediately"

[[person]]
key = "dana"
name = "Dana Example"
email = "dana@customer.example"
metadata = { github_login = "octodana" }
invoice_prefix = "DANA01"
    [[person.subscription]]
    price = "pro.monthly"
    renewed = "-3d"
    periods = 3
    [[person.subscription]]
    price = "pro.monthly"
    since = "-2d"
        [[person.subscription.charge]]
        failed_before = "insufficient_funds"

[[person]]
key = "dana-twin"
name = "Dana Example"
email = "Dana@Customer.example"
    [[person.subscription]]
    price = "pro.yearly"
    since = "-20d"

[[person]]
key = "disputed"
email = "disputed@customer.example"
    [[person.subscription]]
    price = "pro.monthly"
    renewed = "-8d"
    periods = 3
        [[person.subscription.charge]]
        dispute = "needs_response"
        [[person.subscription.charge]]
        dispute = "lost"
        [[person.subscription.charge]]
        refunded = "10.00"

[[person]]
key = "late"
email = "late@customer.example"
card = "visa 0341 expired"
    [[person.subscription]]
    price = "pro.monthly"
    status = "past_due"
    renewed = "-3d"
    periods = 2

[[person]]
key = "bill-me"
email = "bill@customer.example"
card = "none"
    [[person.subscription]]
    price = "pro.yearly"
    status = "past_due"
    collection_method = "send_invoice"
    renewed = "-36d"
    schedule = "sub_sched_bill"

[[person]]
key = "trial"
email = "trial@customer.example"
    [[person.subscription]]
    price = "storage.monthly"
    since = "-20d"
    trial_days = 14
    [[person.subscription]]
    price = "pro.monthly"
    status = "trialing"
    since = "-2d"
    trial_days = 14

[[person]]
key = "team"
email = "team@customer.example"
    [[person.subscription]]
    price = "pro.seats"
    quantity = 5
    renewed = "-5d"
    card = "mastercard 4444 08/2034"
        [[person.subscription.charge]]
        amount = "60.00"
        proration = true

[[person]]
key = "gone"
email = "gone@customer.example"
    [[person.subscription]]
    price = "pro.monthly"
    status = "canceled"
    ended = "-28d"
    keeps_charging = true
    renewed = "-4d"
    periods = 4
        [[person.subscription.charge]]
        refunded = true
        refund_status = "pending"
    [[person.subscription]]
    price = "pro.monthly"
    status = "incomplete_expired"
    since = "-5d"
    [[person.subscription]]
    price = "pro.yearly"
    since = "-90d"
    cancel_at_period_end = true
    [[person.checkout]]
    at = "-2d"
    price = "pro.monthly"

[[person]]
key = "poor"
email = "poor@customer.example"
card = "none"
    [[person.subscription]]
    price = "pro.monthly"
    renewed = "-9d"
    [[person.charge]]
    amount = "25.00"
    at = "-1d"
    captured = false
    description = "Template pack"
    [[person.charge]]
    amount = "25.00"
    at = "-1d"
    description = "Template pack"
    receipt_number = "1234-5678"

[[person]]
key = "deleted"
email = "deleted@customer.example"
deleted = true

[[guest]]
email = "guest@elsewhere.example"
amount = "15.00"
at = "-4d"
description = "Workshop ticket"
"""


def everything() -> World:
    """The world of `EVERYTHING` at `NOW`."""
    return build(tomllib.loads(EVERYTHING), NOW)

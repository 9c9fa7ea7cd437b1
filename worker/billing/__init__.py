"""Billing: a read-only gateway to Stripe, and the join of a mail with what Stripe knows."""

from worker.billing.budget import Take, TokenBucket
from worker.billing.join import StripeBook

__all__ = ["StripeBook", "Take", "TokenBucket"]

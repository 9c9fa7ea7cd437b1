"""Billing: a read-only gateway to Stripe, and the join of a mail with what Stripe knows."""

from worker.billing.join import StripeBook
from worker.billing.rate_limit import Take, TokenBucket

__all__ = ["StripeBook", "Take", "TokenBucket"]

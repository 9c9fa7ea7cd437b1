"""Stripe, read only: the gateway to its API and the join of what it says about one person."""

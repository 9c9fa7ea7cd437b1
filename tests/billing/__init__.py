"""The gateway to Stripe and the join."""

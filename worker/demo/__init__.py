"""The embedded default: a Stripe stand-in, a sample inbox, and a run of the whole thing that needs no account."""

"""The Stripe stand-in: true to Stripe's description, its lists and searches, its faults, its scenario file."""

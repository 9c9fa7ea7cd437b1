"""The worker's life: collects mail, claims it, handles each one once, looks again when Stripe changes."""

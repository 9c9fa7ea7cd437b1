"""Helpdesks: one contract, and what each has of its own."""

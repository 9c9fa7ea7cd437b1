"""The review desk in a real browser."""

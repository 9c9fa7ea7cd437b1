"""Attacks drawn from a seed: each class makes its kind anew, and counts what was tried and what held."""

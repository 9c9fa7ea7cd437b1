"""The language model's side of the worker, against a server played on loopback."""

"""The tests: contract, rooms, golden cases, end to end."""

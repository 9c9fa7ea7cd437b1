"""How the store's shape changed over time."""

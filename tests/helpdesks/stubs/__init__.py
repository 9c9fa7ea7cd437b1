"""Stand-ins for helpdesks on loopback: they keep state, and fail when told."""

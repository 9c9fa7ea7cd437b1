"""One file a change, each with the way up."""

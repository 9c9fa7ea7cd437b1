"""Tests of the room that turns foreign bytes into our words."""

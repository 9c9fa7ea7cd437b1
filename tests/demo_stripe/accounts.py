"""An account with one of everything that can go wrong in billing."""

import tomllib
from datetime import timedelta
from pathlib import Path

from tests.support.clock import MONDAY
from worker.demo.stripe import World, build

NOW = MONDAY + timedelta(minutes=5)

EVERYTHING = Path(__file__).with_name("everything.toml").read_text(encoding="utf-8")


def everything() -> World:
    """The world of `EVERYTHING` at `NOW`."""
    return build(tomllib.loads(EVERYTHING), NOW)

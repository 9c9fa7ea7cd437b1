"""A stand-in that serves one of everything, and a book that reads from it."""

from collections.abc import Callable, Iterator

import pytest

from tests.billing.reading import KEY
from tests.demo_stripe.accounts import NOW, everything
from worker.billing import StripeBook
from worker.billing.gateway import Gateway
from worker.demo.stripe import StandIn


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """One of everything."""
    with StandIn(everything()) as serving:
        yield serving


@pytest.fixture
def pauses() -> list[float]:
    """What the gateway would have slept, in seconds."""
    return []


@pytest.fixture
def gateway(stand_in: StandIn, pauses: list[float]) -> Iterator[Gateway]:
    """A gateway that waits for nothing."""
    made = Gateway(KEY, api_base=stand_in.url, take=lambda number: 0.0, pause=pauses.append)
    yield made
    made.close()


MakeBook = Callable[..., StripeBook]


@pytest.fixture
def make_book(gateway: Gateway) -> MakeBook:
    """A book over the gateway; its options may be given."""

    def make(**options: object) -> StripeBook:
        given = {"cache_seconds": 0.0, "handle_metadata": {"github": "github_login"}, "now": lambda: NOW} | options
        return StripeBook(KEY, gateway=gateway, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def book(make_book: MakeBook) -> StripeBook:
    """A book without a cache."""
    return make_book()

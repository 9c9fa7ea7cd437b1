"""Short ways to say what a test reads."""

from typing import Any

from parsers.vocabulary import BillingState, Lead
from tests.support.making import make_message, make_reading
from worker.billing import StripeBook
from worker.demo.stripe import StandIn

KEY = "rk_" + "test_standin"
ABOUT_BILLING = make_reading()


def look_up(book: StripeBook, sender: str = "dana@customer.example", **changes: Any) -> BillingState:
    """The state for a mail about billing from this sender."""
    return book.look_up(make_message(sender=sender, **changes), ABOUT_BILLING)


def lead(state: BillingState, via: str) -> Lead:
    """The one lead of this sort."""
    (found,) = [each for each in state.leads if each.via == via]
    return found


def asked(stand_in: StandIn) -> list[str]:
    """The paths asked for since last time, portal and products apart."""
    paths = [request.path for request in stand_in.requests]
    stand_in.requests.clear()
    return [path for path in paths if "portal" not in path and "products" not in path]

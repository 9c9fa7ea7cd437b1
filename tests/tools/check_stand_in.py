"""Holds the Stripe stand-in against a description of Stripe's API: for a newer one than the tests carry."""

import json
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from tests.tools.stripe_description import Description
from worker.billing import StripeBook, TokenBucket
from worker.demo.stripe import StandIn
from worker.demo.stripe.refusals import Refusal
from worker.demo.stripe.routes import LISTS, SEARCHES, Request
from worker.demo.stripe.world import World

_KEY = "rk_test_standin"
_EXAMPLES = {
    "/v1/customers/search": 'email~"example"',
    "/v1/charges/search": "amount>0",
    "/v1/invoices/search": 'status:"paid"',
    "/v1/payment_intents/search": "amount>0",
    "/v1/subscriptions/search": 'status:"active"',
}


def every_read(world: World) -> Iterator[tuple[str, str]]:
    """Path and query of every list, every search, and every single object of a world."""
    for path, listing in LISTS.items():
        objects = world.kind(listing.kind)
        if listing.kind == "subscription_item":
            for each in world.kind("subscription"):
                yield path, urlencode({"subscription": each["id"], "limit": 100})
            continue
        yield path, "limit=100"
        yield from ((f"{path}/{each['id']}", "") for each in objects)
    for path in SEARCHES:
        yield path, urlencode({"query": _EXAMPLES[path], "limit": 100})
    yield from ((f"/v1/customers/{identity}", "") for identity in world.deleted)


def faults_of_stand_in(description: Description, stand_in: StandIn) -> Iterator[str]:
    """Where anything the stand-in serves departs from the description; paths it does not describe are passed over."""
    for path, query in every_read(stand_in.world):
        if description.knows(path):
            yield from description.faults_of_answer(path, json.loads(stand_in.respond(path, query)))


def faults_of_requests(description: Description, stand_in: StandIn, requests: Sequence[Request]) -> Iterator[str]:
    """Where requests that were made, or the answers they got, depart from the description."""
    for request in requests:
        if not description.knows(request.path):
            continue
        yield from description.faults_of_request(request.path, list(request.params), list(request.expand))
        query = urlencode([*request.params, *(("expand[]", each) for each in request.expand)])
        try:
            answer = json.loads(stand_in.respond(request.path, query))
        except Refusal:
            continue
        yield from description.faults_of_answer(request.path, answer)


def main(arguments: Sequence[str]) -> int:
    """Check the demo's scenario against the OpenAPI file named; prints each fault, exit status 1 if there is one."""
    if len(arguments) != 1:
        print("usage: check_stand_in OPENAPI.json", file=sys.stderr)
        return 2
    description = Description(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    with StandIn(Path(str(files("worker.demo").joinpath("scenario.toml")))) as stand_in:
        book = StripeBook(_KEY, api_base=stand_in.url, take=TokenBucket(1000.0).take)
        findings = book.check()
        book.close()
        asked = list(stand_in.requests)
        faults = [*faults_of_stand_in(description, stand_in), *faults_of_requests(description, stand_in, asked)]
        served = sum(1 for _ in every_read(stand_in.world))
    for fault in dict.fromkeys(faults):
        print(fault)
    print(f"{served} reads and {len(findings)} probes held against {description.version}: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The read paths of Stripe's API over a world: lists with their filters, single objects, searches."""

import re
from collections.abc import Callable, Mapping
from time import time
from typing import NamedTuple
from urllib.parse import parse_qsl

from worker.demo.stripe import refusals
from worker.demo.stripe.expansion import PERMISSION_OF, Expander
from worker.demo.stripe.faults import Conditions
from worker.demo.stripe.search import search
from worker.demo.stripe.shapes import Json
from worker.demo.stripe.world import World, at

_PAGING = frozenset(["limit", "starting_after", "ending_before", "expand"])
_LARGEST_PAGE = 100
_ENDED = frozenset(["canceled", "incomplete_expired"])
_LIVE_STATUSES = ("active", "past_due", "unpaid", "incomplete", "trialing", "paused")
_STATUSES = frozenset([*_LIVE_STATUSES, *_ENDED, "all", "ended"])


class Listing(NamedTuple):
    """A kind of object, the parameters its list takes, and the field each of them is compared with."""

    kind: str
    filters: Mapping[str, str] = {}
    special: frozenset[str] = frozenset()


LISTS: Mapping[str, Listing] = {
    "/v1/customers": Listing("customer", {"email": "email"}, frozenset(["created", "test_clock"])),
    "/v1/subscriptions": Listing(
        "subscription",
        {"customer": "customer", "collection_method": "collection_method"},
        frozenset(["status", "price", "created", "customer_account"]),
    ),
    "/v1/subscription_items": Listing("subscription_item", {"subscription": "subscription"}),
    "/v1/invoices": Listing(
        "invoice",
        {
            "customer": "customer",
            "status": "status",
            "collection_method": "collection_method",
            "subscription": "parent.subscription_details.subscription",
        },
        frozenset(["created", "due_date", "customer_account"]),
    ),
    "/v1/invoice_payments": Listing(
        "invoice_payment",
        {"invoice": "invoice", "status": "status", "payment[payment_intent]": "payment.payment_intent"},
        frozenset(["payment[type]", "created"]),
    ),
    "/v1/charges": Listing(
        "charge",
        {"customer": "customer", "payment_intent": "payment_intent", "transfer_group": "transfer_group"},
        frozenset(["created"]),
    ),
    "/v1/payment_intents": Listing("payment_intent", {"customer": "customer"}, frozenset(["created"])),
    "/v1/refunds": Listing("refund", {"charge": "charge", "payment_intent": "payment_intent"}, frozenset(["created"])),
    "/v1/disputes": Listing(
        "dispute", {"charge": "charge", "payment_intent": "payment_intent"}, frozenset(["created"])
    ),
    "/v1/payment_methods": Listing("payment_method", {"customer": "customer", "type": "type"}),
    "/v1/checkout/sessions": Listing(
        "checkout.session",
        {
            "customer": "customer",
            "status": "status",
            "payment_intent": "payment_intent",
            "subscription": "subscription",
            "customer_details[email]": "customer_details.email",
        },
        frozenset(["created", "payment_link"]),
    ),
    "/v1/products": Listing("product", {}, frozenset(["active", "created", "ids"])),
    "/v1/prices": Listing(
        "price", {"product": "product", "currency": "currency", "type": "type"}, frozenset(["active", "created"])
    ),
    "/v1/billing_portal/configurations": Listing(
        "billing_portal.configuration", {}, frozenset(["active", "is_default"])
    ),
    "/v1/credit_notes": Listing("credit_note", {"customer": "customer", "invoice": "invoice"}),
    "/v1/events": Listing("event", {}, frozenset(["created", "type", "types"])),
    "/v1/invoiceitems": Listing("invoiceitem", {"customer": "customer"}, frozenset(["pending"])),
    "/v1/promotion_codes": Listing("promotion_code", {"code": "code", "customer": "customer"}),
}

SEARCHES = {f"/v1/{kind}s/search": kind for kind in ("customer", "charge", "invoice", "payment_intent", "subscription")}
_ONE = re.compile(r"(?P<list>/v1/[a-z_]+(?:/[a-z_]+)?)/(?P<id>[A-Za-z0-9_]+)")
_OF_CUSTOMER = re.compile(r"/v1/customers/(?P<id>cus_\w+)/(?P<what>payment_methods|balance_transactions)")


class Request(NamedTuple):
    """A GET: path, and parameters in order, `expand` apart."""

    path: str
    params: tuple[tuple[str, str], ...]
    expand: tuple[str, ...]

    def get(self, name: str) -> str | None:
        """The value of a parameter."""
        return next((value for key, value in self.params if key == name), None)

    def all(self, name: str) -> frozenset[str]:
        """The values of an array parameter, `ids[0]=…` or `ids[]=…`."""
        return frozenset(value for key, value in self.params if key.partition("[")[0] == name)


def read_request(path: str, query: str) -> Request:
    """A request line's path and query."""
    pairs = parse_qsl(query, keep_blank_values=True)
    expand = tuple(value for name, value in pairs if name.partition("[")[0] == "expand")
    return Request(path, tuple(pair for pair in pairs if pair[0].partition("[")[0] != "expand"), expand)


class Routes:
    """Answers requests from a world, for a key that lacks some permissions."""

    def __init__(self, world: World, conditions: Conditions) -> None:
        self._world = world
        self._conditions = conditions
        self._expander = Expander(world, conditions.lacking)

    def answer(self, request: Request) -> Json:
        """The body of the answer. Raises `Refusal` as Stripe refuses."""
        if kind := SEARCHES.get(request.path):
            self._allow(kind)
            return self._search(kind, request)
        if listing := LISTS.get(request.path):
            self._allow(listing.kind)
            return self._list(listing, request)
        if found := _OF_CUSTOMER.fullmatch(request.path):
            return self._of_customer(found["id"], found["what"], request)
        if (found := _ONE.fullmatch(request.path)) and found["list"] in LISTS:
            self._allow(LISTS[found["list"]].kind)
            return self._one(LISTS[found["list"]].kind, found["id"], request)
        raise refusals.no_such_url("GET", request.path)

    def _allow(self, kind: str) -> None:
        """Stripe looks at the permission before it looks for the object."""
        permission = PERMISSION_OF.get(kind, "")
        if permission in self._conditions.lacking:
            raise refusals.not_permitted(permission)

    def _one(self, kind: str, identity: str, request: Request) -> Json:
        if kind == "customer" and identity in self._world.deleted:
            return {"id": identity, "object": "customer", "deleted": True}
        found = self._world.get(identity)
        item = self._item(identity) if kind == "subscription_item" else None
        if item is None and (found is None or found["object"] != kind):
            raise refusals.no_such(kind.replace(".", " "), identity)
        return self._expander.expand(item or found or {}, request.expand)

    def _item(self, identity: str) -> Json | None:
        return next((item for item in self._items() if item["id"] == identity), None)

    def _items(self) -> list[Json]:
        return [item for each in self._world.kind("subscription") for item in each["items"]["data"]]

    def _of_customer(self, identity: str, what: str, request: Request) -> Json:
        self._allow("payment_method" if what == "payment_methods" else "customer")
        if self._world.get(identity) is None:
            raise refusals.no_such("customer", identity)
        kind = "payment_method" if what == "payment_methods" else "customer_balance_transaction"
        return self._page(self._world.where(kind, "customer", identity), request)

    def _list(self, listing: Listing, request: Request) -> Json:
        for name, _ in request.params:
            if not ({name, name.partition("[")[0]} & (listing.filters.keys() | listing.special | _PAGING)):
                raise refusals.unknown_parameter(name.partition("[")[0])
        rows = self._narrowed(listing, request)
        return self._page([row for row in rows if self._kept(listing.kind, row, request)], request)

    def _narrowed(self, listing: Listing, request: Request) -> list[Json]:
        if listing.kind == "subscription_item":
            return [item for item in self._items() if item["subscription"] == request.get("subscription")]
        wanted = [(field, value) for name, field in listing.filters.items() if (value := request.get(name))]
        self._known_customer(request)
        if not wanted:
            return self._world.kind(listing.kind)
        (field, value), *others = wanted
        rows = self._world.where(listing.kind, field, value)
        return [row for row in rows if all(at(row, field) == value for field, value in others)]

    def _known_customer(self, request: Request) -> None:
        customer = request.get("customer")
        if customer and self._world.get(customer) is None and customer not in self._world.deleted:
            raise refusals.no_such("customer", customer, "customer")

    def _kept(self, kind: str, row: Json, request: Request) -> bool:
        return (
            (kind != "subscription" or _status_fits(row, request.get("status")))
            and _created_fits(row, request)
            and _flag_fits(row, request, "active")
            and _flag_fits(row, request, "is_default")
            and (kind != "product" or not request.all("ids") or row["id"] in request.all("ids"))
        )

    def _page(self, rows: list[Json], request: Request) -> Json:
        limit, start = _limit(request), 0
        for name, step in (("starting_after", 1), ("ending_before", 0)):
            if cursor := request.get(name):
                position = next((number for number, row in enumerate(rows) if row["id"] == cursor), None)
                if position is None:
                    raise refusals.no_such("object", cursor, name)
                start = position + step if step else max(0, position - limit)
        page = rows[start : start + limit]
        listed = {"object": "list", "data": page, "has_more": start + limit < len(rows), "url": request.path}
        return self._expander.expand(listed, request.expand)

    def _search(self, kind: str, request: Request) -> Json:
        for name, _ in request.params:
            if name not in {"query", "limit", "page"}:
                raise refusals.unknown_parameter(name)
        lag = self._conditions.search_lag
        before = time() - lag if lag else None
        rows = search(self._world, kind, request.get("query") or "", before=before, loose=self._conditions.loose_search)
        start, limit = int(request.get("page") or 0), _limit(request)
        more = start + limit < len(rows)
        found = {
            "object": "search_result",
            "data": rows[start : start + limit],
            "has_more": more,
            "next_page": str(start + limit) if more else None,
            "url": request.path,
        }
        return self._expander.expand(found, request.expand)


def _limit(request: Request) -> int:
    try:
        limit = int(request.get("limit") or 10)
    except ValueError:
        raise refusals.bad_parameter("limit", "Invalid integer: limit") from None
    if not 1 <= limit <= _LARGEST_PAGE:
        raise refusals.bad_parameter("limit", "This value must be between 1 and 100.")
    return limit


def _status_fits(row: Json, wanted: str | None) -> bool:
    """Canceled subscriptions are left out unless asked for."""
    if wanted is not None and wanted not in _STATUSES:
        raise refusals.bad_parameter("status", f"Invalid status: must be one of {', '.join(sorted(_STATUSES))}")
    status: str = row["status"]
    if wanted is None:
        return status != "canceled"
    return wanted == "all" or (status in _ENDED if wanted == "ended" else status == wanted)


_BOUNDS: Mapping[str, Callable[[int, int], bool]] = {
    "created": int.__eq__,
    "created[gt]": int.__gt__,
    "created[gte]": int.__ge__,
    "created[lt]": int.__lt__,
    "created[lte]": int.__le__,
}


def _created_fits(row: Json, request: Request) -> bool:
    bounds = [(name, value) for name, value in request.params if name in _BOUNDS]
    return all(_BOUNDS[name](row["created"], int(value)) for name, value in bounds)


def _flag_fits(row: Json, request: Request, name: str) -> bool:
    wanted = request.get(name)
    return wanted is None or row.get(name) is (wanted == "true")

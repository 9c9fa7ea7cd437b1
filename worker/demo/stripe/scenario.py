"""A scenario file: the people of an account in a few readable lines each, made into a world."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from worker.demo.stripe.builder import Builder, Plan
from worker.demo.stripe.faults import Fault, FaultKind
from worker.demo.stripe.payments import Payment
from worker.demo.stripe.words import ScenarioError, minor, moment
from worker.demo.stripe.world import World

Table = Mapping[str, Any]

_TIMES = frozenset(
    ["at", "since", "renewed", "ended", "cancel_at", "canceled_at", "refunded_at", "credited_at", "resumes"]
)
_PAYMENT = frozenset(Payment.__dataclass_fields__) | {"times"}
_PLAN = frozenset(Plan.__dataclass_fields__) - {"payments"} | {"key", "charge"}
_PERSON = frozenset(
    ["key", "name", "email", "since", "card", "metadata", "invoice_prefix", "deleted", "preferred_locales"]
)
_PERSON_HAS = frozenset(["subscription", "charge", "checkout"])


def load(path: Path, *, now: datetime | None = None) -> tuple[World, tuple[Fault, ...]]:
    """The world and the faults of a scenario file. Raises `ScenarioError` that names what is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError(f"{path}: {error}") from error
    return build(tables, now or datetime.now(UTC)), faults_of(tables)


def build(tables: Table, now: datetime) -> World:
    """The world that these tables describe, as it stands at `now`."""
    _known(tables, frozenset(["product", "portal", "person", "guest", "fault"]), "the scenario")
    world = World()
    builder = Builder(world, now)
    for name, product in tables.get("product", {}).items():
        _product(builder, name, product)
    if (portal := tables.get("portal")) is not None:
        _known(portal, frozenset(["active", "login_page", "cancel", "card", "invoices"]), "[portal]")
        builder.portal(**portal)
    for number, person in enumerate(tables.get("person", ()), start=1):
        _person(builder, person, number)
    for number, guest in enumerate(tables.get("guest", ()), start=1):
        _guest(builder, guest, f"guest-{number}")
    return world


def faults_of(tables: Table) -> tuple[Fault, ...]:
    """The `[[fault]]` tables."""
    return tuple(Fault(**{**fault, "kind": FaultKind(fault["kind"])}) for fault in tables.get("fault", ()))


def _known(table: Table, allowed: frozenset[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, allowed, 1)
            raise ScenarioError(f"{where}: unknown key {key}" + (f", did you mean {near[0]}?" if near else ""))


def _product(builder: Builder, name: str, table: Table) -> None:
    """`[product.pro]`: `name`, `metadata`, and a price under every other key, in words or as a table with `words`."""
    builder.product(name, table["name"], metadata=table.get("metadata"))
    for key, words in table.items():
        if key in {"name", "metadata"}:
            continue
        more = dict(words) if isinstance(words, Mapping) else {"words": words}
        builder.price(name, key, more.pop("words"), **more)


def _person(builder: Builder, table: Table, number: int) -> None:
    _known(table, _PERSON | _PERSON_HAS, f"person {number}")
    key = str(table.get("key") or (table.get("email") or f"person-{number}").partition("@")[0])
    given = {name: table[name] for name in ("metadata", "invoice_prefix", "preferred_locales") if name in table}
    if "card" in table:
        given["card"] = None if table["card"] == "none" else table["card"]
    if "since" in table:
        given["since"] = moment(table["since"], builder.now)
    builder.customer(key, table.get("email"), full_name=table.get("name"), **given)
    for place, subscription in enumerate(table.get("subscription", ()), start=1):
        name = f"{key}/{subscription.get('key', place)}"
        builder.subscribe(key, name, _plan(subscription, builder.now, name))
    for place, charge in enumerate(table.get("charge", ()), start=1):
        for name, payment in _payments(f"{key}/charge-{place}", charge, builder.now):
            builder.pay_once(key, name, payment, email=payment.email or table.get("email"))
    for place, checkout in enumerate(table.get("checkout", ()), start=1):
        _checkout(builder, f"{key}/checkout-{place}", checkout, owner=key)
    if table.get("deleted"):
        builder.world.delete(key)


def _plan(table: Table, now: datetime, where: str) -> Plan:
    _known(table, _PLAN, where)
    fields: dict[str, Any] = {
        name: moment(value, now) if name in _TIMES else value
        for name, value in table.items()
        if name not in {"key", "charge"}
    }
    payments = tuple(_payment(each, now, where) for each in table.get("charge", ()))
    return Plan(**fields, payments=payments)


def _payment(table: Table, now: datetime, where: str, *, currency: str = "usd") -> Payment:
    """A charge in words: amounts as `"49.00"`, `refunded = true` for all of it, times as in `moment`."""
    _known(table, _PAYMENT, where)
    currency = table.get("currency", currency)
    fields: dict[str, Any] = {name: moment(value, now) if name in _TIMES else value for name, value in table.items()}
    fields.pop("times", None)
    for name in ("amount", "refunded", "credited"):
        if name in fields and fields[name] is not True:
            fields[name] = minor(fields[name], currency)
    if fields.get("refunded") is True:
        fields["refunded"] = _ALL
    if fields.get("credited") is True:
        fields["credited"] = _ALL
    return Payment(**fields)


_ALL = 10**12  # a refund is cut to the charge's amount


def _payments(name: str, table: Table, now: datetime) -> Sequence[tuple[str, Payment]]:
    payment = _payment(table, now, name)
    times = table.get("times", 1)
    return [(f"{name}-{number}" if times > 1 else name, payment) for number in range(1, times + 1)]


def _checkout(builder: Builder, name: str, table: Table, *, owner: str | None) -> None:
    _known(table, frozenset(["at", "status", "price", "email"]), name)
    builder.checkout(
        name,
        at=moment(table.get("at", "-1d"), builder.now),
        status=table.get("status", "expired"),
        owner=None if "email" in table else owner,
        email=table.get("email"),
        price=table.get("price"),
    )


def _guest(builder: Builder, table: Table, name: str) -> None:
    """`[[guest]]`: a payment at Checkout by somebody who has no customer record."""
    payment = _payment(table, builder.now, name)
    if not payment.email:
        raise ScenarioError(f"{name}: a guest needs an email")
    charge = builder.pay_once(None, f"{name}/payment", payment, email=payment.email)
    at = moment(table.get("at", "-1d"), builder.now)
    builder.checkout(f"{name}/checkout", at=at, status="complete", email=payment.email, charge=charge)

"""Stripe's search language: clauses of field, operator and value, joined by AND or by OR."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from worker.demo.stripe.refusals import bad_query
from worker.demo.stripe.shapes import Json
from worker.demo.stripe.world import World, at

_SHORTEST = 3
_MOST_CLAUSES = 10
_CLAUSE = re.compile(
    r"""\s*(?P<negated>-)?(?P<field>[a-z0-9_.]+)(?:\[(?P<quote>["'])(?P<key>.*?)(?P=quote)\])?"""
    r"""(?P<operator>:|~|>=|<=|>|<)(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)\s*"""
)
_JOINT = re.compile(r"(AND|OR)\b|(?=\S)", re.IGNORECASE)

# Fields that can be searched by, as Stripe's page on search lists them (https://docs.stripe.com/search).
FIELDS = {
    "customer": frozenset(["created", "email", "metadata", "name", "phone"]),
    "charge": frozenset(
        [
            "amount",
            "created",
            "currency",
            "customer",
            "disputed",
            "metadata",
            "payment_method_details.card.brand",
            "payment_method_details.card.exp_month",
            "payment_method_details.card.exp_year",
            "payment_method_details.card.fingerprint",
            "payment_method_details.card.last4",
            "refunded",
            "status",
        ]
    ),
    "invoice": frozenset(
        ["created", "currency", "customer", "metadata", "number", "receipt_number", "status", "subscription", "total"]
    ),
    "payment_intent": frozenset(["amount", "created", "currency", "customer", "metadata", "status"]),
    "subscription": frozenset(["created", "metadata", "status", "canceled_at"]),
}


class Clause(NamedTuple):
    """One condition."""

    field: str
    key: str | None
    operator: str
    value: str
    negated: bool

    def holds(self, found: Json) -> bool:
        """Whether the object meets it; text is compared without regard to letter case."""
        value = _subscription(found) if self.field == "subscription" else at(found, self.field)
        if self.key is not None:
            value = value.get(self.key) if isinstance(value, dict) else None
        return _compare(value, self.operator, self.value) is not self.negated


def _subscription(invoice: Json) -> Any:
    return at(invoice, "parent.subscription_details.subscription")


def _compare(value: Any, operator: str, wanted: str) -> bool:
    if value is None:
        return wanted == "null" and operator == ":"
    if operator == ":":
        return str(value).casefold() == wanted.casefold()
    if operator == "~":
        return wanted.casefold() in str(value).casefold()
    ordered: dict[str, Callable[[float, float], bool]] = {
        ">": float.__gt__,
        "<": float.__lt__,
        ">=": float.__ge__,
        "<=": float.__le__,
    }
    return ordered[operator](float(value), float(wanted))


def parse(query: str, kind: str) -> tuple[list[Clause], bool]:
    """The clauses, and whether all must hold (AND) or any (OR). Raises `Refusal` for what Stripe refuses."""
    clauses, joints, position = [], set(), 0
    while position < len(query):
        found = _CLAUSE.match(query, position)
        if not found:
            raise bad_query(f"We were unable to parse your search query near: {query[position:][:40]}")
        clauses.append(_clause(found, kind))
        position = found.end()
        joint = _JOINT.match(query, position)
        if joint:
            joints.add((joint.group(1) or "AND").upper())
            position = joint.end()
    if len(clauses) > _MOST_CLAUSES or len(joints) > 1 or not clauses:
        raise bad_query("You may use up to 10 clauses, joined either by AND or by OR.")
    return clauses, joints != {"OR"}


def _clause(found: re.Match[str], kind: str) -> Clause:
    field, value = found["field"], found["value"]
    if field not in FIELDS[kind]:
        raise bad_query(f"Field `{field}` is an unsupported search field for resource `{kind}s`.")
    if value[0] in "\"'":
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    if found["operator"] == "~" and len(value) < _SHORTEST:
        raise bad_query("Substrings must be a minimum of 3 characters.")
    return Clause(field, found["key"], found["operator"], value, bool(found["negated"]))


def search(world: World, kind: str, query: str, *, before: float | None = None, loose: bool = False) -> list[Json]:
    """The objects that match, newest first; those created after `before` are not in the index yet.

    `loose` takes every `:` for a `~`, as an index does that matches by phrase.
    """
    clauses, every = parse(query, kind)
    if loose:
        clauses = [clause._replace(operator="~") if clause.operator == ":" else clause for clause in clauses]
    joined = all if every else any
    return [
        value
        for value in world.kind(kind)
        if (before is None or value["created"] <= before) and joined(clause.holds(value) for clause in clauses)
    ]

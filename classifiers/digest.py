"""A digest of a billing state, for freshness: the same facts give the same digest, in whatever order they came."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from parsers.vocabulary import BillingState

LISTS = ("customers", "subscriptions", "charges", "invoices", "payment_methods", "checkout_sessions")


def digest(state: BillingState) -> str:
    """SHA-256 (hex) over everything but the time of reading and the mail's own leads."""
    return sha256(canonical(state).encode()).hexdigest()


def canonical(value: object) -> str:
    """One text for one value: lists sorted, mappings by key, objects by their fields."""
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], str]:
    """How values of a kind are written; found out once a kind, since a state holds thousands of values."""
    if issubclass(kind, tuple):
        return lambda value: "[" + ",".join(sorted(map(canonical, value))) + "]"
    if issubclass(kind, Mapping):
        return lambda value: "{" + ",".join(f"{key!r}:{canonical(value[key])}" for key in sorted(value)) + "}"
    if is_dataclass(kind):
        of = _getter(_dataclass_names(kind))
        return lambda value: "(" + ",".join(map(canonical, of(value))) + ")"
    return repr


def _dataclass_names(kind: Any) -> tuple[str, ...]:
    return _names(kind)


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    found = attrgetter(*names)
    return found if len(names) > 1 else lambda value: (found(value),)


def _fields_of(value: object) -> tuple[str, ...]:
    kind: Any = type(value)
    return _names(kind)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    left_out = {"read_at", "leads"} if kind is BillingState else set()
    return tuple(each.name for each in fields(kind) if each.name not in left_out)


def changes(before: BillingState, after: BillingState) -> tuple[str, ...]:
    """What is new, gone or different between two readings, one line an object."""
    return tuple(line for name in LISTS for line in _changed(name, getattr(before, name), getattr(after, name)))


def _changed(name: str, before: tuple[object, ...], after: tuple[object, ...]) -> Iterator[str]:
    old = {str(getattr(each, "id", "")): each for each in before}
    new = {str(getattr(each, "id", "")): each for each in after}
    yield from (f"{name}: {id} is new" for id in sorted(new.keys() - old.keys()))
    yield from (f"{name}: {id} is gone" for id in sorted(old.keys() - new.keys()))
    for id in sorted(old.keys() & new.keys()):
        differing = [
            each
            for each in _fields_of(new[id])
            if canonical(getattr(old[id], each)) != canonical(getattr(new[id], each))
        ]
        if differing:
            yield f"{name}: {id} changed in {', '.join(differing)}"

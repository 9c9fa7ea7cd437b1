"""A digest of a billing state, for freshness: the same facts give the same digest, in whatever order they came."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, get_args

from parsers.vocabulary import BillingState, Customer

# Values that Python itself writes the same way every time.
ATOMS = frozenset({str, int, float, bool, date, datetime, NoneType})


# Neither what changes with every reading, nor what no decision rests on.
_LEFT_OUT: Mapping[Any, frozenset[str]] = {
    BillingState: frozenset({"read_at", "leads"}),
    Customer: frozenset({"preferred_locales"}),
}


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
        return _list
    if issubclass(kind, Mapping):
        return lambda value: "{" + ",".join(f"{key!r}:{canonical(value[key])}" for key in sorted(value)) + "}"
    return _object(kind) if is_dataclass(kind) else repr


def _list(values: tuple[Any, ...]) -> str:
    if len(values) < 2:
        return f"[{canonical(values[0])}]" if values else "[]"
    return "[" + ",".join(sorted(map(canonical, values))) + "]"


def _object(kind: Any) -> Callable[[Any], str]:
    """An object by its plain fields at one go, then by those that hold something of their own."""
    left_out = _LEFT_OUT.get(kind, frozenset())
    kept = [each for each in fields(kind) if each.name not in left_out]
    plain = _getter([each.name for each in kept if _atomic(each.type)])
    deep = _getter([each.name for each in kept if not _atomic(each.type)])
    return lambda value: f"({plain(value)!r}{','.join(map(canonical, deep(value)))})"


def _atomic(kind: Any) -> bool:
    return set(get_args(kind) if isinstance(kind, UnionType) else (kind,)) <= ATOMS


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)

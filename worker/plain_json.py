"""Our values as plain JSON and back: for the store's records, for `explain --json`, for replays."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, kind))


def as_plain(value: object) -> Any:
    """A frozen value as JSON-safe dicts, lists, strings and numbers."""
    return _adapter(cast(Hashable, type(value))).dump_python(value, mode="json")


def as_text(value: object) -> str:
    """A frozen value as JSON text."""
    return _adapter(cast(Hashable, type(value))).dump_json(value).decode()


def from_text(kind: type[T], text: str) -> T:
    """The value that `as_text` wrote. Raises `ValueError` where the text is no such value."""
    found: T = _adapter(cast(Hashable, kind)).validate_json(text)
    return found

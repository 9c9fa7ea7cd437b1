"""How one field of a Stripe object is read: absent, null and strange values give None or the named default."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from parsers.errors import BillingUnavailable
from parsers.vocabulary import Money

Json = Mapping[str, Any]

_LAST_SECOND = 32_503_680_000  # the year 3000


def own_id(json: Json) -> str:
    """The object's id. Raises `BillingUnavailable` without one: whatever answered was not Stripe."""
    if value := text(json, "id"):
        return value
    raise BillingUnavailable(f"Stripe sent a {text(json, 'object') or 'JSON object'} without an id")


def text(json: Json, key: str) -> str | None:
    """A string that is not empty."""
    value = json.get(key)
    return value if isinstance(value, str) and value else None


def whole(json: Json, key: str) -> int | None:
    """An integer; a boolean is none."""
    value = json.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def count(json: Json, key: str, default: int = 0) -> int:
    """An integer, or `default`."""
    value = whole(json, key)
    return default if value is None else value


def flag(json: Json, key: str, default: bool = False) -> bool:
    """A boolean, or `default`."""
    value = json.get(key)
    return value if isinstance(value, bool) else default


def moment(json: Json, key: str) -> datetime | None:
    """A Unix time in seconds as an aware UTC time; None outside the calendar."""
    value = whole(json, key)
    return None if value is None or abs(value) > _LAST_SECOND else datetime.fromtimestamp(value, UTC)


def child(json: Json, key: str) -> Json:
    """An object inside, or an empty one."""
    value = json.get(key)
    return value if isinstance(value, Mapping) else {}


def rows(json: Json, key: str) -> tuple[Json, ...]:
    """The objects of a Stripe list (`{"object": "list", "data": […]}`) or of a plain array."""
    value = json.get(key)
    listed = value.get("data") if isinstance(value, Mapping) else value
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return ()
    return tuple(row for row in listed if isinstance(row, Mapping))


def reference(json: Json, key: str) -> str | None:
    """The id in an expandable field, expanded or not."""
    value = json.get(key)
    return text(value, "id") if isinstance(value, Mapping) else text(json, key)


def money(json: Json, key: str, currency: str = "usd") -> Money:
    """An amount in the currency of the object itself, else in `currency`."""
    return Money(count(json, key), (text(json, "currency") or currency).lower())


def metadata(json: Json) -> dict[str, str]:
    """The metadata's string values."""
    return {key: value for key, value in child(json, "metadata").items() if isinstance(value, str)}

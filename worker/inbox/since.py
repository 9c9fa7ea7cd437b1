"""How far back to begin, on the first start only."""

import re
from datetime import UTC, datetime, timedelta

from parsers.errors import ConfigError

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def beginning(since: str, now: datetime) -> datetime | None:
    """The moment that `since` means: an age (`"36h"`, `"3d"`, `"2w"`), a date (`"2026-11-01"`, UTC); None for `"all"`.

    Raises `ConfigError` for anything else.
    """
    text = since.strip().lower()
    if text == "all":
        return None
    if age := re.fullmatch(r"(\d{1,5})\s*([mhdw])", text):
        return now - timedelta(**{_UNITS[age[2]]: int(age[1])})
    try:
        moment = datetime.fromisoformat(since.strip())
    except ValueError:
        raise ConfigError(
            f'[inbox] since = "{since}" is neither an age ("3d"), a date ("2026-11-01") nor "all"'
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

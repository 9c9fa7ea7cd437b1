"""Times as the agent's own clock shows them; the browser tells its zone in a cookie, and until then it is UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup
from starlette.requests import Request

COOKIE = "zone"
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Clock:
    """A time zone, and how its times are written."""

    zone: tzinfo

    def time(self, at: datetime) -> Markup:
        """A time for a page, with the moment for machines: `2026-11-28 12:11`, and its zone as long as it is UTC."""
        here = at.astimezone(self.zone)
        sign = " UTC" if self.zone is UTC else ""
        title = "" if self.zone is UTC else f"{here:%Y-%m-%d %H:%M} {here:%Z}, {at:%H:%M} UTC"
        text = '<time datetime="{}" title="{}">{}{}</time>'
        return Markup(text).format(at.isoformat(), title, f"{here:%Y-%m-%d %H:%M}", sign)

    def words(self, at: datetime) -> str:
        """A time in a sentence: `2026-11-28 at 12:11 CET`."""
        here = at.astimezone(self.zone)
        return f"{here:%Y-%m-%d at %H:%M} {here:%Z}"


UNIVERSAL = Clock(UTC)


def clock_of(request: Request) -> Clock:
    """The clock of whoever asks."""
    return _clock(request.cookies.get(COOKIE, "")[:_LONGEST])


@lru_cache(maxsize=256)
def _clock(name: str) -> Clock:
    """The zone of that name; UTC where there is none, or where this machine has no table of zones."""
    try:
        return Clock(ZoneInfo(name)) if name not in {"", "UTC", "Etc/UTC"} else UNIVERSAL
    except (ValueError, OSError, LookupError):  # no key, a path, a name of no zone
        return UNIVERSAL

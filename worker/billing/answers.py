"""What is asked of Stripe, and what it answered where it answered at all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# Two wordings seen: "Having the 'rak_dispute_read' permission would allow …" and, newer,
# "Enabling "Prices Read" ('plan_read') permissions on this key …".
_PERMISSION = re.compile(r"'((?:rak_)?[a-z_]+_(?:read|write))'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One GET. Where Stripe refuses `expand`, the request is repeated without.

    `route` is the path with `{}` for ids: what is refused once on a route is not asked for again at once.
    """

    path: str
    params: Mapping[str, Any] = field(default_factory=dict)
    expand: tuple[str, ...] = ()
    route: str = ""

    def query(self) -> dict[str, Any]:
        """Parameters as the stripe package encodes them."""
        return {**self.params, "expand": list(self.expand)} if self.expand else dict(self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Stripe's answer: 200, or a refusal (400, 403, 404) that concerns this request alone."""

    status: int
    json: Mapping[str, Any] = field(default_factory=dict)
    code: str | None = None  # of an error: resource_missing, parameter_unknown …
    message: str = ""
    dropped: str | None = None  # why the expansions were left out, where they were
    date: str | None = None  # the Date header

    @property
    def ok(self) -> bool:
        """Whether there is an object or a list in `json`."""
        return self.status == 200

    @property
    def missing(self) -> bool:
        """Whether Stripe says that the object does not exist; an unknown URL also gives 404, without this code."""
        return self.code == "resource_missing"

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The objects of a list or of a search."""
        return tuple(_mappings(self.json.get("data"))) if self.ok else ()

    @property
    def more(self) -> bool:
        """Whether the list has a further page."""
        return self.ok and self.json.get("has_more") is True

    @property
    def why(self) -> str:
        """The refusal in a few words: the permission that is lacking, else status and message."""
        if self.status == 403:
            return f"the key lacks the permission {permission_in(self.message)}"
        return f"Stripe answered {self.status}: {self.message}"[:200]


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    for row in value if isinstance(value, list) else []:
        if isinstance(row, Mapping):
            yield row


def permission_in(message: str) -> str:
    """The permission that a 403 names; `(not named)` where its wording is new."""
    found = _PERMISSION.search(message)
    if not found:
        return "(not named)"
    name = found.group(1)
    return name if name.startswith("rak_") else f"rak_{name}"

"""GETs as any HTTP client would make them."""

import json
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from worker.demo.stripe import StandIn

KEY = "rk_" + "test_standin"


class Reply(NamedTuple):
    """What came back."""

    status: int
    json: Any
    headers: dict[str, str]

    @property
    def ids(self) -> list[str]:
        """The ids of a list, in order."""
        return [row["id"] for row in self.json["data"]]


def ask(stand_in: StandIn, path: str, *, key: str | None = KEY, method: str = "GET", **params: Any) -> Reply:
    """One request; a parameter's list value is sent as an array, `__` in a name as a bracket (`created__gte`)."""
    pairs = [
        (_bracketed(name) + "[]" if isinstance(value, list) else _bracketed(name), each)
        for name, value in params.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    parts = urlsplit(stand_in.url)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    try:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        connection.request(method, f"{path}?{urlencode(pairs)}" if pairs else path, headers=headers)
        answer = connection.getresponse()
        return Reply(answer.status, json.loads(answer.read()), dict(answer.getheaders()))
    finally:
        connection.close()


def _bracketed(name: str) -> str:
    root, *inner = name.split("__")
    return root + "".join(f"[{each}]" for each in inner)

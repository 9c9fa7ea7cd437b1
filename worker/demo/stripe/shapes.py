"""Stripe's objects with every field that Stripe always sends, ready to be filled in."""

import json
from copy import deepcopy
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

Json = dict[str, Any]

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ID_LENGTH = 24


@cache
def _shapes() -> dict[str, Json]:
    text = files("worker.demo.stripe").joinpath("shapes.json").read_text(encoding="utf-8")
    shapes: dict[str, Json] = json.loads(text)
    return shapes


def shape(kind: str, **values: Any) -> Json:
    """A new object of this kind; `values` replace its fields. Raises `KeyError` for a field that it does not have."""
    made = deepcopy(_shapes()[kind])
    for name, value in values.items():
        if name not in made:
            raise KeyError(f"a {kind} has no field {name}")
        made[name] = value
    return made


def listed(url: str, rows: list[Json]) -> Json:
    """A whole list inside an object."""
    return {"object": "list", "data": rows, "has_more": False, "url": url}


def make_id(prefix: str, *names: object) -> str:
    """The same id for the same names, in every run: `make_id("cus", "maya")`."""
    number = int.from_bytes(sha256("/".join(map(str, (prefix, *names))).encode()).digest()[:20], "big")
    letters = []
    for _ in range(_ID_LENGTH):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return f"{prefix}_{''.join(letters)}"

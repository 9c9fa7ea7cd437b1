"""A Stripe account in memory: objects by id, found again by any field that they can be listed by."""

from collections import defaultdict
from collections.abc import Iterator
from threading import Lock
from typing import Any

from worker.demo.stripe.shapes import Json


class World:
    """All objects of one account.

    `version` grows with every change; `deleted` keeps ids of deleted customers; `attached` holds rows that are served
    only inside their owner, by its id and the list's name.
    """

    def __init__(self) -> None:
        self.version = 0
        self.names: dict[str, str] = {}
        self.deleted: set[str] = set()
        self.attached: dict[tuple[str, str], list[Json]] = {}
        self._objects: dict[str, Json] = {}
        self._index: dict[tuple[str, str], dict[Any, list[Json]]] = {}
        self._lock = Lock()

    def add(self, value: Json, *, name: str | None = None) -> Json:
        """Take an object in, or replace the one with its id; `name` finds its id again in `names`."""
        with self._lock:
            self._objects[value["id"]] = value
            if name:
                self.names[name] = value["id"]
            self._changed()
        return value

    def change(self, id_or_name: str, **values: Any) -> Json:
        """Set fields of an object, as a Dashboard user would. Raises `KeyError` for an unknown object or field."""
        with self._lock:
            value = self._objects[self.names.get(id_or_name, id_or_name)]
            for field, new in values.items():
                if field not in value:
                    raise KeyError(f"a {value['object']} has no field {field}")
                value[field] = new
            self._changed()
        return value

    def delete(self, id_or_name: str) -> None:
        """Delete a customer, as Stripe does: its subscriptions and payments stay, its record keeps the id alone."""
        with self._lock:
            identity = self.names.get(id_or_name, id_or_name)
            del self._objects[identity]
            self.deleted.add(identity)
            self._changed()

    def get(self, identity: str) -> Json | None:
        """The object with this id."""
        return self._objects.get(identity)

    def kind(self, kind: str) -> list[Json]:
        """All objects of a kind, newest first."""
        return self.where(kind, "object", kind)

    def where(self, kind: str, field: str, value: Any) -> list[Json]:
        """The objects of a kind whose field has this value, newest first. `field` may be dotted."""
        index = self._index.get((kind, field))
        if index is None:
            index = self._indexed(kind, field)
        return index.get(value, [])

    def _indexed(self, kind: str, field: str) -> dict[Any, list[Json]]:
        with self._lock:
            index: dict[Any, list[Json]] = defaultdict(list)
            for value in self._newest(kind):
                found = at(value, field)
                index[found if isinstance(found, str | int | bool) else None].append(value)
            self._index[kind, field] = index
        return index

    def _newest(self, kind: str) -> Iterator[Json]:
        of_kind = (value for value in reversed(list(self._objects.values())) if value["object"] == kind)
        return iter(sorted(of_kind, key=lambda value: value.get("created", 0), reverse=True))

    def _changed(self) -> None:
        self.version += 1
        self._index.clear()


def at(value: Any, path: str) -> Any:
    """What stands at a dotted path inside an object; None where it leads nowhere."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value

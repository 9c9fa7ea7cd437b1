"""Stripe's own description of its API (OpenAPI) as a judge of requests and answers; needs jsonschema-rs."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

Json = Mapping[str, Any]

_MOST_LEVELS = 4
_ROOT = "#/components/schemas/"


class Description:
    """An OpenAPI description, made strict: null only where it is `nullable`, no field that is not described."""

    def __init__(self, spec: Json) -> None:
        self.version = str(spec["info"]["version"])
        self._schemas: Json = spec["components"]["schemas"]
        self._strict = {name: strict(schema) for name, schema in self._schemas.items()}
        self._gets = [
            (_template(path), operations["get"]) for path, operations in spec["paths"].items() if "get" in operations
        ]
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    def knows(self, path: str) -> bool:
        """Whether there is such a GET."""
        return self._operation(path) is not None

    def faults_of_request(self, path: str, params: list[tuple[str, str]], expand: list[str]) -> list[str]:
        """What is wrong with a GET: unknown path, unknown parameter or value, impossible expansion."""
        operation = self._operation(path)
        if operation is None:
            return [f"{path}: no such GET in {self.version}"]
        known = {each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"}
        faults = [fault for name, value in params for fault in self._faults_of_param(known, name, value)]
        faults += [f"required parameter {name} is missing" for name in _required(operation) - {n for n, _ in params}]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        faults += [f"{each} cannot be expanded" for each in expand if not self._expandable(schema, each)]
        return [f"{path}: {fault}" for fault in faults]

    def faults_of_answer(self, path: str, body: Json) -> list[str]:
        """Where an answer with status 200 departs from its schema."""
        operation = self._operation(path)
        if operation is None:
            return [f"{path}: no such GET in {self.version}"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        items = schema.get("properties", {}).get("data", {}).get("items")
        if items is None:
            return [f"{path}: {fault}" for fault in self._departures(schema, body)]
        envelope = {**schema, "properties": {**schema["properties"], "data": {"type": "array"}}}
        rows = body.get("data") or ()
        found = [*self._departures(envelope, body), *(each for row in rows for each in self._departures(items, row))]
        return [f"{path}: {fault}" for fault in found]

    def _departures(self, schema: Json, value: Any) -> list[str]:
        """Where a value departs from a schema; compiling one takes a while, so they are kept."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            referred = {"components": {"schemas": self._strict}} if "$ref" in key else {}
            self._validators[key] = jsonschema_rs.validator_for({**strict(schema), **referred})
        return [_told(error) for error in self._validators[key].iter_errors(value)]

    def _operation(self, path: str) -> Json | None:
        """An exact path goes before one with a placeholder: `/v1/customers/search` is no customer."""
        fitting = [(template, operation) for template, operation in self._gets if template.fullmatch(path)]
        return min(fitting, key=lambda pair: pair[0].pattern.count("[^/]"), default=(None, None))[1]

    def _faults_of_param(self, known: Json, name: str, value: str) -> Iterator[str]:
        root, *inner = re.findall(r"[^\[\]]+", name)
        if root not in known:
            yield f"unknown parameter {root}"
            return
        schema = self._resolved(known[root])
        if inner and not inner[0].isdigit() and not any(inner[0] in each.get("properties", {}) for each in schema):
            yield f"unknown parameter {name}"
        if not inner and all("enum" in each and value not in each["enum"] for each in schema):
            yield f"{name} cannot be {value}"

    def _expandable(self, schema: Json, path: str) -> bool:
        steps, schemas = path.split("."), self._resolved(schema)
        for step in steps:
            schemas = [each for each in schemas if step in each.get("x-expandableFields", ())]
            schemas = [found for each in schemas for found in self._resolved(each["properties"][step])]
        return len(steps) <= _MOST_LEVELS and bool(schemas)

    def _resolved(self, schema: Json) -> list[Json]:
        """The plain schemas behind references, alternatives, expansions and arrays."""
        if "$ref" in schema:
            return self._resolved(self._schemas[schema["$ref"].removeprefix(_ROOT)])
        inner = [*schema.get("anyOf", ()), *schema.get("x-expansionResources", {}).get("oneOf", ())]
        if "items" in schema:
            inner.append(schema["items"])
        return [schema, *(found for each in inner for found in self._resolved(each))] if inner else [schema]


def strict(schema: Any) -> Any:
    """The schema as JSON Schema has it: `nullable` becomes a choice with null, objects take no further fields."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept = {name: value for name, value in schema.items() if not name.startswith("x-") and name != "nullable"}
    made = {name: _inside(name, value) for name, value in kept.items()}
    if "properties" in made:
        made.setdefault("additionalProperties", False)
    return {"anyOf": [made, {"type": "null"}]} if schema.get("nullable") is True else made


def _inside(name: str, value: Any) -> Any:
    if name == "properties":
        return {field: strict(schema) for field, schema in value.items()}
    return value if name in {"enum", "required", "description", "title", "pattern"} else strict(value)


def _template(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def _required(operation: Json) -> set[str]:
    return {each["name"] for each in operation["parameters"] if each["in"] == "query" and each.get("required")}


def _told(error: jsonschema_rs.ValidationError) -> str:
    place = "/".join(map(str, error.instance_path))
    return f"{place}: {error.message[:200]}"

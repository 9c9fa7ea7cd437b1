"""Holds what we ask of helpdesks against the vendors' own descriptions of their APIs: `check_helpdesks FOLDER`."""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from parsers.vocabulary import Draft, Mailbox
from worker.helpdesks import front, intercom, zendesk
from worker.helpdesks.base import ConversationDesk, Posted
from worker.helpdesks.http import Allowed, Answer
from worker.ports import Capability, Packet

DESCRIPTIONS = {"front": "front-core-api.json", "zendesk": "zendesk.yaml", "intercom": "intercom-2.15.yaml"}
_CONVERSATIONS = {"front": "cnv_1", "zendesk": "1", "intercom": "1"}
_ADDRESS = "dana@customer.example"


class _Recorded(Exception):
    """The request has been seen; what would have come back does not matter."""


class Recorder:
    """Stands where the client would: reads get `answer`, the first write is kept and goes no further."""

    def __init__(self, allowed: Sequence[Allowed], answer: object) -> None:
        self._allowed = allowed
        self._answer = answer
        self.written: tuple[str, str, object] | None = None

    def request(self, method: str, path: str, *, body: object = None, **_: object) -> Answer:
        """Keep a write, answer a read."""
        if not any(rule.admits(method, path, body) for rule in self._allowed):
            raise AssertionError(f"{method} {path} is not on our own list")
        if method == "GET":
            return Answer(status=200, body=self._answer)
        self._stop(method, path, body)

    def _stop(self, method: str, path: str, body: object) -> NoReturn:
        self.written = (method, path, body)
        raise _Recorded


def read_description(path: Path) -> Mapping[str, Any]:
    """An OpenAPI file; YAML needs PyYAML, which comes with the tests' requirements and not with the product."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        described: Mapping[str, Any] = json.loads(text)
        return described
    yaml: Any = importlib.import_module("yaml")
    # Words only: the full loader stumbles over a bare `=` in Zendesk's examples.
    described = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return described


def faults_of_list(description: Mapping[str, Any], allowed: Sequence[Allowed]) -> Iterator[str]:
    """What is on our list and not in the description."""
    for rule in allowed:
        sample = rule.path.replace(r"\w+", "1").replace(r"\d+", "1").replace("[^/]+", "x")
        if _operation(description, rule.method, sample) is None:
            yield f"{rule.method} {rule.path} is not described"


def faults_of_write(description: Mapping[str, Any], method: str, path: str, body: object) -> Iterator[str]:
    """Where a request departs from its description: unknown fields, missing ones, values out of an enumeration."""
    operation = _operation(description, method, path)
    if operation is None:
        yield f"{method} {path} is not described"
        return
    content = _resolved(description, operation["requestBody"])["content"]["application/json"]
    for fault in faults_of_value(description, content["schema"], body, path):
        yield f"{method} {fault}"


def faults_of_value(description: Mapping[str, Any], schema: Any, value: object, where: str) -> Iterator[str]:
    """Faults of one value; a schema without properties admits anything."""
    schema = _resolved(description, schema)
    options = [_resolved(description, one) for one in schema.get("oneOf") or schema.get("anyOf") or ()]
    if options:
        found = [list(faults_of_value(description, one, value, where)) for one in options]
        yield from min(found, key=len)
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    properties, required = _members(description, schema)
    if not properties or not isinstance(value, Mapping):
        return
    yield from (f"{where}: {name} is missing" for name in sorted(required - set(value)))
    for name, part in value.items():
        if name not in properties:
            yield f"{where}: {name} is not described"
        else:
            yield from faults_of_value(description, properties[name], part, f"{where}.{name}")


def writes(desk: ConversationDesk, allowed: Sequence[Allowed], conversation: str) -> Iterator[tuple[str, str, object]]:
    """Every write that an adapter makes, as it would make it."""
    packet, replaced = _packet(), Posted(id="msg_1", text="x", version="1")
    acts: list[Callable[[], object]] = [lambda: desk._write_note(conversation, packet)]
    if Capability.DRAFT in desk.capabilities:
        acts.append(lambda: desk._write_draft(conversation, packet, None))
        acts.append(lambda: desk._write_draft(conversation, packet, replaced))
    for act in acts:
        recorder = Recorder(allowed, {"ticket": {"updated_at": "2026-01-01T00:00:00Z"}})
        desk.__dict__["_http"] = recorder
        try:
            act()
        except _Recorded:
            if recorder.written is not None:
                yield recorder.written


def main(arguments: Sequence[str]) -> int:
    """Print every fault; 1 where there is one, 2 where there is nothing to hold against."""
    if len(arguments) != 1:
        print("usage: check_helpdesks FOLDER", file=sys.stderr)
        return 2
    faults = 0
    for kind, name in DESCRIPTIONS.items():
        description = read_description(Path(arguments[0]) / name)
        allowed, desk = _desk(kind)
        asked = list(writes(desk, allowed, _CONVERSATIONS[kind]))
        found = [*faults_of_list(description, allowed)]
        found += [fault for one in asked for fault in faults_of_write(description, *one)]
        print(f"{kind}: {len(allowed)} calls and {len(asked)} writes held against {name}: {len(found)} faults")
        for fault in found:
            print(f"  {fault}")
        faults += len(found)
    return min(faults, 1)


def _desk(kind: str) -> tuple[Sequence[Allowed], ConversationDesk]:
    if kind == "front":
        return front.ALLOWED, front.FrontHelpdesk(token="x", channel_id="cha_1", author_id="tea_1")
    if kind == "zendesk":
        return zendesk.ALLOWED, zendesk.ZendeskHelpdesk(base_url="https://x.example", token="x")
    return intercom.ALLOWED, intercom.IntercomHelpdesk(token="x", admin_id="1")


def _packet() -> Packet:
    return Packet(
        case_id="c-1",
        revision=1,
        account="x",
        message_id="<1@customer.example>",
        in_reply_to=(),
        references=(),
        subject="Invoice",
        sender=Mailbox(address=_ADDRESS, name="Dana"),
        own_address="support@example.com",
        arrived_at=datetime.now(UTC),
        note="CUSTOMER\n- Dana\n",
        draft=Draft(to=(_ADDRESS,), subject="Re: Invoice", body="Hello", template="neutral", language="en"),
    )


def _operation(description: Mapping[str, Any], method: str, path: str) -> Any:
    for template, item in description["paths"].items():
        if method.lower() in item and re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", template), path):
            return item[method.lower()]
    return None


def _resolved(description: Mapping[str, Any], schema: Any) -> Any:
    while isinstance(schema, Mapping) and "$ref" in schema:
        target: Any = description
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        schema = target
    return schema


def _members(description: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Properties and what is required, those of `allOf` among them."""
    properties, required = dict(schema.get("properties") or {}), set(schema.get("required") or ())
    for part in schema.get("allOf") or ():
        more, needed = _members(description, _resolved(description, part))
        properties |= more
        required |= needed
    return properties, required


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

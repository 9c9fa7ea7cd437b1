"""What the desk answers under `/api`, as OpenAPI 3.1 (spec.openapis.org/oas/v3.1.0); bodies are checked against it."""

from collections.abc import Iterable, Mapping
from dataclasses import Field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from parsers.vocabulary import Bucket, Intent, Outcome, Verdict
from worker.desk.decisions import LONGEST_BODY, LONGEST_LINE, LONGEST_REMARK, REASONS, STATUS_AFTER
from worker.desk.queue_port import CaseRow, Query
from worker.desk.view.labels import STATUSES, SURENESS

Schema = dict[str, Any]
CASE = "/api/cases/{case_id}"


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _word(words: Iterable[str]) -> Schema:
    return {"type": "string", "enum": [str(word) for word in words]}


def _object(**properties: Schema) -> Schema:
    """An answer's object: every key is there; newer versions of the desk may add some."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _body(*required: str, **properties: Schema) -> Schema:
    """A request's object: no key but these."""
    kind: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return kind | ({"required": list(required)} if required else {})


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_WHOLE: Schema = {"type": "integer"}
_YES: Schema = {"type": "boolean"}
_AT: Schema = {"type": "string", "format": "date-time"}
_VERSION: Schema = {
    "type": "integer",
    "minimum": 1,
    "maximum": 999_999_999,
    "description": "the case's version that was looked at; 409 if somebody decided since",
}
_REMARK: Schema = {"type": "string", "maxLength": LONGEST_REMARK, "description": "kept; card numbers and keys are cut"}
_DAY: Schema = {
    "type": "string",
    "pattern": "^(tomorrow|3days|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
    "description": "tomorrow, 3days, or a day YYYY-MM-DD",
}
_ANY_TEXT: Schema = {"type": "string", "description": "left out: as drafted"}

BODIES: dict[str, Schema] = {
    "approve": _body(
        "version",
        version=_VERSION,
        subject=_ANY_TEXT | {"maxLength": LONGEST_LINE},
        body=_ANY_TEXT | {"maxLength": LONGEST_BODY},
        remark=_REMARK,
    ),
    "reject": _body("version", "reason", version=_VERSION, reason=_word(REASONS), remark=_REMARK),
    "take_over": _body("version", version=_VERSION, remark=_REMARK),
    "snooze": _body("version", "until", version=_VERSION, until=_DAY, remark=_REMARK),
    "reopen": _body("version", version=_VERSION, remark=_REMARK),
    "correct": _body(
        "kind", "should_be", kind=_word(("intent", "customer", "bucket")), should_be=_TEXT, remark=_REMARK
    ),
    "look": _body(),
    "drafts": _body(),
}
SAID = {
    "approve": "Approve the draft, with or without edits. Nothing is sent.",
    "reject": "Reject the draft, with a reason (`other` needs a remark).",
    "take_over": "Take the case over: somebody answers by hand.",
    "snooze": "Put the case off until eight o'clock UTC of a day after today, within a year.",
    "reopen": "Open the case again.",
    "correct": "Say what should have been read or decided; `may_be` of the case lists what is allowed.",
    "look": "Read Stripe again: what of the proposed actions is done? Judges an undecided case anew if Stripe changed.",
    "drafts": "Put the approved draft into the mailbox's Drafts folder, once. Nothing is sent.",
}

_ACTION = _object(
    kind=_TEXT,
    object=_or_null(_TEXT),
    when=_or_null(_TEXT),
    amount=_or_null(_WHOLE),
    currency=_or_null(_TEXT),
    reversible=_YES,
    flags=_list(_TEXT),
)
_IDENTITY = _object(
    verdict=_word(Verdict), customer_ids=_list(_TEXT), matched_by=_or_null(_TEXT), evidence=_list(_TEXT)
)
_JUDGED = {
    "id": _TEXT,
    "message_id": _or_null(_TEXT),
    "outcome": _word(Outcome),
    "reason": _or_null(_TEXT),
    "language": _TEXT,
    "intents": _list(_object(name=_word(Intent), score=_NUMBER, primary=_YES, evidence=_list(_TEXT))),
    "cues": _list(_TEXT),
    "identity": _or_null(_IDENTITY),
    "anomalies": _list(_object(name=_TEXT, objects=_list(_TEXT), evidence=_TEXT)),
    "bucket": _or_null(_word(Bucket)),
    "confidence": _NUMBER,
    "because": _list(_TEXT),
    "actions": _list(_ACTION),
    "revenue": _object(cash_out=_or_null(_WHOLE), mrr_change=_or_null(_WHOLE), currency=_or_null(_TEXT)),
    "product_gap": _or_null(_object(key=_TEXT, text=_TEXT)),
    "draft": _or_null(_object(to=_list(_TEXT), subject=_TEXT, body=_TEXT, template=_TEXT, language=_TEXT)),
    "note": _or_null(_TEXT),
    "priority": _TEXT,
    "churn_risk": _TEXT,
    "rejected": _list(_TEXT),
    "ladder": _list(_object(row=_TEXT, rule=_TEXT, bucket=_word(Bucket), held=_YES, because=_list(_TEXT))),
}
_LOOKED = _object(at=_AT, by=_TEXT, lines=_list(_object(state=_TEXT, text=_TEXT)), changed=_list(_TEXT))
_STANDING = {
    "arrived_at": _AT,
    "mail": _or_null(_object(sender=_TEXT, subject=_TEXT, new_text=_TEXT)),
    "status": _word(("open", "stale", "taken_over", "snoozed", "approved", "rejected", "closed")),
    "status_by": _or_null(_TEXT),
    "status_at": _or_null(_AT),
    "snoozed_until": _or_null(_AT),
    "version": _WHOLE,
    "revision": _WHOLE,
    "changed": _list(_TEXT),
    "choices": _list(_word(STATUS_AFTER)),
    "may_be": {"type": "object", "additionalProperties": _list(_TEXT)},
    "approved": _or_null(_object(by=_TEXT, at=_or_null(_AT), subject=_TEXT, body=_TEXT, edited=_NUMBER)),
    "looked": _or_null(_LOOKED),
}
_WORDS: Mapping[str, type[StrEnum]] = {"outcome": Outcome, "bucket": Bucket, "verdict": Verdict}
_KINDS: Mapping[Any, Schema] = {int: _WHOLE, float: _NUMBER, bool: _YES, datetime: _AT}


def _of(each: Field[Any]) -> Schema:
    """What a dataclass says of one of its fields."""
    known = _word(_WORDS[each.name]) if each.name in _WORDS else _KINDS.get(each.type, _TEXT)
    return _or_null(known) if each.type == str | None else known


SCHEMAS: dict[str, Schema] = {
    "Error": _object(error=_TEXT),
    "Overtaken": _object(error=_TEXT, version=_WHOLE, status=_TEXT),
    "Row": _object(**{each.name: _of(each) for each in fields(CaseRow)}),
    "Cases": _object(total=_WHOLE, counts={"type": "object", "additionalProperties": _WHOLE}, cases=_list(_ref("Row"))),
    "Case": _object(**_JUDGED, **_STANDING),
    "History": _object(events=_list(_object(at=_AT, by=_TEXT, action=_TEXT, told=_TEXT))),
    "Correction": _object(kind=_TEXT, was=_or_null(_TEXT), should_be=_TEXT),
    "Look": _object(renewed=_YES, case=_ref("Case")),
}
_ERRORS = {
    400: "The body is no JSON object, or the address names another host.",
    401: "Nobody is signed in, and no client's token was sent.",
    403: "Another site made a browser send this.",
    404: "There is no such case.",
    409: "The case is not, or no longer, where this can be done.",
    413: "The body is too large.",
    422: "A key or a value that cannot be; the text names it.",
    500: "Something broke in Deskhand; its log says what.",
    503: "The store, Stripe or the mailbox does not answer.",
}


def filters() -> dict[str, Schema]:
    """The list's filters, by name: the queue's own. An empty one does not narrow."""
    found = {each.name: _of(each) for each in fields(Query) if each.name != "per_page"}
    narrow: dict[str, Iterable[str]] = {**_WORDS, "status": STATUSES, "sure": SURENESS}
    words = {name: _word(("", *words)) for name, words in narrow.items()}
    return found | words | {"page": _WHOLE | {"minimum": 1}}


def _answer(said: str, kind: str, schema: Schema) -> Schema:
    return {"description": said, "content": {kind: {"schema": schema}}}


def _failures(*numbers: int, overtaken: bool = False) -> Schema:
    error = {str(each): _answer(_ERRORS[each], "application/json", _ref("Error")) for each in numbers}
    if overtaken:
        late = "Somebody was faster; nothing was changed."
        either = {"anyOf": [_ref("Overtaken"), _ref("Error")]}
        error["409"] = _answer(late, "application/json", either)
    return error


def _get(name: str, said: str, schema: Schema, *failures: int, kind: str = "application/json") -> Schema:
    good = {"200": _answer(said, kind, schema)}
    return {"get": {"operationId": name, "summary": said, "responses": good | _failures(401, 500, 503, *failures)}}


def _post(name: str, answer: str) -> Schema:
    schema, decides = BODIES[name], name in STATUS_AFTER
    failures = _failures(400, 401, 403, 404, 409, 413, 422, 500, 503, overtaken=decides)
    operation: Schema = {
        "operationId": name,
        "summary": SAID[name],
        "requestBody": {"required": "required" in schema, "content": {"application/json": {"schema": schema}}},
        "responses": {"200": _answer("Done.", "application/json", _ref(answer))} | failures,
    }
    return {"post": operation}


def _one(operation: Schema) -> Schema:
    return {"parameters": [{"name": "case_id", "in": "path", "required": True, "schema": _TEXT}]} | operation


def _open(name: str, said: str) -> Schema:
    return {"operationId": name, "summary": said, "security": [{}]}


def _cases() -> Schema:
    operation = _get("cases", "The queue: by priority, then age.", _ref("Cases"), 422)
    usual = Query()
    given = [
        {"name": name, "in": "query", "schema": schema | {"default": getattr(usual, name)}}
        for name, schema in filters().items()
    ]
    operation["get"]["parameters"] = given
    return operation


def _supervised() -> Schema:
    health = {"200": _answer("The store answers.", "text/plain", _TEXT)}
    down = {"503": _answer("The store does not answer.", "text/plain", _TEXT)}
    figures = _get("metrics", "Figures for Prometheus, without personal data.", _TEXT, kind="text/plain")
    return {
        "/healthz": {"get": _open("healthz", "For a supervisor.") | {"responses": health | down}},
        "/metrics": figures,
    }


def _paths() -> Schema:
    read = {
        "/api/openapi.json": _get("openapi", "This description.", {"type": "object"}),
        "/api/cases": _cases(),
        CASE: _one(_get("case", "One case, its texts and its standing.", _ref("Case"), 404)),
        f"{CASE}/history": _one(_get("history", "Who did what, oldest first.", _ref("History"), 404)),
        f"{CASE}/draft.eml": _one(
            _get("draft", "The approved draft as a mail to open.", _TEXT, 404, 409, kind="message/rfc822")
        ),
    }
    other = {"correct": "Correction", "look": "Look"}
    acted = {f"{CASE}/{name}": _one(_post(name, other.get(name, "Case"))) for name in BODIES}
    return read | acted | _supervised()


def description() -> Schema:
    """The whole document."""
    token: Schema = {"type": "http", "scheme": "bearer", "description": "a client's, from `deskhand clients add`"}
    session: Schema = {"type": "apiKey", "in": "cookie", "name": "deskhand", "description": "who signed in at /login"}
    said = "What agents do on the desk's pages, for a team's own tools. Nothing here sends mail or writes to Stripe. "
    open_ = "On this machine alone, without accounts, no token is needed."
    return {
        "openapi": "3.1.0",
        "info": {"title": "Deskhand review desk", "version": "1", "description": said + open_},
        "security": [{"token": []}, {"session": []}],
        "paths": _paths(),
        "components": {"schemas": SCHEMAS, "securitySchemes": {"token": token, "session": session}},
    }

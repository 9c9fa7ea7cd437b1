"""The check against a vendor's description finds what departs from it."""

from typing import Any

from tests.tools.check_helpdesks import faults_of_list, faults_of_write, writes
from worker.helpdesks import front
from worker.helpdesks.front import FrontHelpdesk
from worker.helpdesks.http import Allowed

_SCHEMA: dict[str, Any] = {
    "allOf": [{"$ref": "#/schemas/text"}, {"properties": {"mode": {"enum": ["private", "shared"]}}}],
}
DESCRIPTION: dict[str, Any] = {
    "paths": {"/c/{id}/drafts": {"post": {"requestBody": {"content": {"application/json": {"schema": _SCHEMA}}}}}},
    "schemas": {"text": {"required": ["body"], "properties": {"body": {"type": "string"}}}},
}


def faults(body: object) -> list[str]:
    return list(faults_of_write(DESCRIPTION, "POST", "/c/1/drafts", body))


def test_every_departure_is_found() -> None:
    assert faults({"body": "x", "mode": "shared"}) == []
    assert faults({"mode": "shared"}) == ["POST /c/1/drafts: body is missing"]
    assert faults({"body": "x", "modus": "shared"}) == ["POST /c/1/drafts: modus is not described"]
    assert len(faults({"body": "x", "mode": "sent"})) == 1
    assert list(faults_of_write(DESCRIPTION, "PUT", "/c/1/drafts", {})) == ["PUT /c/1/drafts is not described"]


def test_a_call_that_is_not_described_is_found() -> None:
    allowed = [Allowed(method="POST", path=r"/c/\d+/drafts", right=""), Allowed(method="GET", path="/other", right="")]
    assert list(faults_of_list(DESCRIPTION, allowed)) == ["GET /other is not described"]


def test_every_write_of_an_adapter_is_seen() -> None:
    desk = FrontHelpdesk(token="x", channel_id="cha_1")
    seen = [(method, path) for method, path, _ in writes(desk, front.ALLOWED, "cnv_1")]
    assert seen == [
        ("POST", "/conversations/cnv_1/comments"),
        ("POST", "/conversations/cnv_1/drafts"),
        ("PATCH", "/drafts/msg_1/"),
    ]

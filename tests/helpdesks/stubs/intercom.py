"""Intercom as far as it is asked: one conversation and its parts."""

import html
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.helpdesks.contract import Text
from tests.helpdesks.memory import CUSTOMER
from tests.helpdesks.stubs.server import MISSING, Asked, Given, Stub
from worker.ports import Capability


class IntercomStub(Stub):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[dict[str, Any]] = [{"id": "1", "part_type": "assignment", "body": None}]
        self.makes_public = False
        self.twin = False  # a second conversation of the same customer and subject

    def texts(self) -> Sequence[Text]:
        ours = self.parts[1:]
        return [Text(capability=Capability.NOTE, body=one["body"], public=one["part_type"] != "note") for one in ours]

    def answer(self, asked: Asked) -> Given:
        if asked.path == "/me":
            return Given(body={"type": "admin", "id": "77", "email": "bot@example.com"})
        if asked.path == "/conversations/search":
            found = [self._shown(), *([self._shown() | {"id": "6"}] if self.twin else [])]
            ours = asked.body["query"]["value"] in (CUSTOMER, 0)
            return Given(body={"type": "conversation.list", "conversations": found if ours else []})
        if asked.path == "/conversations/5/reply":
            public = self.makes_public or asked.body["message_type"] != "note"
            part = {"id": str(self.number()), "part_type": "comment" if public else "note", "body": asked.body["body"]}
            self.parts.append(part)
            return Given(body=self._shown())
        return Given(body=self._shown()) if asked.path == "/conversations/5" else MISSING

    def _shown(self) -> dict[str, Any]:
        return {
            "type": "conversation",
            "id": "5",
            "updated_at": int(datetime.now(UTC).timestamp()),
            "source": {"subject": f"<p>{html.escape(self.subject)}</p>"},
            "conversation_parts": {"conversation_parts": self.parts, "total_count": len(self.parts)},
        }

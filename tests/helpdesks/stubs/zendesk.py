"""Zendesk as far as it is asked: one customer's tickets, their comments, and updates that may be too late."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.helpdesks.contract import Text
from tests.helpdesks.memory import CUSTOMER
from tests.helpdesks.stubs.server import MISSING, Asked, Given, Stub
from worker.ports import Capability


class ZendeskStub(Stub):
    def __init__(self) -> None:
        super().__init__()
        self.updated = datetime.now(UTC)
        self.comments: list[dict[str, Any]] = [{"id": 1, "type": "Comment", "body": "Help!", "public": True}]
        self.makes_public = False
        self.racing = 0
        self.gone = False
        self.private: bool | None = True  # whether the agent can comment only privately
        self.twin = False  # a second ticket of the same customer and subject

    def texts(self) -> Sequence[Text]:
        ours = (one for one in self.comments if "html_body" in one)
        return [Text(capability=Capability.NOTE, body=one["html_body"], public=one["public"]) for one in ours]

    def answer(self, asked: Asked) -> Given:
        if asked.path == "/api/v2/users/me":
            return Given(
                body={"user": {"id": 9, "name": "Deskhand", "role": "agent", "only_private_comments": self.private}}
            )
        if asked.path == "/api/v2/search":
            found = [self._ticket(), *([self._ticket() | {"id": 36}] if self.twin else [])]
            asks = asked.query["query"]
            return Given(body={"results": found if asks == "type:ticket" or f"requester:{CUSTOMER}" in asks else []})
        if self.twin and asked.path == "/api/v2/tickets/36/comments":
            return Given(body={"comments": [], "meta": {}})
        if self.gone or not re.fullmatch(r"/api/v2/tickets/35(/comments)?", asked.path):
            return MISSING
        if asked.path.endswith("/comments"):
            return self._page(int(asked.query.get("page[after]", "0")))
        return self._update(asked.body["ticket"]) if asked.method == "PUT" else Given(body={"ticket": self._ticket()})

    def _page(self, first: int) -> Given:
        more = first + 2 < len(self.comments)
        meta = {"has_more": more, "after_cursor": str(first + 2)}
        return Given(body={"comments": self.comments[first : first + 2], "meta": meta})

    def _ticket(self) -> dict[str, Any]:
        return {"id": 35, "subject": self.subject, "updated_at": self.updated.isoformat()}

    def _update(self, ticket: dict[str, Any]) -> Given:
        if self.racing or ticket["updated_stamp"] != self.updated.isoformat():
            self.racing = max(0, self.racing - 1)
            return Given(status=409, body={"error": "UpdateConflict"})
        comment = {"id": self.number(), "type": "Comment", **ticket["comment"]}
        comment["public"] = comment.get("public", True) or self.makes_public
        self.comments.append(comment)
        self.updated = datetime.now(UTC)
        return Given(body={"ticket": self._ticket(), "audit": {"id": 1, "events": [comment]}})

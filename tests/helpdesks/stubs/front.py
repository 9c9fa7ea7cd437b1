"""Front as far as it is asked: search, messages and their sources, shared drafts, comments, merges."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.helpdesks.contract import Text
from tests.helpdesks.memory import CUSTOMER
from tests.helpdesks.stubs.server import MISSING, Asked, Given, Stub
from worker.ports import Capability


class FrontStub(Stub):
    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.mode = ""
        self.merged = False

    def texts(self) -> Sequence[Text]:
        drafts = [
            Text(capability=Capability.DRAFT, body=one["body"], public=one["draft_mode"] == "", to=tuple(one["to"]))
            for one in self.drafts
        ]
        return [*drafts, *(Text(capability=Capability.NOTE, body=one["body"]) for one in self.comments)]

    def add_draft(self, *, author: str, body: str = "mine") -> dict[str, Any]:
        number = self.number()
        draft = {"id": f"msg_{number}", "body": body, "draft_mode": "shared", "version": "1", "to": [CUSTOMER]}
        self.drafts.append(draft | {"author": {"type": author}, "is_inbound": False, "type": "email"})
        return self.drafts[-1]

    def answer(self, asked: Asked) -> Given:
        if asked.path == "/me":
            return Given(body={"id": "cmp_1", "name": "Example Inc"})
        if asked.path == "/conversations":
            return Given(body={"_results": [{"id": "cnv_1"}]})
        if asked.path.startswith("/conversations/search/"):
            return self._search(asked.path)
        if asked.path == "/messages/msg_1":
            return Given(text="Subject: x\r\nMessage-ID: <first@customer.example>\r\n\r\nHelp!")
        if found := re.fullmatch(r"/drafts/(msg_\d+)/", asked.path):
            return self._update(found[1], asked.body)
        return self._conversation(asked)

    def _search(self, path: str) -> Given:
        now = datetime.now(UTC).timestamp()
        found = {"id": "cnv_1", "subject": "A question about my bill", "last_message": {"created_at": now}}
        return Given(body={"_results": [found] if path.endswith(f"from:{CUSTOMER}") else []})

    def _conversation(self, asked: Asked) -> Given:
        name, _, part = asked.path.removeprefix("/conversations/").partition("/")
        if self.merged and name == "cnv_1":
            return Given(status=301, headers={"Location": f"/conversations/cnv_2/{part}"})
        if name not in {"cnv_1", "cnv_2"}:
            return MISSING
        if part == "messages":
            return Given(body={"_results": [{"id": "msg_1", "is_inbound": True}, {"id": "msg_2", "is_inbound": False}]})
        if asked.method == "GET":
            return self._page(self.drafts if part == "drafts" else self.comments, asked)
        return self._write(part, asked.body)

    def _page(self, rows: list[dict[str, Any]], asked: Asked) -> Given:
        first = int(asked.query.get("page_token", "0"))
        following = f"https://x.example/y?page_token={first + 2}" if first + 2 < len(rows) else None
        return Given(body={"_results": rows[first : first + 2], "_pagination": {"next": following}})

    def _write(self, part: str, body: dict[str, Any]) -> Given:
        if part == "comments":
            self.comments.append({"id": f"com_{self.number()}", "body": body["body"], "author": {"type": "api"}})
            return Given(status=201, body=self.comments[-1])
        draft = self.add_draft(author="api", body=body["body"] + "<br>-- <br>Example Inc")
        draft |= {"to": body["to"], "draft_mode": self.mode or body.get("mode", "private")}
        self.drafts[-1] = draft
        return Given(body=draft)

    def _update(self, name: str, body: dict[str, Any]) -> Given:
        for draft in self.drafts:
            if draft["id"] == name:
                if draft["version"] != body["version"]:
                    return Given(status=409, body={})
                draft |= {"body": body["body"], "version": str(int(draft["version"]) + 1)}
                return Given(body=draft)
        return MISSING

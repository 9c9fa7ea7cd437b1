"""Help Scout as far as it is asked: tokens, one conversation, its threads, replies that are sent unless drafts."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.helpdesks.contract import Text
from tests.helpdesks.memory import CUSTOMER
from tests.helpdesks.stubs.server import MISSING, Asked, Given, Stub
from worker.ports import Capability

_RAW = "Subject: x\r\nMessage-ID: <first@customer.example>\r\n\r\nHelp!"


class HelpScoutStub(Stub):
    def __init__(self) -> None:
        super().__init__()
        self.threads: list[dict[str, Any]] = [{"id": 1, "type": "customer", "state": "published", "body": "Help!"}]
        self.publishes = False
        self.tokens = 0

    def texts(self) -> Sequence[Text]:
        kinds = {"message": Capability.DRAFT, "note": Capability.NOTE}
        return [
            Text(capability=kinds[one["type"]], body=one["body"], public=_public(one), to=tuple(one.get("to", ())))
            for one in self.threads[1:]
        ]

    def add(self, kind: str, state: str, body: str, author: int = 7) -> Given:
        to = [CUSTOMER] if kind == "message" else []
        self.threads.append(
            {"id": self.number(), "type": kind, "state": state, "body": body, "to": to, "createdBy": {"id": author}}
        )
        return Given(status=201, headers={"Resource-ID": str(self.numbers)})

    def answer(self, asked: Asked) -> Given:
        if asked.path == "/v2/oauth2/token":
            self.tokens += 1
            return Given(body={"access_token": f"token-{self.tokens}", "expires_in": 172800})
        if not asked.headers.get("Authorization", "").startswith("Bearer token-"):
            return Given(status=401)
        if asked.path == "/v2/users/me":
            return Given(body={"id": 7})
        if asked.path == "/v2/conversations":
            return self._search(asked.query.get("query", f'(email:"{CUSTOMER}")'))
        return self._conversation(asked) if asked.path.startswith("/v2/conversations/5") else MISSING

    def _search(self, query: str) -> Given:
        if query != f'(email:"{CUSTOMER}")':
            return Given(body={"page": {"totalPages": 0, "number": 1}})
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        found = {"id": 5, "subject": "A question about my bill", "userUpdatedAt": now}
        return Given(body={"_embedded": {"conversations": [found]}, "page": {"totalPages": 1, "number": 1}})

    def _conversation(self, asked: Asked) -> Given:
        part = asked.path.removeprefix("/v2/conversations/5")
        if asked.method == "POST":
            return self._write(part, asked.body)
        if part == "":
            return Given(body={"id": 5, "primaryCustomer": {"id": 11}})
        if part == "/threads":
            first = 2 * int(asked.query.get("page", "1")) - 2
            pages = {"totalPages": (len(self.threads) + 1) // 2}
            return Given(body={"_embedded": {"threads": self.threads[first : first + 2]}, "page": pages})
        if part == "/threads/1/original-source":
            return Given(body={"original": _RAW})
        return self._change(part, asked.body)

    def _write(self, part: str, body: dict[str, Any]) -> Given:
        if part == "/notes":
            return self.add("note", "published", body["text"])
        assert body["customer"] == {"id": 11}
        draft = body.get("draft") is True and not self.publishes
        return self.add("message", "draft" if draft else "published", body["text"])

    def _change(self, part: str, body: dict[str, Any]) -> Given:
        found = re.fullmatch(r"/threads/(\d+)", part)
        for thread in self.threads:
            if found and thread["id"] == int(found[1]):
                thread["body"] = body["value"]
                return Given(status=204)
        return MISSING


def _public(thread: dict[str, Any]) -> bool:
    return bool(thread["type"] == "message" and thread["state"] != "draft")

"""Zammad as far as it is asked: one ticket, its articles, its one shared draft."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.helpdesks.contract import Text
from tests.helpdesks.memory import CUSTOMER
from tests.helpdesks.stubs.server import MISSING, Asked, Given, Stub
from worker.ports import Capability


class ZammadStub(Stub):
    def __init__(self) -> None:
        super().__init__()
        self.articles: list[dict[str, Any]] = [
            {"id": 1, "type": "email", "internal": False, "body": "Help!", "message_id": "<first@customer.example>"}
        ]
        self.draft: dict[str, Any] | None = None
        self.name = 0
        self.indexed = True
        self.makes_public = False
        self.steals = False
        self.groups = {"1": ["read", "change", "create"]}

    def texts(self) -> Sequence[Text]:
        ours = [one for one in self.articles if one["id"] != 1]
        texts = [Text(capability=Capability.NOTE, body=one["body"], public=not one["internal"]) for one in ours]
        if self.draft is not None:
            to = tuple(self.draft["to"].split(", "))
            texts.append(Text(capability=Capability.DRAFT, body=self.draft["body"], to=to))
        return texts

    def write(self, article: dict[str, Any]) -> None:
        self.name = self.name if self.draft is not None else self.number()
        self.draft = article

    def answer(self, asked: Asked) -> Given:
        if asked.path == "/api/v1/users/me":
            return Given(body={"id": 3, "login": "deskhand@example.com", "group_ids": self.groups})
        if asked.path == "/api/v1/tickets":
            return Given(body=[{"id": 5}])
        if asked.path == "/api/v1/tickets/search":
            return self._search(asked.query["query"])
        if asked.path == "/api/v1/ticket_articles/by_ticket/5":
            return Given(body=self.articles)
        if asked.path == "/api/v1/ticket_articles":
            return self._article(asked.body)
        return self._shared(asked) if asked.path == "/api/v1/tickets/5/shared_draft" else MISSING

    def _search(self, query: str) -> Given:
        ticket = {"id": 5, "title": "A question about my bill", "updated_at": datetime.now(UTC).isoformat()}
        by_id = self.indexed and query == 'article.message_id:"first@customer.example"'
        return Given(body=[ticket] if by_id or query == f'customer.email:"{CUSTOMER}"' else [])

    def _article(self, body: dict[str, Any]) -> Given:
        assert body["type"] == "note"
        internal = body.get("internal") is True and not self.makes_public
        self.articles.append({"id": self.number(), **body, "internal": internal})
        return Given(status=201, body=self.articles[-1])

    def _shared(self, asked: Asked) -> Given:
        if asked.method == "PUT":
            self.write(asked.body["new_article"])
        shown = self._shown()
        if self.steals and asked.method == "GET":
            self.write({"body": "mine", "to": CUSTOMER})
        return Given(status=201 if asked.method == "PUT" else 200, body=shown)

    def _shown(self) -> dict[str, Any]:
        if self.draft is None:
            return {"shared_draft_id": None}
        one = {"id": self.name, "new_article": self.draft}
        return {"shared_draft_id": self.name, "assets": {"TicketSharedDraftZoom": {str(self.name): one}}}

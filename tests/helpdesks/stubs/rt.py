"""RT's REST2 as far as it is asked, as 5.0.3 answers: one ticket, its transactions, its custom fields."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.helpdesks.contract import Text
from tests.helpdesks.memory import CUSTOMER
from tests.helpdesks.stubs.server import MISSING, Asked, Given, Stub
from worker.ports import Capability


class RequestTrackerStub(Stub):
    def __init__(self) -> None:
        super().__init__()
        self.transactions: list[dict[str, Any]] = [{"id": 46, "Type": "Create", "subject": "A question", "key": ""}]
        self.draft = ""
        self.corresponds = False
        self.marks = True
        self.writes_draft = True
        self.racing: str | None = None
        self.links = ["comment"]
        self.lifecycle = "default"
        self.fields = ["Draft Reply", "Note Key"]

    def texts(self) -> Sequence[Text]:
        ours = [one for one in self.transactions if "body" in one]
        notes = [Text(capability=Capability.NOTE, body=one["body"], public=one["Type"] != "Comment") for one in ours]
        return [*notes, *([Text(capability=Capability.DRAFT, body=self.draft, to=(CUSTOMER,))] if self.draft else [])]

    def write(self, text: str) -> None:
        """A change of the draft's field, whoever makes it."""
        self.draft = text
        self.transactions.append({"id": self.number(), "Type": "CustomField", "key": ""})

    def answer(self, asked: Asked) -> Given:
        path = asked.path.removeprefix("/REST/2.0")
        if path == "/rt":
            return Given(body={"Version": "5.0.3"})
        if path in {"/queues/all", "/queue/3"}:
            return Given(body=_page([{"id": "3", "Name": "Billing"}]) | {"Lifecycle": self.lifecycle})
        if path == "/tickets":
            return self._tickets(asked.query)
        if path == "/attachments":
            found = asked.body == [{"field": "MessageId", "value": "first@customer.example"}]
            hit = {"TransactionId": "46", "MessageId": "first@customer.example"}
            return Given(body=_page([hit] if found else []))
        if found_one := re.fullmatch(r"/transaction/(\d+)", path):
            return self._transaction(int(found_one[1]))
        return self._ticket(asked, path.removeprefix("/ticket/5")) if path.startswith("/ticket/5") else MISSING

    def _tickets(self, query: Mapping[str, str]) -> Given:
        terms = (f"Requestor.EmailAddress = '{CUSTOMER}'", "id = 5", "Queue = 3")
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        ticket = {"id": "5", "Subject": "A question about my bill", "Created": now, "LastUpdated": now}
        return Given(body=_page([ticket] if query["query"].startswith(terms) else []))

    def _transaction(self, name: int) -> Given:
        for one in self.transactions:
            if one["id"] == name:
                return Given(body=self._shown(one))
        return MISSING

    def _shown(self, one: dict[str, Any]) -> dict[str, Any]:
        marks = (
            [{"name": "Note Key", "values": [one["key"]] if one["key"] else []}] if "Note Key" in self.fields else []
        )
        about = {"type": "ticket", "id": "5"}
        return {"id": str(one["id"]), "Type": one["Type"], "Object": about, "CustomFields": marks}

    def _ticket(self, asked: Asked, part: str) -> Given:
        if part == "/history":
            return Given(body=_page([self._shown(one) for one in self.transactions], asked))
        if part == "/attachments":
            rows = [one for one in self.transactions if "subject" in one]
            return Given(
                body=_page([{"TransactionId": str(one["id"]), "Subject": one["subject"]} for one in rows], asked)
            )
        if part == "/comment":
            return self._comment(asked.body)
        if asked.method == "PUT":
            return self._put(asked)
        values = [self.draft] if self.draft else []
        shown: dict[str, Any] = {
            "id": 5,
            "Subject": "A question about my bill",
            "_hyperlinks": [{"ref": one} for one in self.links],
        }
        shown["_hyperlinks"] += [{"ref": "lifecycle", "to": "open"}] if "modify" in self.links else []
        shown["CustomFields"] = [{"name": "Draft Reply", "values": values}] if "Draft Reply" in self.fields else []
        given = Given(body=shown, headers={"ETag": self._tag()})
        if self.racing is not None:
            self.write(self.racing)
            self.racing = None
        return given

    def _tag(self) -> str:
        return f'"{self.transactions[-1]["id"]}"'

    def _put(self, asked: Asked) -> Given:
        if asked.headers.get("If-Match") != self._tag():
            return Given(status=412, body={"message": "Precondition Failed"})
        if not self.writes_draft:
            return Given(body=["Ticket 5: Permission Denied"])
        self.write(asked.body["CustomFields"]["Draft Reply"])
        return Given(body=["Draft Reply changed"])

    def _comment(self, body: dict[str, Any]) -> Given:
        name, kind = self.number(), "Correspond" if self.corresponds else "Comment"
        key = body["TxnCustomFields"]["Note Key"] if self.marks else ""
        one = {"id": name, "Type": kind, "subject": body["Subject"], "body": body["Content"], "key": key}
        self.transactions.append(one)
        headers = {"Location": f"/REST/2.0/transaction/{name}"}
        return Given(status=201, text=json.dumps(["Comments added"]), headers=headers)


def _page(rows: list[dict[str, Any]], asked: Asked | None = None) -> dict[str, Any]:
    size, page = (int(asked.query["per_page"]), int(asked.query["page"])) if asked else (20, 1)
    shown = rows[size * (page - 1) : size * page]
    return {"items": shown, "count": len(shown), "page": page, "per_page": size, "total": None}

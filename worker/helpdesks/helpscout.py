"""Help Scout: a reply kept as a draft, and a note; the reply cannot be asked for without `draft: true`."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from parsers.errors import HelpdeskUnavailable, Rejected
from worker.helpdesks.base import WAITS, ConversationDesk, Posted, as_html, note_html
from worker.helpdesks.http import Allowed, Answer, GuardedClient
from worker.helpdesks.matching import Candidate, choose, nearest, same_mail
from worker.ports import Capability, Packet, Traits

_CONVERSATION = r"/v2/conversations/\d+"
_ACCESS = "a Help Scout user with access to the inbox"
_CANDIDATES = 5
_PAGES = 20

ALLOWED = (
    Allowed(method="POST", path="/v2/oauth2/token", right="app id and secret"),
    Allowed(method="GET", path="/v2/users/me", right=_ACCESS),
    Allowed(method="GET", path="/v2/conversations", right=_ACCESS),
    Allowed(method="GET", path=_CONVERSATION, right=_ACCESS),
    Allowed(method="GET", path=_CONVERSATION + "/threads", right=_ACCESS),
    Allowed(method="GET", path=_CONVERSATION + r"/threads/\d+/original-source", right=_ACCESS),
    Allowed(method="POST", path=_CONVERSATION + "/notes", right=_ACCESS),
    Allowed(method="POST", path=_CONVERSATION + "/reply", right=_ACCESS, must={"draft": True}),
    Allowed(
        method="PATCH",
        path=_CONVERSATION + r"/threads/\d+",
        right=_ACCESS,
        must={"op": "replace", "path": "/text"},  # "/draft" would publish it
    ),
)


class HelpScoutHelpdesk(ConversationDesk):
    """One Help Scout account through an OAuth2 app (client credentials); `timeout` in seconds."""

    kind = "helpscout"
    capabilities = frozenset({Capability.DRAFT, Capability.NOTE})
    traits = Traits(
        draft="draft reply",
        note="note",
        found_by="Message-ID",
        not_found=WAITS,
        once_by="our marker in the note, our words in the draft",
        rights="app id and secret of a user who sees the billing inbox alone",
        can_send=True,
    )

    def __init__(
        self, *, app_id: str, app_secret: str, base_url: str = "https://api.helpscout.net", timeout: float = 20.0
    ) -> None:
        self._http = GuardedClient(base_url=base_url, allowed=ALLOWED, headers={}, timeout=timeout)
        self._app = {"grant_type": "client_credentials", "client_id": app_id, "client_secret": app_secret}
        self._token = ""
        self._until = 0.0
        self._own: str | None = None

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def _ask(self, method: str, path: str, *, body: object = None, query: Mapping[str, str] | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {self._fresh()}"}
        try:
            return self._http.request(method, path, body=body, query=query, headers=headers)
        except Rejected:
            self._token = ""  # it may have been revoked before its time
            raise

    def _fresh(self) -> str:
        """The access token; tokens live for two days."""
        if not self._token or time.monotonic() > self._until:
            got = self._http.request("POST", "/v2/oauth2/token", form=self._app)
            self._token = str(got.part("access_token"))
            self._until = time.monotonic() + float(got.body.get("expires_in") or 7200) - 60
        return self._token

    def _find(self, packet: Packet) -> str | None:
        """Among the sender's conversations the one that holds the very mail; by subject where it bears no id."""
        if packet.sender is None:
            return None
        address = packet.sender.address.replace('"', "")
        query = {"query": f'(email:"{address}")', "status": "all", "sortField": "modifiedAt", "sortOrder": "desc"}
        got = self._ask("GET", "/v2/conversations", query=query)
        # No page at all is no answer; a page without `_embedded` is an empty one.
        found = [_candidate(one) for one in got.many("_embedded", "conversations")] if _filled(got) else []
        if packet.message_id is None:
            return choose(packet, found)
        near = nearest(packet, found, _CANDIDATES)
        return next((one.id for one in near if self._holds(one.id, packet)), None)

    def _holds(self, conversation: str, packet: Packet) -> bool:
        customers = (one for one in self._threads(conversation) or () if one.get("type") == "customer")
        return any(self._is(f"/v2/conversations/{conversation}/threads/{one['id']}", packet) for one in customers)

    def _is(self, thread: str, packet: Packet) -> bool:
        got = self._ask("GET", f"{thread}/original-source")
        source = got.body.get("original") if isinstance(got.body, Mapping) else got.text
        return got.found and same_mail(str(source or ""), packet)

    def _threads(self, conversation: str) -> Sequence[Mapping[str, Any]] | None:
        threads: list[Mapping[str, Any]] = []
        for page in range(1, _PAGES + 1):
            got = self._ask("GET", f"/v2/conversations/{conversation}/threads", query={"page": str(page)})
            if not got.found:
                return None
            threads += got.many("_embedded", "threads")
            if page >= int((got.body.get("page") or {}).get("totalPages") or 1):
                return threads
        raise HelpdeskUnavailable(f"conversation {conversation} has too many threads to read")

    def _notes(self, conversation: str) -> Sequence[Posted] | None:
        threads = self._threads(conversation)
        return None if threads is None else [_read_posted(one, "") for one in threads if one.get("type") == "note"]

    def _drafts(self, conversation: str) -> Sequence[Posted] | None:
        threads = self._threads(conversation)
        if threads is None:
            return None
        return [_read_posted(one, self._me()) for one in threads if _is_draft(one)]

    def _write_note(self, conversation: str, packet: Packet) -> str:
        path = f"/v2/conversations/{conversation}/notes"
        name = _resource(self._ask("POST", path, body={"text": note_html(packet)}))
        thread = self._thread(conversation, name)
        if thread.get("type") != "note":
            raise Rejected(f"helpscout {conversation}: thread {name} is no note but {thread.get('type')}")
        return name

    def _write_draft(self, conversation: str, packet: Packet, replaced: Posted | None) -> Posted:
        assert packet.draft is not None
        text, path = as_html(packet.draft.body), f"/v2/conversations/{conversation}"
        if replaced is not None:
            name, change = replaced.id, {"op": "replace", "path": "/text", "value": text}
            if self._ask("PATCH", f"{path}/threads/{name}", body=change).status >= 300:
                raise HelpdeskUnavailable(f"conversation {conversation} was changed meanwhile", retry_after=1)
        else:
            customer = self._ask("GET", path).part("primaryCustomer", "id")
            body = {"customer": {"id": customer}, "text": text, "draft": True}
            name = _resource(self._ask("POST", f"{path}/reply", body=body))
        thread = self._thread(conversation, name)
        if not _is_draft(thread):
            raise Rejected(f"helpscout {conversation}: thread {name} is no draft but {thread.get('state')}")
        return _read_posted(thread, self._me())

    def _thread(self, conversation: str, name: str) -> Mapping[str, Any]:
        """What the helpdesk says of a thread that we have just written."""
        for one in self._threads(conversation) or ():
            if str(one.get("id")) == name:
                return one
        raise HelpdeskUnavailable(f"conversation {conversation} does not show thread {name} yet")

    def _me(self) -> str:
        if self._own is None:
            self._own = str(self._ask("GET", "/v2/users/me").part("id"))
        return self._own

    def _newest(self) -> str | None:
        got = self._ask("GET", "/v2/conversations", query={"status": "all"})
        found = got.many("_embedded", "conversations") if _filled(got) else ()
        return str(found[0]["id"]) if found else None

    def _whoami(self) -> str:
        return f"user {self._me()}"


def _resource(got: Answer) -> str:
    name = got.headers.get("Resource-ID", "")
    if got.status != 201 or not name:
        raise HelpdeskUnavailable(f"helpscout wrote nothing that it names: status {got.status}")
    return name


def _filled(got: Answer) -> bool:
    return "_embedded" in got.body if got.part("page") else False


def _candidate(found: Mapping[str, Any]) -> Candidate:
    begun = found.get("createdAt")
    return Candidate(
        id=str(found["id"]),
        subject=str(found.get("subject") or ""),
        touched=datetime.fromisoformat(str(found.get("userUpdatedAt") or begun)),
        begun=datetime.fromisoformat(begun) if begun else None,
    )


def _is_draft(thread: Mapping[str, Any]) -> bool:
    return thread.get("type") in {"message", "reply"} and thread.get("state") == "draft"


def _read_posted(thread: Mapping[str, Any], own: str) -> Posted:
    author = str((thread.get("createdBy") or {}).get("id") or "")
    return Posted(id=str(thread["id"]), text=str(thread.get("body") or ""), own=bool(own) and author == own)

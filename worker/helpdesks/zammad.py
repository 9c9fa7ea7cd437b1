"""Zammad: the ticket's one shared draft, and an internal article; a human's draft is never overwritten."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from parsers.errors import HelpdeskUnavailable, Rejected
from worker.helpdesks.base import WAITS, ConversationDesk, Posted, as_html, note_html, plain
from worker.helpdesks.http import Allowed, Answer, GuardedClient
from worker.helpdesks.matching import Candidate, choose, nearest
from worker.ports import Capability, Finding, Packet, Traits

_CANDIDATES = 5
_AGENT = "ticket.agent, with full access to the ticket's group"
_DRAFTS = f"{_AGENT}, and shared drafts switched on for the group"

ALLOWED = (
    Allowed(method="GET", path="/api/v1/users/me", right="a valid token"),
    Allowed(method="GET", path="/api/v1/tickets", right=_AGENT),
    Allowed(method="GET", path="/api/v1/tickets/search", right=_AGENT),
    Allowed(method="GET", path=r"/api/v1/ticket_articles/by_ticket/\d+", right=_AGENT),
    Allowed(method="GET", path=r"/api/v1/tickets/\d+/shared_draft", right=_DRAFTS),
    Allowed(method="PUT", path=r"/api/v1/tickets/\d+/shared_draft", right=_DRAFTS),
    # An article of type email is sent even where it is internal.
    Allowed(method="POST", path="/api/v1/ticket_articles", right=_AGENT, must={"type": "note", "internal": True}),
)


class ZammadHelpdesk(ConversationDesk):
    """One Zammad by access token; `timeout` in seconds."""

    kind = "zammad"
    capabilities = frozenset({Capability.DRAFT, Capability.NOTE})
    traits = Traits(
        draft="the ticket's shared draft",
        note="internal article",
        found_by="Message-ID",
        not_found=WAITS,
        once_by="our marker in the note; one draft a ticket",
        rights="ticket.agent on the billing group; shared drafts on for the group",
        can_send=True,
    )

    def __init__(self, *, base_url: str, token: str, timeout: float = 20.0) -> None:
        headers = {"Authorization": f"Token token={token}"}
        self._http = GuardedClient(base_url=base_url, allowed=ALLOWED, headers=headers, timeout=timeout)

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def _find(self, packet: Packet) -> str | None:
        """By Message-ID; where the search index does not know it, among the sender's tickets."""
        if packet.message_id is not None:
            bare = packet.message_id.strip("<>")
            by_id = self._search(f"article.message_id:{_quoted(bare)}")
            if found := next((one.id for one in by_id[:_CANDIDATES] if self._holds(one.id, bare)), None):
                return found
        if packet.sender is None:
            return None
        tickets = self._search(f"customer.email:{_quoted(packet.sender.address)}")
        if packet.message_id is None:
            return choose(packet, tickets)
        near = nearest(packet, tickets, _CANDIDATES)
        return next((one.id for one in near if self._holds(one.id, bare)), None)

    def _search(self, query: str) -> Sequence[Candidate]:
        """With `expand` the answer is a list; without, as some versions give it, ids and assets."""
        asked = {"query": query, "limit": "25", "expand": "true"}
        got = self._http.request("GET", "/api/v1/tickets/search", query=asked)
        tickets = got.body if isinstance(got.body, list) else got.part("assets").get("Ticket", {}).values()
        return [_candidate(one) for one in tickets]

    def _holds(self, ticket: str, bare_id: str) -> bool:
        articles = self._articles(ticket) or ()
        return any(str(one.get("message_id") or "").strip("<>") == bare_id for one in articles)

    def _articles(self, ticket: str) -> Sequence[Mapping[str, Any]] | None:
        got = self._http.request("GET", f"/api/v1/ticket_articles/by_ticket/{ticket}")
        return got.many() if got.found else None

    def _notes(self, conversation: str) -> Sequence[Posted] | None:
        articles = self._articles(conversation)
        if articles is None:
            return None
        return [Posted(id=str(one["id"]), text=str(one.get("body") or "")) for one in articles if one.get("internal")]

    def _write_note(self, conversation: str, packet: Packet) -> str:
        body = {"ticket_id": int(conversation), "subject": "Deskhand", "body": note_html(packet), "internal": True}
        body |= {"content_type": "text/html", "type": "note", "sender": "Agent"}
        got = self._http.request("POST", "/api/v1/ticket_articles", body=body)
        _written(got, conversation)
        if got.part("internal") is not True or got.part("type") != "note":
            raise Rejected(f"zammad ticket {conversation}: our article {got.body.get('id')} is not an internal note")
        return str(got.part("id"))

    def _drafts(self, conversation: str) -> Sequence[Posted] | None:
        """None or one. Whoever wrote it, it is not ours but where our own memory says so."""
        got = self._http.request("GET", f"/api/v1/tickets/{conversation}/shared_draft")
        if not got.found:
            return None
        name = got.part("shared_draft_id")
        return () if name is None else (_draft(got, str(name)),)

    def _write_draft(self, conversation: str, packet: Packet, replaced: Posted | None) -> Posted:
        """PUT makes or overwrites, so that we look once more, right before: Zammad has no other guard."""
        assert packet.draft is not None
        if self._drafts(conversation) != ((replaced,) if replaced else ()):
            raise HelpdeskUnavailable(f"zammad ticket {conversation}: the draft changed meanwhile", retry_after=1)
        article = {"body": as_html(packet.draft.body), "type": "email", "internal": False}
        article |= {"to": ", ".join(packet.draft.to), "subject": " ".join(packet.draft.subject.split())}
        article |= {"in_reply_to": packet.message_id or "", "content_type": "text/html"}
        body = {"form_id": "1", "new_article": article, "ticket_attributes": {}}
        _written(self._http.request("PUT", f"/api/v1/tickets/{conversation}/shared_draft", body=body), conversation)
        return self._shown(conversation, article["body"])

    def _shown(self, conversation: str, body: object) -> Posted:
        """The draft as the ticket shows it, once that is the one we have just written."""
        posted = self._drafts(conversation)
        if posted == ():
            raise Rejected(f"zammad ticket {conversation}: what we wrote is no shared draft")
        if not posted or plain(posted[0].text) != plain(str(body)):
            raise HelpdeskUnavailable(f"zammad ticket {conversation}: the draft changed meanwhile", retry_after=1)
        return posted[0]

    def _newest(self) -> str | None:
        found = self._http.request("GET", "/api/v1/tickets", query={"per_page": "1", "page": "1"}).many()
        return str(found[0]["id"]) if found else None

    def _prove_rights(self) -> Iterator[Finding]:
        """Where the user is shown with its groups: notes need `change` on one, or `full`."""
        groups = self._http.request("GET", "/api/v1/users/me").body.get("group_ids")
        rights = [set(one) for one in groups.values()] if isinstance(groups, Mapping) else []
        if groups is not None and not any("full" in one or {"read", "change"} <= one for one in rights):
            text = "zammad: the user has no group in which it may write"
            yield Finding(area="helpdesk", ok=False, text=text, mend="give it full access to the billing group")

    def _whoami(self) -> str:
        return str(self._http.request("GET", "/api/v1/users/me").part("login"))


def _written(got: Answer, conversation: str) -> None:
    if got.stale or not got.found:
        raise HelpdeskUnavailable(f"zammad ticket {conversation} was changed meanwhile: read again", retry_after=1)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _candidate(ticket: Mapping[str, Any]) -> Candidate:
    begun = ticket.get("created_at")
    return Candidate(
        id=str(ticket["id"]),
        subject=str(ticket.get("title") or ""),
        touched=datetime.fromisoformat(str(ticket["updated_at"])),
        begun=datetime.fromisoformat(begun) if begun else None,
    )


def _draft(got: Answer, name: str) -> Posted:
    """The draft stands among the assets, under a model's name that differs between versions."""
    for model in got.part("assets").values():
        if isinstance(model, Mapping) and isinstance(one := model.get(name), Mapping) and "new_article" in one:
            return Posted(id=name, text=str((one["new_article"] or {}).get("body") or ""))
    raise HelpdeskUnavailable(f"zammad names draft {name} but does not show it")

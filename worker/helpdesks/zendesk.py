"""Zendesk: no drafts; the suggested reply stands in an internal comment below a divider."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from parsers.errors import HelpdeskUnavailable, Rejected
from worker.helpdesks.base import WAITS, ConversationDesk, Posted, marker, note_html, plain
from worker.helpdesks.http import Allowed, GuardedClient
from worker.helpdesks.matching import Candidate, choose, nearest
from worker.ports import Finding, Packet, Traits

_PAGES = 50
_CANDIDATES = 5

ALLOWED = (
    Allowed(method="GET", path=r"/api/v2/users/me", right="read"),
    Allowed(method="GET", path=r"/api/v2/search", right="read (tickets)"),
    Allowed(method="GET", path=r"/api/v2/tickets/\d+", right="read (tickets)"),
    Allowed(method="GET", path=r"/api/v2/tickets/\d+/comments", right="read (tickets)"),
    Allowed(
        method="PUT",
        path=r"/api/v2/tickets/\d+",
        right="tickets:write, and an agent who may comment internally",
        must={"ticket.comment.public": False, "ticket.safe_update": True},
    ),
)


class ZendeskHelpdesk(ConversationDesk):
    """One Zendesk account. `email` with an API token, or an OAuth access token alone; `timeout` in seconds."""

    kind = "zendesk"
    traits = Traits(
        draft=None,
        note="internal comment",
        found_by="Message-ID where a ticket tells it, else requester, subject and time",
        not_found=WAITS,
        once_by="our marker in the note, and updated_stamp",
        rights="an agent who may only comment privately",
    )

    def __init__(self, *, base_url: str, token: str, email: str = "", timeout: float = 20.0) -> None:
        self._http = GuardedClient(
            base_url=base_url,
            allowed=ALLOWED,
            headers={} if email else {"Authorization": f"Bearer {token}"},
            auth=(f"{email}/token", token) if email else None,
            timeout=timeout,
        )

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def _find(self, packet: Packet) -> str | None:
        """Among the requester's tickets the one that tells the mail's id; else by subject and time, or not at all.

        Zendesk cannot be searched by Message-ID, and tells it in a comment's `metadata.system` where it keeps it.
        """
        if packet.sender is None:
            return None
        asked = {"query": f"type:ticket requester:{packet.sender.address}", "sort_by": "updated_at"}
        found = self._http.request("GET", "/api/v2/search", query=asked | {"sort_order": "desc"})
        tickets = [_candidate(one) for one in found.many("results")]
        if packet.message_id is None:
            return choose(packet, tickets)
        told = {one.id: self._told_ids(one.id) for one in nearest(packet, tickets, _CANDIDATES)}
        holding = next((ticket for ticket, ids in told.items() if packet.message_id in ids), None)
        # A ticket that tells where its mails came from, and not of ours, does not hold it.
        return holding or choose(packet, [one for one in tickets if not told.get(one.id)])

    def _told_ids(self, ticket: str) -> set[str]:
        meta = ((one.get("metadata") or {}).get("system") or {} for one in self._comments(ticket) or ())
        return {str(one["message_id"]) for one in meta if one.get("message_id")}

    def _notes(self, conversation: str) -> Sequence[Posted] | None:
        comments = self._comments(conversation)
        return None if comments is None else [_read_posted(one) for one in comments if one.get("public") is False]

    def _comments(self, ticket: str) -> Sequence[Any] | None:
        comments: list[Any] = []
        query = {"page[size]": "100"}
        for _ in range(_PAGES):
            got = self._http.request("GET", f"/api/v2/tickets/{ticket}/comments", query=query)
            if not got.found:
                return None
            comments += got.many("comments")
            meta = got.body.get("meta") or {}
            if not meta.get("has_more"):
                return comments
            query["page[after]"] = str(meta.get("after_cursor"))
        raise HelpdeskUnavailable(f"ticket {ticket} has too many comments to read")

    def _write_note(self, conversation: str, packet: Packet) -> str:
        stamp = self._http.request("GET", f"/api/v2/tickets/{conversation}")
        if not stamp.found:
            raise HelpdeskUnavailable(f"ticket {conversation} is gone")
        comment = {"html_body": note_html(packet, with_reply=True), "public": False}
        ticket = {"comment": comment, "safe_update": True, "updated_stamp": stamp.part("ticket", "updated_at")}
        got = self._http.request("PUT", f"/api/v2/tickets/{conversation}", body={"ticket": ticket})
        if got.stale or not got.found:
            raise HelpdeskUnavailable(f"ticket {conversation} was changed meanwhile: it is read again", retry_after=1)
        return self._proven(conversation, packet, got.body)

    def _proven(self, conversation: str, packet: Packet, answer: Any) -> str:
        """The id of the comment, once what the helpdesk says of it is internal."""
        events = (answer.get("audit") or {}).get("events") or () if isinstance(answer, dict) else ()
        for event in events:
            if event.get("type") == "Comment" and marker(packet) in plain(_words(event)):
                if event.get("public") is not False:
                    raise Rejected(f"zendesk ticket {conversation}: our comment {event.get('id')} is PUBLIC")
                return str(event["id"])
        notes = self._notes(conversation) or ()
        if ours := sorted(note.id for note in notes if marker(packet) in plain(note.text)):
            return ours[0]
        raise Rejected(f"zendesk ticket {conversation}: our comment is not among the internal ones")

    def _newest(self) -> str | None:
        asked = {"query": "type:ticket", "sort_by": "updated_at", "sort_order": "desc"}
        found = self._http.request("GET", "/api/v2/search", query=asked).many("results")
        return str(found[0]["id"]) if found else None

    def _prove_rights(self) -> Iterator[Finding]:
        """`only_private_comments`: whether the user can create nothing but private comments (Users API)."""
        private = self._user().get("only_private_comments")
        if private is True:
            text = "zendesk: this agent can comment only internally"
            yield Finding(area="helpdesk", ok=True, text=text)
        else:
            text = (
                "zendesk: this agent can reply to customers"
                if private is False
                else "zendesk: it is not told whether this agent can reply"
            )
            mend = "use a light agent, or a custom role whose ticket comments are private only"
            yield Finding(area="helpdesk", ok=private is None, warning=private is None, text=text, mend=mend)

    def _user(self) -> Any:
        return self._http.request("GET", "/api/v2/users/me").part("user")

    def _whoami(self) -> str:
        user = self._user()
        if user.get("role") not in {"agent", "admin"}:
            raise Rejected(f"the Zendesk credential is no agent's (role {user.get('role')}): see email and token")
        return f"{user.get('name')} ({user.get('role')})"


def _candidate(found: Any) -> Candidate:
    return Candidate(
        id=str(found["id"]),
        subject=str(found.get("subject") or ""),
        touched=datetime.fromisoformat(found["updated_at"]),
        begun=datetime.fromisoformat(found["created_at"]) if found.get("created_at") else None,
    )


def _read_posted(comment: Any) -> Posted:
    return Posted(id=str(comment["id"]), text=_words(comment))


def _words(comment: Any) -> str:
    return str(comment.get("html_body") or comment.get("body") or "")

"""Intercom: a note for admins; the suggested reply stands in it below a divider."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from parsers.errors import HelpdeskUnavailable, Rejected
from worker.helpdesks.base import WAITS, ConversationDesk, Posted, marker, note_html, plain
from worker.helpdesks.http import Allowed, GuardedClient
from worker.helpdesks.matching import Candidate, choose
from worker.ports import Packet, Traits

_READ = "Read conversations"

ALLOWED = (
    Allowed(method="GET", path="/me", right="a valid access token"),
    Allowed(method="POST", path="/conversations/search", right=_READ),
    Allowed(method="GET", path=r"/conversations/\d+", right=_READ),
    Allowed(
        method="POST",
        path=r"/conversations/\d+/reply",
        right="Write conversations",
        must={"message_type": "note", "type": "admin"},
    ),
)


class IntercomHelpdesk(ConversationDesk):
    """One Intercom workspace; notes stand under the admin `admin_id`. `timeout` in seconds."""

    kind = "intercom"
    traits = Traits(
        draft=None,
        note="note",
        found_by="sender, subject and time",
        not_found=WAITS,
        once_by="our marker in the note",
        rights="read and write conversations",
        can_send=True,
    )

    def __init__(
        self, *, token: str, admin_id: str, base_url: str = "https://api.intercom.io", timeout: float = 20.0
    ) -> None:
        headers = {"Authorization": f"Bearer {token}", "Intercom-Version": "2.15", "Accept": "application/json"}
        self._http = GuardedClient(base_url=base_url, allowed=ALLOWED, headers=headers, timeout=timeout)
        self._admin = admin_id

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def _find(self, packet: Packet) -> str | None:
        """By sender, subject and time, or not at all: Intercom shows no header of the mail."""
        if packet.sender is None:
            return None
        query = {"field": "source.author.email", "operator": "=", "value": packet.sender.address}
        got = self._http.request("POST", "/conversations/search", body={"query": query, "pagination": {"per_page": 25}})
        return choose(packet, [_candidate(one) for one in got.many("conversations")])

    def _notes(self, conversation: str) -> Sequence[Posted] | None:
        """The conversation shows its newest 500 parts."""
        got = self._http.request("GET", f"/conversations/{conversation}")
        if not got.found:
            return None
        parts = got.many("conversation_parts", "conversation_parts")
        return [Posted(id=str(one["id"]), text=_body(one)) for one in parts if one.get("part_type") == "note"]

    def _write_note(self, conversation: str, packet: Packet) -> str:
        body = {"message_type": "note", "type": "admin", "admin_id": self._admin}
        body["body"] = note_html(packet, with_reply=True)
        got = self._http.request("POST", f"/conversations/{conversation}/reply", body=body)
        if got.stale or not got.found:
            raise HelpdeskUnavailable(f"conversation {conversation} was changed meanwhile: read again", retry_after=1)
        parts = got.many("conversation_parts", "conversation_parts")
        ours = [one for one in parts if marker(packet) in plain(_body(one))]
        if any(one.get("part_type") != "note" for one in ours):
            raise Rejected(f"intercom conversation {conversation}: what was to be a note is PUBLIC")
        if not ours:
            raise HelpdeskUnavailable(f"intercom conversation {conversation} does not show our note yet")
        return str(ours[-1]["id"])

    def _newest(self) -> str | None:
        body = {"query": {"field": "updated_at", "operator": ">", "value": 0}, "pagination": {"per_page": 1}}
        found = self._http.request("POST", "/conversations/search", body=body).many("conversations")
        return str(found[0]["id"]) if found else None

    def _whoami(self) -> str:
        return str(self._http.request("GET", "/me").part("id"))


def _candidate(found: Mapping[str, Any]) -> Candidate:
    subject = plain(str((found.get("source") or {}).get("subject") or found.get("title") or ""))
    begun = found.get("created_at")
    return Candidate(
        id=str(found["id"]),
        subject=subject,
        touched=datetime.fromtimestamp(found["updated_at"], UTC),
        begun=datetime.fromtimestamp(begun, UTC) if begun else None,
    )


def _body(part: Mapping[str, Any]) -> str:
    return str(part.get("body") or "")

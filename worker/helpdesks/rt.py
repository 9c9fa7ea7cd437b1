"""Request Tracker 5 (REST2): the draft in a custom field of the ticket, the note as a comment; it cannot correspond."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from parsers.errors import HelpdeskUnavailable, Rejected
from worker.helpdesks.base import WAITS, ConversationDesk, Posted, as_html, marker, note_html, plain, understood
from worker.helpdesks.http import Allowed, Answer, GuardedClient
from worker.helpdesks.matching import Candidate, choose
from worker.ports import Capability, Finding, Packet, Traits

_API = "/REST/2.0"
_SEE = "SeeQueue, ShowTicket and ShowTicketComments on the queue"
_PAGES = 50
_MESSAGE_ID = 160  # characters that RT's table keeps of a Message-ID
_LINK = 6000  # characters of a composer link: web servers take lines of 8 kB

ALLOWED = (
    Allowed(method="GET", path=_API + "/rt", right="a valid token"),
    Allowed(method="GET", path=_API + "/queues/all", right="SeeQueue"),
    Allowed(method="GET", path=_API + r"/queue/\d+", right="SeeQueue"),
    Allowed(method="GET", path=_API + "/tickets", right=_SEE),
    Allowed(method="GET", path=_API + r"/ticket/\d+", right=_SEE),
    Allowed(method="GET", path=_API + r"/ticket/\d+/(history|attachments)", right=_SEE),
    Allowed(method="GET", path=_API + r"/transaction/\d+", right=_SEE),
    Allowed(method="POST", path=_API + "/attachments", right=_SEE),  # a search: RT takes its terms as a body
    Allowed(
        method="PUT",
        path=_API + r"/ticket/\d+",
        right="SeeCustomField and ModifyCustomField on the draft's field",
        only=frozenset({"CustomFields"}),
    ),
    Allowed(
        method="POST",
        path=_API + r"/ticket/\d+/comment",
        right="CommentOnTicket, and ModifyCustomField on the note's field",
        only=frozenset({"Subject", "Content", "ContentType", "TxnCustomFields"}),
    ),
)


class RequestTrackerHelpdesk(ConversationDesk):
    """One RT by a user's token. `queue`: the name of the only queue to look in (empty: every one the user sees);
    `draft_field`: a ticket custom field of text; `note_field`: a transaction custom field; `timeout` in seconds.
    """

    kind = "rt"
    capabilities = frozenset({Capability.DRAFT, Capability.NOTE})
    traits = Traits(
        draft="custom field, with a link to the composer",
        note="comment",
        found_by="Message-ID",
        not_found=WAITS,
        once_by="our marker in a transaction field; one draft a ticket, under If-Match",
        rights="SeeQueue, ShowTicket, ShowTicketComments, CommentOnTicket, See- and ModifyCustomField on two fields; "
        "neither ReplyToTicket nor ModifyTicket",
    )

    def __init__(
        self,
        *,
        base_url: str,
        token: str,
        queue: str = "",
        draft_field: str = "Draft Reply",
        note_field: str = "Note Key",
        timeout: float = 20.0,
    ) -> None:
        headers = {"Authorization": f"token {token}"}
        self._http = GuardedClient(base_url=base_url, allowed=ALLOWED, headers=headers, timeout=timeout)
        self._pages = base_url.rstrip("/")
        self._queue, self._draft_field, self._note_field = queue, draft_field, note_field

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def _find(self, packet: Packet) -> str | None:
        """The ticket that holds the very mail; by requestor and subject where it bears no id."""
        if packet.message_id is not None:
            return self._holding(packet.message_id.strip("<> ")[:_MESSAGE_ID])
        if packet.sender is None:
            return None
        found = self._tickets(f"Requestor.EmailAddress = {_quoted(packet.sender.address)}")
        return choose(packet, [_candidate(one) for one in found])

    def _holding(self, bare_id: str) -> str | None:
        """RT keeps a Message-ID without its brackets, by attachment; one mail may have made a ticket in each queue."""
        search, query = [{"field": "MessageId", "value": bare_id}], {"fields": "TransactionId,MessageId"}
        found = self._http.request("POST", _API + "/attachments", body=search, query=query).many("items")
        same = {str(one["TransactionId"]) for one in found if one.get("MessageId") == bare_id}
        tickets = {name for one in sorted(same) if (name := self._ticket_of(one))}
        return min((name for name in tickets if self._in_queue(name)), key=int, default=None)

    def _ticket_of(self, transaction: str) -> str | None:
        got = self._http.request("GET", f"{_API}/transaction/{transaction}")
        about = got.part("Object") if got.found else {}
        return str(about["id"]) if about.get("type") == "ticket" else None

    def _in_queue(self, ticket: str) -> bool:
        return not self._queue or bool(self._tickets(f"id = {int(ticket)}"))

    def _tickets(self, terms: str) -> Sequence[Mapping[str, Any]]:
        """Newest first."""
        within = f" AND Queue = {_quoted(self._queue)}" if self._queue else ""
        query = {"query": terms + within, "fields": "Subject,Created,LastUpdated", "per_page": "20"}
        got = self._http.request("GET", _API + "/tickets", query=query | {"orderby": "LastUpdated", "order": "DESC"})
        return got.many("items")

    def _notes(self, conversation: str) -> Sequence[Posted] | None:
        """Comments bear our marker in a custom field, and as their subject: the field is set a moment later."""
        history = self._all(f"{_API}/ticket/{conversation}/history", "Type,CustomFields")
        if not history:  # a ticket has at least its own beginning
            return None
        subjects = self._all(f"{_API}/ticket/{conversation}/attachments", "TransactionId,Subject")
        named = {str(one["TransactionId"]): str(one.get("Subject") or "") for one in subjects}
        comments = [one for one in history if one.get("Type") == "Comment"]
        return [
            Posted(id=str(one["id"]), text=f"{_field(one, self._note_field)} {named.get(str(one['id']), '')}")
            for one in comments
        ]

    def _all(self, path: str, fields: str) -> Sequence[Mapping[str, Any]]:
        items: list[Mapping[str, Any]] = []
        for page in range(1, _PAGES + 1):
            query = {"fields": fields, "per_page": "100", "page": str(page)}
            got = self._http.request("GET", path, query=query)
            if not got.found:
                return []
            items += got.many("items")
            if int(got.part("count")) < 100:
                return items
        raise HelpdeskUnavailable(f"{path}: too many pages to read")

    def _write_note(self, conversation: str, packet: Packet) -> str:
        body = {"Subject": marker(packet), "ContentType": "text/html", "TxnCustomFields": {}}
        body["Content"] = note_html(packet) + self._composer(conversation, packet)
        body["TxnCustomFields"] = {self._note_field: marker(packet)}
        got = self._http.request("POST", f"{_API}/ticket/{conversation}/comment", body=body)
        _written(got, conversation)
        name = got.headers.get("Location", "").rpartition("/")[2]
        if got.status != 201 or not name.isdigit():
            raise HelpdeskUnavailable(f"rt ticket {conversation}: no comment is named in the answer")
        self._prove_comment(conversation, name, packet)
        return name

    def _prove_comment(self, conversation: str, name: str, packet: Packet) -> None:
        written = self._http.request("GET", f"{_API}/transaction/{name}")
        if not written.found:
            raise HelpdeskUnavailable(f"rt ticket {conversation} does not show transaction {name} yet")
        if (kind := written.part("Type")) != "Comment":
            raise Rejected(f"rt ticket {conversation}: transaction {name} is no comment but PUBLIC: {kind}")
        if _field(written.body, self._note_field) != marker(packet):
            need = "SeeCustomField and ModifyCustomField"
            raise Rejected(f'rt: the comment does not bear our marker; the token needs {need} on "{self._note_field}"')

    def _composer(self, conversation: str, packet: Packet) -> str:
        """Where the draft is, and a link that opens RT's own composer with it; nothing where an agent's lies there."""
        posted = self._drafts(conversation) or ()
        if packet.draft is None or not posted or plain(posted[0].text) != plain(as_html(packet.draft.body)):
            return ""
        link = f"{self._pages}/Ticket/Update.html?id={conversation}&amp;Action=Respond"
        text = f"&amp;UpdateContent={quote(as_html(packet.draft.body), safe='')}"
        link += text if len(text) <= _LINK else ""
        return f'<p>Draft: in the field "{self._draft_field}". <a href="{link}">Open it in the composer</a></p>'

    def _drafts(self, conversation: str) -> Sequence[Posted] | None:
        """None or one. Whoever wrote it, it is not ours but where our own memory says so."""
        got = self._http.request("GET", f"{_API}/ticket/{conversation}")
        if not got.found:
            return None
        if (text := _field(got.body, self._draft_field)) is None:
            raise Rejected(f'rt: ticket {conversation} shows no field "{self._draft_field}"; it needs SeeCustomField')
        return (_draft(text, got),) if text.strip() else ()

    def _write_draft(self, conversation: str, packet: Packet, replaced: Posted | None) -> Posted:
        """Looked at once more, and written only onto what was seen then: `If-Match`, RFC 9110 section 13.1.1."""
        assert packet.draft is not None
        got = self._http.request("GET", f"{_API}/ticket/{conversation}")
        seen = _field(got.body, self._draft_field) if got.found else None
        if seen is None or plain(as_html(seen)) != (plain(replaced.text) if replaced else ""):
            raise _changed(conversation)
        body = {"CustomFields": {self._draft_field: packet.draft.body}}
        headers = {"If-Match": got.headers.get("ETag", "")}
        said = self._http.request("PUT", f"{_API}/ticket/{conversation}", body=body, headers=headers)
        _written(said, conversation)
        posted = self._drafts(conversation)
        if posted and plain(posted[0].text) == plain(as_html(packet.draft.body)):
            return posted[0]
        if re.search("permission denied", said.text, re.IGNORECASE):  # with status 200
            raise Rejected(f'rt: the draft was refused; the token needs ModifyCustomField on "{self._draft_field}"')
        raise _changed(conversation)

    def check(self) -> Sequence[Finding]:
        """Prove that the token may comment and may not correspond, by the links that RT offers on a ticket."""
        found: list[Finding] = []
        with understood(self.kind):
            refused = [*self._refused(lambda: found.extend(self._proven()))]
        return [*found, *refused]

    def _proven(self) -> Sequence[Finding]:
        version = self._http.request("GET", _API + "/rt")
        if "Plugins" in version.body:  # shown to superusers alone
            text, mend = "rt: the token is a superuser's: it could correspond", "make a user for Deskhand alone"
            return (Finding(area="helpdesk", ok=False, text=text, mend=mend),)
        text = f"rt: signed in, version {version.part('Version')}; nothing outside the list of calls can be asked"
        found = [Finding(area="helpdesk", ok=True, text=text)]
        queues = [one for one in self._all(_API + "/queues/all", "Name") if self._queue in {"", one.get("Name")}]
        if not queues:
            mend = "grant it SeeQueue on the queue of the billing mail, and check helpdesk.rt.queue"
            found.append(Finding(area="helpdesk", ok=False, text="rt: the token sees no such queue", mend=mend))
        return [*found, *(one for queue in queues for one in self._prove_queue(queue))]

    def _prove_queue(self, queue: Mapping[str, Any]) -> Sequence[Finding]:
        name = str(queue.get("Name"))
        asked = {"query": f"Queue = {int(queue['id'])}", "per_page": "1", "orderby": "id", "order": "DESC"}
        newest = self._http.request("GET", _API + "/tickets", query=asked).many("items")
        if not newest:
            text = f"rt: queue {name} shows no ticket, so the token's rights cannot be proven"
            mend = "send a test mail to the queue, and grant SeeQueue and ShowTicket"
            return (Finding(area="helpdesk", ok=False, warning=True, text=text, mend=mend),)
        ticket = self._http.request("GET", f"{_API}/ticket/{int(newest[0]['id'])}")
        lifecycle = self._http.request("GET", f"{_API}/queue/{int(queue['id'])}").body.get("Lifecycle", "")
        return _rights(name, ticket.body, lifecycle, (self._draft_field, self._note_field), self._fields(ticket))

    def _fields(self, ticket: Answer) -> set[str]:
        history = self._all(f"{_API}/ticket/{ticket.part('id')}/history", "Type,CustomFields")
        return {str(field.get("name")) for one in (ticket.body, *history) for field in one.get("CustomFields") or ()}


def _rights(
    queue: str, ticket: Mapping[str, Any], lifecycle: str, needed: Sequence[str], seen: set[str]
) -> list[Finding]:
    """RT links what the user may do: `correspond` by ReplyToTicket, `comment` by CommentOnTicket, and each change of
    status by ModifyTicket, which lets one correspond too (RT::Ticket::Correspond).
    """
    links = ticket["_hyperlinks"]
    refs = {str(one.get("ref")) for one in links}
    modifies = any(one.get("ref") == "lifecycle" and one.get("to") != "deleted" for one in links)
    can = [right for right, has in (("ReplyToTicket", "correspond" in refs), ("ModifyTicket", modifies)) if has]
    mend = f"withhold {' and '.join(can)} from the token's user, its groups, and Everyone and Privileged"
    found = [_finding(f"rt: queue {queue}: the token can correspond ({', '.join(can)})", mend)] if can else []
    if not can and lifecycle != "default":
        text = f"rt: queue {queue}: no ReplyToTicket; lifecycle {lifecycle} does not tell of ModifyTicket"
        found.append(Finding(area="helpdesk", ok=False, warning=True, text=text, mend="see that it is withheld"))
    if "comment" not in refs:
        found.append(_finding(f"rt: queue {queue}: the token cannot comment", "grant it CommentOnTicket"))
    for field in needed:
        if field not in seen:
            mend = "make it, apply it to the queue, and grant the user SeeCustomField and ModifyCustomField on it"
            found.append(_finding(f'rt: queue {queue}: no custom field "{field}" is seen', mend))
    proven = f"rt: queue {queue}: the token comments and reads the fields; it can neither correspond nor modify tickets"
    return found or [Finding(area="helpdesk", ok=True, text=proven)]


def _finding(text: str, mend: str) -> Finding:
    return Finding(area="helpdesk", ok=False, text=text, mend=mend)


def _changed(conversation: str) -> HelpdeskUnavailable:
    return HelpdeskUnavailable(f"rt ticket {conversation} was changed meanwhile: it is read again", retry_after=1)


def _written(got: Answer, conversation: str) -> None:
    if got.stale or not got.found:
        raise _changed(conversation)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _field(record: Mapping[str, Any], name: str) -> str | None:
    """The first value of a custom field, "" where it has none; None where the token does not see the field."""
    for field in record.get("CustomFields") or ():
        if field.get("name") == name:
            return str((field.get("values") or [""])[0] or "")
    return None


def _draft(text: str, got: Answer) -> Posted:
    return Posted(id=f"ticket/{got.part('id')}", text=as_html(text), version=got.headers.get("ETag", ""))


def _candidate(found: Mapping[str, Any]) -> Candidate:
    times = {"touched": "LastUpdated", "begun": "Created"}
    read = {name: datetime.fromisoformat(str(found[field])) for name, field in times.items()}
    return Candidate(id=str(found["id"]), subject=str(found.get("Subject") or ""), **read)

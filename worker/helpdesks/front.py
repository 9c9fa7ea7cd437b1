"""Front: a shared draft that every teammate sees, and an internal comment."""

import base64
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from parsers.errors import HelpdeskUnavailable, Rejected
from worker.helpdesks.base import WAITS, ConversationDesk, Posted, as_html, marker
from worker.helpdesks.http import Allowed, Answer, GuardedClient
from worker.helpdesks.matching import Candidate, choose, nearest, same_mail
from worker.ports import Capability, Finding, Packet, Traits

_CNV = r"/conversations/cnv_\w+"
_CANDIDATES = 5  # searches count fourfold against the rate limit, and each candidate costs its messages
_MESSAGES = 10
_PAGES = 20

ALLOWED = (
    Allowed(method="GET", path=r"/me", right="any token"),
    Allowed(method="GET", path="/conversations", right="conversations:read"),
    Allowed(method="GET", path=r"/conversations/search/[^/]+", right="conversations:read"),
    Allowed(method="GET", path=_CNV + "/messages", right="messages:read"),
    Allowed(method="GET", path=r"/messages/msg_\w+", right="messages:read"),
    Allowed(method="GET", path=_CNV + "/comments", right="comments:read"),
    Allowed(method="GET", path=_CNV + "/drafts", right="drafts:read"),
    Allowed(method="POST", path=_CNV + "/comments", right="comments:write"),
    Allowed(method="POST", path=_CNV + "/drafts", right="drafts:write", must={"mode": "shared"}),
    Allowed(method="PATCH", path=r"/drafts/msg_\w+/", right="drafts:write", must={"mode": "shared"}),
)


class FrontHelpdesk(ConversationDesk):
    """One Front company. `channel_id` is the address drafts go out from, `author_id` the teammate they stand under
    (empty: the token itself, which tells our drafts from an agent's); `timeout` in seconds.
    """

    kind = "front"
    capabilities = frozenset({Capability.DRAFT, Capability.NOTE})
    traits = Traits(
        draft="shared draft",
        note="comment",
        found_by="Message-ID",
        not_found=WAITS,
        once_by="our marker in the note, our words in the draft",
        rights="conversations:read, messages:read, drafts:read and :write, comments:read and :write; no messages:send",
    )

    def __init__(
        self,
        *,
        token: str,
        channel_id: str,
        author_id: str = "",
        base_url: str = "https://api2.frontapp.com",
        timeout: float = 20.0,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = GuardedClient(base_url=base_url, allowed=ALLOWED, headers=headers, timeout=timeout)
        self._channel = channel_id
        self._scopes = _scopes(token)
        self._author = {"author_id": author_id} if author_id else {}

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def _find(self, packet: Packet) -> str | None:
        """Among the sender's conversations the one that holds the very mail; by subject where it bears no id."""
        if packet.sender is None:
            return None
        asked = quote(f"from:{packet.sender.address}", safe="")
        found = self._http.request("GET", f"/conversations/search/{asked}", query={"limit": "25"}).many("_results")
        if packet.message_id is None:
            return choose(packet, [_candidate(one) for one in found])
        near = nearest(packet, [_candidate(one) for one in found], _CANDIDATES)
        return next((one.id for one in near if self._holds(one.id, packet)), None)

    def _holds(self, conversation: str, packet: Packet) -> bool:
        return any(self._is(message, packet) for message in self._inbound(conversation))

    def _inbound(self, conversation: str) -> Sequence[str]:
        got = self._http.request("GET", f"/conversations/{conversation}/messages", query={"limit": str(_MESSAGES)})
        return [str(one["id"]) for one in got.many("_results") if one.get("is_inbound")] if got.found else ()

    def _is(self, message: str, packet: Packet) -> bool:
        raw = self._http.request("GET", f"/messages/{message}", headers={"Accept": "message/rfc822"})
        return raw.found and same_mail(raw.text, packet)

    def _notes(self, conversation: str) -> Sequence[Posted] | None:
        return self._all(f"/conversations/{conversation}/comments")

    def _drafts(self, conversation: str) -> Sequence[Posted] | None:
        """Raises `Rejected` where one of ours is not shared: its agents could not see it."""
        return self._all(f"/conversations/{conversation}/drafts")

    def _all(self, path: str) -> Sequence[Posted] | None:
        posted: list[Posted] = []
        query: dict[str, str] = {}
        for _ in range(_PAGES):
            got = self._http.request("GET", path, query=query)
            if not got.found:
                return None
            posted += [_read_posted(one) for one in got.many("_results")]
            following = (got.body.get("_pagination") or {}).get("next")
            if not following:
                return posted
            query = {"page_token": parse_qs(urlsplit(following).query).get("page_token", [""])[0]}
        raise HelpdeskUnavailable(f"{path}: too many pages to read")

    def _write_note(self, conversation: str, packet: Packet) -> str:
        """Comments take Markdown: the note goes as a code block, so that nothing in it becomes a mention or a link."""
        body = {"body": _fenced(packet.note, marker(packet)), **self._author}
        got = self._http.request("POST", f"/conversations/{conversation}/comments", body=body)
        _written(got, conversation)
        name = str(got.part("id"))
        if not name.startswith("com_"):
            raise Rejected(f"front {conversation}: what was to be a comment is {name}")
        return name

    def _write_draft(self, conversation: str, packet: Packet, replaced: Posted | None) -> Posted:
        assert packet.draft is not None
        body: dict[str, Any] = {"body": as_html(packet.draft.body), "mode": "shared", "channel_id": self._channel}
        body |= {"to": list(packet.draft.to), "subject": _line(packet.draft.subject), **self._author}
        body["should_add_default_signature"] = True
        if replaced is None:
            got = self._http.request("POST", f"/conversations/{conversation}/drafts", body=body)
        else:
            got = self._http.request("PATCH", f"/drafts/{replaced.id}/", body=body | {"version": replaced.version})
        _written(got, conversation)
        mode = got.part("draft_mode")
        if mode != "shared" or got.body.get("is_inbound"):
            raise Rejected(f"front {conversation}: {got.body.get('id')} is no shared draft but {mode}")
        return _read_posted(got.body)

    def _newest(self) -> str | None:
        found = self._http.request("GET", "/conversations", query={"limit": "1"}).many("_results")
        return str(found[0]["id"]) if found else None

    def _parts(self) -> Sequence[Callable[[str], object]]:
        return (self._notes, self._drafts, self._inbound)

    def _prove_rights(self) -> Iterator[Finding]:
        if "messages:send" in self._scopes:
            mend = "make a token without messages:send, and revoke this one"
            yield Finding(area="helpdesk", ok=False, text="front: the token can send (messages:send)", mend=mend)
        elif any(scope.endswith("*") for scope in self._scopes):
            text = f"front: the token has every right within {', '.join(self._scopes)}, and may send"
            mend = f"make one with no more than {self.traits.rights}"
            yield Finding(area="helpdesk", ok=True, warning=True, text=text, mend=mend)

    def _whoami(self) -> str:
        me = self._http.request("GET", "/me")
        return str(me.part("name") if "name" in me.body else me.part("id"))


def _scopes(token: str) -> Sequence[str]:
    """What a token says of itself: Front's are JWTs (RFC 7519) with a claim `scopes`; nothing where it is another's."""
    parts = token.split(".")
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return [str(scope) for scope in claims["scopes"]]
    except (IndexError, KeyError, TypeError, ValueError):
        return ()


def _written(got: Answer, conversation: str) -> None:
    if got.stale or not got.found:
        raise HelpdeskUnavailable(f"front {conversation} was changed meanwhile: it is read again", retry_after=1)


def _candidate(found: Any) -> Candidate:
    begun = found.get("created_at")
    touched = (found.get("last_message") or {}).get("created_at") or begun or 0
    return Candidate(
        id=str(found["id"]),
        subject=str(found.get("subject") or ""),
        touched=datetime.fromtimestamp(touched, UTC),
        begun=datetime.fromtimestamp(begun, UTC) if begun else None,
    )


def _read_posted(one: Any) -> Posted:
    """A draft is ours where no human teammate is its author."""
    kind = (one.get("author") or {}).get("type")
    own = kind in {"api", "application", "integration"}
    if own and one.get("draft_mode", "shared") != "shared":
        raise Rejected(f"front: {one['id']} is no shared draft but {one['draft_mode']}")
    return Posted(id=str(one["id"]), text=str(one.get("body") or ""), own=own, version=str(one.get("version") or ""))


def _fenced(note: str, mark: str) -> str:
    longest = max((len(run) for run in re.findall("`+", note)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{note.rstrip()}\n{mark}\n{fence}"


def _line(text: str) -> str:
    return " ".join(text.split())

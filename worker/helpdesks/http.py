"""HTTP for helpdesks: only what is on the list can be called, and every failure gets our name."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from parsers.errors import ConfigError, HelpdeskUnavailable, RateLimited, Rejected

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_HANDED_ON = frozenset({404, 409, 412})
_MOVED = frozenset({301, 302, 307, 308})
_HOPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """One thing that may be called: method, the whole path as a pattern, and what the JSON body has to say.

    `must` holds dotted names and their values: `{"comment.public": False}` refuses any other body, and one without.
    `only`, where it is given, holds every name that may stand at the top of the JSON body.
    `right` is what the credential needs for it, named when the helpdesk refuses.
    """

    method: str
    path: str
    right: str
    must: Mapping[str, object] = field(default_factory=dict)
    only: frozenset[str] | None = None

    def admits(self, method: str, path: str, body: object) -> bool:
        """Whether this very request is meant."""
        return (
            method == self.method
            and re.fullmatch(self.path, path) is not None
            and all(_same(_at(body, name), value) for name, value in self.must.items())
            and (self.only is None or (isinstance(body, Mapping) and self.only >= set(body)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer: 2xx, or 404, 409 or 412, which only the caller can judge."""

    status: int
    body: Any = None
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether there was something of that name."""
        return self.status != 404

    @property
    def stale(self) -> bool:
        """Whether somebody else changed it meanwhile."""
        return self.status in {409, 412}

    def part(self, *names: str) -> Any:
        """What lies below these names; raises `HelpdeskUnavailable` where the answer is of another shape."""
        value = self.body
        for name in names:
            if not isinstance(value, Mapping) or name not in value:
                raise HelpdeskUnavailable(f"the helpdesk's answer has no {'.'.join(names)}")
            value = value[name]
        return value

    def many(self, *names: str) -> Sequence[Mapping[str, Any]]:
        """The list of objects below these names; raises like `part`."""
        value = self.part(*names)
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            raise HelpdeskUnavailable(f"the helpdesk's answer has no list {'.'.join(names)}".rstrip())
        return value


class GuardedClient:
    """One helpdesk's API below `base_url`. `timeout` is seconds for each wait on the network."""

    def __init__(
        self,
        *,
        base_url: str,
        allowed: Sequence[Allowed],
        headers: Mapping[str, str],
        timeout: float = 20.0,
        auth: tuple[str, str] | None = None,
    ) -> None:
        place = urlsplit(base_url)
        local = place.hostname in LOOPBACK
        if place.scheme != "https" and not (local and place.scheme == "http"):
            raise ConfigError(f"[helpdesk] base_url = {base_url!r} has to begin with https://")
        self._base = base_url.rstrip("/")
        self._origin = (place.scheme, place.netloc)
        self._prefix = place.path.rstrip("/")
        self._allowed = tuple(allowed)
        self._client = httpx.Client(
            headers=dict(headers),
            auth=auth,
            timeout=timeout,
            follow_redirects=False,
            trust_env=not local,
            verify=place.scheme == "https",  # without TLS there is nothing to verify, and reading the roots takes 20 ms
        )

    def request(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask, once. Raises `HelpdeskUnavailable`, `RateLimited`, or `Rejected` (refused here or there)."""
        for _ in range(_HOPS):
            rule = self._rule(method, path, body)
            url = self._base + path + (f"?{urlencode(query)}" if query else "")
            got = self._exchange(method, url, body=body, form=form, headers=headers)
            if got.status_code not in _MOVED:
                return _judged(got, rule)
            path = self._moved(url, got)
        raise Rejected(f"{method} {path}: moved on and on")

    def close(self) -> None:
        """Let go of connections; safe to call twice."""
        self._client.close()

    def _rule(self, method: str, path: str, body: object) -> Allowed:
        for rule in self._allowed:
            if rule.admits(method, path, body):
                return rule
        raise Rejected(f"{method} {path} is not on the list of what may be called; nothing was asked")

    def _exchange(
        self, method: str, url: str, *, body: object, form: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> httpx.Response:
        more: dict[str, Any] = {} if body is None else {"json": body}
        if form is not None:
            more["data"] = dict(form)
        try:
            return self._client.request(method, url, headers=dict(headers or {}), **more)
        except httpx.TimeoutException as error:
            raise HelpdeskUnavailable(f"{method} {urlsplit(url).path}: no answer in time") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise HelpdeskUnavailable(f"{method} {urlsplit(url).path}: {error or type(error).__name__}") from error

    def _moved(self, url: str, got: httpx.Response) -> str:
        """The new path: a merged conversation lives on under another. Never another host: it would get the token."""
        place = urlsplit(urljoin(url, got.headers.get("Location", "")))
        if (place.scheme, place.netloc) != self._origin or not place.path.startswith(self._prefix + "/"):
            raise Rejected(f"the helpdesk points to {place.scheme}://{place.netloc}, which is not followed")
        return str(place.path).removeprefix(self._prefix)


def _judged(got: httpx.Response, rule: Allowed) -> Answer:
    asked = f"{got.request.method} {got.request.url.path}"
    pause = _seconds(got.headers.get("Retry-After") or got.headers.get("X-RateLimit-Retry-After") or "")
    if got.status_code == 429:
        raise RateLimited(f"{asked}: too many requests", retry_after=pause)
    if got.status_code >= 500 or got.status_code == 408:
        raise HelpdeskUnavailable(f"{asked}: status {got.status_code}", retry_after=pause)
    if got.status_code in {401, 403}:
        raise Rejected(f"{asked}: status {got.status_code}; the credential needs: {rule.right}")
    if got.status_code >= 300 and got.status_code not in _HANDED_ON:
        raise Rejected(f"{asked}: status {got.status_code}; such a call needs: {rule.right}")
    return Answer(status=got.status_code, body=_read(got, asked), text=got.text, headers=got.headers)


def _read(got: httpx.Response, asked: str) -> Any:
    """The JSON; a body that calls itself JSON and is not whole is no answer at all."""
    if not got.content or "json" not in got.headers.get("Content-Type", "") or got.status_code in _HANDED_ON:
        return None
    try:
        return json.loads(got.content)
    except ValueError as error:
        raise HelpdeskUnavailable(f"{asked}: half an answer") from error


def _seconds(text: str) -> float | None:
    """Retry-After of RFC 9110 section 10.2.3: seconds, or a date."""
    if re.fullmatch(r"\d{1,6}(\.\d+)?", text.strip()):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _at(body: object, name: str) -> object:
    for step in name.split("."):
        body = body.get(step) if isinstance(body, Mapping) else None
    return body


def _same(found: object, wanted: object) -> bool:
    """Equal and of one type: 0 is not False."""
    return type(found) is type(wanted) and found == wanted

"""One question to a server that speaks the chat completions interface: in time, of bounded size, or not at all."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx

from classifiers.intent import Prompt, answer_schema
from parsers.vocabulary import Silence
from worker.language_model.places import check_place, is_here

ANSWER_AT_MOST = 200_000  # bytes of the whole response
TOKENS_AT_MOST = 1_500
TRIES = 6  # requests that one question may take while the server's ways are found out
_NOT_SO = frozenset({400, 415, 422, 501})  # the request was not to the server's liking: it may be, asked otherwise
_NAME = "report_reading"


class Manner(StrEnum):
    """How a server is asked for JSON, the strictest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TOOLS = "tools"  # the answer's form as the one function to call; nothing is ever called


MANNERS = tuple(Manner)
# Some models know the limit by its newer name, and some take no temperature: given up where the server names them.
_WISHES: Mapping[str, Any] = {"max_tokens": TOKENS_AT_MOST, "temperature": 0}
_INSTEAD: Mapping[str, Mapping[str, Any]] = {"max_tokens": {"max_completion_tokens": TOKENS_AT_MOST}}


class Unanswered(Exception):
    """There is no answer, and why; `retry_after` seconds where the server named a time. Nobody's mail hangs on it."""

    def __init__(self, silence: Silence, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(f"{silence.words}: {detail}" if detail else silence.words)
        self.silence = silence
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the model wrote, in which manner it was asked, and how many tokens the server counted."""

    text: str
    manner: Manner
    tokens_in: int = 0
    tokens_out: int = 0


class ChatClient:
    """One server and model. `timeout` is seconds for a whole question, however many requests it takes.

    Safe for several threads. Raises `ConfigError` for a `base_url` that would carry mail in clear over the internet.
    """

    def __init__(self, *, base_url: str, model: str, api_key: str = "", timeout: float = 10.0) -> None:
        check_place(base_url)
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._model = model
        self._timeout = timeout
        self._manner = 0  # of MANNERS: where the last question ended
        self._extra: dict[str, Any] = dict(_WISHES)
        headers = {"Accept-Encoding": "identity"}  # so that no small answer unfolds into a large one
        if api_key:
            headers["Authorization"] = f"Bearer {api_key}"
        self._client = httpx.Client(headers=headers, follow_redirects=False, trust_env=not is_here(base_url))

    def ask(self, prompt: Prompt) -> Reply:
        """The model's answer. Raises `Unanswered`, and nothing else, whatever the server does."""
        end = time.monotonic() + self._timeout
        try:
            return self._ask(prompt, end)
        except httpx.TimeoutException:
            raise Unanswered(Silence.TIMEOUT) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Unanswered(Silence.UNAVAILABLE, type(error).__name__) from None
        except (ValueError, LookupError, TypeError, RecursionError, RuntimeError) as error:
            raise Unanswered(Silence.NONSENSE, type(error).__name__) from None

    def close(self) -> None:
        """Let go of connections; safe to call twice."""
        self._client.close()

    def _ask(self, prompt: Prompt, end: float) -> Reply:
        refusal = ""
        for _ in range(TRIES):
            manner, extra = MANNERS[self._manner], dict(self._extra)
            status, content, headers = self._exchange(_body(self._model, prompt, manner, extra), end)
            if status == 200:
                return _reply(json.loads(content), manner)
            if status not in _NOT_SO:
                raise _refused(status, headers)
            refusal = content[:2000].decode("utf-8", "replace").lower()
            if not self._give_in(refusal, manner, extra):
                break
        raise Unanswered(Silence.REFUSED, "in every manner of asking")

    def _give_in(self, refusal: str, manner: Manner, extra: Mapping[str, Any]) -> bool:
        """Ask otherwise next time; False where no other way is left. Other threads may have found it meanwhile."""
        named = next((name for name in extra if f"{name}" in refusal), None)
        if named is not None:
            rest = {name: value for name, value in extra.items() if name != named}
            self._extra = {**rest, **_INSTEAD.get(named, {})}
            return True
        place = MANNERS.index(manner) + 1
        if place == len(MANNERS):
            self._manner = 0
            return False
        self._manner = max(self._manner, place)
        return True

    def _exchange(self, body: Mapping[str, Any], end: float) -> tuple[int, bytes, Mapping[str, str]]:
        left = end - time.monotonic()
        if left <= 0:
            raise Unanswered(Silence.TIMEOUT)
        with self._client.stream("POST", self._url, json=body, timeout=left) as got:
            if got.headers.get("Content-Encoding", "identity") != "identity":
                raise Unanswered(Silence.NONSENSE, "a packed answer")
            return got.status_code, b"".join(_within(got, end)), got.headers


def _within(got: httpx.Response, end: float) -> Iterator[bytes]:
    """The body, as long as it is short and comes in time: a server may also drip."""
    size = 0
    for piece in got.iter_raw():
        size += len(piece)
        if size > ANSWER_AT_MOST:
            raise Unanswered(Silence.TOO_LONG)
        if time.monotonic() > end:
            raise Unanswered(Silence.TIMEOUT)
        yield piece


def _body(model: str, prompt: Prompt, manner: Manner, extra: Mapping[str, Any]) -> dict[str, Any]:
    messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
    return {"model": model, "messages": messages, **extra, **_form(manner)}


def _form(manner: Manner) -> dict[str, Any]:
    if manner is Manner.OBJECT:
        return {"response_format": {"type": "json_object"}}
    schema = answer_schema()
    if manner is Manner.SCHEMA:
        described = {"name": _NAME, "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": described}}
    function = {"name": _NAME, "description": "Report what the mail says.", "parameters": schema}
    return {
        "tools": [{"type": "function", "function": function}],
        "tool_choice": {"type": "function", "function": {"name": _NAME}},
    }


def _reply(found: Any, manner: Manner) -> Reply:
    """Raises `Unanswered`, or an error of shape that `ask` translates."""
    message = found["choices"][0]["message"]
    if message.get("refusal"):
        raise Unanswered(Silence.REFUSED, "by the model")
    calls = message.get("tool_calls") or []
    text = calls[0]["function"]["arguments"] if calls else message.get("content")
    if not isinstance(text, str) or not text.strip():
        raise Unanswered(Silence.NONSENSE, "an empty answer")
    usage = found.get("usage") or {}
    return Reply(
        text=text,
        manner=manner,
        tokens_in=_count(usage, "prompt_tokens"),
        tokens_out=_count(usage, "completion_tokens"),
    )


def _count(usage: Mapping[str, Any], name: str) -> int:
    number = usage.get(name)
    return min(number, 10_000_000) if isinstance(number, int) and number > 0 else 0


def _refused(status: int, headers: Mapping[str, str]) -> Unanswered:
    if status == 429:
        return Unanswered(Silence.RATE_LIMITED, retry_after=_seconds(headers.get("Retry-After", "")))
    if status >= 500 or status == 408:
        return Unanswered(Silence.UNAVAILABLE, f"status {status}", retry_after=_seconds(headers.get("Retry-After", "")))
    return Unanswered(Silence.REFUSED, f"status {status}")


def _seconds(text: str) -> float | None:
    """Whole seconds; a date is left to our own pause."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else None

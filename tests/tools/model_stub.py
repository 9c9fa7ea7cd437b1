"""A language model's server, played on loopback: `python -m tests.tools.model_stub answers.jsonl [--port 8009]`.

It answers `POST /v1/chat/completions` from recorded answers, found by the text of the mail in the question; the form of
the file stands in `tests.tools.recorded_answers`. The configuration for it:

    [reading.model]
    base_url = "http://127.0.0.1:8009/v1"
    model = "recorded"
    when = "always"

`--mails FILE|FOLDER` names the mails where the answers know them by id alone. `--server` plays a kind of server:
`hosted` (JSON schema, strict; wants `--key` if one is given), `newer` (the same, and refuses `max_tokens` and
`temperature`), `local` (`json_object` alone), `tools` (function calls alone), `bare` (none of these). Every one refuses
to stream.
What no row answers is answered with `null`, said on standard error, and counts as nonsense.
"""

import gzip
import json
import socket
import struct
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.tools.recorded_answers import Recorded, read_answers

SERVERS = ("hosted", "newer", "local", "tools", "bare")
Says = Callable[[str, str], str | None]
Body = dict[str, Any]


def mail_of(body: Body) -> tuple[str, str]:
    """Subject and text of the mail in a question, as they stand between its marks."""
    content = str(body["messages"][-1]["content"])
    mark = content.split()[3]
    inner = content.split(mark)[2].strip("\n")
    head, _, text = inner.partition("\n\n")
    return head.removeprefix("Subject:").strip(), text


@dataclass
class ModelStub:
    """`says` is what the model writes about subject and text; `faults` are shown first, one a request.

    Faults: a status, or `slow`, `reset`, `half`, `html`, `huge`, `other`, `refusal`, `empty`, `packed`, `drip`,
    `stream`, `length`, `moved`.
    """

    says: Says
    server: str = "hosted"
    key: str = ""
    port: int = 0
    delay: float = 0.0
    faults: list[str] = field(default_factory=list)
    asked: list[Body] = field(default_factory=list)

    def __enter__(self) -> "ModelStub":
        self._http = _Server(("127.0.0.1", self.port), lambda *plain: _Handler(self, *plain))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """What stands in `base_url`."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def mails(self) -> list[tuple[str, str]]:
        """The mails asked about, in order."""
        return [mail_of(body) for body in self.asked]

    def refusal(self, body: Body) -> str:
        """Why this kind of server will not have the request; empty where it will."""
        form = (body.get("response_format") or {}).get("type")
        if body.get("stream"):
            return "streaming is not supported"
        if self.server == "newer" and (named := {"max_tokens", "temperature"} & set(body)):
            return f"Unsupported parameter: '{max(named)}'"
        if form == "json_schema" and self.server in {"hosted", "newer"}:
            return _unstrict(body["response_format"]["json_schema"])
        if form == "json_object" and self.server in {"hosted", "newer", "local"}:
            return ""
        if "tools" in body and self.server in {"hosted", "newer", "tools"}:
            return ""
        return f"response_format {form} is not supported" if form else "tools are not supported"

    def write(self, body: Body) -> Body:
        """The whole answer."""
        text = self.says(*mail_of(body)) or "null"
        message: Body = {"role": "assistant", "content": text}
        if "tools" in body:
            name = body["tools"][0]["function"]["name"]
            call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": text}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        given = sum(len(each["content"]) for each in body["messages"])
        usage = {"prompt_tokens": given // 4, "completion_tokens": len(text) // 4}
        return {"model": body["model"], "choices": [{"index": 0, "message": message}], "usage": usage}


def _unstrict(form: Body) -> str:
    """What keeps a schema from being strict: each object must name all it holds and allow nothing else."""
    todo = [form["schema"]]
    while todo:
        part = todo.pop()
        if part.get("type") == "object":
            inner = part["properties"]
            if part.get("additionalProperties") is not False or set(part["required"]) != set(inner):
                return "Invalid schema for response_format"
            todo += inner.values()
        elif part.get("type") == "array":
            todo.append(part["items"])
    return "" if form.get("strict") else "strict must be true"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some of the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, stub: ModelStub, *plain: Any) -> None:
        self._stub = stub
        super().__init__(*plain)

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        stub = self._stub
        if not self.path.endswith("/v1/chat/completions"):
            return self._error(404, f"no such path: {self.path}")
        if stub.key and self.headers.get("Authorization") != f"Bearer {stub.key}":
            return self._error(401, "Incorrect API key provided")
        if refusal := stub.refusal(body):
            return self._error(400, refusal)
        stub.asked.append(body)
        time.sleep(stub.delay)
        if stub.faults:
            return self._fault(stub.faults.pop(0), body)
        self._write(200, json.dumps(stub.write(body)).encode())

    def _error(self, status: int, message: str, **headers: str) -> None:
        self._write(status, json.dumps({"error": {"message": message}}).encode(), headers)

    def _fault(self, fault: str, body: Body) -> None:
        whole = json.dumps(self._stub.write(body)).encode()
        if fault.isdigit():
            self._error(int(fault), "no", **({"Retry-After": "7"} if fault == "429" else {}))
        elif fault in {"slow", "reset", "half", "drip", "huge"}:
            self._cut(fault, whole)
        elif fault == "packed":
            self._write(200, gzip.compress(b" " * 10_000_000 + whole), {"Content-Encoding": "gzip"})
        elif fault == "moved":
            self._write(307, b"", {"Location": "http://127.0.0.1:9/v1/chat/completions"})
        elif fault in {"html", "stream"}:
            page = b"<html><body>Sign in to the network</body></html>"
            self._write(200, page if fault == "html" else b'data: {"choices": []}\n\ndata: [DONE]\n\n')
        else:
            self._write(200, json.dumps(_odd(fault, self._stub.write(body))).encode())

    def _cut(self, fault: str, whole: bytes) -> None:
        if fault == "slow":
            time.sleep(3.0)
        if fault == "half":
            self._head(200, len(whole), {})
            self.wfile.write(whole[: len(whole) // 2])
        if fault == "huge":
            self._head(200, 10_000_000, {})
            self.wfile.write(b" " * 10_000_000)
        if fault == "drip":
            self._head(200, len(whole), {})
            for byte in whole[:200]:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.05)
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _head(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _write(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self._head(status, len(content), headers or {})
        self.wfile.write(content)


def _odd(fault: str, whole: Body) -> Any:
    """Answers of a right form whose content is none."""
    message = whole["choices"][0]["message"]
    if fault == "refusal":
        message.update(content=None, refusal="I cannot help with that.")
    elif fault == "empty":
        message.update(content="")
    elif fault == "length":
        message.update(content=str(message["content"])[:40])
    elif fault == "other":
        return {"data": [1, 2, 3]}
    return whole


def recorded(found: Recorded) -> Says:
    """Answers from the file; what it does not know is said on standard error."""

    def say(subject: str, text: str) -> str | None:
        answer = found.answer(subject, text)
        if answer is None:
            print(f"no answer recorded for: {subject!r} {' '.join(text.split())[:80]!r}", file=sys.stderr, flush=True)
        return answer

    return say


def main(arguments: list[str]) -> int:
    """Serves until interrupted. Exit status 2 if the file cannot be read."""
    parser = ArgumentParser(prog="model_stub", description=__doc__.partition("\n")[0])
    parser.add_argument("answers", type=Path)
    parser.add_argument("--mails", type=Path)
    parser.add_argument("--port", type=int, default=8009)
    parser.add_argument("--server", choices=SERVERS, default="hosted")
    parser.add_argument("--key", default="")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    chosen = parser.parse_args(arguments)
    try:
        found = read_answers(chosen.answers, chosen.mails)
    except (OSError, ValueError, KeyError) as error:
        print(f"{chosen.answers}: {error}", file=sys.stderr)
        return 2
    stub = ModelStub(recorded(found), server=chosen.server, key=chosen.key, port=chosen.port, delay=chosen.delay)
    with stub:
        print(f"{len(found.rows)} answers at {stub.url}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""One question to every kind of server: the answer, or why there is none, and in time."""

import json
import threading
import time

import pytest

from classifiers.intent import build_prompt
from parsers.errors import ConfigError
from parsers.vocabulary import Silence
from tests.language_model.asked import TEXT, answer
from tests.tools.model_stub import SERVERS, ModelStub
from worker.language_model import ChatClient, shipped_definitions
from worker.language_model.client import Manner, Unanswered
from worker.language_model.places import check_place, describe_place, is_here, is_near

PROMPT = build_prompt("Two payments", TEXT, "mark-1", shipped_definitions())


def says(subject: str, text: str) -> str:
    return answer()


def ask(stub: ModelStub, timeout: float = 30.0) -> tuple[str, Manner]:
    client = ChatClient(base_url=stub.url, model="m", api_key=stub.key, timeout=timeout)
    try:
        reply = client.ask(PROMPT)
        return reply.text, reply.manner
    finally:
        client.close()


@pytest.mark.parametrize(
    ("server", "manner"),
    [
        ("hosted", Manner.SCHEMA),
        ("newer", Manner.SCHEMA),
        ("local", Manner.OBJECT),
        ("tools", Manner.TOOLS),
    ],
)
def test_every_kind_of_server_is_understood(server: str, manner: Manner) -> None:
    with ModelStub(says, server=server, key="k" if server == "hosted" else "") as stub:
        assert ask(stub) == (answer(), manner)
        assert not any("stream" in body for body in stub.asked)
        assert stub.mails == [("Two payments", TEXT)]


def test_every_kind_is_played() -> None:
    """A kind that is added is one to be understood, or to be given up on."""
    assert set(SERVERS) == {"hosted", "newer", "local", "tools", "bare"}


def test_how_a_server_wants_to_be_asked_is_remembered() -> None:
    with ModelStub(says, server="tools") as stub:
        client = ChatClient(base_url=stub.url, model="m")
        client.ask(PROMPT)
        refusals: list[str] = []
        plain = stub.refusal
        stub.refusal = lambda body: refusals.append(plain(body)) or plain(body)  # type: ignore[method-assign, func-returns-value]
        client.ask(PROMPT)
        assert refusals == [""]
        client.close()


@pytest.mark.parametrize(
    ("fault", "silence"),
    [
        ("429", Silence.RATE_LIMITED),
        ("500", Silence.UNAVAILABLE),
        ("503", Silence.UNAVAILABLE),
        ("401", Silence.REFUSED),
        ("404", Silence.REFUSED),
        ("moved", Silence.REFUSED),
        ("slow", Silence.TIMEOUT),
        ("drip", Silence.TIMEOUT),
        ("reset", Silence.UNAVAILABLE),
        ("half", Silence.UNAVAILABLE),
        ("html", Silence.NONSENSE),
        ("stream", Silence.NONSENSE),
        ("other", Silence.NONSENSE),
        ("empty", Silence.NONSENSE),
        ("packed", Silence.NONSENSE),
        ("refusal", Silence.REFUSED),
        ("huge", Silence.TOO_LONG),
    ],
)
def test_every_fault_has_its_name_and_none_escapes(fault: str, silence: Silence) -> None:
    with ModelStub(says, faults=[fault]) as stub, pytest.raises(Unanswered) as caught:
        ask(stub, timeout=0.5 if silence is Silence.TIMEOUT else 30.0)
    assert caught.value.silence is silence


@pytest.mark.parametrize("fault", ["slow", "drip"])
def test_a_question_ends_in_time(fault: str) -> None:
    """Left to itself the one would take three seconds, the other ten."""
    with ModelStub(says, faults=[fault]) as stub:
        began = time.monotonic()
        with pytest.raises(Unanswered):
            ask(stub, timeout=0.3)
        assert time.monotonic() - began < 2.8


def test_a_server_that_will_have_nothing_of_it_is_given_up() -> None:
    with ModelStub(says, server="bare") as stub, pytest.raises(Unanswered, match="it refused"):
        ask(stub)


def test_a_wrong_key_is_refused_and_not_shown() -> None:
    with ModelStub(says, key="right") as stub:
        client = ChatClient(base_url=stub.url, model="m", api_key="wrong-key")
        with pytest.raises(Unanswered) as caught:
            client.ask(PROMPT)
        assert caught.value.silence is Silence.REFUSED
        assert "wrong-key" not in str(caught.value)
        client.close()


def test_nobody_listens() -> None:
    client = ChatClient(base_url="http://127.0.0.1:9/v1", model="m")
    with pytest.raises(Unanswered) as caught:
        client.ask(PROMPT)
    assert caught.value.silence is Silence.UNAVAILABLE
    client.close()


def test_several_may_ask_at_once() -> None:
    with ModelStub(says, server="tools") as stub:
        client = ChatClient(base_url=stub.url, model="m")
        found: list[str] = []
        threads = [threading.Thread(target=lambda: found.append(client.ask(PROMPT).text)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [answer()] * 8
        client.close()


def test_the_answer_is_counted_in_tokens() -> None:
    with ModelStub(says) as stub:
        client = ChatClient(base_url=stub.url, model="m")
        reply = client.ask(PROMPT)
        assert reply.tokens_in == len(PROMPT.system + PROMPT.user) // 4
        assert reply.tokens_out == len(json.dumps(json.loads(answer()))) // 4
        client.close()


@pytest.mark.parametrize(
    ("url", "here", "near"),
    [
        ("http://127.0.0.1:11434/v1", True, True),
        ("http://localhost:8080/v1", True, True),
        ("http://[::1]:8080/v1", True, True),
        ("http://10.1.2.3/v1", False, True),
        ("http://ollama:11434/v1", False, True),
        ("http://gpu.lan/v1", False, True),
        ("https://api.example.com/v1", False, False),
    ],
)
def test_where_mail_goes_is_said_plainly(url: str, here: bool, near: bool) -> None:
    check_place(url)
    assert (is_here(url), is_near(url)) == (here, near)
    told = describe_place(url)
    assert ("no mail leaves it" in told, "leaves your network" in told) == (here, not near)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/v1",
        "http://8.8.8.8/v1",
        "ftp://x/v1",
        "nonsense",
        "https://u:p@x.example/v1",
        "http://[x",
    ],
)
def test_an_address_that_would_carry_mail_in_clear_is_none(url: str) -> None:
    with pytest.raises(ConfigError, match="base_url"):
        check_place(url)

"""When the model is asked, what it is given, and what its failures cost: nothing but their name."""

import time
from dataclasses import replace

import pytest

from classifiers.intent import hash_prompt
from parsers.vocabulary import (
    Automatic,
    AutomaticKind,
    Certainty,
    Intent,
    Language,
    Mailbox,
    Message,
    ModelSays,
    Reading,
    Silence,
)
from tests.language_model.asked import TEXT, answer, asking
from tests.language_model.memory import MemoryInHand
from tests.support.making import make_message, make_reading
from tests.tools.model_stub import ModelStub
from worker.language_model import LanguageModel, When, shipped_definitions
from worker.language_model.asking import Redact
from worker.language_model.patience import FIRST, IN_A_ROW, LONGEST, Patience

MAIL = make_message(TEXT, subject="Two payments")
SURE, UNSURE = make_reading(Intent.REFUND, confidence=0.97), make_reading(Intent.REFUND, confidence=0.7)


def says(subject: str, text: str) -> str:
    return answer()


def heard(model: LanguageModel, mail: Message = MAIL, reading: Reading = UNSURE) -> ModelSays | None:
    return model.testify(mail, reading, case_id="case-1")


def test_what_it_says_stands_in_the_testimony() -> None:
    with ModelStub(says) as stub, asking(stub) as model:
        said = heard(model)
    assert said
    assert said.wishes == (Intent.REFUND,)
    assert (said.model, said.prompt) == ("m", hash_prompt(shipped_definitions()))
    assert said.silence is None
    assert {claim.hit.text for claim in said.claims} == {"send one payment back"}


def test_it_is_asked_where_the_others_are_unsure_or_always() -> None:
    for when, reading, asked in (
        (When.UNSURE, SURE, 0),
        (When.UNSURE, UNSURE, 1),
        (When.UNSURE, make_reading(about=False, confidence=0.7), 1),
        (When.ALWAYS, SURE, 1),
    ):
        with ModelStub(says) as stub, asking(stub, when=when) as model:
            heard(model, reading=reading)
            assert len(stub.asked) == asked, (when, reading)


def test_it_is_asked_in_the_languages_named() -> None:
    finnish = replace(MAIL, language=Language(code="fi", confidence=0.9))
    with ModelStub(says) as stub, asking(stub, languages=("fi",)) as model:
        assert heard(model) is None
        assert heard(model, finnish)
        assert len(stub.asked) == 1


@pytest.mark.parametrize("certainty", Certainty)
def test_it_is_never_asked_about_machines_mail(certainty: Certainty) -> None:
    machine = Automatic(kind=AutomaticKind.AUTO_REPLY, certainty=certainty, reason="Auto-Submitted")
    with ModelStub(says) as stub, asking(stub) as model:
        assert heard(model, replace(MAIL, automatic=machine)) is None
        assert heard(model, replace(MAIL, encrypted="PGP")) is None
        assert heard(model, make_message("", subject="")) is None
        assert stub.asked == []


def test_it_is_given_subject_and_new_text_and_nothing_else() -> None:
    mail = make_message(
        f"{TEXT}\nKim Doe\nkim.doe@private.example or +49 30 901820",
        subject="For Kim Doe",
        sender="kim.doe@private.example",
        senders=(Mailbox(address="kim.doe@private.example", name="Kim Doe"),),
        full_text=f"{TEXT}\n> an earlier mail of ours about sub_123",
    )
    with ModelStub(says) as stub, asking(stub) as model:
        heard(model, mail)
        (body,) = stub.asked
        assert stub.mails == [("For [name]", f"{TEXT}\n[name]\n[address] or +49 30 901820")]
    whole = str(body)
    for hidden in ("Kim", "Doe", "private.example", "sub_123", "cus_", mail.content_hash):
        assert hidden not in whole
    assert set(body) == {"model", "messages", "max_tokens", "temperature", "response_format"}


def test_what_a_mail_quotes_is_given_to_nobody() -> None:
    quoting = replace(make_message("", subject="Re: Two payments"), full_text="> an earlier mail of somebody else")
    with ModelStub(says) as stub, asking(stub) as model:
        heard(model, quoting)
        assert stub.mails == [("Re: Two payments", "")]
        assert heard(model, replace(quoting, subject="")) is None


def test_addresses_may_be_left_and_secrets_never_are() -> None:
    card, key = "4242 4242 4242 4242", "sk_" + "live_" + "a1B2c3D4e5F6g7H8"
    mail = make_message(f"{TEXT} My card is {card}, my key {key}, I am dana@customer.example", subject=f"Card {card}")
    with ModelStub(says) as stub, asking(stub, redact=Redact.SECRETS) as model:
        heard(model, mail)
        whole = str(stub.asked)
    assert "dana@customer.example" in whole
    assert card not in whole
    assert key not in whole


def test_the_mark_is_drawn_for_each_question() -> None:
    with ModelStub(says) as stub, asking(stub) as model:
        for number in (1, 2):
            heard(model, make_message(f"{TEXT} {number}"))
        contents = [body["messages"][1]["content"] for body in stub.asked]
        assert contents[0].split()[3] != contents[1].split()[3]
        assert len({body["messages"][0]["content"] for body in stub.asked}) == 1


def test_the_same_mail_is_asked_about_once() -> None:
    memory = MemoryInHand()
    with ModelStub(says) as stub, asking(stub, memory) as model:
        first, second = heard(model), heard(model)
        assert first == second
        assert len(stub.asked) == 1
    assert memory.counted == {"answered": 1, "remembered": 1}
    assert memory.spent == 1


def test_the_days_allowance_is_not_exceeded() -> None:
    memory = MemoryInHand()
    with ModelStub(says) as stub, asking(stub, memory, daily_requests=2) as model:
        found = [heard(model, make_message(f"{TEXT} {number}")) for number in range(3)]
        assert [said.silence for said in found if said] == [None, None, Silence.SPENT]
        assert len(stub.asked) == 2


@pytest.mark.parametrize("fault", ["429", "500", "slow", "html", "huge", "half", "refusal", "other", "length"])
def test_failure_is_a_testimony_that_says_nothing(fault: str) -> None:
    memory = MemoryInHand()
    with (
        ModelStub(says, faults=[fault]) as stub,
        asking(stub, memory, timeout=0.5 if fault == "slow" else 30.0) as model,
    ):
        said = heard(model)
    assert said
    assert said.silence
    assert said.claims == ()
    assert fault == "length" or memory.answers == {}


def test_no_mail_waits_longer_than_it_was_told_even_for_a_head_that_drips() -> None:
    """The head of an answer may come letter by letter, each in time for the connection's own limit."""

    class Dripping(ModelStub):
        def refusal(self, body: dict[str, object]) -> str:
            time.sleep(5.0)
            return ""

    with Dripping(says) as stub, asking(stub, timeout=0.3) as model:
        began = time.monotonic()
        said = heard(model)
        assert said
        assert said.silence is Silence.TIMEOUT
        assert time.monotonic() - began < 4.5


def test_a_server_that_fails_is_left_alone() -> None:
    memory = MemoryInHand()
    with ModelStub(says, faults=["500"] * 9) as stub, asking(stub, memory) as model:
        found = [heard(model, make_message(f"{TEXT} {number}")) for number in range(6)]
        assert len(stub.asked) == IN_A_ROW
    assert [said.silence for said in found if said] == [Silence.UNAVAILABLE] * 3 + [Silence.PAUSED] * 3
    assert memory.spent == IN_A_ROW


def test_patience_doubles_and_an_answer_restores_it() -> None:
    now = [0.0]
    patience = Patience(clock=lambda: now[0])
    for _ in range(IN_A_ROW - 1):
        patience.failed(Silence.TIMEOUT)
    assert not patience.exhausted
    for failures in range(12):
        patience.failed(Silence.TIMEOUT)
        assert patience.exhausted
        now[0] += min(FIRST * 2**failures, LONGEST) - 0.1
        assert patience.exhausted
        now[0] += 0.1
        assert not patience.exhausted
    patience.succeeded()
    patience.failed(Silence.TIMEOUT)
    assert not patience.exhausted


def test_what_one_mail_brings_about_costs_no_patience_and_a_named_time_is_kept() -> None:
    now = [0.0]
    patience = Patience(clock=lambda: now[0])
    for _ in range(20):
        patience.failed(Silence.NONSENSE)
        patience.failed(Silence.TOO_LONG)
    assert not patience.exhausted
    patience.failed(Silence.RATE_LIMITED, retry_after=50.0)
    now[0] = 49.0
    assert patience.exhausted
    now[0] = 50.0
    assert not patience.exhausted


def test_corrections_tell_how_far_it_is_trusted() -> None:
    trusts = []
    for record in ((0, 100), (0, 0), (100, 100)):
        with ModelStub(says) as stub, asking(stub, MemoryInHand(record)) as model:
            said = heard(model)
            assert said
            trusts.append(said.trust)
    assert trusts == sorted(set(trusts))
    assert trusts[-1] <= 0.95

"""When the language model is asked about a mail, what it is given, and what is kept of its answer."""

import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Protocol

from classifiers.intent import (
    Definitions,
    Prompt,
    build_prompt,
    check_answer,
    hash_prompt,
    learn_trust,
    own_subject,
    read_definitions,
)
from parsers.redaction import scrub
from parsers.redaction.persons import hide_persons
from parsers.vocabulary import Message, ModelSays, Reading, Silence
from worker.language_model.client import ChatClient, Reply, Unanswered
from worker.language_model.patience import Patience
from worker.store.testimonies import Ask

log = logging.getLogger(__name__)

# `when = "unsure"` asks below this confidence: above it the other readers are right nine times in ten and more.
SURE = 0.9
MOST_AT_ONCE = 8  # questions under way or given up on and not yet ended; beyond it nobody waits
TRUST_SECONDS = 60.0  # how long what the corrections say of the model is believed
ANSWERED, REMEMBERED = "answered", "remembered"


class When(StrEnum):
    """Which mails the model is asked about."""

    UNSURE = "unsure"
    ALWAYS = "always"


class Redact(StrEnum):
    """What is taken out of a mail before it is given to the model; cards, keys and the like always are."""

    SECRETS = "secrets"
    ADDRESSES = "addresses"  # and names


class Memory(Protocol):
    """The store, as the model's side sees it."""

    def answer(self, given: str) -> str | None: ...
    def keep_answer(self, given: str, answer: str, *, case_id: str | None, sender: str | None) -> None: ...
    def count_ask(self, ask: Ask) -> None: ...
    def spend_asks(self, number: int, per_day: int) -> bool: ...
    def record_of(self, model: str, prompt: str) -> tuple[int, int]: ...


@cache
def shipped_definitions() -> Definitions:
    """The definitions that come with the product."""
    return read_definitions(files("classifiers").joinpath("definitions.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the configuration says of the model. `languages` are ISO 639-1; empty: every one."""

    model: str
    when: When = When.UNSURE
    languages: tuple[str, ...] = ()
    daily_requests: int = 1000
    redact: Redact = Redact.ADDRESSES
    timeout: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose mail it is, so that what was answered about it can be forgotten."""

    case_id: str | None = None
    sender: str | None = None


NOBODYS = Whose()


class LanguageModel:
    """Asks, remembers and counts. Safe for several threads; no mail waits longer than `terms.timeout` for it."""

    def __init__(self, client: ChatClient, memory: Callable[[], Memory], terms: Terms) -> None:
        """`memory` is opened when it is first needed."""
        self.terms = terms
        self._client = client
        self._memory = memory
        self._definitions = shipped_definitions()
        self._prompt = hash_prompt(self._definitions)
        self._patience = Patience()
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._trust, self._trust_until = 0.0, 0.0

    def testify(self, message: Message, reading: Reading, *, case_id: str | None) -> ModelSays | None:
        """What it says of a mail that the other readers have read; None where it is not asked.

        Never raises for the model's sake: why there is no answer is its `silence`.
        """
        if message.automatic is not None or message.encrypted:
            return None
        return self.hear(
            own_subject(message),
            message.new_text,  # where there is none, all of the mail is read, but what it quotes is given to nobody
            reading,
            language=message.language.code,
            names=[box.name for box in (*message.senders, *message.reply_to)],
            others=[box.name for box in (*message.to, *message.cc)],
            whose=Whose(case_id=case_id, sender=message.sender.address if message.sender else None),
        )

    def hear(
        self,
        subject: str,
        text: str,
        reading: Reading,
        *,
        language: str = "und",
        names: Iterable[str] = (),
        others: Iterable[str] = (),
        whose: Whose = NOBODYS,
    ) -> ModelSays | None:
        """The same for a subject and a text. `names` and `others` are people's, hidden with the addresses."""
        subject, text = scrub(subject), scrub(text)
        if not self._wanted(reading, language) or not (subject + text).strip():
            return None
        asked = ModelSays(model=self.terms.model, prompt=self._prompt, trust=self._learned_trust())
        known, rest = tuple(names), tuple(others)
        given = (self._shown(subject, known, rest), self._shown(text, known, rest))
        whole = "\n".join((self.terms.model, self._prompt, *given))
        before = self._memory().answer(whole)
        answer = self._answer(whole, self._question(*given), whose) if before is None else before
        if isinstance(answer, Silence):
            return replace(asked, silence=answer)
        said = check_answer(answer, subject=subject, body=text, asked=asked)
        if before is not None:
            self._count(REMEMBERED)
        elif said.dropped:
            self._count(ANSWERED, number=0, dropped=len(said.dropped))
        return said

    def try_out(self, subject: str, text: str) -> tuple[ModelSays, Reply, float]:
        """One question past every budget, for `doctor`: what holds of the answer, the answer, and seconds.

        Raises `Unanswered`.
        """
        began = time.monotonic()
        reply = self._client.ask(self._question(subject, text))
        asked = ModelSays(model=self.terms.model, prompt=self._prompt)
        return check_answer(reply.text, subject=subject, body=text, asked=asked), reply, time.monotonic() - began

    def says_so_still(self, said: ModelSays) -> bool:
        """Whether this is what the same model said to the same instructions."""
        return (said.model, said.prompt) == (self.terms.model, self._prompt)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _wanted(self, reading: Reading, language: str) -> bool:
        if self.terms.languages and language not in self.terms.languages:
            return False
        return self.terms.when is When.ALWAYS or reading.confidence < SURE or reading.doubted

    def _shown(self, text: str, names: Iterable[str], others: Iterable[str]) -> str:
        return hide_persons(text, names, others=others) if self.terms.redact is Redact.ADDRESSES else text

    def _answer(self, given: str, prompt: Prompt, whose: Whose) -> str | Silence:
        if self._patience.exhausted:
            self._count(Silence.PAUSED)
            return Silence.PAUSED
        if not self._memory().spend_asks(1, self.terms.daily_requests):
            self._count(Silence.SPENT)
            return Silence.SPENT
        return self._ask(given, prompt, whose)

    def _question(self, subject: str, text: str) -> Prompt:
        mark = secrets.token_hex(12)
        while mark in subject or mark in text:
            mark = secrets.token_hex(12)
        return build_prompt(subject, text, mark, self._definitions)

    def _ask(self, given: str, prompt: Prompt, whose: Whose) -> str | Silence:
        began = time.monotonic()
        try:
            reply = self._in_time(prompt)
        except Unanswered as fault:
            log.warning("the language model did not answer: %s", fault)
            self._patience.failed(fault.silence, fault.retry_after)
            self._count(fault.silence, milliseconds=_since(began))
            return fault.silence
        self._patience.succeeded()
        self._count(ANSWERED, milliseconds=_since(began), tokens_in=reply.tokens_in, tokens_out=reply.tokens_out)
        self._memory().keep_answer(given, reply.text, case_id=whose.case_id, sender=whose.sender)
        return reply.text

    def _in_time(self, prompt: Prompt) -> Reply:
        """The answer, waited for `terms.timeout` seconds and not a moment more: the question is asked in a thread of
        its own, for a server may send the head of its answer letter by letter. Raises `Unanswered`.
        """
        if not self._places.acquire(blocking=False):
            raise Unanswered(Silence.PAUSED)
        box: queue.SimpleQueue[Reply | Unanswered] = queue.SimpleQueue()
        threading.Thread(target=self._work, args=(prompt, box), daemon=True).start()
        try:
            found = box.get(timeout=self.terms.timeout)
        except queue.Empty:
            raise Unanswered(Silence.TIMEOUT) from None
        if isinstance(found, Unanswered):
            raise found
        return found

    def _work(self, prompt: Prompt, box: "queue.SimpleQueue[Reply | Unanswered]") -> None:
        try:
            box.put(self._client.ask(prompt))
        except Unanswered as fault:
            box.put(fault)
        finally:
            self._places.release()

    def _learned_trust(self) -> float:
        if time.monotonic() >= self._trust_until:
            right, cases = self._memory().record_of(self.terms.model, self._prompt)
            self._trust, self._trust_until = learn_trust(right, cases), time.monotonic() + TRUST_SECONDS
        return self._trust

    def _count(self, result: str, **figures: int) -> None:
        self._memory().count_ask(Ask(model=self.terms.model, result=str(result), **figures))


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)

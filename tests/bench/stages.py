"""CPU milliseconds a mail by stage, Stripe calls and round trips a case: in this process, with the stand-in beside."""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from classifiers.intent import read_intent
from classifiers.judge import judge
from parsers.message import read_message
from parsers.vocabulary import MailRules, Outcome, Policy
from tests.bench.rig import KEY, Figures, mails, median
from worker.billing import StripeBook
from worker.demo.stripe import StandIn
from worker.keywords import KeywordShelf
from worker.render import Templates

MAILS = 270
T = TypeVar("T")


def measure() -> Figures:
    """Median CPU time a stage over the sample inbox; judge and write only where a draft came of it."""
    spent: dict[str, list[float]] = defaultdict(list)
    calls: list[float] = []
    rounds: list[float] = []
    scenario = Path(str(files("worker.demo").joinpath("scenario.toml")))
    keywords, templates = KeywordShelf(None).current(), Templates()
    rules = MailRules(addresses=("support@deskhand.example",), authserv_ids=("mx.deskhand.example",))
    with StandIn(scenario) as stand_in:
        book = StripeBook(KEY, api_base=stand_in.url, take=lambda number: 0.0, cache_seconds=0)

        def stage(name: str, work: Callable[..., T], *values: Any, **named: Any) -> T:
            start = time.thread_time()
            made = work(*values, **named)
            spent[name].append((time.thread_time() - start) * 1000)
            return made

        for raw in mails(MAILS):
            message = stage("read", read_message, raw, arrived_at=datetime.now(UTC), rules=rules)
            reading = stage("intent", read_intent, message, keywords)
            before = (book.gateway.calls, book.gateway.rounds)
            state = stage("look_up", book.look_up, message, reading)
            case = stage("judge", judge, message, reading, state, policy=Policy(), case_id="case")
            if case.outcome is Outcome.DRAFTED:
                stage("write", templates.write, case, message, state)
                calls.append(book.gateway.calls - before[0])
                rounds.append(book.gateway.rounds - before[1])
        book.close()
    figures = {f"{name} ms p50": round(median(values), 3) for name, values in spent.items()}
    figures["cpu ms a drafted mail"] = round(sum(figures.values()), 3)
    return figures | {
        "stripe calls a case p50": median(calls),
        "stripe calls a case max": max(calls),
        "stripe round trips a case p50": median(rounds),
        "stripe round trips a case max": max(rounds),
    }

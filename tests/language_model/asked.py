"""Short ways to have a mail read by a model that a stub plays."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from tests.language_model.memory import MemoryInHand
from tests.tools.model_stub import ModelStub
from worker.language_model import ChatClient, LanguageModel, When
from worker.language_model.asking import Terms

TEXT = "Hello, you charged my card twice this month. Please send one payment back."
ALWAYS = Terms(model="m", when=When.ALWAYS, timeout=30.0)


def answer(
    primary: str = "refund", quote: str = "send one payment back", cues: tuple[tuple[str, str], ...] = (), **more: Any
) -> str:
    """What a model writes that means well."""
    found: dict[str, Any] = {
        "intents": [{"name": primary, "primary": True, "quote": quote}],
        "cues": [{"name": name, "quote": words} for name, words in cues],
        "about_billing": {"value": True, "quote": quote},
        "speaker": {"value": "customer", "quote": quote},
    }
    return json.dumps(found | more)


@contextmanager
def asking(stub: ModelStub, memory: MemoryInHand | None = None, **terms: Any) -> Iterator[LanguageModel]:
    """A model on this stub; `terms` differ from `ALWAYS`."""
    agreed = replace(ALWAYS, **terms)
    held = memory or MemoryInHand()
    client = ChatClient(base_url=stub.url, model=agreed.model, api_key=stub.key, timeout=agreed.timeout)
    model = LanguageModel(client, lambda: held, agreed)
    yield model
    model.close()

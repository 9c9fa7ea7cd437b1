"""What is put in a person's place: blank words in a text, a blank case."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from parsers.vocabulary import Outcome
from worker.case_json import bare_json

BLANK = "[erased]"
_ENUMERATED = re.compile(r"[a-z0-9_]+")  # values of our own vocabulary, which a hostile name must not damage


class Eraser:
    """Blanks addresses, in any case of letters, and names, as they are written, wherever they stand as words."""

    def __init__(self, addresses: Iterable[str], names: Iterable[str]) -> None:
        written = [re.escape(name) for name in names if len(name) > 1]
        folded = [f"(?i:{re.escape(address)})" for address in addresses]
        whole = sorted((*written, *folded), key=len, reverse=True)
        self._words = re.compile(rf"(?<![\w.+-])(?:{'|'.join(whole)})(?!\w)")

    def text(self, text: str | None) -> str | None:
        """The text with blanks."""
        return None if text is None else self._words.sub(BLANK, text)

    def json(self, text: str) -> str:
        """The JSON text with blanks in its string values."""
        return json.dumps(self._value(json.loads(text)), ensure_ascii=False)

    def _value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._value(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._value(inner) for inner in value]
        if isinstance(value, str) and not _ENUMERATED.fullmatch(value):
            return self.text(value)
        return value


def blank_case(case_id: str, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The case JSON with nothing left of the person; what is counted stays."""
    blank = bare_json(case_id=case_id, message_id=None, outcome=Outcome(shown["outcome"]), reason="forgotten")
    counted = {key: shown[key] for key in ("language", "bucket", "confidence", "revenue") if key in shown}
    gap = shown.get("product_gap")
    return {**blank, **counted, "product_gap": {"key": gap["key"], "text": ""} if gap else None}

"""The line of a case in the review desk's queue: what it shows, and what a search looks in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert

from parsers.vocabulary import Message
from worker.store.database import Transaction
from worker.store.tables import lines

# What an agent is asked to do, where the policy's own word says too little.
_KINDS = {"no_op": "answer only", "portal": "show the way to self-service"}
_SHOWN, _SEARCHED = 300, 20_000  # characters: a queue is for glancing at


def draw(tx: Transaction, case_id: str, message: Message, shown: Mapping[str, Any], *, first: bool = False) -> None:
    """Put down the line of a case, in place of the one before if it is not the `first`; all of it is redacted."""
    sender = message.sender
    name = f"{sender.name} <{sender.address}>" if sender and sender.name else sender.address if sender else ""
    words = "\n".join((name, message.subject, message.new_text)).casefold()
    row = {
        "case_id": case_id,
        "sender": name[:_SHOWN],
        "subject": message.subject[:_SHOWN],
        "proposed": (_proposed(shown) or str(shown.get("reason") or ""))[:_SHOWN],
        "words": words[:_SEARCHED],
    }
    if not first:
        tx.change(delete(lines).where(lines.c.case_id == case_id))
    tx.execute(insert(lines), row)


def _proposed(shown: Mapping[str, Any]) -> str:
    return ", then ".join(_words(action) for action in shown.get("actions", []))


def _words(action: Mapping[str, Any]) -> str:
    named = _KINDS.get(action["kind"], action["kind"])
    return " ".join(word for word in (named, (action["when"] or "").replace("_", " ")) if word)

"""The line of a case in the review desk's queue: what it shows, and what a search looks in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert

from classifiers.revenue import shown as worded
from parsers.vocabulary import BillingState, Message, Money
from worker.case_labels import label, why_human
from worker.store.database import Transaction
from worker.store.tables import lines

# What an agent is asked to do, where the policy's own word says too little.
_KINDS = {"no_op": "answer only", "portal": "show the way to self-service"}
_SHOWN, _SEARCHED = 300, 20_000  # characters: a queue is for glancing at


def draw(
    tx: Transaction,
    case_id: str,
    message: Message,
    state: BillingState,
    shown: Mapping[str, Any],
    *,
    first: bool = False,
) -> None:
    """Put down the line of a case, in place of the one before if it is not the `first`; all of it is redacted."""
    sender = message.writers[0] if len(message.writers) == 1 else None
    name = f"{sender.name} <{sender.address}>" if sender and sender.name else sender.address if sender else ""
    words = "\n".join((name, message.subject, message.new_text)).casefold()
    row = {
        "case_id": case_id,
        "sender": name[:_SHOWN],
        "subject": message.subject[:_SHOWN],
        "proposed": (_proposed(shown) or str(shown.get("reason") or ""))[:_SHOWN],
        "label": label(shown),
        "why": why_human(shown)[:_SHOWN],
        "amount": _amount(shown, state),
        "words": words[:_SEARCHED],
    }
    if not first:
        tx.change(delete(lines).where(lines.c.case_id == case_id))
    tx.execute(insert(lines), row)


def _proposed(shown: Mapping[str, Any]) -> str:
    return ", then ".join(_words(action) for action in shown.get("actions", []))


def _words(action: Mapping[str, Any]) -> str:
    named = _KINDS.get(action["kind"], action["kind"])
    sum_ = worded(Money(action["amount"], action["currency"])) if action.get("amount") is not None else ""
    return " ".join(word for word in (named, sum_, (action["when"] or "").replace("_", " ")) if word)


def _amount(shown: Mapping[str, Any], state: BillingState) -> str:
    """What is at stake: what would be paid back, else what is owed and unpaid, else what would be lost a month."""
    revenue = shown.get("revenue") or {}
    currency = revenue.get("currency")
    if currency and revenue.get("cash_out"):
        return f"{worded(Money(revenue['cash_out'], currency))} back"
    if shown.get("bucket") == "failed_payment" and (owed := _owed(shown, state)):
        return f"{owed} unpaid"
    if currency and revenue.get("mrr_change"):
        return f"{worded(Money(revenue['mrr_change'], currency))} a month"
    return ""


def _owed(shown: Mapping[str, Any], state: BillingState) -> str:
    """The person's open invoices, where they are in one currency."""
    people = frozenset((shown.get("identity") or {}).get("customer_ids", ()))
    due = [each for each in state.of(people).invoices if each.status == "open" and each.amount_remaining]
    if len({each.currency for each in due}) != 1:
        return ""
    return worded(Money(sum(each.amount_remaining for each in due), due[0].currency))

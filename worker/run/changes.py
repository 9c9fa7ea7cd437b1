"""What has changed between two looks at a person's billing state, in sentences for an agent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from parsers.vocabulary import BillingState, Money

# What an agent would act on differently; by section of the state, then field.
_WATCHED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "customers": ("customer", ("email", "deleted", "balance")),
    "subscriptions": (
        "subscription",
        ("status", "cancel_at_period_end", "cancel_at", "ended_at", "paused_collection", "schedule"),
    ),
    "charges": ("charge", ("status", "captured", "amount_refunded", "disputed")),
    "invoices": ("invoice", ("status", "amount_remaining", "attempt_count")),
    "checkout_sessions": ("checkout session", ("status", "payment_status")),
}
_INNER: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "refunds": ("refund", ("status",)),
    "disputes": ("dispute", ("status",)),
}
_PORTAL = ("active", "login_page", "cancel", "update_card", "invoices")


def changes(before: BillingState, after: BillingState) -> tuple[str, ...]:
    """One sentence a change, in the order of the sections; empty where nothing that matters changed."""
    said: list[str] = []
    for section, (name, fields) in _WATCHED.items():
        said += _compared(name, fields, getattr(before, section), getattr(after, section))
    for section, (name, fields) in _INNER.items():
        said += _compared(name, fields, _inner(before, section), _inner(after, section))
    said += [
        f"portal: {field} {_shown(was)} → {_shown(now)}"
        for field in _PORTAL
        if (was := getattr(before.portal, field)) != (now := getattr(after.portal, field))
    ]
    return tuple(said)


def _inner(state: BillingState, section: str) -> list[Any]:
    return [item for charge in state.charges for item in getattr(charge, section)]


def _compared(name: str, fields: tuple[str, ...], before: Sequence[Any], after: Sequence[Any]) -> Iterator[str]:
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    for key, item in new.items():
        if key not in old:
            yield f"new {name} {key}{_sum(item)}"
            continue
        for field in fields:
            was, now = getattr(old[key], field), getattr(item, field)
            if was != now:
                yield f"{name} {key}: {field} {_shown(was)} → {_shown(now)}"
    yield from (f"{name} {key} is gone" for key in old if key not in new)


def _sum(item: Any) -> str:
    amount = getattr(item, "amount", None)
    return f" of {amount.amount} {amount.currency} (minor units)" if isinstance(amount, Money) else ""


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

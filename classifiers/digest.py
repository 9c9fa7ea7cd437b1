"""A digest of a billing state, for freshness: the same facts give the same digest, in whatever order they came."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, get_args

from parsers.vocabulary import (
    BalanceEntry,
    BillingState,
    Charge,
    CheckoutSession,
    CreditNote,
    Customer,
    Dispute,
    Invoice,
    InvoiceLine,
    InvoicePayment,
    Money,
    PaymentMethod,
    Portal,
    Price,
    Refund,
    Subscription,
    SubscriptionItem,
    Unread,
)

# Values that Python itself writes the same way every time.
ATOMS = frozenset({str, int, float, bool, date, datetime, NoneType})


# The facts that a case rests on, by kind of object. Only these count: a field that the vocabulary gains makes no open
# case stale until it is written here, which is right once a rule or a text reads it (and then raise `VERSION`).
COUNTED: Mapping[Any, str] = {
    BalanceEntry: "id customer amount kind created invoice",
    BillingState: (
        "livemode customers subscriptions charges invoices credit_notes balance_entries payment_methods "
        "checkout_sessions portal unread truncated"
    ),
    Charge: (
        "id customer amount amount_refunded amount_captured status captured created payment_intent invoice "
        "description receipt_number email card disputed refunded refunds disputes failure_code outcome credited "
        "credit_notes metadata"
    ),
    CheckoutSession: (
        "id customer email status payment_status subscription payment_intent invoice amount created product"
    ),
    CreditNote: "id customer invoice amount created number status pre_payment refunded out_of_band",
    Customer: (
        "id email name created deleted livemode balance currency default_payment_method has_default_source metadata"
    ),
    Dispute: "id charge amount status reason created due_by",
    Invoice: (
        "id customer status number receipt_number subscription billing_reason collection_method currency total "
        "amount_due amount_paid amount_remaining amount_overpaid credited_after starting_balance ending_balance "
        "created finalized_at paid_at due_date attempted attempt_count next_payment_attempt hosted_invoice_url "
        "lines payments"
    ),
    InvoiceLine: "id amount description period_start period_end proration price product subscription quantity",
    InvoicePayment: "id status payment_intent charge amount_paid",
    Money: "amount currency",
    PaymentMethod: "id kind brand last4 exp_month exp_year fingerprint",
    Portal: "known configuration active login_page login_url cancel update_card invoices",
    Price: (
        "id product product_name nickname unit_amount currency interval interval_count billing_scheme usage_type "
        "tiers_mode metadata product_metadata"
    ),
    Refund: "id charge amount status created reason failure_reason",
    Subscription: (
        "id customer status items created start_date cancel_at_period_end cancel_at canceled_at ended_at "
        "trial_start trial_end collection_method default_payment_method has_default_source latest_invoice "
        "schedule paused_collection paused_until pause_behavior cancellation_reason discounted metadata"
    ),
    SubscriptionItem: "id price quantity period_start period_end metadata",
    Unread: "section reason",
}
VERSION = "2"  # of this table and of how values are written: digests of another version cannot be compared


def digest(state: BillingState) -> str:
    """The version, a colon and the beginning of a SHA-256 (hex) over the facts that count; 64 characters at most."""
    return f"{VERSION}:{sha256(canonical(state).encode()).hexdigest()[:60]}"


def is_unchanged(before: str, then: BillingState, now: str) -> bool:
    """Whether the facts are what they were. `before` is the digest that was kept with the state `then`, `now` today's.

    A digest of an earlier version says nothing; then the state itself is written anew.
    """
    return before == now or (before.partition(":")[0] != VERSION and digest(then) == now)


def canonical(value: object) -> str:
    """One text for one value: lists sorted, mappings by key, objects by their fields."""
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], str]:
    """How values of a kind are written; found out once a kind, since a state holds thousands of values."""
    if issubclass(kind, tuple):
        return _list
    if issubclass(kind, Mapping):
        return lambda value: "{" + ",".join(f"{key!r}:{canonical(value[key])}" for key in sorted(value)) + "}"
    return _object(kind) if is_dataclass(kind) else repr


def _list(values: tuple[Any, ...]) -> str:
    if len(values) < 2:
        return f"[{canonical(values[0])}]" if values else "[]"
    return "[" + ",".join(sorted(map(canonical, values))) + "]"


def _object(kind: Any) -> Callable[[Any], str]:
    """An object by its plain fields at one go, then by those that hold something of their own."""
    counted = next((COUNTED[base] for base in kind.__mro__ if base in COUNTED), "").split()
    kept = [each for each in fields(kind) if each.name in counted]
    plain = _getter([each.name for each in kept if _atomic(each.type)])
    deep = _getter([each.name for each in kept if not _atomic(each.type)])
    return lambda value: f"({plain(value)!r}{','.join(map(canonical, deep(value)))})"


def _atomic(kind: Any) -> bool:
    return set(get_args(kind) if isinstance(kind, UnionType) else (kind,)) <= ATOMS


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)

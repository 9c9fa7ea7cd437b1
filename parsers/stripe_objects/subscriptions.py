"""Subscriptions and their items."""

from datetime import datetime
from typing import NamedTuple

from parsers.stripe_objects.customers import default_payment_method
from parsers.stripe_objects.fields import Json, child, count, flag, metadata, moment, own_id, reference, rows, text
from parsers.stripe_objects.prices import price
from parsers.vocabulary import Subscription, SubscriptionItem


class _Period(NamedTuple):
    start: datetime | None
    end: datetime | None


def subscription(json: Json) -> Subscription:
    """A `subscription`. Before API 2025-03-31 the current period stood on it instead of on its items."""
    period = _Period(moment(json, "current_period_start"), moment(json, "current_period_end"))
    cancellation = child(json, "cancellation_details")
    return Subscription(
        id=own_id(json),
        customer=reference(json, "customer"),
        status=text(json, "status") or "unknown",
        items=tuple(_item(row, period) for row in rows(json, "items")),
        created=moment(json, "created"),
        start_date=moment(json, "start_date"),
        cancel_at_period_end=flag(json, "cancel_at_period_end"),
        cancel_at=moment(json, "cancel_at"),
        canceled_at=moment(json, "canceled_at"),
        ended_at=moment(json, "ended_at"),
        trial_start=moment(json, "trial_start"),
        trial_end=moment(json, "trial_end"),
        collection_method=text(json, "collection_method") or "charge_automatically",
        default_payment_method=default_payment_method(json),
        has_default_source=reference(json, "default_source") is not None,
        latest_invoice=reference(json, "latest_invoice"),
        schedule=reference(json, "schedule"),
        paused_collection=bool(child(json, "pause_collection")),
        paused_until=moment(child(json, "pause_collection"), "resumes_at"),
        pause_behavior=text(child(json, "pause_collection"), "behavior"),
        cancellation_reason=text(cancellation, "reason"),
        cancellation_feedback=text(cancellation, "feedback"),
        discounted=bool(json.get("discounts") or json.get("discount")),
        metadata=metadata(json),
    )


def subscription_item(json: Json) -> SubscriptionItem:
    """A `subscription_item` with its own period; metered ones have no quantity and count as one."""
    return _item(json, _Period(None, None))


def _item(json: Json, period: _Period) -> SubscriptionItem:
    return SubscriptionItem(
        id=own_id(json),
        price=price(child(json, "price") or child(json, "plan")),
        quantity=count(json, "quantity", 1),
        period_start=moment(json, "current_period_start") or period.start,
        period_end=moment(json, "current_period_end") or period.end,
        metadata=metadata(json),
    )

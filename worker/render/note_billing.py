"""BILLING STATE: what Stripe showed at one time: subscriptions, money moved and owed, anomalies, and the portal."""

from collections.abc import Iterator
from datetime import timedelta

from parsers.vocabulary import Charge, Invoice, Portal, Price, Subscription
from worker.render.note_page import Page, instant, joined, on, sum_of
from worker.render.plain_text import one_line

RECENTLY = timedelta(days=90)
OVER = frozenset({"canceled", "incomplete_expired"})  # any other status may still be charged
MOST_SUBSCRIPTIONS, MOST_INVOICES, MOST_CHARGES, MOST_ANOMALIES, MOST_OBJECTS = 8, 4, 4, 10, 6


def billing_lines(page: Page) -> Iterator[str]:
    """Read time first; anomalies before the lists they were found in, so that a long list cannot push them out."""
    mode = "live mode" if page.state.livemode else "test mode"
    yield f"read at {page.state.read_at:%Y-%m-%d %H:%M} UTC, {mode}"
    yield from _unread(page)
    yield from _subscriptions(page)
    yield from _anomalies(page)
    yield from _invoices(page)
    yield from _charges(page)
    yield page.line(portal_line(page.state.portal))


def _unread(page: Page) -> Iterator[str]:
    for section in page.state.unread:
        yield page.line(f"could not be read: {section.section} ({section.reason})")
    if page.state.truncated:
        yield page.line(f"only the newest page was read: {joined(page.state.truncated)}")


def _anomalies(page: Page) -> Iterator[str]:
    found = page.case.anomalies
    for anomaly in found[:MOST_ANOMALIES]:
        more = f" and {len(anomaly.objects) - MOST_OBJECTS} more" if len(anomaly.objects) > MOST_OBJECTS else ""
        objects = joined(anomaly.objects[:MOST_OBJECTS]) + more
        yield page.line(joined([f"{anomaly.name.value} [{objects}]", anomaly.evidence], ": "))
    if len(found) > MOST_ANOMALIES:
        yield page.line("… and also " + joined(anomaly.name.value for anomaly in found[MOST_ANOMALIES:]))
    if not found:
        yield "nothing out of the ordinary"


def _subscriptions(page: Page) -> Iterator[str]:
    since = page.message.arrived_at - RECENTLY
    shown = [s for s in page.state.subscriptions if s.live or s.status not in OVER or _recent(s, since.timestamp())]
    shown.sort(key=lambda s: (not s.live, instant(s.created), s.id))
    for subscription in shown[:MOST_SUBSCRIPTIONS]:
        yield page.line(subscription_line(subscription))
    if len(shown) > MOST_SUBSCRIPTIONS:
        yield f"… and {len(shown) - MOST_SUBSCRIPTIONS} more subscriptions"
    if not shown:
        yield "no live or recently ended subscription"


def _recent(subscription: Subscription, since: float) -> bool:
    ended = subscription.ended_at or subscription.canceled_at or subscription.created
    return instant(ended) >= since


def subscription_line(subscription: Subscription) -> str:
    """One subscription: plan, price, status, dates."""
    items = [f"{plan_name(item.price)} {priced(item.price)} ×{item.quantity}" for item in subscription.items[:3]]
    until = next((item.period_end for item in subscription.items if item.period_end), None)
    return joined(
        [
            f"{subscription.id}: {joined(items, ' + ') or 'no items'}",
            subscription.status,
            f"since {on(subscription.start_date or subscription.created)}",
            f"period to {on(until)}" if until and subscription.live else "",
            _leaving(subscription),
            "invoiced, not charged" if subscription.collection_method == "send_invoice" else "",
            "collection paused" if subscription.paused_collection else "",
        ]
    )


def _leaving(subscription: Subscription) -> str:
    if subscription.ended_at:
        asked = f", asked for on {on(subscription.canceled_at)}" if subscription.canceled_at else ""
        return f"ended {on(subscription.ended_at)}{asked}"
    if subscription.cancel_at_period_end or subscription.cancel_at:
        return f"set to end {on(subscription.cancel_at)}" if subscription.cancel_at else "set to end with its period"
    return ""


def plan_name(price: Price) -> str:
    """What the plan is called: product, else nickname, else the price's id."""
    return one_line(price.product_name or price.nickname or price.id, 60)


def priced(price: Price) -> str:
    """`$49.00/month`, or how it is priced where there is no one amount."""
    if price.unit_amount is None:
        return f"({price.billing_scheme} price)"
    every = f"{price.interval_count} {price.interval}s" if price.interval_count > 1 else price.interval
    return f"{sum_of(price.unit_amount.amount, price.unit_amount.currency)}" + (f"/{every}" if every else "")


def _invoices(page: Page) -> Iterator[str]:
    """Every invoice still owed, and for each live subscription how its latest stands."""
    latest = {s.latest_invoice for s in page.state.subscriptions if s.live}
    shown = [i for i in page.state.invoices if i.status in {"open", "uncollectible"} or i.id in latest]
    shown.sort(key=lambda i: (i.status != "open", -instant(i.created), i.id))
    yield from (page.line(_invoice(invoice)) for invoice in shown[:MOST_INVOICES])
    if len(shown) > MOST_INVOICES:
        yield f"… and {len(shown) - MOST_INVOICES} more invoices"


def _invoice(invoice: Invoice) -> str:
    owed = invoice.status == "open"
    attempts = f"{invoice.attempt_count} attempts" if invoice.attempt_count else "not attempted yet"
    return joined(
        [
            f"{invoice.id} {invoice.number or ''}".strip() + f": invoice {invoice.status}",
            sum_of(invoice.amount_remaining if owed else invoice.total, invoice.currency),
            f"of {on(invoice.created)}",
            f"due {on(invoice.due_date)}" if owed and invoice.due_date else "",
            attempts if owed else "",
            # Stripe: the date stands, yet nothing is retried without a new payment method.
            f"next attempt noted for {on(invoice.next_payment_attempt)}"
            if owed and invoice.next_payment_attempt
            else "",
        ]
    )


def _charges(page: Page) -> Iterator[str]:
    shown = sorted(page.state.charges, key=lambda c: (-instant(c.created), c.id))
    yield from (page.line(charge_line(charge)) for charge in shown[:MOST_CHARGES])
    if len(shown) > MOST_CHARGES:
        yield f"… and {len(shown) - MOST_CHARGES} earlier charges"


def charge_line(charge: Charge) -> str:
    """One charge: amount, day, what became of it."""
    amount = charge.amount
    card = f"{charge.card.brand or charge.card.kind} {charge.card.last4 or ''}".strip() if charge.card else ""
    state = "charged" if charge.taken else "authorised only" if charge.status == "succeeded" else charge.status
    refunded = f"{sum_of(charge.amount_refunded, amount.currency)} refunded" if charge.amount_refunded else ""
    disputes = joined(f"{dispute.id} {dispute.status}" for dispute in charge.disputes)
    return joined(
        [
            f"{charge.id}: {sum_of(amount.amount, amount.currency)} {state} {on(charge.created)}",
            card,
            charge.failure_code or "",
            refunded,
            f"refund in flight {sum_of(charge.pending_refunds, amount.currency)}" if charge.pending_refunds else "",
            f"dispute {disputes}" if disputes else "",
            f"for {charge.invoice}" if charge.invoice else "",
        ]
    )


def portal_line(portal: Portal) -> str:
    """What the customer can do alone."""
    if not portal.known:
        return "customer portal: its configuration could not be read"
    if not portal.reachable:
        return "customer portal: " + ("login page off" if portal.active else "no active configuration")
    offered = {"cancel": portal.cancel, "update the card": portal.update_card, "see invoices": portal.invoices}
    can = joined(name for name, on_offer in offered.items() if on_offer) or "nothing"
    cannot = joined(name for name, on_offer in offered.items() if not on_offer)
    return f"customer portal offers: {can}" + (f"; not: {cannot}" if cannot else "")

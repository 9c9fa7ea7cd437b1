"""System mail: Stripe's own notices, and whatever else says that no person sent it."""

from parsers.automatic.envelope import Envelope, certain
from parsers.vocabulary import Automatic, AutomaticKind


def is_stripes(envelope: Envelope) -> Automatic | None:
    """Receipts, failed payments, payouts: from stripe.com, or from a merchant's own domain by way of Stripe."""
    sender = next(
        (each for each in envelope.senders if each.rpartition("@")[2] == "stripe.com" or each.endswith(".stripe.com")),
        "",
    )
    if sender:
        return certain(AutomaticKind.NOTIFICATION, f"From: {sender}, Stripe's own notice")
    event = envelope.says("x-stripe-eid")
    return certain(AutomaticKind.NOTIFICATION, "X-Stripe-EID: Stripe's own notice") if event else None


def is_notification(envelope: Envelope) -> Automatic | None:
    """By a header that a program sets when no person pressed a button."""
    submitted = envelope.says("auto-submitted")
    if submitted and not submitted.lower().startswith("auto-forward"):  # that one hands on what a person wrote
        return certain(AutomaticKind.NOTIFICATION, f"Auto-Submitted: {submitted}")
    for name, value in (
        ("x-fc-machinegenerated", "true"),
        ("x-amazon-mail-relay-type", "notification"),
        ("x-loop", "yes"),
    ):
        if envelope.first(name).lower() == value:
            return certain(AutomaticKind.NOTIFICATION, f"{name.title()}: {value}")
    source = envelope.says("x-ms-exchange-generated-message-source")
    if source:
        return certain(AutomaticKind.NOTIFICATION, f"X-MS-Exchange-Generated-Message-Source: {source}")
    return None

"""All anomalies in the policy's order."""

from classifiers.anomalies.balance import (
    collection_paused,
    credit_balance,
    paid_from_balance,
    payment_processing,
    refund_failed,
)
from classifiers.anomalies.charge_history import (
    already_refunded,
    duplicate_charge,
    inquiries,
    lost_disputes,
    open_disputes,
    pending_authorisations,
    refund_pending,
)
from classifiers.anomalies.context import Finder, Seen
from classifiers.anomalies.contract import annual, cancel_scheduled, contract, several_customers, team
from classifiers.anomalies.duplicates import duplicate_subscriptions, plan_overlap
from classifiers.anomalies.payment_failures import card_expired, failed_renewal, incomplete_checkout, no_payment_method
from classifiers.anomalies.periods import charged_after_cancel, proration, trial_converted, withdrawal_period
from parsers.vocabulary import Anomaly

ANOMALIES: tuple[Finder, ...] = (
    duplicate_subscriptions,
    plan_overlap,
    duplicate_charge,
    failed_renewal,
    incomplete_checkout,
    charged_after_cancel,
    card_expired,
    no_payment_method,
    open_disputes,
    inquiries,
    lost_disputes,
    already_refunded,
    refund_pending,
    cancel_scheduled,
    annual,
    team,
    proration,
    trial_converted,
    withdrawal_period,
    contract,
    several_customers,
    pending_authorisations,
    payment_processing,
    refund_failed,
    paid_from_balance,
    credit_balance,
    collection_paused,
)


def find_anomalies(seen: Seen) -> tuple[Anomaly, ...]:
    """Everything out of the ordinary, in the policy's order; an unread section makes none."""
    return tuple(found for find in ANOMALIES for found in find(seen))

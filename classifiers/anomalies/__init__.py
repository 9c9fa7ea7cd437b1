"""Facts in Stripe that are out of the ordinary: one small function each, from the account to evidence."""

from classifiers.anomalies.finding import ANOMALIES, find_anomalies
from classifiers.anomalies.seen import Seen

__all__ = ["ANOMALIES", "Seen", "find_anomalies"]

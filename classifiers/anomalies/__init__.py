"""Facts in Stripe that are out of the ordinary: one small function each, from the account to evidence."""

from classifiers.anomalies.context import Seen
from classifiers.anomalies.finding import ANOMALIES, find_anomalies

__all__ = ["ANOMALIES", "Seen", "find_anomalies"]

"""A stand-in for Stripe that ships: the demo, the tests and the bench read from it."""

from worker.demo.stripe.builder import Builder, Plan
from worker.demo.stripe.faults import Fault, FaultKind, Faults
from worker.demo.stripe.payments import Payment
from worker.demo.stripe.scenario import build, load
from worker.demo.stripe.server import StandIn
from worker.demo.stripe.words import ScenarioError
from worker.demo.stripe.world import World

__all__ = [
    "Builder",
    "Fault",
    "FaultKind",
    "Faults",
    "Payment",
    "Plan",
    "ScenarioError",
    "StandIn",
    "World",
    "build",
    "load",
]

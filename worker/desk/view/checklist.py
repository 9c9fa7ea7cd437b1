"""Before you send: what a case proposes, step by step, and whether Stripe shows it done."""

from collections.abc import Callable
from dataclasses import dataclass

from parsers.vocabulary import (
    Action,
    ActionKind,
    BillingState,
    Case,
    Charge,
    Invoice,
    Money,
    Refund,
    Subscription,
    When,
)
from worker.render.locales import money
from worker.render.note_actions import command, undo
from worker.render.note_page import dashboard

DONE, OPEN, CHANGED, UNKNOWN, NOTHING = "done", "not done", "changed", "unknown", "nothing to do"
_FAILED = frozenset({"failed", "canceled"})
_ENDED = frozenset({"canceled", "incomplete_expired"})
_KINDS = {ActionKind.REFUND: "Refund", ActionKind.CANCEL: "Cancel", ActionKind.PORTAL: "Point to the portal"}
_WHEN = {When.NOW: "now", When.PERIOD_END: "at the period's end"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One proposed action in words, with the Dashboard's page and the command to copy where there are any."""

    title: str
    object: str | None
    amount: str
    link: str
    command: str | None
    undo: str
    why: str
    final: bool
    flags: tuple[str, ...]


def steps(case: Case, state: BillingState) -> tuple[Step, ...]:
    """The checklist of a case, in order."""
    return tuple(_step(action, state) for action in case.actions)


def _step(action: Action, state: BillingState) -> Step:
    hosted = action.kind is ActionKind.PORTAL and action.object
    title = "The invoice's own payment page" if hosted else _KINDS.get(action.kind, "Nothing to do in Stripe")
    return Step(
        title=f"{title} {_WHEN[action.when]}" if action.when else title,
        object=action.object,
        amount=money(action.amount) if action.amount else "",
        link=dashboard(action.object or "", livemode=state.livemode),
        command=command(action, livemode=state.livemode),
        undo=undo(action),
        why=action.why,
        final=not action.reversible,
        flags=tuple(flag.replace("_", " ") for flag in action.flags),
    )


def examined(case: Case, before: BillingState, now: BillingState) -> tuple[tuple[str, str], ...]:
    """For each action: done | not done | changed | unknown | nothing to do, and what Stripe shows, in words."""
    return tuple(_LOOKS[action.kind](action, before, now) for action in case.actions)


def _refund(action: Action, before: BillingState, now: BillingState) -> tuple[str, str]:
    charge, was = _charge(now, action.object), _charge(before, action.object)
    if charge is None:
        return _missing(now, "charges")
    wanted = action.amount.amount if action.amount else charge.amount.amount
    new = _new_refunds(charge, was)
    given = max(
        sum(one.amount.amount for one in new if one.status not in _FAILED),
        charge.amount_refunded - (was.amount_refunded if was else 0),
    )
    if given >= wanted:
        return DONE, _refunded(given, charge, new)
    if given > 0:
        return CHANGED, f"only {_sum(given, charge)} of {_sum(wanted, charge)} was refunded"
    return _not_refunded(charge, was, wanted, new)


def _not_refunded(charge: Charge, was: Charge | None, wanted: int, new: tuple[Refund, ...]) -> tuple[str, str]:
    left = (charge.amount.amount if charge.amount_captured is None else charge.amount_captured) - charge.amount_refunded
    if charge.disputed and not (was and was.disputed):
        return CHANGED, "the payment was disputed meanwhile: do not refund it"
    if not charge.taken:
        return CHANGED, f"the payment is {charge.status}, no money was taken"
    if left < wanted:
        return CHANGED, f"only {_sum(max(left, 0), charge)} is left to refund"
    if new:
        return CHANGED, f"a refund was tried and {new[-1].status}"
    return OPEN, f"no refund of {_sum(wanted, charge)} yet"


def _new_refunds(charge: Charge, was: Charge | None) -> tuple[Refund, ...]:
    known = {one.id for one in was.refunds} if was else set()
    return tuple(one for one in charge.refunds if one.id not in known)


def _refunded(given: int, charge: Charge, new: tuple[Refund, ...]) -> str:
    last = next((one for one in new if one.status not in _FAILED), None)
    day = f" on {last.created:%Y-%m-%d}" if last and last.created else ""
    underway = ", on its way" if last and last.status in {"pending", "requires_action"} else ""
    return f"{_sum(given, charge)} refunded{day}{underway}"


def _sum(amount: int, charge: Charge) -> str:
    return money(Money(amount, charge.amount.currency))


def _cancel(action: Action, before: BillingState, now: BillingState) -> tuple[str, str]:
    found = next((one for one in now.subscriptions if one.id == action.object), None)
    if found is None:
        return _missing(now, "subscriptions")
    if found.ended_at or found.status in _ENDED:
        day = f" on {found.ended_at:%Y-%m-%d}" if found.ended_at else ""
        done = action.when is not When.PERIOD_END
        return (DONE, f"ended{day}") if done else (CHANGED, f"it has ended{day} already, at once")
    if found.cancel_at_period_end or found.cancel_at:
        return _scheduled(action, found)
    was = next((one.status for one in before.subscriptions if one.id == action.object), found.status)
    return (CHANGED, f"it was {was}, it is {found.status}") if was != found.status else (OPEN, f"still {found.status}")


def _scheduled(action: Action, found: Subscription) -> tuple[str, str]:
    end = found.cancel_at or next((item.period_end for item in found.items if item.period_end), None)
    day = f" on {end:%Y-%m-%d}" if end else " with its period"
    if action.when is When.PERIOD_END:
        return DONE, f"it ends{day}"
    return CHANGED, f"it ends{day} only, it was to end now"


def _portal(action: Action, before: BillingState, now: BillingState) -> tuple[str, str]:
    if action.object is None:
        return NOTHING, "the customer does this, once the answer is sent"
    found: Invoice | None = next((one for one in now.invoices if one.id == action.object), None)
    if found is None:
        return _missing(now, "invoices")
    if found.status == "paid":
        return DONE, "the invoice is paid: the answer that asks for it is out of date"
    if found.status != "open":
        return CHANGED, f"the invoice is {found.status}"
    return OPEN, "the invoice is open: the customer pays it, once the answer is sent"


def _nothing(action: Action, before: BillingState, now: BillingState) -> tuple[str, str]:
    return NOTHING, "no step in Stripe"


def _missing(now: BillingState, section: str) -> tuple[str, str]:
    why = next((one.reason for one in now.unread if one.section == section), None)
    if why is not None or section in now.truncated:
        return UNKNOWN, f"Stripe's {section} could not be read in full"
    return CHANGED, "Stripe does not show it any more"


def _charge(state: BillingState, name: str | None) -> Charge | None:
    return next((one for one in state.charges if name and name in {one.id, one.payment_intent}), None)


_LOOKS: dict[ActionKind, Callable[[Action, BillingState, BillingState], tuple[str, str]]] = {
    ActionKind.REFUND: _refund,
    ActionKind.CANCEL: _cancel,
    ActionKind.PORTAL: _portal,
    ActionKind.NO_OP: _nothing,
}

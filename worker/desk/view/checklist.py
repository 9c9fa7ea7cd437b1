"""Before you send: what a case proposes, step by step, and whether Stripe shows it done."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from classifiers.notice import taken
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
from worker.desk.case_port import Seen
from worker.desk.view.timeline import plan
from worker.render.locales import day, money
from worker.render.note_actions import command, undo
from worker.render.note_page import dashboard
from worker.render.note_plain import shortly

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
    said: str = ""  # the step in a line, without ids: `Refund $49.00 of 24 November 2026`


OURS = frozenset({ActionKind.REFUND, ActionKind.CANCEL})  # what an agent does in Stripe; the rest is the customer's


def open_steps(case: Case, state: BillingState, seen: Seen | None) -> tuple[str, ...]:
    """What is still to do in Stripe, in words, as far as the last look at it shows."""
    actions = actions_of(case)
    lines = seen.lines if seen and len(seen.lines) == len(actions) else ()
    ours = [(action, line) for action, line in zip_longest(actions, lines) if action.kind in OURS]
    return tuple(said(action, state) for action, line in ours if line is None or line[0] != DONE)


def said(action: Action, state: BillingState) -> str:
    """A step in a line, without ids."""
    if action.kind is ActionKind.REFUND:
        charge = _charge(state, action.object)
        of = f" of {day(charge.created.date())}" if charge and charge.created else ""
        return f"Refund {money(action.amount)}{of}" if action.amount else f"Refund the payment{of}"
    if action.kind is ActionKind.CANCEL:
        found = next((one for one in state.subscriptions if one.id == action.object), None)
        name = plan(found) if found else "the subscription"
        since = f", since {day(found.created.date())}" if found and found.created else ""
        return f"Cancel {name}{since}" + (f", {_WHEN[action.when]}" if action.when else "")
    if action.kind is ActionKind.PORTAL:
        return "The customer pays the open invoice" if action.object else "The customer does it in the portal"
    return "Nothing to do in Stripe"


def actions_of(case: Case) -> tuple[Action, ...]:
    """What there is to do before the draft is sent: the proposals, and a notice that the draft takes."""
    notice = taken(case)
    return (*case.actions, notice) if notice else case.actions


def steps(case: Case, state: BillingState) -> tuple[Step, ...]:
    """The checklist of a case, in order."""
    return tuple(_step(action, state) for action in actions_of(case))


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
        why=shortly(action.why, state),
        final=not action.reversible,
        flags=tuple(flag.replace("_", " ") for flag in action.flags),
        said=said(action, state),
    )


def examined(case: Case, before: BillingState, now: BillingState) -> tuple[tuple[str, str], ...]:
    """For each action: done | not done | changed | unknown | nothing to do, and what Stripe shows, in words."""
    return tuple(_LOOKS[action.kind](action, before, now) for action in actions_of(case))


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
    when = f" on {last.created:%Y-%m-%d}" if last and last.created else ""
    underway = ", on its way" if last and last.status in {"pending", "requires_action"} else ""
    return f"{_sum(given, charge)} refunded{when}{underway}"


def _sum(amount: int, charge: Charge) -> str:
    return money(Money(amount, charge.amount.currency))


def _cancel(action: Action, before: BillingState, now: BillingState) -> tuple[str, str]:
    found = next((one for one in now.subscriptions if one.id == action.object), None)
    if found is None:
        return _missing(now, "subscriptions")
    if found.ended_at or found.status in _ENDED:
        when = f" on {found.ended_at:%Y-%m-%d}" if found.ended_at else ""
        done = action.when is not When.PERIOD_END
        return (DONE, f"ended{when}") if done else (CHANGED, f"it has ended{when} already, at once")
    if found.cancel_at_period_end or found.cancel_at:
        return _scheduled(action, found)
    was = next((one.status for one in before.subscriptions if one.id == action.object), found.status)
    return (CHANGED, f"it was {was}, it is {found.status}") if was != found.status else (OPEN, f"still {found.status}")


def _scheduled(action: Action, found: Subscription) -> tuple[str, str]:
    end = found.cancel_at or next((item.period_end for item in found.items if item.period_end), None)
    when = f" on {end:%Y-%m-%d}" if end else " with its period"
    if action.when is When.PERIOD_END:
        return DONE, f"it ends{when}"
    return CHANGED, f"it ends{when} only, it was to end now"


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

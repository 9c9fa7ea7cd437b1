"""ACTION TAKEN: none; what is proposed, how to undo it, where to see it, and the exact command."""

from collections.abc import Iterator

from parsers.vocabulary import Action, ActionKind, Revenue, When
from worker.render.note_page import Page, joined, safe_id, sum_of

MOST_ACTIONS = 8
# Stripe may forget an idempotency key after a day: https://docs.stripe.com/api/idempotent_requests
STALE = "if a command here is older than 24 hours, check amount_refunded and the status first: Stripe forgets its key"
_UNDO = {
    ActionKind.REFUND: "cannot be undone",
    ActionKind.PORTAL: "nothing changes until the customer acts",
    ActionKind.NO_OP: "nothing to undo",
}


def action_lines(page: Page) -> Iterator[str]:
    """The proposals in order, each followed by its command, then what they would cost."""
    actions = page.case.actions
    yield "none; proposed:"
    for number, action in enumerate(actions[:MOST_ACTIONS], start=1):
        yield page.line(f"{number}. {_proposal(page, action)}")
        if (line := command(action, livemode=page.state.livemode)) is not None:
            yield line
    if len(actions) > MOST_ACTIONS:
        yield f"… and {len(actions) - MOST_ACTIONS} more: {joined(a.object or '' for a in actions[MOST_ACTIONS:][:6])}"
    if any(command(action, livemode=True) for action in actions):
        yield STALE
    yield revenue_line(page.case.revenue)


def _proposal(page: Page, action: Action) -> str:
    amount = sum_of(action.amount.amount, action.amount.currency) if action.amount else ""
    when = {When.NOW: "now", When.PERIOD_END: "at period end"}.get(action.when) if action.when else ""
    what = joined([action.kind.value, action.object or "", amount, when or ""], " ")
    flags = f"flags: {joined(action.flags)}" if action.flags else ""
    return joined([what, action.why, flags, undo(action), page.link(action.object or "")], "; ")


def undo(action: Action) -> str:
    """Whether and how a step can be taken back."""
    if action.kind is not ActionKind.CANCEL:
        return _UNDO[action.kind]
    if action.when is When.PERIOD_END:
        return "can be undone until the period ends: cancel_at_period_end=false"
    return "cannot be undone: the customer would have to subscribe again"


def command(action: Action, *, livemode: bool) -> str | None:
    """What an agent types for a refund or a cancellation; the same action always bears the same idempotency key.

    Flags as of Stripe CLI 1.x (pkg/requests/base.go): `--idempotency`, `--data`, `--live`.
    """
    if not safe_id(action.object):
        return None
    live = " --live" if livemode else ""
    tail = f"--idempotency {idempotency_key(action)}{live}"
    if action.kind is ActionKind.REFUND and action.amount is not None:
        why = f" --reason {action.reason}" if action.reason in {"duplicate", "requested_by_customer"} else ""
        source = "payment-intent" if (action.object or "").startswith("pi_") else "charge"
        return f"stripe refunds create --{source} {action.object} --amount {action.amount.amount}{why} {tail}"
    if action.kind is ActionKind.CANCEL and action.when is When.PERIOD_END:
        return f"stripe subscriptions update {action.object} -d cancel_at_period_end=true {tail}"
    if action.kind is ActionKind.CANCEL:
        return f"stripe subscriptions cancel {action.object} {tail}"
    return None


def idempotency_key(action: Action) -> str:
    """Made from kind, object and amount alone: two mails about one charge make one refund."""
    last = str(action.amount.amount) if action.amount else action.when.value if action.when else ""
    return joined(["deskhand", action.kind.value, action.object or "", last], "-")


def revenue_line(revenue: Revenue) -> str:
    """What the proposals would cost: cash now, and per month and year from here on."""
    if revenue.currency is None or not (revenue.cash_out or revenue.mrr_change):
        return "Revenue impact: cash out now 0, MRR change 0, ARR change 0"
    sums = {
        "cash out now": revenue.cash_out,
        "MRR change": revenue.mrr_change,
        "ARR change": revenue.mrr_change * 12,
    }
    return "Revenue impact: " + joined(f"{name} {sum_of(amount, revenue.currency)}" for name, amount in sums.items())

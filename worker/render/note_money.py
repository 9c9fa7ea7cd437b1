"""What is at stake, for the top of a note: what would be paid back, what is owed; and a dispute with its deadline."""

from collections.abc import Iterator

from parsers.vocabulary import ActionKind, Bucket, Charge, Dispute
from worker.render.note_page import Page, joined, on, sum_of

_SETTLED = frozenset({"won", "lost", "warning_closed", "charge_refunded", "prevented"})
_WAITING = frozenset({"needs_response", "warning_needs_response"})
# What answers each claim. https://docs.stripe.com/disputes/reason-codes-defense-requirements
_ANSWERS = {
    "duplicate": "what each of the payments was for, with both invoices",
    "product_not_received": "that they had access after the payment: sign-ins, use",
    "product_unacceptable": "what was sold, and what was offered to put it right",
    "subscription_canceled": "when they cancelled, if they did, and the terms they agreed to",
    "credit_not_processed": "the refund, or why none is owed",
    "fraudulent": "that it was the cardholder: name, address, earlier payments they did not dispute",
    "unrecognized": "what the payment was for, and that their statement names us",
}


def money_line(page: Page) -> str:
    """One line on money: refunds proposed, or what is unpaid, or that nothing moves."""
    refunds = [each for each in page.case.actions if each.kind is ActionKind.REFUND and each.amount]
    if refunds:
        told = [f"{sum_of(a.amount.amount, a.amount.currency)}{_of(page, a.object)}" for a in refunds if a.amount]
        return f"money: refund {joined(told)}"
    owed = [each for each in page.state.invoices if each.status == "open" and each.amount_remaining]
    if page.case.bucket is Bucket.FAILED_PAYMENT and owed:
        unpaid = (f"{sum_of(i.amount_remaining, i.currency)} unpaid since {on(i.created)}" for i in owed[:3])
        return f"money: {joined(unpaid)}"
    return "money: nothing to pay back"


def _of(page: Page, name: str | None) -> str:
    charge = next((each for each in page.state.charges if name in {each.id, each.payment_intent}), None)
    return f" of {on(charge.created)}" if charge and charge.created else ""


def dispute_lines(page: Page) -> Iterator[str]:
    """Each dispute that is not settled: until when evidence is taken, what was claimed, and what answers it."""
    for charge, dispute in open_disputes(page.state.charges):
        payment = f"on the {sum_of(charge.amount.amount, charge.amount.currency)} of {on(charge.created)}"
        yield page.line(joined([_until(dispute), payment, _claim(dispute)], "; "))


def open_disputes(charges: tuple[Charge, ...]) -> Iterator[tuple[Charge, Dispute]]:
    """The disputes and inquiries that are not settled, each with its charge."""
    yield from ((charge, each) for charge in charges for each in charge.disputes if each.status not in _SETTLED)


def _until(dispute: Dispute) -> str:
    kind = "inquiry" if dispute.status.startswith("warning_") else "dispute"
    if dispute.status not in _WAITING:
        return f"{kind}: the bank is deciding, nothing can be added"
    by = f"by {on(dispute.due_by)}" if dispute.due_by else "in time: Stripe tells no date"
    return f"{kind}: send evidence {by}, in the Dashboard; without it the money is lost"


def _claim(dispute: Dispute) -> str:
    if dispute.reason in {None, "", "general"}:
        return "Stripe names no particular claim: show what was bought, and that it was served"
    reason = dispute.reason or ""
    answer = _ANSWERS.get(reason)
    claim = f"they claim: {reason.replace('_', ' ')}"
    return f"{claim}; what answers it: {answer}" if answer else claim

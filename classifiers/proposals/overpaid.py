"""Row 3, one thing paid more than once: what of each later charge was too much."""

from dataclasses import replace

from classifiers.account import remainder
from classifiers.case_facts import CaseFacts
from classifiers.owing import excess, paid_by
from classifiers.refund_guard import Request
from parsers.vocabulary import Charge, Invoice


def too_much(case_facts: CaseFacts, later: list[Charge], like: Request) -> list[Request]:
    """A request for each later charge; of one invoice's payments no more than they exceed it, the newest first."""
    account = case_facts.account
    left = {bill.id: excess(account, bill) for each in later if (bill := account.invoice_of(each))}
    asked: list[Request] = []
    for charge in reversed(later):
        bill = account.invoice_of(charge)
        most = None if bill is None or not _pays_beside(case_facts, charge, bill) else left[bill.id]
        if most is not None and bill is not None:
            left[bill.id] -= min(most, remainder(charge))
        if most != 0:
            asked.append(replace(like, charge=charge, most=most))
    return asked[::-1]


def _pays_beside(case_facts: CaseFacts, charge: Charge, bill: Invoice) -> bool:
    """Whether another charge paid the same invoice."""
    return any(each.id != charge.id for each in paid_by(case_facts.account, bill))

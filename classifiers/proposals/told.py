"""Row 7, what the facts can answer: a plan that Stripe ended or paused, a change of plan, an invoice not owed."""

import re

from classifiers.account import end_of
from classifiers.anomalies.balance import credit_used, on_credit
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.owing import ended_by_stripe, newest_bill, paid_by, under_way
from classifiers.proposals.proposal import say
from classifiers.references.charges import OWN_WORDS
from classifiers.references.targets import last_ended
from classifiers.situations import Situation
from classifiers.slips import words_of
from parsers.vocabulary import Cue, IdentifierKind, Intent, Invoice, Money, Paragraph, Subscription

_RHYTHM = r"(?:month(?:ly)?|year(?:ly)?|annual(?:ly)?|weekly|monatlich\w*|jährlich\w*|monats\w*|jahres\w*)"
CHANGE = re.compile(
    rf"(?i)\b(?:(?:from|von|vom) (?:\w+ ){{0,3}}{_RHYTHM}\b.{{0,40}}\b(?:to|auf|zu|zum)\b|"
    r"(?:upgrad|downgrad|switch|mov|chang|went|wechsel|gewechselt|umgestellt|umgestiegen)\w*\b)"
)
NOT_OWED = re.compile(
    r"(?i)\b(?:(?:do|did|does)(?: not|n['’]?t) (?:owe|order|recogni[sz]e|agree)|never (?:ordered|agreed|signed|"
    r"asked|wanted)|"
    r"(?:not|n['’]?t) (?:going to|gonna|will) pay|will not pay|won['’]?t pay|refuse to pay|not (?:owed|justified|"
    r"correct|valid)|"
    r"(?:disput|contest|object)\w*|(?:invoice|bill) is (?:wrong|incorrect)|nicht bestellt|nie bestellt|"
    r"schulde\w* .{0,20}nichts|zahle "
    r".{0,30}nicht|"
    r"widerspr\w*|unberechtigt\w*)\b"
)
PAYMENT = re.compile(
    r"(?i)\b(?:invoices?|payments?|(?:un)?paid|debits?|charged?|rechnung\w*|zahlung\w*|lastschrift\w*|bezahl\w*|"
    r"abgebucht)\b"
)
PAUSE = re.compile(r"(?i)\b(?:paus\w*|on hold|on ice|frozen|suspend\w*|pausier\w*)\b")


def ended_by_itself(case_facts: CaseFacts) -> Paragraph | None:
    """That Stripe ended the plan, where nothing is live and nobody had asked for it."""
    last = last_ended(case_facts)
    return None if case_facts.account.live or last is None else ended_words(last)


def ended_words(last: Subscription) -> Paragraph | None:
    """That a subscription ended by itself, and by which of the two reasons; None where somebody asked for it."""
    why = ended_by_stripe(last)
    if why not in {"payment_failed", "payment_disputed"} or not bound_facts.ended(last):
        return None
    disputed = (
        bound_facts.count("disputed", 1, last.id, "cancellation_details.reason") if why == "payment_disputed" else ()
    )
    return say(Situation.ENDED_BY_STRIPE, bound_facts.ended(last), bound_facts.plan_of("plan", last), disputed)


def disputed_invoice(case_facts: CaseFacts) -> Paragraph | None:
    """The open invoice that the mail says is not owed."""
    found = not_owed(case_facts)
    if found is None:
        return None
    facts = (
        *bound_facts.owed(found, "open_amount"),
        *bound_facts.on("invoiced_on", found.created, found.id, "created"),
    )
    return say(Situation.NOT_OWED, facts)


def not_owed(case_facts: CaseFacts) -> Invoice | None:
    """An open invoice that is disputed by words: the one named, else the newest; None where none is, or one is paid."""
    account = case_facts.account
    owed = [each for each in account.invoices if each.status == "open" and under_way(account, each) is None]
    named = [each for each in owed if _names(each) & _said(case_facts)]
    contested = NOT_OWED.search(words_of(case_facts.message)) is not None
    if named and (contested or _money_in_question(case_facts)):
        return named[-1]
    lately = account.taken[-1].created if account.taken else None
    newest = [each for each in owed if lately is None or each.created is None or each.created > lately]
    about = contested or (
        _money_in_question(case_facts) and not case_facts.says(Cue.DUPLICATE_CLAIM, Cue.PAYMENT_FAILED)
    )
    return newest[-1] if newest and about and not case_facts.says(Cue.UPDATE_CARD) else None


def _money_in_question(case_facts: CaseFacts) -> bool:
    return case_facts.wants(Intent.REFUND) or case_facts.says(Cue.UNEXPECTED_CHARGE, Cue.ALREADY_CANCELLED)


def _names(invoice: Invoice) -> set[str]:
    return {name.casefold() for name in (invoice.id, invoice.number) if name}


def _said(case_facts: CaseFacts) -> set[str]:
    kinds = {IdentifierKind.INVOICE, IdentifierKind.INVOICE_NUMBER}
    found = (each for each in case_facts.message.identifiers if each.kind in kinds and each.place in OWN_WORDS)
    return {each.value.casefold() for each in found}


def paused(case_facts: CaseFacts) -> Paragraph | None:
    """Until when the only plan is paused, where the mail speaks of that or asks of a charge."""
    held = [each for each in case_facts.account.live if each.paused_collection]
    if len(held) != 1 or not (PAUSE.search(words_of(case_facts.message)) or len(case_facts.account.live) == 1):
        return None
    until = bound_facts.on("paused_until", held[0].paused_until, held[0].id, "pause_collection.resumes_at")
    return say(Situation.PAUSED, bound_facts.plan_of("plan", held[0]), until)


def changed_plan(case_facts: CaseFacts) -> Paragraph | None:
    """What a change of plan cost and what comes next, where the newest invoice shows one and the mail asks of it."""
    live = case_facts.account.live
    if len(live) != 1 or not CHANGE.search(words_of(case_facts.message)):
        return None
    bill = _change(case_facts, live[0])
    if bill is None:
        return None
    paid = paid_by(case_facts.account, bill)
    taken_off = sum(line.amount.amount for line in bill.lines if line.amount.amount < 0)
    credited = bound_facts.amount("credited", Money(-taken_off, bill.currency), bill.id, "lines") if taken_off else ()
    charged = bound_facts.charge(paid[-1]) if paid else ()
    return say(Situation.PLAN_CHANGED, charged, credited, bound_facts.plan_of("plan", live[0]), comes_next(live[0]))


def _change(case_facts: CaseFacts, subscription: Subscription) -> Invoice | None:
    """The newest invoice of a change: by its reason, its prorations, or as the first one at this price."""
    mine = [
        each for each in case_facts.account.invoices if each.subscription == subscription.id and each.status != "draft"
    ]
    newest = mine[-1] if mine else newest_bill(case_facts.account, subscription)
    if newest is None:
        return None
    changed = newest.billing_reason == "subscription_update" or any(line.proration for line in newest.lines)
    return newest if changed or len({each.total for each in mine[-2:]}) > 1 else None


def comes_next(subscription: Subscription) -> bound_facts.Facts:
    """When it renews, and what it costs then; nothing where it is set to end."""
    stop = end_of(subscription)
    if subscription.cancel_at_period_end or subscription.cancel_at or stop is None:
        return ()
    plain = len(subscription.items) == 1 and not subscription.discounted
    return (
        *bound_facts.on("renews_on", stop, subscription.id, "items.current_period_end"),
        *(bound_facts.price_of("next_amount", subscription) if plain else ()),
    )


def debit_told(case_facts: CaseFacts) -> Paragraph | None:
    """That a debit is under way, where the mail speaks of a payment and asks nothing that a row could answer."""
    pending = [each for each in case_facts.account.charges if each.status == "pending"]
    if not pending or not PAYMENT.search(words_of(case_facts.message)):
        return None
    return say(Situation.PROCESSING, bound_facts.charge(pending[-1]), bound_facts.card(pending[-1].card))


def paid_from_credit(case_facts: CaseFacts) -> Paragraph | None:
    """The newest renewal that credit alone paid for, and what is left of the credit."""
    account = case_facts.account
    paid = [(each, bill) for each in account.staying if (bill := on_credit(account, each)) is not None]
    if len(paid) != 1:
        return None
    subscription, bill = paid[0]
    owner = account.customer_of(subscription)
    left = Money(-owner.balance, owner.currency or bill.currency) if owner and owner.balance < 0 else None
    return say(
        Situation.FROM_CREDIT,
        bound_facts.amount("credit", Money(credit_used(bill), bill.currency), bill.id, "starting_balance"),
        bound_facts.on("renewed_on", bill.created, bill.id, "created"),
        bound_facts.plan_of("plan", subscription),
        bound_facts.amount("left", left, owner.id, "balance") if owner and left else (),
    )

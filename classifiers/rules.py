"""The bucket table: one ordered tuple of named rows; the first that holds wins, hits and misses are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from classifiers.account import began
from classifiers.anomalies.contract import seats, team_marks
from classifiers.case_facts import CaseFacts
from classifiers.items import item_wish
from classifiers.promises import told_of_money
from classifiers.proposals.duplicate_subscription import duplicates
from classifiers.proposals.explanations import explained, explanation
from classifiers.proposals.failed_payment import payments
from classifiers.proposals.needs_human import first_of_all, last_of_all, unsure
from classifiers.proposals.pieces import part_or_mistake, shape
from classifiers.proposals.product_failure import failures, unserved_charge
from classifiers.proposals.proposal import Proposal
from classifiers.proposals.self_serve import self_serve
from classifiers.proposals.team_purchase import teams
from classifiers.references.targets import disputed_charge, is_renewal, renewal_forgotten
from classifiers.slips import slip
from parsers.vocabulary import AnomalyName, Bucket, Cue, Intent, Subscription, Verdict

Because = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Whether a row holds, and what made it hold or fail."""

    held: bool
    because: Because


Rule = Callable[[CaseFacts], Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the policy's table."""

    number: str
    bucket: Bucket
    rule: Rule
    propose: Callable[[CaseFacts], Proposal]


def _held(*because: str) -> Found:
    return Found(True, because)


def _missed(*because: str) -> Found:
    return Found(False, because)


def not_safe_alone(case_facts: CaseFacts) -> Found:
    """Row 1: not verified, a dispute, an inquiry on the charge meant, or words that only a human may answer."""
    reasons = [*_identity(case_facts), *_disputes(case_facts)]
    if case_facts.message.encrypted:
        reasons.append(f"the mail is encrypted ({case_facts.message.encrypted})")
    if case_facts.message.unread_body:
        reasons.append(f"the mail's text is in {case_facts.message.unread_body}, which was not read")
    reasons += case_facts.message.crowd[:1]
    grave = (Cue.LEGAL_THREAT, Cue.UNAUTHORISED_PAYMENT, Cue.ERASURE_REQUEST, Cue.HARDSHIP)
    reasons += [f"the mail speaks of: {cue.value}" for cue in grave if case_facts.says(cue)]
    return _held(*reasons) if reasons else _missed("verified, no dispute, nothing that needs a human first")


def _identity(case_facts: CaseFacts) -> Because:
    verdict = case_facts.identity.verdict
    return () if verdict is Verdict.VERIFIED else (f"identity is {verdict.value}",)


def _disputes(case_facts: CaseFacts) -> Because:
    openly = tuple(each.evidence for each in case_facts.found(AnomalyName.OPEN_DISPUTE))
    meant = {each.id for each in case_facts.meant}
    asked = (each for each in case_facts.found(AnomalyName.INQUIRY) if meant & set(each.objects))
    return (*openly, *(f"{each.evidence}, and that charge is meant" for each in asked))


def unclear_words(case_facts: CaseFacts) -> Found:
    """Row 7 before its time: where the words are not understood, no row may be chosen by them."""
    if case_facts.reading.sure:
        return _missed("the words are understood well enough, or lead to one decision however they are understood")
    return _held("the words leave it open what is wanted, and the facts do not settle it")


def _team_question(case_facts: CaseFacts) -> Because:
    """Row 2 before its exceptions: a team, and a mail about duplicates, seats or a charge not understood."""
    live = case_facts.account.live
    facts = [each.evidence for each in case_facts.found(AnomalyName.TEAM)]
    if len(live) > 1 and case_facts.says(Cue.TEAM_MENTION):
        facts.append(f"{len(live)} live subscriptions, and the mail speaks of a team")
    return tuple(facts) if _asks_about_seats(case_facts) else ()


def _asks_about_seats(case_facts: CaseFacts) -> bool:
    """A question about duplicates, seats or a charge: to mention people is none, nor is to leave."""
    told = case_facts.says(Cue.PAYMENT_FAILED, Cue.UPDATE_CARD, Cue.PAID_NOT_SERVED)
    puzzled = case_facts.wants(Intent.BROKEN_BILLING) and not told
    if case_facts.says(Cue.DUPLICATE_CLAIM, Cue.UNEXPECTED_CHARGE) or puzzled:
        return True
    if (
        case_facts.cancel_asked
        and case_facts.reading.primary is Intent.CANCEL
        and case_facts.says(Cue.CANCEL_EVERYTHING)
    ):
        return False
    return case_facts.wants(Intent.PLAN_OR_SEATS) or (
        case_facts.says(Cue.PERSONAL_MISTAKE) and case_facts.says(Cue.TEAM_MENTION) and not case_facts.cancel_asked
    )


def team_purchase(case_facts: CaseFacts) -> Found:
    """Row 2: a team that asks about its seats; not where it may be a mistake."""
    facts = _team_question(case_facts)
    if not facts:
        return _missed("no team, or the mail is not about duplicates, seats or a charge not understood")
    if case_facts.says(Cue.PERSONAL_MISTAKE):
        return _missed("the customer speaks of a mistake of their own")
    if part := _only_a_part(case_facts):
        return _missed(*part)
    if _twin_purchase(case_facts):
        return _missed("two subscriptions alike were made within days")
    return _held(*facts)


def team_mistake(case_facts: CaseFacts) -> Found:
    """Row 7 before rows 3 to 6: only a part of a subscription is meant, or a team by the facts may be a mistake."""
    if part := _only_a_part(case_facts):
        return _held(*part)
    if not _team_question(case_facts):
        return _missed("no team question")
    pair = _twin_purchase(case_facts)
    if pair:
        ids = " and ".join(each.id for each in pair)
        return _held(
            f"{ids} carry the same metadata and quantity and were made within {case_facts.policy.duplicate_hours} h"
        )
    if case_facts.says(Cue.PERSONAL_MISTAKE):
        return _held("a team by the facts or the words, and the customer speaks of a mistake of their own")
    return _missed("no sign of a mistake with a team")


def _only_a_part(case_facts: CaseFacts) -> Because:
    """Why the mail is about a part of a subscription: one item of several, or a number called a mistake."""
    if (wish := item_wish(case_facts)) is not None:
        return (f"{wish.subscription.id} holds several items, and the mail is about {wish.items[0].id}",)
    if (several := slip(case_facts)) is not None:
        return (f"{several.id} is {shape(several)}, and the mail calls the number a mistake",)
    return ()


def _twin_purchase(case_facts: CaseFacts) -> tuple[Subscription, ...]:
    """Two subscriptions of a team that are alike and were made within 72 h."""
    window = timedelta(hours=case_facts.policy.duplicate_hours)
    for one, other in combinations(case_facts.account.live, 2):
        marked = team_marks(one, case_facts.policy) or seats(one) > 1
        if marked and _alike(case_facts, one, other) and abs(began(one) - began(other)) <= window:
            return (one, other)
    return ()


def _alike(case_facts: CaseFacts, one: Subscription, other: Subscription) -> bool:
    """Whether two subscriptions carry the same metadata, quantity and plans."""
    marks = team_marks(one, case_facts.policy) == team_marks(other, case_facts.policy)
    same = dict(one.metadata) == dict(other.metadata) and seats(one) == seats(other)
    return marks and same and _same_plans(one, other)


def _same_plans(one: Subscription, other: Subscription) -> bool:
    return {item.price.product for item in one.items} == {item.price.product for item in other.items}


def duplicate_subscription(case_facts: CaseFacts) -> Found:
    """Row 3: one subscription, or one charge, too many."""
    facts = (*case_facts.found(AnomalyName.DUPLICATE_SUBSCRIPTIONS), *case_facts.found(AnomalyName.PLAN_OVERLAP))
    wished = case_facts.wants(Intent.REFUND, Intent.CANCEL, Intent.BROKEN_BILLING)
    if facts and wished and not case_facts.says(Cue.CANCEL_EVERYTHING):
        return _held(*(each.evidence for each in facts))
    twice = case_facts.found(AnomalyName.DUPLICATE_CHARGE)
    claimed = case_facts.says(Cue.DUPLICATE_CLAIM, Cue.UNEXPECTED_CHARGE) or case_facts.wants(Intent.REFUND)
    if twice and claimed:
        return _held(*(each.evidence for each in twice))
    return _missed("Stripe shows nothing double" if not facts and not twice else "the mail does not ask about it")


def claim_refuted(case_facts: CaseFacts) -> Found:
    """Row 3b: a duplicate or a promised refund is spoken of, and Stripe shows that refuted or settled."""
    if not case_facts.says(Cue.DUPLICATE_CLAIM) and not told_of_money(case_facts):
        return _missed("no claim of a duplicate or of a promised refund")
    found = explanation(case_facts)
    return _held(found.why) if found else _missed("Stripe neither refutes nor settles the claim")


def failed_payment(case_facts: CaseFacts) -> Found:
    """Row 4: a renewal failed; or the card or the checkout did, and the mail is about that."""
    if case_facts.cancel_asked:
        return _missed("the customer wants to cancel")
    if case_facts.says(Cue.ALREADY_CANCELLED) and case_facts.scheduled and not case_facts.account.staying:
        return _missed("the customer has left, and Stripe shows it: nobody who left is asked to pay")
    if case_facts.wants(Intent.REFUND) and case_facts.says(Cue.PRODUCT_BROKEN):
        return _missed("money back for a broken product is asked")
    failed = case_facts.found(AnomalyName.FAILED_RENEWAL)
    if failed:
        return _held(*(each.evidence for each in failed))
    waiting = case_facts.found(AnomalyName.PAYMENT_PROCESSING)
    if waiting and case_facts.wants(Intent.BROKEN_BILLING):
        return _held(*(each.evidence for each in waiting))
    names = (AnomalyName.INCOMPLETE_CHECKOUT, AnomalyName.CARD_EXPIRED, AnomalyName.NO_PAYMENT_METHOD)
    facts = [each.evidence for name in names for each in case_facts.found(name)]
    about = case_facts.wants(Intent.BROKEN_BILLING) or case_facts.says(Cue.UPDATE_CARD)
    return _held(*facts) if facts and about else _missed("no payment failed, or the mail is not about it")


def product_failure(case_facts: CaseFacts) -> Found:
    """Row 5: the product or the trust is broken, and money back or an end is asked; or it was paid and not served."""
    broken = [cue.value for cue in (Cue.PRODUCT_BROKEN, Cue.TRUST_BREAK) if case_facts.says(cue)]
    if broken and case_facts.wants(Intent.REFUND, Intent.CANCEL):
        return _held(f"{', '.join(broken)}, with a wish for money back or an end")
    if (arrived := unserved_charge(case_facts)) is not None:
        return _held(f"{arrived.id} was paid, and the mail says that what it paid for is not there")
    return _missed("nothing is said to be broken, or nothing is asked for it")


def self_serve_gap(case_facts: CaseFacts) -> Found:
    """Row 6: cancel, invoice or card; or money back for an unwanted renewal or a first purchase."""
    reasons = [f"intent {each.value}" for each in (Intent.CANCEL, Intent.INVOICE_REQUEST) if case_facts.wants(each)]
    cues = (Cue.CANNOT_CANCEL, Cue.UPDATE_CARD, Cue.ALREADY_CANCELLED)
    reasons += [f"cue {cue.value}" for cue in cues if case_facts.says(cue)]
    if case_facts.wants(Intent.REFUND):
        reasons += _unwanted(case_facts)
    return _held(*reasons) if reasons else _missed("no wish that a page could serve")


def _unwanted(case_facts: CaseFacts) -> list[str]:
    """Why a wish for money back falls under row 6."""
    if case_facts.has(AnomalyName.CHARGED_AFTER_CANCEL):
        return [each.evidence for each in case_facts.found(AnomalyName.CHARGED_AFTER_CANCEL)]
    charge = disputed_charge(case_facts)
    if charge and charge.id in case_facts.objects(AnomalyName.WITHDRAWAL_PERIOD):
        return ["a first purchase within the withdrawal period"]
    unwanted = case_facts.says(Cue.UNEXPECTED_CHARGE) or renewal_forgotten(case_facts)
    if charge and unwanted and is_renewal(case_facts, charge):
        return [f"{charge.id} is a renewal nobody stopped"]
    return []


def nothing_else(case_facts: CaseFacts) -> Found:
    """Row 7: none of the above."""
    return _held("no row above holds")


_HUMAN = Bucket.NEEDS_HUMAN
_DUPLICATE = Bucket.DUPLICATE_SUBSCRIPTION
BUCKETS: tuple[Row, ...] = (
    Row(number="1", bucket=_HUMAN, rule=not_safe_alone, propose=first_of_all),
    Row(number="7", bucket=_HUMAN, rule=unclear_words, propose=unsure),
    Row(number="2", bucket=Bucket.TEAM_PURCHASE, rule=team_purchase, propose=teams),
    Row(number="7", bucket=_HUMAN, rule=team_mistake, propose=part_or_mistake),
    Row(number="3", bucket=_DUPLICATE, rule=duplicate_subscription, propose=duplicates),
    Row(number="3b", bucket=_DUPLICATE, rule=claim_refuted, propose=explained),
    Row(number="4", bucket=Bucket.FAILED_PAYMENT, rule=failed_payment, propose=payments),
    Row(number="5", bucket=Bucket.PRODUCT_FAILURE, rule=product_failure, propose=failures),
    Row(number="6", bucket=Bucket.SELF_SERVE_GAP, rule=self_serve_gap, propose=self_serve),
    Row(number="7", bucket=_HUMAN, rule=nothing_else, propose=last_of_all),
)

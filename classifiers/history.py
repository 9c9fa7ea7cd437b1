"""Memory of the thread and the person: the same charge again, promises unkept in Stripe, notice given earlier."""

from collections.abc import Iterator

from classifiers.account import ends, remainder
from classifiers.anomalies.context import day
from classifiers.case_facts import CaseFacts
from classifiers.promises import told_of_money
from parsers.vocabulary import Action, ActionKind, AnomalyName, Cue, EarlierCase, Level

MUCH = 10_000  # minor units of any currency: the asked-back payment of somebody who should not wait
MOST_OTHERS = 3  # mails of others that a note names one by one
NOT_THEIRS = "an earlier mail, not proven to be this person's"
# A draft that is still only filed has promised nothing to anybody.
UNSENT = frozenset({"filed", "untouched"})


def unkept(case_facts: CaseFacts) -> tuple[str, ...]:
    """Promises, spoken of in the mail or made in an earlier draft, that Stripe does not show as kept."""
    return (
        *_spoken(case_facts),
        *(line for earlier in case_facts.own_earlier for line in _drafted(case_facts, earlier)),
    )


def _spoken(case_facts: CaseFacts) -> Iterator[str]:
    settled = (AnomalyName.ALREADY_REFUNDED, AnomalyName.REFUND_PENDING, AnomalyName.LOST_DISPUTE)
    credited = any(each.credited for each in case_facts.meant)
    if case_facts.says(Cue.PROMISED_REFUND) and not case_facts.has(*settled) and not credited:
        yield "promise unkept: the customer was told of a refund, and Stripe shows none"


def _drafted(case_facts: CaseFacts, earlier: EarlierCase) -> Iterator[str]:
    if earlier.draft_state in UNSENT:
        return
    for action in earlier.actions:
        if not _done(case_facts, action):
            promise = f"{action.kind.value} {action.object} of {day(earlier.at)} (case {earlier.id})"
            yield f"promise unkept: {promise} is not in Stripe"


def _done(case_facts: CaseFacts, action: Action) -> bool:
    """Whether Stripe shows it, or it is nothing that we would do."""
    if action.kind is ActionKind.REFUND:
        charge = next((each for each in case_facts.account.taken if each.id == action.object), None)
        wanted = action.amount.amount if action.amount else 0
        return charge is None or charge.amount.amount - remainder(charge) >= wanted
    if action.kind is ActionKind.CANCEL:
        subscription = case_facts.account.subscription(action.object)
        return subscription is None or not subscription.live or ends(subscription, case_facts.now)
    return True


def again(case_facts: CaseFacts, actions: tuple[Action, ...]) -> tuple[str, ...]:
    """Earlier mails of this person about what this one is about: one refund, however many mails."""
    lines = []
    for earlier in case_facts.own_earlier:
        shared = sorted(_about(case_facts, actions) & set(earlier.objects))
        if shared:
            lines.append(f"second mail about {', '.join(shared)}: case {earlier.id} of {day(earlier.at)}; act once")
        elif earlier.same_thread:
            lines.append(f"an earlier mail in this thread: case {earlier.id} of {day(earlier.at)}")
    return tuple(lines)


def others(case_facts: CaseFacts, actions: tuple[Action, ...]) -> tuple[str, ...]:
    """What others, or nobody knows who, wrote before in this thread or about the same: told as theirs, and no more."""
    about = _about(case_facts, actions)
    told = [
        each
        for each in case_facts.others_earlier
        if not each.forged and (each.same_thread or about & set(each.objects))
    ]
    lines = [f"{NOT_THEIRS}: case {each.id} of {day(each.at)}{_asking(each)}; counts for nothing" for each in told]
    more = [f"… and {len(lines) - MOST_OTHERS} more mails of others"] if len(lines) > MOST_OTHERS else []
    return (*lines[:MOST_OTHERS], *more)


def _about(case_facts: CaseFacts, actions: tuple[Action, ...]) -> set[str]:
    return {each.object for each in actions if each.object} | {each.id for each in case_facts.meant}


def _asking(earlier: EarlierCase) -> str:
    return f", asking for {', '.join(earlier.intents[:3])}" if earlier.intents else ""


def forgeries(case_facts: CaseFacts) -> tuple[str, ...]:
    """Earlier mails that somebody else wrote under this name: they count for nothing."""
    forged = [
        f"an earlier mail was likely forged: case {each.id} of {day(each.at)}"
        for each in case_facts.earlier
        if each.forged
    ]
    more = [f"… and {len(forged) - MOST_OTHERS} more forged ones"] if len(forged) > MOST_OTHERS else []
    return (*forged[:MOST_OTHERS], *more)


def priority(case_facts: CaseFacts, unkept_promises: bool, repeated: bool) -> Level:
    """How soon an agent should look."""
    urgent = (Cue.CHARGEBACK_THREAT, Cue.LEGAL_THREAT, Cue.UNAUTHORISED_PAYMENT, Cue.TRUST_BREAK)
    grave = (AnomalyName.OPEN_DISPUTE, AnomalyName.INQUIRY)
    never_left = case_facts.has(AnomalyName.REFUND_FAILED) and told_of_money(case_facts)
    if unkept_promises or never_left or case_facts.says(*urgent) or case_facts.has(*grave):
        return Level.HIGH
    pressing = (AnomalyName.FAILED_RENEWAL, AnomalyName.CHARGED_AFTER_CANCEL, AnomalyName.DUPLICATE_CHARGE)
    waiting = (Cue.PROMISED_REFUND, Cue.PAID_NOT_SERVED, Cue.PRODUCT_BROKEN, Cue.HARDSHIP)
    if repeated or case_facts.has(*pressing) or case_facts.says(*waiting) or _much(case_facts):
        return Level.MEDIUM
    return Level.LOW


def _much(case_facts: CaseFacts) -> bool:
    """Whether much money is asked back: a year's payment, say."""
    return case_facts.refund_asked and any(remainder(each) >= MUCH for each in case_facts.meant)


def churn(case_facts: CaseFacts) -> tuple[Level, tuple[str, ...]]:
    """How likely the customer leaves, and by which facts."""
    high = [
        cue.value for cue in (Cue.TRUST_BREAK, Cue.CHARGEBACK_THREAT, Cue.CANCEL_EVERYTHING) if case_facts.says(cue)
    ]
    high += ["asks to cancel"] if case_facts.cancel_asked and not _extra_only(case_facts) else []
    high += ["set to end already"] if case_facts.scheduled and not case_facts.account.staying else []
    if high:
        return Level.HIGH, tuple(high)
    medium = ["asks for money back"] if case_facts.refund_asked else []
    medium += [f"would leave on a condition: {hit.text}" for hit in case_facts.reading.churn_risk[:1]]
    medium += [cue.value for cue in (Cue.PRODUCT_BROKEN, Cue.CANNOT_CANCEL, Cue.USAGE_LIMITS) if case_facts.says(cue)]
    medium += ["a payment failed"] if case_facts.has(AnomalyName.FAILED_RENEWAL) else []
    return (Level.MEDIUM, tuple(medium)) if medium else (Level.LOW, ())


def _extra_only(case_facts: CaseFacts) -> bool:
    """Whether they would end what they have twice, and keep the other."""
    twice = case_facts.has(AnomalyName.DUPLICATE_SUBSCRIPTIONS, AnomalyName.PLAN_OVERLAP)
    return twice and case_facts.says(Cue.DUPLICATE_CLAIM) and not case_facts.says(Cue.CANCEL_EVERYTHING)

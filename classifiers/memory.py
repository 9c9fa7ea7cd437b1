"""Memory of the thread and the person: the same charge again, promises unkept in Stripe, notice given earlier."""

from collections.abc import Iterator

from classifiers.account import ends, remainder
from classifiers.anomalies.seen import day
from classifiers.matter import Matter
from parsers.vocabulary import Action, ActionKind, AnomalyName, Cue, EarlierCase, Level

MOST_OTHERS = 3  # mails of others that a note names one by one
NOT_THEIRS = "an earlier mail, not proven to be this person's"
# A draft that is still only filed has promised nothing to anybody.
UNSENT = frozenset({"filed", "untouched"})


def unkept(matter: Matter) -> tuple[str, ...]:
    """Promises, spoken of in the mail or made in an earlier draft, that Stripe does not show as kept."""
    return (*_spoken(matter), *(line for earlier in matter.own_earlier for line in _drafted(matter, earlier)))


def _spoken(matter: Matter) -> Iterator[str]:
    settled = (AnomalyName.ALREADY_REFUNDED, AnomalyName.REFUND_PENDING, AnomalyName.LOST_DISPUTE)
    if matter.says(Cue.PROMISED_REFUND) and not matter.has(*settled):
        yield "promise unkept: the customer was told of a refund, and Stripe shows none"


def _drafted(matter: Matter, earlier: EarlierCase) -> Iterator[str]:
    if earlier.draft_state in UNSENT:
        return
    for action in earlier.actions:
        if not _done(matter, action):
            promise = f"{action.kind.value} {action.object} of {day(earlier.at)} (case {earlier.id})"
            yield f"promise unkept: {promise} is not in Stripe"


def _done(matter: Matter, action: Action) -> bool:
    """Whether Stripe shows it, or it is nothing that we would do."""
    if action.kind is ActionKind.REFUND:
        charge = next((each for each in matter.account.taken if each.id == action.object), None)
        wanted = action.amount.amount if action.amount else 0
        return charge is None or charge.amount.amount - remainder(charge) >= wanted
    if action.kind is ActionKind.CANCEL:
        subscription = matter.account.subscription(action.object)
        return subscription is None or not subscription.live or ends(subscription, matter.now)
    return True


def again(matter: Matter, actions: tuple[Action, ...]) -> tuple[str, ...]:
    """Earlier mails of this person about what this one is about: one refund, however many mails."""
    lines = []
    for earlier in matter.own_earlier:
        shared = sorted(_about(matter, actions) & set(earlier.objects))
        if shared:
            lines.append(f"second mail about {', '.join(shared)}: case {earlier.id} of {day(earlier.at)}; act once")
        elif earlier.same_thread:
            lines.append(f"an earlier mail in this thread: case {earlier.id} of {day(earlier.at)}")
    return tuple(lines)


def others(matter: Matter, actions: tuple[Action, ...]) -> tuple[str, ...]:
    """What others, or nobody knows who, wrote before in this thread or about the same: told as theirs, and no more."""
    about = _about(matter, actions)
    told = [
        each for each in matter.others_earlier if not each.forged and (each.same_thread or about & set(each.objects))
    ]
    lines = [f"{NOT_THEIRS}: case {each.id} of {day(each.at)}{_asking(each)}; counts for nothing" for each in told]
    more = [f"… and {len(lines) - MOST_OTHERS} more mails of others"] if len(lines) > MOST_OTHERS else []
    return (*lines[:MOST_OTHERS], *more)


def _about(matter: Matter, actions: tuple[Action, ...]) -> set[str]:
    return {each.object for each in actions if each.object} | {each.id for each in matter.meant}


def _asking(earlier: EarlierCase) -> str:
    return f", asking for {', '.join(earlier.intents[:3])}" if earlier.intents else ""


def forgeries(matter: Matter) -> tuple[str, ...]:
    """Earlier mails that somebody else wrote under this name: they count for nothing."""
    forged = [
        f"an earlier mail was likely forged: case {each.id} of {day(each.at)}" for each in matter.earlier if each.forged
    ]
    more = [f"… and {len(forged) - MOST_OTHERS} more forged ones"] if len(forged) > MOST_OTHERS else []
    return (*forged[:MOST_OTHERS], *more)


def priority(matter: Matter, unkept_promises: bool, repeated: bool) -> Level:
    """How soon an agent should look."""
    urgent = (Cue.CHARGEBACK_THREAT, Cue.LEGAL_THREAT, Cue.UNAUTHORISED_PAYMENT, Cue.TRUST_BREAK)
    grave = (AnomalyName.OPEN_DISPUTE, AnomalyName.INQUIRY)
    never_left = matter.has(AnomalyName.REFUND_FAILED) and matter.says(Cue.PROMISED_REFUND)
    if unkept_promises or never_left or matter.says(*urgent) or matter.has(*grave):
        return Level.HIGH
    pressing = (AnomalyName.FAILED_RENEWAL, AnomalyName.CHARGED_AFTER_CANCEL, AnomalyName.DUPLICATE_CHARGE)
    if repeated or matter.has(*pressing) or matter.says(Cue.PROMISED_REFUND, Cue.PAID_NOT_SERVED, Cue.HARDSHIP):
        return Level.MEDIUM
    return Level.LOW


def churn(matter: Matter) -> tuple[Level, tuple[str, ...]]:
    """How likely the customer leaves, and by which facts."""
    high = [cue.value for cue in (Cue.TRUST_BREAK, Cue.CHARGEBACK_THREAT, Cue.CANCEL_EVERYTHING) if matter.says(cue)]
    high += ["asks to cancel"] if matter.cancel_asked else []
    high += ["set to end already"] if matter.scheduled and not matter.account.staying else []
    if high:
        return Level.HIGH, tuple(high)
    medium = ["asks for money back"] if matter.refund_asked else []
    medium += [f"would leave on a condition: {hit.text}" for hit in matter.reading.churn_risk[:1]]
    medium += [cue.value for cue in (Cue.PRODUCT_BROKEN, Cue.CANNOT_CANCEL, Cue.USAGE_LIMITS) if matter.says(cue)]
    medium += ["a payment failed"] if matter.has(AnomalyName.FAILED_RENEWAL, AnomalyName.CARD_EXPIRED) else []
    return (Level.MEDIUM, tuple(medium)) if medium else (Level.LOW, ())

"""Row 6: what they could have done themselves: cancel, invoices, the card; and the money of an unwanted renewal."""

from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.proposals.cancellation import Wish, leave
from classifiers.proposals.portal import Step, gap_of, wishes
from classifiers.proposals.proposal import Proposal, human, no_op, say
from classifiers.proposals.refunds import money_back, unexplained
from classifiers.references.targets import leaving
from classifiers.situations import Situation
from parsers.vocabulary import Action, ActionKind, Cue, Intent, Paragraph, Subscription


def self_serve(case_facts: CaseFacts) -> Proposal:
    """By the wish: end, money, invoice, card; no portal where money goes back."""
    target = leaving(case_facts)
    wish = Wish(end=ending_wished(case_facts), target=target, refunds=money_back(case_facts, target.ends))
    if wish.end and (why := _unknown(case_facts)):
        return human(Proposal(actions=no_op(why), says=(say(Situation.REVIEW),), because=(why,)))
    if wish.end and target.unclear and not case_facts.says(Cue.CANCEL_EVERYTHING):
        return which(target.unclear)
    first = leave(case_facts, wish)
    rest = [step for step in wishes(case_facts) if step]
    steps = _ordered(case_facts, first, rest)
    rejected = (*wish.refunds.rejected, *unexplained(case_facts, target.ends))
    return _combined(case_facts, steps, rejected)


def _unknown(case_facts: CaseFacts) -> str | None:
    """Why nothing can be said of what there is to end."""
    account = case_facts.account
    if account.strange:
        return ", ".join(f"{each.id} has the status {each.status}, which is not known here" for each in account.strange)
    if not account.live and account.cut("subscriptions"):
        return "the subscriptions were not all read: there may be more to end"
    return None


def ending_wished(case_facts: CaseFacts) -> bool:
    """A wish to cancel, said outright or by complaint that it cannot be, or was not, done."""
    if case_facts.says(Cue.DECLINES_CANCEL):
        return False
    return case_facts.wants(Intent.CANCEL) or case_facts.says(Cue.CANNOT_CANCEL, Cue.ALREADY_CANCELLED)


def which(candidates: tuple[Subscription, ...]) -> Proposal:
    """Several live products and none named: ask which; no gap."""
    ids = ", ".join(each.id for each in candidates)
    why = f"several live products, none named: {ids}"
    paragraph = say(Situation.WHICH_SUBSCRIPTION, bound_facts.plans(candidates))
    return human(Proposal(actions=no_op(why), says=(paragraph,), because=(why,), rejected=("cancel: which one?",)))


def _ordered(case_facts: CaseFacts, first: Step | None, rest: list[Step]) -> list[Step]:
    """The primary wish first: an invoice asked for beats an end that is only complained about."""
    if first is None:
        return rest
    if case_facts.reading.primary is Intent.INVOICE_REQUEST and not first.actions:
        return [*rest, first]
    return [first, *rest]


def _combined(case_facts: CaseFacts, steps: list[Step], rejected: tuple[str, ...]) -> Proposal:
    actions = _in_order([action for step in steps for action in step.actions])
    whys = tuple(step.why for step in steps if step.why)
    controls = tuple(step.control for step in steps if step.control)
    return Proposal(
        actions=actions or no_op("; ".join(whys) or "nothing to do"),
        says=_words(steps),
        gap=gap_of(case_facts, controls),
        because=whys,
        rejected=(*rejected, *(line for step in steps for line in step.rejected)),
        follow_up=tuple(line for step in steps for line in step.follow_up),
    )


def _in_order(actions: list[Action]) -> tuple[Action, ...]:
    """Safest first, each once; no portal beside a refund."""
    once = list({(each.kind, each.object): each for each in actions}.values())
    if any(each.kind is ActionKind.REFUND for each in once):
        return tuple(each for each in once if each.kind is not ActionKind.PORTAL)
    portals = [each for each in once if each.kind is ActionKind.PORTAL]
    return (*portals, *(each for each in once if each.kind is not ActionKind.PORTAL))


def _words(steps: list[Step]) -> tuple[Paragraph, ...]:
    """The first step in full, the others in short."""
    if not steps:
        return (say(Situation.REVIEW),)
    return (steps[0].say, *(step.also or step.say for step in steps[1:]))

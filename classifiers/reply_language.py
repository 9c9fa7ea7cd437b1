"""The language to answer in: the customer's own words, else the thread's last draft, else Stripe, else the default."""

from parsers.vocabulary import BillingState, EarlierCase, Identity, Message, Policy, Verdict

UNKNOWN = "und"


def choose_language(
    message: Message,
    policy: Policy,
    earlier: tuple[EarlierCase, ...] = (),
    state: BillingState | None = None,
    identity: Identity | None = None,
) -> str:
    """ISO 639-1. What Stripe holds of the person counts only where they are proven: else it would tell of a record."""
    if message.language.code != UNKNOWN:
        return message.language.code
    return _of_thread(earlier) or _of_records(state, identity) or policy.default_language


def _of_thread(earlier: tuple[EarlierCase, ...]) -> str:
    """The language of the newest draft in this thread."""
    drafted = [each for each in earlier if each.same_thread and each.drafted_in]
    return max(drafted, key=lambda each: each.at).drafted_in if drafted else ""


def _of_records(state: BillingState | None, identity: Identity | None) -> str:
    """The first of `preferred_locales`, where all records of a proven person that have one agree."""
    if state is None or identity is None or identity.verdict is not Verdict.VERIFIED:
        return ""
    theirs = (customer for customer in state.customers if customer.id in identity.customer_ids)
    found = {
        customer.preferred_locales[0].partition("-")[0].lower() for customer in theirs if customer.preferred_locales
    }
    return found.pop() if len(found) == 1 else ""

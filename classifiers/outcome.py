"""What becomes of a mail: ignored, not about billing, or worth a draft."""

from parsers.domains import address_key
from parsers.vocabulary import BillingState, Certainty, Message, Outcome, Reading


def outcome_of(message: Message, reading: Reading, state: BillingState) -> tuple[Outcome, str | None]:
    """The outcome and, where nothing is drafted, what told."""
    machine = message.automatic
    if machine and (machine.certainty is Certainty.CERTAIN or not _a_person(message, reading, state)):
        return Outcome.IGNORED, machine.reason
    if reading.about_billing or message.encrypted or (reading.doubted and _somebody(state)):
        return Outcome.DRAFTED, None
    if reading.doubted:
        return Outcome.NOT_BILLING, f"not understood ({message.language.code}), and nobody found in Stripe"
    return Outcome.NOT_BILLING, f"about something else ({message.language.code})"


def _somebody(state: BillingState) -> bool:
    """Whether a customer or a billing object was found for the mail."""
    return any(not each.deleted for each in state.customers)


def _a_person(message: Message, reading: Reading, state: BillingState) -> bool:
    """A From on a customer record that writes like a person is one, whatever a list header says."""
    known = {address_key(each.email or "") for each in state.customers if not each.deleted}
    return reading.about_billing and any(sender.folded in known for sender in message.senders)

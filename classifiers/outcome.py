"""What becomes of a mail: ignored, not about billing, or worth a draft."""

from parsers.domains import address_key
from parsers.vocabulary import BillingState, Certainty, Message, Outcome, Reading


def outcome_of(message: Message, reading: Reading, state: BillingState) -> tuple[Outcome, str | None]:
    """The outcome and, where nothing is drafted, what told."""
    machine = message.automatic
    if machine and (machine.certainty is Certainty.CERTAIN or not _a_person(message, reading, state)):
        return Outcome.IGNORED, machine.reason
    if reading.about_billing or _sealed(message) or (reading.doubted and _somebody(state)):
        return Outcome.DRAFTED, None
    if reading.doubted:
        return Outcome.NOT_BILLING, f"not understood ({message.language.code}), and nobody found in Stripe"
    return Outcome.NOT_BILLING, f"about something else ({message.language.code})"


def _sealed(message: Message) -> bool:
    """Whether nothing of the body could be read, so that it may be about anything."""
    return message.encrypted is not None or message.unread_body is not None


def _somebody(state: BillingState) -> bool:
    """Whether a customer or a billing object was found for the mail."""
    return any(not each.deleted for each in state.customers)


def _a_person(message: Message, reading: Reading, state: BillingState) -> bool:
    """A From on a customer record that writes like a person is one, whatever a list header says; so is a writer whom a
    form names.
    """
    known = {address_key(each.email or "") for each in state.customers if not each.deleted}
    return reading.about_billing and any(writer.folded in known for writer in message.writers)

"""What an agent should know before reading on, in words: who it may not be, what could not be read."""

from collections.abc import Iterator

from parsers.vocabulary import BillingState, Message
from worker.desk.queue_port import CaseView

_MANY = 8


def cautions(view: CaseView) -> tuple[str, ...]:
    """The warnings for the top of a case's page, the gravest first."""
    return (*_identity(view), *_mail(view.message), *_stripe(view.state))


def _identity(view: CaseView) -> Iterator[str]:
    identity = view.case.identity if view.case else None
    if identity is None:
        return
    if identity.forged:
        yield "Likely forged: the mail server says that the sender's domain does not vouch for it. Do not send."
    message = view.message
    sender = message.sender if message else None
    replies = {box.folded for box in message.reply_to} if message else set()
    if sender and replies and sender.folded not in replies:
        yield f"The mail asks for answers to another address: {', '.join(sorted(replies)[:3])}."


def _mail(message: Message | None) -> Iterator[str]:
    if message is None:
        yield "The mail is not kept any more: it was forgotten, or it could not be read."
        return
    if len(message.senders) > 1:
        yield f"The mail names {len(message.senders)} senders."
    if message.encrypted:
        yield f"The mail is encrypted ({message.encrypted}): nothing of it could be read."
    if message.redactions:
        kinds = sorted({one.kind.replace("_", " ") for one in message.redactions})
        yield f"Taken out before anything was stored: {', '.join(kinds)}."
    if message.attachments:
        names = ", ".join(one.name or one.media_type for one in message.attachments[:_MANY])
        yield f"Attached, and not read: {names}."
    if message.defects:
        yield f"Odd about the mail: {'; '.join(message.defects[:_MANY])}."


def _stripe(state: BillingState | None) -> Iterator[str]:
    if state is None:
        return
    for unread in state.unread[:_MANY]:
        yield f"Stripe's {unread.section.replace('_', ' ')} could not be read: {unread.reason}."
    if state.truncated:
        sections = ", ".join(each.replace("_", " ") for each in state.truncated)
        yield f"Of Stripe's {sections} only the newest were read."

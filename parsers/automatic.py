"""Whether a machine wrote a mail, and what told."""

from collections.abc import Sequence

from parsers.vocabulary import Automatic, AutomaticKind, Certainty, Mailbox, MailRules


def find_automatic(
    headers: Sequence[tuple[str, str]],
    *,
    rules: MailRules,
    senders: Sequence[Mailbox] = (),
    recipients: Sequence[Mailbox] = (),
    media_types: Sequence[str] = (),
    report: str = "",
    text: str = "",
) -> Automatic | None:
    """The machine behind the mail, or None where a person wrote it.

    `headers`: of the mail itself, topmost first, decoded and on one line each. `recipients`: To and Cc. `media_types`:
    of every part, in order, lower case. `report`: the text of its `message/delivery-status` part, and of the
    returned mail's headers after it. `text`: the new text.
    """
    for name, value in headers:
        if name.lower() == "auto-submitted" and not value.lower().startswith("no"):
            return Automatic(
                kind=AutomaticKind.AUTO_REPLY, certainty=Certainty.CERTAIN, reason=f"Auto-Submitted: {value}"
            )
    return None

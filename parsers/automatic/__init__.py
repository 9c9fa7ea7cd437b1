"""Whether a machine wrote a mail, and what told: one ordered list of rules, the first that hits speaks."""

from collections.abc import Sequence

from parsers.automatic.bounces import is_bounce
from parsers.automatic.bulk import is_bulk, is_from_list, is_from_nobody
from parsers.automatic.envelope import Envelope
from parsers.automatic.ours import carries_our_mark, is_from_us
from parsers.automatic.replies import is_auto_reply, is_null_sender, says_so
from parsers.automatic.systems import is_notification, is_stripes
from parsers.vocabulary import Automatic, Mailbox, MailRules

__all__ = ["find_automatic"]

RULES = (
    carries_our_mark,
    is_from_us,
    is_bounce,
    is_stripes,
    is_auto_reply,
    is_notification,
    is_null_sender,
    is_from_list,
    is_bulk,
    is_from_nobody,
    says_so,
)


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
    of every part, in order, lower case. `report`: the text of its machine-readable parts (RFC 3464). `text`: the new
    text. Certain are only marks that no mail client puts on a person's mail.
    """
    envelope = Envelope.of(
        headers, rules=rules, senders=senders, recipients=recipients, media_types=media_types, report=report, text=text
    )
    return next((found for rule in RULES if (found := rule(envelope))), None)

"""Whether a machine wrote a mail, and what told: one ordered list of rules, the first that hits speaks."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.automatic.answers import is_calendar_answer, is_reaction
from parsers.automatic.bounces import is_bounce
from parsers.automatic.bulk import is_bulk, is_from_list, is_from_nobody, reads_like_a_person
from parsers.automatic.carried import without_carriers_marks
from parsers.automatic.envelope import Envelope
from parsers.automatic.ours import carries_our_mark, is_from_us
from parsers.automatic.replies import is_auto_reply, is_null_sender, says_so
from parsers.automatic.systems import is_notification, is_stripes
from parsers.vocabulary import Automatic, CarrierKind, Certainty, Mailbox, MailRules

__all__ = ["find_automatic"]

RULES = (
    carries_our_mark,
    is_from_us,
    is_bounce,
    is_calendar_answer,
    is_reaction,
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
    carrier: CarrierKind | None = None,
) -> Automatic | None:
    """The machine behind the mail, or None where a person wrote it.

    `headers`: of the mail itself, topmost first, decoded and on one line each. `recipients`: To and Cc. `media_types`:
    of every part, in order, lower case. `report`: the text of its machine-readable parts (RFC 3464). `text`: the new
    text. `carrier`: who handed the mail on, whose own marks do not count. Certain are only marks that no mail client
    puts on a person's mail, and never one alone.
    """
    headers = without_carriers_marks(headers, carrier)
    envelope = Envelope.of(
        headers, rules=rules, senders=senders, recipients=recipients, media_types=media_types, report=report, text=text
    )
    found = _first(envelope)
    if found and _is_certain(found) and _hangs_on_one_header(envelope):
        return replace(found, certainty=Certainty.LIKELY)
    return found


def _first(envelope: Envelope) -> Automatic | None:
    return next((found for rule in RULES if (found := rule(envelope))), None)


def _hangs_on_one_header(envelope: Envelope) -> bool:
    """Whether a mail that reads like a person's would pass for one, but for a single header: any sender writes those.

    From is no such header: who it names is what the second look at a likely machine asks Stripe about.
    """
    if not reads_like_a_person(envelope):
        return False
    told = [name for name in envelope.fields.asked if name != "from"]
    alone = [name for name in told if _is_certain(_first(envelope.with_nothing_but(name)))]
    return len(alone) == 1 and _first(envelope.without(alone[0])) is None


def _is_certain(found: Automatic | None) -> bool:
    return found is not None and found.certainty is Certainty.CERTAIN

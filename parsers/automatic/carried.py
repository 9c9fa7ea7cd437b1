"""What a carrier put on a person's mail, which says nothing of the person."""

from collections.abc import Sequence

from parsers.automatic.ours import is_our_id
from parsers.vocabulary import CarrierKind

Headers = Sequence[tuple[str, str]]

_OF_LISTS = ("list-", "mailing-list", "x-mailing-list", "x-beenthere", "x-mailman", "x-google-group-id", "precedence")
_OF_FORMS = (
    *_OF_LISTS,
    "x-precedence",
    "feedback-id",
    "return-path",
    "x-auto-response-suppress",
    "x-amazon-mail-relay-type",
    "x-ms-exchange-generated-message-source",
    "x-fc-machinegenerated",
    "x-campaign",
    "x-mc-user",
    "x-sfmc-stack",
    "x-hs-cid",
    "in-reply-to",
    "references",
)
_ANSWERS = ("auto-replied", "auto-reply", "vacation", "autoreply")


def without_carriers_marks(headers: Headers, carrier: CarrierKind | None) -> Headers:
    """The headers that may tell of the writer: what a list or a form sets by itself is left out.

    An answer that a machine gave (RFC 3834) came from behind the carrier: that stays.
    """
    if carrier is CarrierKind.GROUP:
        return [field for field in headers if not field[0].lower().startswith(_OF_LISTS)]
    if carrier is CarrierKind.FORM:
        return [(name, value) for name, value in headers if not _of_a_form(name.lower(), value)]
    return headers


def _of_a_form(name: str, value: str) -> bool:
    if name == "auto-submitted":
        return not value.strip().lower().startswith(_ANSWERS)
    if name == "message-id":
        return not is_our_id(value)
    return name.startswith(_OF_FORMS)

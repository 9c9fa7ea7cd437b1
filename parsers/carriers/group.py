"""A group of ours that rewrote From to its own address, as DMARC makes them do: the writer stands in other headers."""

from dataclasses import replace

from parsers.carriers.cargo import Cargo, Sealed, is_one_of_us
from parsers.domains import address_spellings
from parsers.vocabulary import Carried, CarrierKind, Mailbox

# What lists and groups write beside their own name: Google Groups, Mailman, and those before them.
_LIST = ("list-id", "list-post", "mailing-list", "x-beenthere", "x-mailing-list")
_WRITER = ("x-original-sender", "x-original-from", "reply-to")  # the most telling first


def from_group(mail: Sealed) -> Cargo | None:
    """From is ours, the list headers name us, and one of the headers made for it names somebody else as the writer.

    Where they name one of us first, a colleague answered through the group: that is nobody's mail to us.
    """
    if mail.sender is None or not is_one_of_us(mail.sender, mail.rules) or not _is_our_list(mail):
        return None
    named = [(name, box) for name in _WRITER for box in mail.boxes(name)]
    if named and named[0][0] == "reply-to":
        named = [(name, box) for name, box in named if not is_one_of_us(box, mail.rules)]
    if not named or is_one_of_us(named[0][1], mail.rules):
        return None
    name, writer = named[0]
    writer = _with_name(writer, [box for _, box in named])
    told = f"carried by our group {mail.sender.address}, which put its own address into From"
    evidence = (told, f"{name.title()} names {writer.address} as the writer, which proves nothing")
    return Cargo(carried=Carried(by=CarrierKind.GROUP, writer=writer, subject=mail.subject, evidence=evidence))


def _is_our_list(mail: Sealed) -> bool:
    said = " ".join(mail.first(name) for name in _LIST).lower()
    ours = (*mail.rules.addresses, *mail.rules.carriers)
    spelt = [spelling for address in ours for spelling in address_spellings(address)]
    return any(address in said or f"<{address.replace('@', '.')}>" in said for address in spelt)


def _with_name(writer: Mailbox, named: list[Mailbox]) -> Mailbox:
    """With the name that another of the headers gives to this address."""
    name = next((box.name for box in named if box.folded == writer.folded and box.name), "")
    return writer if writer.name else replace(writer, name=name)

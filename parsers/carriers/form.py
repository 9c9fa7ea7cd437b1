"""A contact form or a form service: From is a program's address, the writer stands in Reply-To or in a field."""

import re

from parsers.carriers.cargo import Cargo, Sealed, is_in_our_domain, is_one_of_us, is_ours
from parsers.carriers.fields import Filled, read_form
from parsers.domains import address_key
from parsers.readable import plain
from parsers.vocabulary import Carried, CarrierKind, Certainty, Mailbox

_NO_REPLY = r"(?:no|do-?_?not)[-_.]?repl(?:y|ies)|noreply|nobody"
_SITE = r"wordpress|wp|www-?data|apache|nginx|(?:web|contact|kontakt)[-_.]?form(?:ular)?s?|form[-_.]?mailer"
# Whose mail a program sends: a site's form, or any system. The fields of the body tell which.
_PROGRAM = re.compile(
    rf"(?:(?:[^@]*[-_.+])?(?:{_NO_REPLY})|{_SITE}|webmaster|web(?:site)?|web[-_.]?mailer|forms?|form[-_.]?(?:submissions?|notifications?)"
    r"|formular|formulaire|formulario|modulo|submissions?|notifications?|notify|mailer|server|php)(?:[-+._\d].*)?"
)
_SITES_FORM = re.compile(rf"(?:{_SITE})(?:[-+._\d].*)?")
_TAKES_NO_ANSWER = re.compile(rf"(?:{_NO_REPLY}|mailer-daemon|postmaster)(?:[-+._\d].*)?")
_MASS = re.compile(
    r"unsubscribe|opt[- ]out|(?:newsletter|e-?mails?) (?:abmelden|abbestellen)|se désabonner|darse de baja|disiscriv"
    r"|in (?:your|a) browser|配信停止|退订",
    re.IGNORECASE,
)


def from_form(mail: Sealed) -> Cargo | None:
    """A form's mail; `likely` where it might be any system's that lets a person be answered (a shared document).

    The writer is whom Reply-To names, else the address in the form's own field for it.
    """
    sender = mail.sender
    if sender is None or not _may_carry(mail, sender):
        return None
    filled = read_form(plain(mail.body))
    found = _writer(mail, sender, filled)
    certainty = _certainty(mail, sender, filled, answered=found is not None and found[0] == "Reply-To")
    if found is None or certainty is None:
        return None
    where, writer = found
    evidence = (
        f"carried by a form: From is {sender.address}",
        f"{where} names {writer.address or writer.name} as the writer, which proves nothing",
    )
    subject = mail.subject if filled.message is None else filled.subject
    return Cargo(
        carried=Carried(by=CarrierKind.FORM, writer=writer, subject=subject, evidence=evidence),
        text=filled.message,
        around=filled.around if filled.message is not None else "",
        rule="the form's own words",
        certainty=certainty,
    )


def _may_carry(mail: Sealed, sender: Mailbox) -> bool:
    return is_one_of_us(sender, mail.rules) or _PROGRAM.fullmatch(_local(sender)) is not None


def _local(box: Mailbox) -> str:
    return box.folded.rpartition("@")[0]


def _writer(mail: Sealed, sender: Mailbox, filled: Filled) -> tuple[str, Mailbox] | None:
    """Where the writer stands, and who it is: never one of us, never somebody who takes no answer.

    A form that asks for no address leaves a name.
    """
    in_field = (Mailbox(address=filled.address, name=filled.name),) if filled.address else ()
    places = [("Reply-To", box) for box in mail.boxes("reply-to")] + [("a field of the form", box) for box in in_field]
    for where, box in places:
        if box.folded != sender.folded and not is_one_of_us(box, mail.rules):
            if _TAKES_NO_ANSWER.fullmatch(_local(box)):
                return None
            name = box.name or (filled.name if address_key(filled.address) == box.folded else "")
            return where, Mailbox(address=box.address, name=name)
    nameless = filled.message is None or not filled.name
    return None if nameless else ("a field of the form", Mailbox(address="", name=filled.name))


def _certainty(mail: Sealed, sender: Mailbox, filled: Filled, *, answered: bool) -> Certainty | None:
    """How sure it is that a form sent this. `answered`: Reply-To names the writer."""
    filled_in = filled.message is not None and (answered or bool(filled.address or filled.name))
    if sender.folded in {address_key(address) for address in mail.rules.carriers} or filled_in:
        told = filled_in and _PROGRAM.fullmatch(_local(sender)) is None and not is_ours(sender, mail.rules)
        return None if told and filled.labels < 3 else Certainty.CERTAIN  # a colleague who writes "Message: …"
    program = _PROGRAM.fullmatch(_local(sender)) is not None
    through_list = mail.first("list-id") or mail.first("x-original-sender")
    if not answered or through_list or mail.first("in-reply-to") or not (program or is_ours(sender, mail.rules)):
        return None
    if is_in_our_domain(sender, mail.rules) or is_ours(sender, mail.rules) or _SITES_FORM.fullmatch(_local(sender)):
        return Certainty.CERTAIN
    return None if _MASS.search(mail.body) else Certainty.LIKELY

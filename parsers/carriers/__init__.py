"""Mail that somebody else wrote: found behind a group, a contact form or a colleague; never proven by it."""

from parsers.carriers.cargo import Cargo, Sealed
from parsers.carriers.form import from_form
from parsers.carriers.forwarded import from_colleague
from parsers.carriers.group import from_group

__all__ = ["Cargo", "Sealed", "find_cargo"]


def find_cargo(mail: Sealed) -> Cargo | None:
    """Who wrote a mail that was handed on, and in which words; None where its sender wrote it.

    Only what the carrier itself wrote names the writer: a header, the first of a form's fields, the head above a
    forwarded mail. None of it is proof, and a stranger may imitate all of it: it opens nothing.
    """
    return from_group(mail) or from_form(mail) or from_colleague(mail)

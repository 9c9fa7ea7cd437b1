"""The name a reply greets by: the one on the record, and only if it can be nothing but a name."""

import re
import unicodedata

from parsers.vocabulary import BillingState, Case, Verdict

LONGEST = 40
MOST_WORDS = 5
_NAME = re.compile(r"[^\W\d_]+(?:(?:[ ’'‑-]|\. )[^\W\d_]+)*\.?")
# Words that make a record a company's or a department's: greeted in full, not by the first word.
_COLLECTIVE = (
    "inc llc ltd limited plc gmbh ag kg ug ohg se corp corporation co company group holding team billing accounts "
    "accounting accountant support sales office studio studios agency sarl sas bv nv ab as oy srl spa labs lab dept "
    "department finance admin services service solutions systems software digital media design consulting partners "
    "university school hospital club foundation verein praxis kanzlei the dr prof mr mrs ms herr frau"
)
_COLLECTIVE_WORDS = frozenset(_COLLECTIVE.split())


def greeted(case: Case, state: BillingState) -> str | None:
    """The verified person's name, by which a draft may greet them; None where there is none, or no single one."""
    if case.identity is None or case.identity.verdict is not Verdict.VERIFIED:
        return None
    ids = set(case.identity.customer_ids)
    names = {plain_name(customer.name or "") for customer in state.customers if customer.id in ids and customer.name}
    return names.pop() if len(names) == 1 else None


def plain_name(name: str) -> str | None:
    """The name as written if it is made of words alone: no digits, markup, template marks, address or link."""
    written = unicodedata.normalize("NFC", name).strip()
    fits = len(written) <= LONGEST and len(written.split()) <= MOST_WORDS
    return written if fits and _NAME.fullmatch(written) else None


def first_name(name: str, *, given_first: bool = True) -> str:
    """The first of two or three plain words in Latin script; any other name stays whole.

    So does one whose first word alone is in capitals (a family's, as in `DUPONT Jean`, or a company's), and every name
    where the language's own order is the other one: which word is which is not sure then.
    """
    parts = name.split()
    if not given_first or (parts[0].isupper() and not name.isupper()):
        return name
    latin = all(c.isascii() or "LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())
    if not (2 <= len(parts) <= 3 and latin) or len(parts[0]) < 2 or "." in parts[0]:
        return name
    if any(part.strip(".").casefold() in _COLLECTIVE_WORDS for part in parts):
        return name
    return parts[0].capitalize() if parts[0].islower() or parts[0].isupper() else parts[0]

"""What every section of a note is written from, and how foreign text gets into one of its lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from parsers.domains import address_key
from parsers.vocabulary import BillingState, Case, Customer, Identity, Message, Money, Verdict
from worker.languages import SURE_LANGUAGE
from worker.render.locales import day, money
from worker.render.plain_text import harmless, mask_addresses, masked, one_line, shortened, visible

LONGEST_LINE = 420
DASHBOARD = "https://dashboard.stripe.com"
_PLACES = {
    "cus": "customers",
    "sub": "subscriptions",
    "ch": "payments",
    "py": "payments",
    "pi": "payments",
    "in": "invoices",
    "du": "disputes",
    "dp": "disputes",
}
# Only what looks like an id may become part of a link or a command line.
_ID = re.compile(r"(?P<prefix>[a-z]{2,8})_[A-Za-z0-9_]{1,120}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One case with its mail and billing state.

    `draft_says` sums up the draft in a line; `draft_language` is its language, `note_language` the team's.
    """

    case: Case
    message: Message
    state: BillingState
    draft_says: str
    draft_language: str
    note_language: str = SURE_LANGUAGE

    @property
    def verdict(self) -> Verdict:
        """The identity verdict; a case without one counts as not found."""
        return self.case.identity.verdict if self.case.identity else Verdict.NOT_FOUND

    @property
    def identity(self) -> Identity:
        """Likewise for the whole identity."""
        return self.case.identity or Identity(verdict=Verdict.NOT_FOUND)

    @property
    def person(self) -> tuple[Customer, ...]:
        """The records the identity names, oldest first; where it names none, every record found."""
        ids = frozenset(self.identity.customer_ids)
        chosen = [c for c in self.state.customers if c.id in ids] or list(self.state.customers)
        return tuple(sorted(chosen, key=lambda c: (instant(c.created), c.id)))

    def line(self, text: str) -> str:
        """One safe line: bounded, third parties masked, on `mismatch` the owner's name gone; redacted with the note."""
        return self.masked(harmless(" ".join(visible(text[: LONGEST_LINE * 4]).split())))

    def masked(self, text: str) -> str:
        """The same line with addresses and names masked as the verdict asks."""
        text = mask_addresses(text, self._known_addresses()) if "@" in text else text
        for name in self._hidden_names():
            text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", "(name masked)", text)
        return shortened(text, LONGEST_LINE)

    def _known_addresses(self) -> frozenset[str]:
        """The sender's and the writer's own address, and those of the person's records where they may be shown."""
        sender = {mailbox.folded for mailbox in (*self.message.senders, *self.message.writers)}
        if self.verdict is Verdict.MISMATCH:
            return frozenset(sender)
        return frozenset(sender | {address_key(customer.email or "") for customer in self.person})

    def _hidden_names(self) -> tuple[str, ...]:
        if self.verdict is not Verdict.MISMATCH:
            return ()
        sender = {mailbox.name.casefold() for mailbox in (*self.message.senders, *self.message.writers)}
        names = {one_line(c.name or "", 80) for c in self.state.customers}
        return tuple(sorted((n for n in names if len(n) > 2 and n.casefold() not in sender), key=len, reverse=True))

    def link(self, object_id: str) -> str:
        """Where an agent sees this object in Stripe's Dashboard; empty where there is no such page."""
        return dashboard(object_id, livemode=self.state.livemode)


def dashboard(object_id: str, *, livemode: bool) -> str:
    """The Dashboard's page of an object, in live or test mode; empty where there is none."""
    found = _ID.fullmatch(object_id)
    place = _PLACES.get(found["prefix"]) if found else None
    return f"{DASHBOARD}{'' if livemode else '/test'}/{place}/{object_id}" if place else ""


def safe_id(object_id: str | None) -> bool:
    """Whether this may stand on a command line."""
    return object_id is not None and _ID.fullmatch(object_id) is not None


def instant(moment: datetime | None) -> float:
    """A sort key for times that may be missing: the unknown first."""
    return moment.timestamp() if moment else 0.0


def on(moment: datetime | None) -> str:
    """A day in a note."""
    return day(moment.date()) if moment else "unknown date"


def sum_of(amount: int, currency: str) -> str:
    """An amount in a note."""
    return money(Money(amount, currency))


def owner_address(customer: Customer, verdict: Verdict) -> str:
    """A record's address as the note may show it."""
    if not customer.email:
        return "no address"
    address = one_line(customer.email, 120)
    return masked(address) if verdict is Verdict.MISMATCH else address


def joined(parts: Iterable[str], separator: str = ", ") -> str:
    """The parts that say something."""
    return separator.join(part for part in parts if part)

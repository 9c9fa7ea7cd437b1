"""The ways to find somebody whose From address is on no record: other forms of it, guests, and the card they name."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from classifiers.references.charges import BOOKED_AFTER, BOOKED_BEFORE, booked_on, says_amount, written_day
from parsers.domains import address_key, address_spellings, in_lower_case, spellings
from parsers.stripe_objects import charge, checkout_session, customer
from parsers.vocabulary import Charge, Customer, Identifier, IdentifierKind, Lead, Unread
from worker.billing.answers import Read
from worker.billing.batching import PAGE_SIZE, Lookup
from worker.billing.partial_state import PartialState
from worker.billing.people import quoted, search_customers
from worker.billing.rare_reads import unread_sessions

_DOTLESS = frozenset(["gmail.com", "googlemail.com"])
_SHORTEST_SUBSTRING = 3  # Stripe refuses shorter ones
_MOST_GUEST_PAYMENTS = 5


def folded(address: str) -> str:
    """The form that the variants of one mailbox share: no letter case, no `+tag`, at Google no dots."""
    local, _, domain = address_key(address).rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def folded_forms(address: str) -> Lookup[PartialState]:
    """Customers under another form of this address: its tag taken away, or one with a tag where it has none."""
    plain = folded(address)
    local, _, domain = plain.rpartition("@")
    reads: list[Read] = []
    for spelt in sorted(spellings(domain)):
        if len(local) >= _SHORTEST_SUBSTRING:
            reads.append(search_customers(f"email~{quoted(local)} AND email~{quoted(spelt)}"))
        if plain != address_key(address):
            reads.append(Read(path="/v1/customers", params={"email": f"{local}@{spelt}", "limit": PAGE_SIZE}))
    answers = (yield reads) if reads else []
    records = {each.id: each for answer in answers for each in map(customer, answer.rows)}
    found = tuple(each for each in records.values() if folded(each.email or "") == plain)
    return _led_to(found, "folded_address", address)


def _led_to(found: tuple[Customer, ...], via: str, written: str) -> PartialState:
    """A lead only where there is somebody: that nobody bears the address itself was said before."""
    if not found:
        return PartialState()
    return PartialState(
        leads=(Lead(via=via, written=written, customers=tuple(each.id for each in found)),), customers=found
    )


def guest_payments(address: str) -> Lookup[PartialState]:
    """Payments made at Checkout under this address, with or without a customer record behind them."""
    answers = yield [
        Read(path="/v1/checkout/sessions", params={"customer_details": {"email": spelt}, "limit": PAGE_SIZE})
        for spelt in dict.fromkeys((address, in_lower_case(address), *sorted(address_spellings(address))))
    ]
    listed = {each.id: each for answer in answers for each in map(checkout_session, answer.rows)}
    sessions = tuple(each for each in listed.values() if address_key(each.email or "") == address_key(address))
    partial = PartialState(checkout_sessions=sessions, unread=unread_sessions(answers[0]))
    owners = tuple(dict.fromkeys(each.customer for each in sessions if each.customer))
    if owners:
        partial += PartialState(leads=(Lead(via="guest_address", written=address, customers=owners),))
    intents = [each.payment_intent for each in sessions if each.payment_intent and not each.customer]
    if not intents:
        return partial
    return partial + (yield from _charges_of(intents[:_MOST_GUEST_PAYMENTS], address))


def _charges_of(intents: Iterable[str], address: str) -> Lookup[PartialState]:
    answers = yield [
        Read(path="/v1/charges", params={"payment_intent": intent, "limit": 10}, expand=("data.refunds",))
        for intent in intents
    ]
    wanted = set(intents)
    charges = tuple(each for answer in answers for each in map(charge, answer.rows) if each.payment_intent in wanted)
    leads = tuple(
        Lead(via="guest_address", written=address, customers=_one(each.customer), object=each.id) for each in charges
    )
    return PartialState(leads=leads, charges=charges)


def _one(customer: str | None) -> tuple[str, ...]:
    return (customer,) if customer else ()


def card_payment(identifiers: Iterable[Identifier], arrived_at: datetime) -> Lookup[PartialState]:
    """The one charge that fits best what the mail says of card, amount and day, on at least two of the three.

    Each pair is searched for on its own, so that one wrong detail does not hide the charge.
    """
    clues = Clues(identifiers, arrived_at)
    queries = clues.queries()
    if not queries:
        return PartialState()
    answers = yield [
        Read(path="/v1/charges/search", params={"query": query, "limit": PAGE_SIZE}, expand=("data.refunds",))
        for query in queries
    ]
    unread = tuple(Unread(section="search", reason=answer.why) for answer in answers if not answer.ok)
    found = {each.id: each for answer in answers for each in map(charge, answer.rows)}
    best = clues.best(found.values())
    if best is None or any(answer.more for answer in answers):
        return PartialState(unread=unread[:1])
    lead = Lead(via="last4", written=clues.written, customers=_one(best.customer), object=best.id)
    return PartialState(leads=(lead,), charges=(best,), unread=unread[:1])


class Clues:
    """What a mail says about a card payment."""

    def __init__(self, identifiers: Iterable[Identifier], arrived_at: datetime) -> None:
        listed = tuple(identifiers)
        self.last4 = _values(listed, IdentifierKind.LAST4)
        self.amounts = _values(listed, IdentifierKind.AMOUNT)
        self.days = tuple(
            day for value in _values(listed, IdentifierKind.DATE) if (day := written_day(value, arrived_at))
        )
        self.written = ", ".join(
            each.written
            for each in listed
            if each.kind in {IdentifierKind.LAST4, IdentifierKind.AMOUNT, IdentifierKind.DATE}
        )

    def queries(self) -> list[str]:
        """One search for each pair of clues, made of the first clue of each sort."""
        clauses = [
            [f'payment_method_details.card.last4:"{value}"' for value in self.last4[:1]],
            [f"amount:{value.partition(' ')[0]}" for value in self.amounts[:1]],
            [_created_around(day) for day in self.days[:1]],
        ]
        there = [clause[0] for clause in clauses if clause]
        return [f"{one} AND {two}" for number, one in enumerate(there) for two in there[number + 1 :]]

    def best(self, charges: Iterable[Charge]) -> Charge | None:
        """The charge with most clues on its side, if it is alone in that and has at least two."""
        ranked = sorted(((self._score(each), each) for each in charges), key=lambda pair: pair[0], reverse=True)
        if not ranked or ranked[0][0] < 2 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            return None
        return ranked[0][1]

    def _score(self, value: Charge) -> int:
        card = value.card.last4 if value.card else None
        return (
            (card in self.last4)
            + says_amount(self.amounts, value.amount.amount, value.amount.currency)
            + any(booked_on(value.created, day) for day in self.days)
        )


def _values(identifiers: tuple[Identifier, ...], kind: IdentifierKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.value for each in identifiers if each.kind is kind))


def _created_around(day: date) -> str:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    first, last = midnight - BOOKED_AFTER, midnight + BOOKED_BEFORE + timedelta(days=1)
    return f"created>{int(first.timestamp())} AND created<{int(last.timestamp())}"

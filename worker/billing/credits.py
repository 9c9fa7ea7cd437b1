"""What was given back otherwise than by refund, read only where the records met show that there is some."""

from urllib.parse import quote

from parsers.stripe_objects import balance_entry, credit_note
from parsers.vocabulary import Unread
from worker.billing.answers import Answer, Read
from worker.billing.batching import PAGE_SIZE, Lookup
from worker.billing.partial_state import PartialState


def credited(partial: PartialState) -> tuple[str, ...]:
    """Customers with an invoice that credit notes gave something back of, or with credit on their balance."""
    noted = [each.customer for each in partial.invoices if each.credited_after and each.customer]
    return tuple(dict.fromkeys((*noted, *in_credit(partial))))


def in_credit(partial: PartialState) -> tuple[str, ...]:
    """Customers with credit on their balance; where it came from, only its entries tell."""
    return tuple(each.id for each in partial.customers if each.balance < 0 and not each.deleted)


def credit_notes_of(customer: str) -> Lookup[PartialState]:
    """The customer's credit notes."""
    (answer,) = yield [Read(path="/v1/credit_notes", params={"customer": customer, "limit": PAGE_SIZE})]
    notes = tuple(each for each in map(credit_note, answer.rows) if each.customer in {customer, None})
    return PartialState(
        credit_notes=notes, unread=_unread("credit_notes", answer), truncated=_cut("credit_notes", answer)
    )


def balance_entries_of(customer: str) -> Lookup[PartialState]:
    """The entries of the customer's balance, the newest page."""
    path = f"/v1/customers/{quote(customer, safe='')}/balance_transactions"
    route = "/v1/customers/{}/balance_transactions"
    (answer,) = yield [Read(path=path, params={"limit": PAGE_SIZE}, route=route)]
    entries = tuple(map(balance_entry, answer.rows))
    return PartialState(balance_entries=entries, unread=_unread("balance_entries", answer))


def _unread(section: str, answer: Answer) -> tuple[Unread, ...]:
    return () if answer.ok or answer.missing else (Unread(section=section, reason=answer.why),)


def _cut(section: str, answer: Answer) -> tuple[str, ...]:
    return (section,) if answer.more else ()

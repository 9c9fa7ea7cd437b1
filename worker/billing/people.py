"""Who stands behind an address: list and search side by side, since each alone misses records."""

from collections.abc import Iterable

from parsers.domains import address_key, address_spellings, in_lower_case
from parsers.errors import BillingUnavailable
from parsers.stripe_objects import customer
from parsers.vocabulary import Customer, Lead, Unread
from worker.billing.answers import Answer, Read
from worker.billing.batching import PAGE_SIZE, Lookup
from worker.billing.partial_state import PartialState

_METHOD = ("data.invoice_settings.default_payment_method",)
_LONGEST = 512  # Stripe's limit on an e-mail address


def quoted(value: str) -> str:
    """A value inside a search query."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def customers_at(address: str, *, via: str = "from_address") -> Lookup[PartialState]:
    """Every customer record with this address in any letter case and spelling of its domain, and the lead to them.

    The list is fresh but case-sensitive; the search folds case but may lag behind by a minute (an hour in outages) and
    is missing in India. Where it does not answer, or not with what the list knows, other spellings are listed too.
    """
    if len(address) > _LONGEST:
        return PartialState(leads=(Lead(via=via, written=address, found=False),))
    answers = yield [read for each in (address, *_twins(address)) for read in (_list(each), _search(each))]
    listed, searched = answers[:2]
    if others := [] if _proven(listed, searched) else _spellings(address, searched):
        answers = [*answers, *(yield [_list(each) for each in others])]
    found = _same_address(answers, address)
    lead = Lead(via=via, written=address, customers=tuple(each.id for each in found), found=bool(found))
    known = found or any(answer.ok for answer in answers)
    return PartialState(
        leads=(lead,) if known else (), customers=found, unread=unread_people(listed, searched), truncated=_cut(answers)
    )


def _twins(address: str) -> list[str]:
    """The same address with its domain in the other spelling (U-labels, A-labels)."""
    return sorted(address_spellings(address) - {in_lower_case(address)})


def _search(address: str) -> Read:
    return search_customers(f"email:{quoted(address)}")


def _spellings(address: str, searched: Answer) -> list[str]:
    """Lower case; where there is no search at all, also with the capital that phones put first."""
    lower = address.lower()
    tried = [lower] if searched.ok else [lower, lower[:1].upper() + lower[1:]]
    return [each for each in tried if each != address]


def _list(address: str) -> Read:
    return Read(path="/v1/customers", params={"email": address, "limit": PAGE_SIZE}, expand=_METHOD)


def search_customers(query: str) -> Read:
    """A search among customer records; what comes back must be checked again, since it may match by phrase."""
    return Read(path="/v1/customers/search", params={"query": query, "limit": PAGE_SIZE}, expand=_METHOD)


def _proven(listed: Answer, searched: Answer) -> bool:
    """Whether the search is up to date as far as the list can tell."""
    found = {row.get("id") for row in searched.rows}
    return bool(found) and all(row.get("id") in found for row in listed.rows)


def _same_address(answers: Iterable[Answer], address: str) -> tuple[Customer, ...]:
    records = {each.id: each for answer in answers for each in map(customer, answer.rows)}
    return tuple(each for each in records.values() if address_key(each.email or "") == address_key(address))


def _cut(answers: Iterable[Answer]) -> tuple[str, ...]:
    return ("customers",) if any(answer.more for answer in answers) else ()


def unread_people(listed: Answer, searched: Answer) -> tuple[Unread, ...]:
    """What could not be read. A malformed address (400) leads nowhere, which is an answer.

    Raises `BillingUnavailable` where the list is refused for any other reason than a missing right.
    """
    if listed.status == 404:
        raise BillingUnavailable(f"customers could not be read: {listed.why}")
    unread = [Unread(section="customers", reason=listed.why)] if listed.status == 403 else []
    if not searched.ok:
        unread.append(Unread(section="search", reason=searched.why))
    if dropped := listed.dropped or searched.dropped:
        unread.append(Unread(section="payment_methods", reason=dropped))
    return tuple(unread)

"""Who is it? From the strongest identifier of the mail to the weakest; decides what a draft may disclose."""

from collections.abc import Iterable
from dataclasses import dataclass

from classifiers.references.own_address import claimed
from parsers.domains import address_key, domain_key
from parsers.vocabulary import (
    AuthenticationStatus,
    BillingState,
    Customer,
    Identity,
    Lead,
    Message,
    Place,
    Policy,
    Verdict,
)

# Strongest first (policy, section 3). A guest's and a folded address are weaker than the address as it stands.
STRENGTH = (
    "stripe_id",
    "invoice_number",
    "receipt_number",
    "from_address",
    "folded_address",
    "guest_address",
    "text_address",
    "handle",
    "last4",
)
DOTLESS = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Where the mail leads: the sender's own records, and those of people on whose records From does not stand."""

    own: tuple[Customer, ...]
    strange: tuple[Lead, ...]  # strongest first
    agreeing: tuple[Lead, ...]  # leads to `own`, strongest first
    deleted: tuple[str, ...]


def identify(message: Message, state: BillingState, policy: Policy) -> Identity:
    """The verdict on the sender with its evidence, strongest first.

    `ambiguous` is not for here: whether the decision differs between customers is known after judging.
    """
    trail = follow(message, state, policy)
    verdict = verdict_on(message, trail)
    strongest = (trail.strange or trail.agreeing)[:1]
    return Identity(
        verdict=verdict,
        customer_ids=_records(verdict, trail),
        matched_by=strongest[0].via if strongest and verdict is not Verdict.NOT_FOUND else None,
        evidence=tuple(_evidence(message, trail, verdict)),
        forged=message.authentication.status is AuthenticationStatus.FORGED,
    )


def verdict_on(message: Message, trail: Trail) -> Verdict:
    """A stronger or equal lead to a stranger outweighs a From address that finds somebody."""
    if trail.strange:
        return Verdict.MISMATCH
    if not trail.own:
        return Verdict.NOT_FOUND
    one_sender = message.sender is not None
    authenticated = message.authentication.status is AuthenticationStatus.AUTHENTICATED
    return Verdict.VERIFIED if one_sender and authenticated else Verdict.UNVERIFIED


def follow(message: Message, state: BillingState, policy: Policy) -> Trail:
    """Every lead that counts, sorted into the sender's own and strangers'."""
    alive = {customer.id: customer for customer in state.customers if not customer.deleted}
    deleted = frozenset(customer.id for customer in state.customers if customer.deleted)
    own = {id for id, customer in alive.items() if _stands_on(message, customer, policy)}
    leads = [lead for lead in state.leads if lead.found and _counts(lead, message, bool(own))]
    leads.sort(key=_strength)
    return Trail(
        own=tuple(alive[id] for id in sorted(own)),
        strange=tuple(lead for lead in leads if _strange(lead, own, deleted)),
        agreeing=tuple(lead for lead in leads if own & set(lead.customers)),
        deleted=tuple(sorted(deleted)),
    )


def _stands_on(message: Message, customer: Customer, policy: Policy) -> bool:
    """Whether a From address is this record's address, checked on our side whatever the search returned."""
    held = customer.email or ""
    return bool(held) and any(same_address(sender.address, held, policy) for sender in message.senders)


def same_address(one: str, other: str, policy: Policy) -> bool:
    """Whether two addresses are one: in any spelling, and without `+tag` in the domains whose owner says so."""
    one, other = address_key(one), address_key(other)
    if one == other:
        return True
    domain = one.rpartition("@")[2]
    trusted = domain in {domain_key(name) for name in policy.subaddress_domains}
    return trusted and untagged(one) == untagged(other)


def untagged(address: str) -> str:
    """The mailbox behind a tagged address; at Google dots do not count either."""
    local, _, domain = address_key(address).rpartition("@")
    local = local.partition("+")[0] or local
    return f"{local.replace('.', '') if domain in DOTLESS else local}@{domain}"


def _counts(lead: Lead, message: Message, known: bool) -> bool:
    """An address in the text counts where From finds nobody, or where the customer calls it theirs; not if signed."""
    place = lead.identifier.place if lead.identifier else None
    if lead.via == "text_address":
        return place is not Place.SIGNATURE and (not known or claimed(lead.identifier, message))
    if lead.via == "last4":
        return not known
    return True


def _strength(lead: Lead) -> tuple[int, str, str]:
    rank = STRENGTH.index(lead.via) if lead.via in STRENGTH else len(STRENGTH)
    return rank, lead.object or "", lead.written


def _strange(lead: Lead, own: Iterable[str], deleted: frozenset[str]) -> bool:
    """Led to records of which at least one is not the sender's; a payment without a record is nobody's proof."""
    reached = set(lead.customers) - deleted
    if lead.customers and not reached:
        return False
    if not reached:
        return lead.via != "from_address" and lead.object is not None
    return not reached <= set(own)


def _records(verdict: Verdict, trail: Trail) -> tuple[str, ...]:
    """The records of the person the mail is about: on a mismatch those of the strongest strange lead."""
    if verdict is Verdict.MISMATCH:
        return tuple(sorted(set(trail.strange[0].customers) - set(trail.deleted)))
    return tuple(customer.id for customer in trail.own)


def _evidence(message: Message, trail: Trail, verdict: Verdict) -> Iterable[str]:
    if trail.strange:
        yield from (_strange_sentence(lead) for lead in trail.strange[:2])
    if trail.own:
        records = ", ".join(customer.id for customer in trail.own)
        yield f"the From address stands on {records}"
    elif verdict is not Verdict.NOT_FOUND:
        yield "the From address stands on no customer record"
    else:
        yield "no identifier of the mail leads to a customer record"
    yield from (f"{id} is a deleted record and counts as none" for id in trail.deleted)
    if len(message.senders) > 1:
        yield "more than one From address: not authenticated"
    yield from message.authentication.evidence[:2]


def _strange_sentence(lead: Lead) -> str:
    where = ", ".join(sorted(lead.customers)) or "a payment without a customer record"
    thing = f" through {lead.object}" if lead.object and lead.object not in lead.customers else ""
    if lead.via in {"guest_address", "folded_address"}:
        return f"{lead.via} finds {where}{thing}, but does not verify"
    return f"{lead.via} leads to {where}{thing}, where the From address does not stand"

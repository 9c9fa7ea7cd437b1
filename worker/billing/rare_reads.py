"""What only some cases need: disputes of disputed charges, abandoned checkouts, cards that wait unused."""

from dataclasses import replace

from parsers.domains import address_key
from parsers.stripe_objects import checkout_session, dispute, payment_method
from parsers.vocabulary import Charge, Cue, Reading, Subscription, Unread
from worker.billing.answers import Answer, Read
from worker.billing.batching import PAGE_SIZE, Lookup
from worker.billing.partial_state import PartialState

_MOST_DISPUTES = 8
_MOST_SESSIONS = 20


def disputes_of(charge: Charge) -> Lookup[PartialState]:
    """The charge with its disputes; a charge names them no longer, it only says that there are some."""
    (answer,) = yield [Read(path="/v1/disputes", params={"charge": charge.id, "limit": PAGE_SIZE})]
    if not answer.ok:
        return PartialState(unread=(Unread(section="disputes", reason=answer.why),))
    found = tuple(each for each in map(dispute, answer.rows) if each.charge in {charge.id, None})
    return PartialState(charges=(replace(charge, disputes=found),))


def disputed(partial: PartialState) -> tuple[Charge, ...]:
    """The newest charges that say they are disputed, as many as we ask about."""
    charges = [charge for charge in partial.charges if charge.disputed and not charge.disputes]
    charges.sort(key=lambda charge: charge.created.timestamp() if charge.created else 0.0, reverse=True)
    return tuple(charges[:_MOST_DISPUTES])


def checkouts_matter(reading: Reading, partial: PartialState) -> bool:
    """Whether an abandoned checkout could explain this mail: a payment failed, they say, or nothing is live."""
    return reading.has(Cue.PAYMENT_FAILED) or not any(each.live for each in partial.subscriptions)


def checkouts_of(customer: str, address: str | None) -> Lookup[PartialState]:
    """Checkout sessions of the customer, and those begun under the same address before there was a record."""
    reads = [_sessions({"customer": customer})]
    if address:
        reads.append(_sessions({"customer_details": {"email": address}}))
    answers = yield reads
    found = tuple(checkout_session(row) for answer in answers for row in answer.rows)
    folded = address_key(address or "")
    mine = tuple(
        each for each in found if each.customer == customer or _only_address(each.customer, each.email, folded)
    )
    return PartialState(checkout_sessions=mine, unread=unread_sessions(answers[0]))


def _sessions(whose: dict[str, object]) -> Read:
    params = {**whose, "limit": _MOST_SESSIONS}
    return Read(path="/v1/checkout/sessions", params=params, expand=("data.line_items",))


def _only_address(customer: str | None, email: str | None, folded: str) -> bool:
    return customer is None and bool(folded) and address_key(email or "") == folded


def unread_sessions(answer: Answer) -> tuple[Unread, ...]:
    """That the sessions could not be read, if so."""
    return () if answer.ok else (Unread(section="checkout_sessions", reason=answer.why),)


def nothing_to_charge(partial: PartialState) -> tuple[str, ...]:
    """Customers with a live subscription that has no method to charge, neither its own nor the customer's."""
    chosen = {each.id for each in partial.customers if each.default_payment_method or each.has_default_source}
    lacking = (each.customer for each in partial.subscriptions if _lacks_method(each))
    return tuple(dict.fromkeys(each for each in lacking if each and each not in chosen))


def _lacks_method(value: Subscription) -> bool:
    own = value.default_payment_method or value.has_default_source
    return value.live and value.collection_method == "charge_automatically" and not own


def methods_of(customer: str) -> Lookup[PartialState]:
    """The means of payment attached to the customer, chosen or not."""
    (answer,) = yield [Read(path="/v1/payment_methods", params={"customer": customer, "limit": _MOST_SESSIONS})]
    if not answer.ok:
        return PartialState(unread=(Unread(section="payment_methods", reason=answer.why),))
    return PartialState(payment_methods=tuple(map(payment_method, answer.rows)))

"""What one draft may say and must not, drawn from the case and the billing state for the gates."""

from collections.abc import Iterable, Iterator

from parsers.vocabulary import BillingState, Case, Message, Verdict
from worker.render.fact_values import shown_of
from worker.render.gates import Bounds


def bounds_of(case: Case, message: Message, state: BillingState, language: str) -> Bounds:
    """The bounds of this case's draft. Where the sender is not proven, every record found is somebody else's."""
    verdict = case.identity.verdict if case.identity else Verdict.NOT_FOUND
    ids = frozenset(case.identity.customer_ids) if case.identity and verdict is Verdict.VERIFIED else frozenset()
    others = frozenset(customer.id for customer in state.customers) - ids
    foreign = state.of(others)
    # A proven sender whom nothing but their own records was found for: there is nothing to hide, nor to hide it from.
    mine = frozenset(_tokens(state.of(ids))) if others or verdict is not Verdict.VERIFIED else frozenset()
    strange = _objects(foreign) if others else frozenset()
    facts = tuple(fact for say in case.says for fact in say.facts if fact.object not in strange)
    return Bounds(
        verdict=verdict,
        language=language,
        facts=shown_of(facts, language),
        said=_said(message),
        account=tuple(sorted(mine)),
        others=tuple(sorted(frozenset(_tokens(foreign)) - mine)),
        plans=tuple(sorted(frozenset(_plans(state)))),
    )


def _tokens(state: BillingState) -> Iterator[str]:
    """Names, addresses, numbers, last4s and ids of everybody in a state."""
    yield from (text for text in _texts(state) if len(text) > 2)
    yield from _objects(state)


def _texts(state: BillingState) -> Iterator[str]:
    for customer in state.customers:
        yield customer.name or ""
        yield customer.email or ""
    for invoice in state.invoices:
        yield invoice.number or ""
        yield invoice.receipt_number or ""
        yield invoice.hosted_invoice_url or ""
    for charge in state.charges:
        yield charge.receipt_number or ""
        yield (charge.card.last4 if charge.card else None) or ""
    for subscription in state.subscriptions:
        method = subscription.default_payment_method
        yield (method.last4 if method else None) or ""


def _objects(state: BillingState) -> frozenset[str]:
    """The ids of everything in a state that belongs to somebody."""
    held: Iterable[str] = (
        *(customer.id for customer in state.customers),
        *(subscription.id for subscription in state.subscriptions),
        *(charge.id for charge in state.charges),
        *(refund.id for charge in state.charges for refund in charge.refunds),
        *(dispute.id for charge in state.charges for dispute in charge.disputes),
        *(invoice.id for invoice in state.invoices),
        *(note.id for note in state.credit_notes),
    )
    return frozenset(held)


def _plans(state: BillingState) -> Iterator[str]:
    """Product names and price nicknames: short or common words are no names to look for."""
    for subscription in state.subscriptions:
        for item in subscription.items:
            names = (item.price.product_name, item.price.nickname)
            yield from (name for name in names if name and len(name) > 2 and not name.islower())


def _said(message: Message) -> tuple[str, ...]:
    """What the customer wrote and a draft may repeat between quotation marks: the tokens the mail names."""
    return tuple(dict.fromkeys(found.written for found in message.identifiers if len(found.written) > 2))

"""Which of a mail's identifiers name something that was read already: those cost no further call."""

from collections.abc import Iterator, Mapping

from parsers.vocabulary import Identifier, IdentifierKind, Lead
from worker.billing.partial_state import PartialState

_VIA = {
    IdentifierKind.INVOICE_NUMBER: "invoice_number",
    IdentifierKind.RECEIPT_NUMBER: "receipt_number",
    IdentifierKind.HANDLE: "handle",
}

# The token as the mail has it (folded), the customer it leads to, and the object that carries it.
_Trace = tuple[IdentifierKind, str, str | None, str | None]


def traces(partial: PartialState, handle_metadata: Mapping[str, str]) -> dict[tuple[IdentifierKind, str], Lead]:
    """Every token that would name something in `haul`, by kind and folded value, with where it leads."""
    found: dict[tuple[IdentifierKind, str], Lead] = {}
    for kind, value, customer, thing in _tokens(partial, handle_metadata):
        if value:
            lead = Lead(
                via=_VIA.get(kind, "stripe_id"),
                written=value,
                customers=(customer,) if customer else (),
                object=thing,
            )
            found.setdefault((kind, value.casefold()), lead)
    return found


def traced(identifier: Identifier, known: Mapping[tuple[IdentifierKind, str], Lead]) -> Lead | None:
    """The lead of this identifier, or None where nothing that was read bears it."""
    lead = known.get((identifier.kind, identifier.value.casefold()))
    if lead is None:
        return None
    return Lead(
        via=lead.via,
        written=identifier.written,
        customers=lead.customers,
        object=lead.object,
        identifier=identifier,
    )


def _tokens(partial: PartialState, handle_metadata: Mapping[str, str]) -> Iterator[_Trace]:
    yield from _of_customers(partial, handle_metadata)
    yield from _of_subscriptions(partial)
    yield from _of_invoices(partial)
    yield from _of_charges(partial)


def _of_customers(partial: PartialState, handle_metadata: Mapping[str, str]) -> Iterator[_Trace]:
    for customer in partial.customers:
        yield IdentifierKind.CUSTOMER, customer.id, customer.id, customer.id
        if method := customer.default_payment_method:
            yield IdentifierKind.PAYMENT_METHOD, method.id, customer.id, method.id
        for label, key in handle_metadata.items():
            if handle := customer.metadata.get(key):
                yield IdentifierKind.HANDLE, f"{label}:{handle}", customer.id, None


def _of_subscriptions(partial: PartialState) -> Iterator[_Trace]:
    for subscription in partial.subscriptions:
        yield IdentifierKind.SUBSCRIPTION, subscription.id, subscription.customer, subscription.id
        for item in subscription.items:
            yield IdentifierKind.SUBSCRIPTION_ITEM, item.id, subscription.customer, subscription.id
        if method := subscription.default_payment_method:
            yield IdentifierKind.PAYMENT_METHOD, method.id, subscription.customer, method.id


def _of_invoices(partial: PartialState) -> Iterator[_Trace]:
    for invoice in partial.invoices:
        yield IdentifierKind.INVOICE, invoice.id, invoice.customer, invoice.id
        yield IdentifierKind.INVOICE_NUMBER, invoice.number or "", invoice.customer, invoice.id
        yield IdentifierKind.RECEIPT_NUMBER, invoice.receipt_number or "", invoice.customer, invoice.id


def _of_charges(partial: PartialState) -> Iterator[_Trace]:
    for charge in partial.charges:
        yield IdentifierKind.CHARGE, charge.id, charge.customer, charge.id
        yield IdentifierKind.PAYMENT_INTENT, charge.payment_intent or "", charge.customer, charge.id
        yield IdentifierKind.RECEIPT_NUMBER, charge.receipt_number or "", charge.customer, charge.id
        if charge.card:
            yield IdentifierKind.PAYMENT_METHOD, charge.card.id, charge.customer, charge.id
        for refund in charge.refunds:
            yield IdentifierKind.REFUND, refund.id, charge.customer, charge.id
        for dispute in charge.disputes:
            yield IdentifierKind.DISPUTE, dispute.id, charge.customer, charge.id

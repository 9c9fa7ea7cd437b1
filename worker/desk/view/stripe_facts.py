"""The facts a case stands on, each with its page in Stripe's Dashboard; and ids in a text as links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.vocabulary import BillingState, Money
from worker.desk.view.timeline import plan
from worker.render.locales import money
from worker.render.note_page import dashboard

_MOST = 12
_NAMED = re.compile(r"https://dashboard\.stripe\.com/[A-Za-z0-9_/]{1,200}|\b[a-z]{2,8}_[A-Za-z0-9_]{1,120}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An object of Stripe in a line; `link` is empty where the Dashboard has no page of it."""

    object: str
    link: str
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `link` where it names an object that was read."""

    text: str
    link: str = ""


def facts(state: BillingState) -> tuple[Fact, ...]:
    """Customers, subscriptions, payments and invoices, the newest of each, a dozen at most."""
    return tuple(
        Fact(object=name, link=dashboard(name, livemode=state.livemode), kind=kind, said=said)
        for kind, name, said in _lines(state)
    )


def _lines(state: BillingState) -> Iterator[tuple[str, str, str]]:
    for customer in state.customers[:_MOST]:
        known = " · ".join(filter(None, (customer.name, customer.email)))
        yield "customer", customer.id, known or ("deleted" if customer.deleted else "no address")
    for each in sorted(state.subscriptions, key=lambda s: (s.created is not None, s.created), reverse=True)[:_MOST]:
        yield "subscription", each.id, f"{plan(each)}, {each.status.replace('_', ' ')}"
    for charge in sorted(state.charges, key=lambda c: (c.created is not None, c.created), reverse=True)[:_MOST]:
        back = f", {money(Money(charge.amount_refunded, charge.amount.currency))} of it refunded"
        day = f", {charge.created:%Y-%m-%d}" if charge.created else ""
        said = f"{money(charge.amount)}, {charge.status}{day}{back if charge.amount_refunded else ''}"
        yield "payment", charge.id, f"{said}, disputed" if charge.disputed else said
    for invoice in sorted(state.invoices, key=lambda i: (i.created is not None, i.created), reverse=True)[:_MOST]:
        total = money(Money(invoice.total, invoice.currency))
        yield "invoice", invoice.id, " · ".join(filter(None, (invoice.number, total, invoice.status)))


def linked(text: str, state: BillingState | None) -> tuple[Piece, ...]:
    """A text with the ids of objects that were read, and the Dashboard's own addresses of them, as links."""
    if state is None:
        return (Piece(text),)
    known = _known(state)
    pieces, at = [], 0
    for hit in _NAMED.finditer(text):
        name = hit[0].rpartition("/")[2]
        target = dashboard(name, livemode=state.livemode) if name in known else ""
        if target and hit[0] in {name, target}:
            pieces += [Piece(text[at : hit.start()]), Piece(name, target)]
            at = hit.end()
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def _known(state: BillingState) -> frozenset[str]:
    sections = (state.customers, state.subscriptions, state.charges, state.invoices)
    disputes = (dispute for charge in state.charges for dispute in charge.disputes)
    intents = (charge.payment_intent for charge in state.charges if charge.payment_intent)
    return frozenset([*(each.id for section in sections for each in section), *(d.id for d in disputes), *intents])

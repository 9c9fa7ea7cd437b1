"""Builders of mails, readings and billing states with sane defaults and deterministic ids."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from parsers.vocabulary import (
    Authentication,
    AuthenticationStatus,
    BillingState,
    Charge,
    CheckoutSession,
    Cue,
    CueFound,
    Customer,
    Dispute,
    Hit,
    Identifier,
    IdentifierKind,
    Intent,
    IntentScore,
    Invoice,
    InvoiceLine,
    InvoicePayment,
    Language,
    Lead,
    Mailbox,
    Message,
    Money,
    PaymentMethod,
    Place,
    Portal,
    Price,
    Reading,
    Refund,
    Span,
    Subscription,
    SubscriptionItem,
)
from tests.support.clock import MONDAY

NOW = MONDAY
ADDRESS = "dana@customer.example"
PROVEN = Authentication(
    status=AuthenticationStatus.AUTHENTICATED, method="dmarc", evidence=("dmarc=pass for customer.example",)
)
UNPROVEN = Authentication(status=AuthenticationStatus.UNAUTHENTICATED, evidence=("no trusted header speaks for it",))
FORGED = Authentication(status=AuthenticationStatus.FORGED, evidence=("dmarc=fail for customer.example",))
OPEN_PORTAL = Portal(
    configuration="bpc_1",
    active=True,
    login_page=True,
    login_url="https://billing.stripe.com/p/login/test_example",
    cancel=True,
    cancel_mode="at_period_end",
    update_card=True,
    invoices=True,
)
NO_PORTAL = Portal()
VISA = PaymentMethod(id="pm_visa", brand="visa", last4="4242", exp_month=12, exp_year=2030, fingerprint="fp_visa")
EXPIRED = replace(VISA, id="pm_old", last4="0069", exp_month=3, exp_year=2025)


def ago(days: float = 0, *, hours: float = 0) -> datetime:
    """A moment before the mails' arrival."""
    return NOW - timedelta(days=days, hours=hours)


def make_message(text: str = "Hello", *, sender: str = ADDRESS, subject: str = "", **changes: object) -> Message:
    """A mail by a proven sender; any field of `Message` may be given."""
    base = Message(
        content_hash=sha256(f"{sender}{subject}{text}".encode()).hexdigest(),
        message_id="<one@customer.example>",
        subject=subject,
        senders=(Mailbox(address=sender, name="Dana Example"),),
        to=(Mailbox(address="support@example.com"),),
        arrived_at=NOW,
        date=NOW,
        new_text=text,
        full_text=text,
        authentication=PROVEN,
        language=Language(code="en", confidence=0.99),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def make_identifier(
    kind: IdentifierKind, value: str, *, place: Place = Place.NEW_TEXT, start: int = 0, written: str | None = None
) -> Identifier:
    """A token that the mail names."""
    said = written or value
    return Identifier(kind=kind, value=value, written=said, place=place, span=Span(start, start + len(said)))


def make_reading(*wanted: Intent | Cue, about: bool = True, sure: bool = True, confidence: float = 0.95) -> Reading:
    """What the words say: the first intent named is the primary one; none makes it `other`."""
    intents = [word for word in wanted if isinstance(word, Intent)] or [Intent.OTHER]
    scores = [
        IntentScore(intent=intent, score=0.9, primary=number == 0, hits=(_hit(intent.value),))
        for number, intent in enumerate(intents)
    ]
    if not sure:
        scores = [
            IntentScore(intent=Intent.OTHER, score=0.0, primary=True),
            *(replace(s, primary=False) for s in scores),
        ]
    cues = tuple(CueFound(cue=word, hits=(_hit(word.value),)) for word in wanted if isinstance(word, Cue))
    return Reading(intents=tuple(scores), cues=cues, confidence=confidence, sure=sure, about_billing=about)


def _hit(name: str) -> Hit:
    return Hit(rule=name, text=name.replace("_", " "), field="body", span=Span(0, len(name)))


def make_customer(id: str = "cus_dana", email: str | None = ADDRESS, **changes: object) -> Customer:
    """A customer record with a good card."""
    base = Customer(id=id, email=email, name="Dana Example", created=ago(400), default_payment_method=VISA)
    return replace(base, **changes)  # type: ignore[arg-type]


def make_price(
    id: str = "price_pro",
    *,
    amount: int | None = 4900,
    currency: str = "usd",
    interval: str | None = "month",
    product: str = "prod_pro",
    name: str = "Pro",
    **changes: object,
) -> Price:
    """A price of 49.00 a month, unless told otherwise."""
    base = Price(
        id=id,
        product=product,
        product_name=name,
        unit_amount=None if amount is None else Money(amount, currency),
        currency=currency,
        interval=interval,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def make_subscription(
    id: str = "sub_one",
    *,
    customer: str = "cus_dana",
    status: str = "active",
    price: Price | None = None,
    quantity: int = 1,
    started: datetime | None = None,
    period_start: datetime | None = None,
    period_end: datetime | None = None,
    **changes: object,
) -> Subscription:
    """A subscription begun 100 days ago whose current period began 10 days ago, unless told otherwise."""
    start = period_start or ago(10)
    item = SubscriptionItem(
        id=f"si_{id.removeprefix('sub_')}",
        price=price or make_price(),
        quantity=quantity,
        period_start=start,
        period_end=period_end or start + timedelta(days=30),
    )
    began = started or ago(100)
    base = Subscription(
        id=id,
        customer=customer,
        status=status,
        items=(item,),
        created=began,
        start_date=began,
        latest_invoice=f"in_{id.removeprefix('sub_')}",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def make_charge(
    id: str = "ch_one",
    *,
    customer: str | None = "cus_dana",
    amount: int = 4900,
    currency: str = "usd",
    created: datetime | None = None,
    **changes: object,
) -> Charge:
    """Money taken 10 days ago, unless told otherwise."""
    base = Charge(
        id=id,
        customer=customer,
        amount=Money(amount, currency),
        created=created or ago(10),
        payment_intent=f"pi_{id.removeprefix('ch_')}",
        card=VISA,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def make_invoice(
    id: str = "in_one",
    *,
    customer: str = "cus_dana",
    subscription: str | None = "sub_one",
    charge: str | None = None,
    amount: int = 4900,
    currency: str = "usd",
    status: str = "paid",
    created: datetime | None = None,
    reason: str = "subscription_cycle",
    price: Price | None = None,
    days: int = 30,
    **changes: object,
) -> Invoice:
    """A paid renewal invoice of 10 days ago for a period of `days`; `charge` is what paid it."""
    at = created or ago(10)
    line = InvoiceLine(
        id=f"il_{id.removeprefix('in_')}",
        amount=Money(amount, currency),
        period_start=at,
        period_end=at + timedelta(days=days),
        price=(price or make_price()).id,
        product=(price or make_price()).product,
        subscription=subscription,
    )
    owed = status in {"open", "draft"}
    base = Invoice(
        id=id,
        customer=customer,
        status=status,
        number=f"DANA-{len(id):04d}",
        subscription=subscription,
        billing_reason=reason,
        currency=currency,
        total=amount,
        amount_due=amount,
        amount_paid=0 if owed else amount,
        amount_remaining=amount if owed else 0,
        created=at,
        attempted=True,
        attempt_count=1,
        hosted_invoice_url=f"https://invoice.stripe.com/i/{id}",
        lines=(line,),
        payments=(InvoicePayment(id=f"inpay_{id}", payment_intent=f"pi_{charge.removeprefix('ch_')}", charge=charge),)
        if charge
        else (),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def make_paid(
    name: str,
    *,
    subscription: str = "sub_one",
    created: datetime | None = None,
    amount: int = 4900,
    currency: str = "usd",
    customer: str = "cus_dana",
    reason: str = "subscription_cycle",
    price: Price | None = None,
    days: int = 30,
    **changes: object,
) -> tuple[Charge, Invoice]:
    """A charge `ch_<name>` and the invoice `in_<name>` that it paid."""
    at = created or ago(10)
    charge = make_charge(f"ch_{name}", amount=amount, currency=currency, created=at, customer=customer)
    invoice = make_invoice(
        f"in_{name}",
        subscription=subscription,
        charge=charge.id,
        amount=amount,
        currency=currency,
        created=at,
        customer=customer,
        reason=reason,
        price=price,
        days=days,
    )
    return replace(charge, invoice=invoice.id, **changes), invoice  # type: ignore[arg-type]


def make_refund(id: str = "re_one", charge: str = "ch_one", amount: int = 4900, **changes: object) -> Refund:
    """A refund that succeeded five days ago."""
    base = Refund(id=id, charge=charge, amount=Money(amount, "usd"), status="succeeded", created=ago(5))
    return replace(base, **changes)  # type: ignore[arg-type]


def make_dispute(
    id: str = "du_one", charge: str = "ch_one", status: str = "needs_response", **changes: object
) -> Dispute:
    """A chargeback of the whole amount, opened three days ago."""
    base = Dispute(id=id, charge=charge, amount=Money(4900, "usd"), status=status, created=ago(3))
    return replace(base, **changes)  # type: ignore[arg-type]


def make_state(
    *things: object,
    leads: Iterable[Lead] | None = None,
    portal: Portal = OPEN_PORTAL,
    sender: str = ADDRESS,
    **changes: object,
) -> BillingState:
    """A billing state of the given objects, in any order; pairs of `make_paid` may be given as they are.

    Unless given, one lead from the From address leads to every customer that bears it.
    """
    flat: list[object] = []
    for thing in things:
        flat.extend(thing if isinstance(thing, tuple) else (thing,))
    customers = tuple(thing for thing in flat if isinstance(thing, Customer))
    own = tuple(c.id for c in customers if (c.email or "").casefold() == sender.casefold())
    usual = (Lead(via="from_address", written=sender, customers=own, found=bool(own)),)
    base = BillingState(
        read_at=NOW,
        leads=usual if leads is None else tuple(leads),
        customers=customers,
        subscriptions=tuple(thing for thing in flat if isinstance(thing, Subscription)),
        charges=tuple(thing for thing in flat if isinstance(thing, Charge)),
        invoices=tuple(thing for thing in flat if isinstance(thing, Invoice)),
        payment_methods=tuple(thing for thing in flat if isinstance(thing, PaymentMethod)),
        checkout_sessions=tuple(thing for thing in flat if isinstance(thing, CheckoutSession)),
        portal=portal,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def make_metadata(**values: str) -> Mapping[str, str]:
    """Metadata as Stripe holds it."""
    return dict(values)

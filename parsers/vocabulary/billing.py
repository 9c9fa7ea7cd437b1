"""The nouns of a person's billing state, in Stripe's own words; tolerant of values Stripe adds later.

Status fields stay plain strings: every release of the API may add one, and an unknown one must not raise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parsers.vocabulary.credit import BalanceEntry, CreditNote
from parsers.vocabulary.mail import Identifier
from parsers.vocabulary.money import Money

LIVE = frozenset({"active", "trialing", "past_due", "unpaid", "paused"})

Metadata = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMethod:
    """A card or other means; `exp_month`/`exp_year` only for cards."""

    id: str
    kind: str = "card"
    brand: str | None = None
    last4: str | None = None
    exp_month: int | None = None
    exp_year: int | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer record. A deleted one keeps its id only."""

    id: str
    email: str | None = None
    name: str | None = None
    created: datetime | None = None
    deleted: bool = False
    livemode: bool = True
    delinquent: bool | None = None
    balance: int = 0  # minor units; negative is credit (Stripe: Customer.balance)
    currency: str | None = None
    default_payment_method: PaymentMethod | None = None
    has_default_source: bool = False
    preferred_locales: tuple[str, ...] = ()  # as `pt-BR`, the most wanted first; a hint for the language of a draft
    metadata: Metadata = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What is charged and how often. `unit_amount` is None for tiered prices."""

    id: str
    product: str
    product_name: str | None = None
    nickname: str | None = None
    unit_amount: Money | None = None
    currency: str = "usd"
    interval: str | None = None  # day | week | month | year
    interval_count: int = 1
    billing_scheme: str = "per_unit"
    usage_type: str = "licensed"
    tiers_mode: str | None = None
    metadata: Metadata = field(default_factory=dict)
    product_metadata: Metadata = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionItem:
    """One line of a subscription, with its current period (since API 2025-03-31 kept on the item)."""

    id: str
    price: Price
    quantity: int = 1
    period_start: datetime | None = None
    period_end: datetime | None = None
    metadata: Metadata = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subscription. `canceled_at` is when cancellation was asked for; `ended_at` when it took effect."""

    id: str
    customer: str | None
    status: str
    items: tuple[SubscriptionItem, ...] = ()
    created: datetime | None = None
    start_date: datetime | None = None
    cancel_at_period_end: bool = False
    cancel_at: datetime | None = None
    canceled_at: datetime | None = None
    ended_at: datetime | None = None
    trial_start: datetime | None = None
    trial_end: datetime | None = None
    collection_method: str = "charge_automatically"
    default_payment_method: PaymentMethod | None = None
    has_default_source: bool = False
    latest_invoice: str | None = None
    schedule: str | None = None
    paused_collection: bool = False
    paused_until: datetime | None = None  # pause_collection.resumes_at; None: until somebody resumes it
    pause_behavior: str | None = None  # keep_as_draft | mark_uncollectible | void: what becomes of its invoices
    cancellation_reason: str | None = None  # cancellation_details.reason
    cancellation_feedback: str | None = None
    discounted: bool = False
    metadata: Metadata = field(default_factory=dict)

    @property
    def live(self) -> bool:
        """Whether the policy counts it as live."""
        return self.status in LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line of an invoice; the period is what the line pays for."""

    id: str
    amount: Money
    description: str | None = None
    period_start: datetime | None = None
    period_end: datetime | None = None
    proration: bool = False
    price: str | None = None
    product: str | None = None
    subscription: str | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePayment:
    """One payment towards an invoice: since API 2025-03-31 the only link between invoice and charge."""

    id: str
    status: str = "paid"
    payment_intent: str | None = None
    charge: str | None = None
    amount_paid: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice. `hosted_invoice_url` is None until it is finalised."""

    id: str
    customer: str | None
    status: str | None = None  # draft | open | paid | uncollectible | void
    number: str | None = None
    receipt_number: str | None = None
    subscription: str | None = None
    billing_reason: str | None = None
    collection_method: str = "charge_automatically"
    currency: str = "usd"
    total: int = 0
    amount_due: int = 0
    amount_paid: int = 0
    amount_remaining: int = 0
    amount_overpaid: int = 0  # what payments exceeded it by; Stripe credits that to the balance
    credited_after: int = 0  # post_payment_credit_notes_amount: what credit notes gave back of what was paid
    starting_balance: int = 0  # the customer's balance before it was settled; negative is credit
    ending_balance: int | None = None  # ... and after
    created: datetime | None = None
    finalized_at: datetime | None = None
    paid_at: datetime | None = None
    due_date: datetime | None = None
    attempted: bool = False
    attempt_count: int = 0
    next_payment_attempt: datetime | None = None
    hosted_invoice_url: str | None = None
    lines: tuple[InvoiceLine, ...] = ()
    payments: tuple[InvoicePayment, ...] = ()
    customer_email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money on its way back."""

    id: str
    charge: str | None
    amount: Money
    status: str | None = None  # pending | requires_action | succeeded | failed | canceled
    created: datetime | None = None
    reason: str | None = None
    failure_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A chargeback, or an inquiry where the status begins with `warning_`."""

    id: str
    charge: str | None
    amount: Money
    status: str = "needs_response"
    reason: str | None = None
    created: datetime | None = None
    due_by: datetime | None = None
    is_charge_refundable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An attempt to take money; money was taken only when `status=succeeded` and `captured`.

    `invoice` is filled by the join through `invoice.payments`. `email` is the receipt or billing address.
    """

    id: str
    customer: str | None
    amount: Money
    amount_refunded: int = 0
    amount_captured: int | None = None
    status: str = "succeeded"
    captured: bool = True
    created: datetime | None = None
    payment_intent: str | None = None
    invoice: str | None = None
    description: str | None = None
    statement_descriptor: str | None = None
    receipt_number: str | None = None
    email: str | None = None
    receipt_email: str | None = None
    card: PaymentMethod | None = None
    disputed: bool = False
    refunded: bool = False
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    failure_code: str | None = None
    failure_message: str | None = None
    outcome: str | None = None  # outcome.type: authorized, issuer_declined, blocked …
    credited: int = 0  # given back in balance or outside Stripe; `Account` fills it from the invoice and credit notes
    credit_notes: tuple[CreditNote, ...] = ()  # of its invoice, likewise
    metadata: Metadata = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Whether money was taken: `paid` alone is also true for a mere authorisation (Stripe: Charge.paid)."""
        return self.status == "succeeded" and self.captured

    @property
    def pending_refunds(self) -> int:
        """Minor units of refunds in flight, in case Stripe has not added them to `amount_refunded`."""
        return sum(r.amount.amount for r in self.refunds if r.status in {"pending", "requires_action"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutSession:
    """A visit to Checkout."""

    id: str
    customer: str | None = None
    email: str | None = None
    status: str | None = None  # open | complete | expired
    payment_status: str | None = None
    mode: str | None = None
    subscription: str | None = None
    payment_intent: str | None = None
    invoice: str | None = None
    amount: Money | None = None
    created: datetime | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What the customer portal offers. `known` is False where the key may not read its configuration."""

    known: bool = True
    configuration: str | None = None
    active: bool = False
    login_page: bool = False
    login_url: str | None = None
    cancel: bool = False
    cancel_mode: str | None = None  # at_period_end | immediately
    update_card: bool = False
    invoices: bool = False

    @property
    def reachable(self) -> bool:
        """Whether a customer can get in at all: an active configuration whose login page is on."""
        return self.known and self.active and self.login_page and self.login_url is not None

    @property
    def offers_cancel(self) -> bool:
        """A control counts as offered only when its feature is on and the login page is on."""
        return self.reachable and self.cancel

    @property
    def offers_card(self) -> bool:
        """Likewise for updating the payment method."""
        return self.reachable and self.update_card

    @property
    def offers_invoices(self) -> bool:
        """Likewise for the invoice history."""
        return self.reachable and self.invoices


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An identifier of the mail and what it leads to.

    `via` is what was matched: `from_address`, `carried_address` (of the writer whom a carrier names), `stripe_id`,
    `invoice_number`, `receipt_number`, `text_address`, `folded_address` (found only by a folded form, its tag taken
    away), `guest_address` (billing_details of a payment without a customer), `handle`, `last4`. `customers` are the
    records led to; a guest payment
    has none and names its object in `object`. `found` is False where the identifier leads nowhere.
    """

    via: str
    written: str  # the identifier as the mail has it; the address for from_address
    customers: tuple[str, ...] = ()
    object: str | None = None  # the Stripe id found on the way: a charge, an invoice
    found: bool = True
    identifier: Identifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A section that could not be read, and why: the note says so, and no rule may conclude from its absence."""

    # customers | subscriptions | charges | invoices | disputes | payment_methods | portal | checkout_sessions |
    # products | search | credit_notes | balance_entries
    section: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingState:
    """All that Stripe says about the people a mail leads to, read at one time.

    `customers` holds every record found, by whichever lead; the lists below hold the objects of all of them, in no
    promised order. Which of them are *the person* is for `classifiers.identity` to say, from `leads`.
    """

    read_at: datetime
    livemode: bool = True
    leads: tuple[Lead, ...] = ()
    customers: tuple[Customer, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    charges: tuple[Charge, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    credit_notes: tuple[CreditNote, ...] = ()  # read only where something shows that there are some
    balance_entries: tuple[BalanceEntry, ...] = ()  # likewise
    payment_methods: tuple[PaymentMethod, ...] = ()  # attached to the customers
    checkout_sessions: tuple[CheckoutSession, ...] = ()
    portal: Portal = Portal()
    unread: tuple[Unread, ...] = ()
    truncated: tuple[str, ...] = ()  # sections of which only the newest page was read

    def of(self, customers: frozenset[str]) -> "BillingState":
        """The same state with only the objects of `customers`; guest payments (no customer) stay out."""
        return BillingState(
            read_at=self.read_at,
            livemode=self.livemode,
            leads=self.leads,
            customers=tuple(c for c in self.customers if c.id in customers),
            subscriptions=tuple(s for s in self.subscriptions if s.customer in customers),
            charges=tuple(c for c in self.charges if c.customer in customers),
            invoices=tuple(i for i in self.invoices if i.customer in customers),
            credit_notes=tuple(n for n in self.credit_notes if n.customer in customers),
            balance_entries=tuple(e for e in self.balance_entries if e.customer in customers),
            payment_methods=self.payment_methods,
            checkout_sessions=tuple(s for s in self.checkout_sessions if s.customer in customers),
            portal=self.portal,
            unread=self.unread,
            truncated=self.truncated,
        )

"""The nouns of a verdict: identity, anomaly, bucket, action, case, draft and note."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from parsers.vocabulary.mail import CarrierKind
from parsers.vocabulary.money import Money
from parsers.vocabulary.reading import CueFound, Hypothesis, Intent, IntentScore, ModelSays


class Outcome(StrEnum):
    """What became of a mail."""

    DRAFTED = "drafted"
    NOT_BILLING = "not_billing"
    IGNORED = "ignored"
    QUARANTINED = "quarantined"


class Verdict(StrEnum):
    """Who is it? Decides what the draft may disclose."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    MISMATCH = "mismatch"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"


class AnomalyName(StrEnum):
    """A fact in Stripe that is out of the ordinary."""

    DUPLICATE_SUBSCRIPTIONS = "duplicate_subscriptions"
    PLAN_OVERLAP = "plan_overlap"
    DUPLICATE_CHARGE = "duplicate_charge"
    FAILED_RENEWAL = "failed_renewal"
    INCOMPLETE_CHECKOUT = "incomplete_checkout"
    CHARGED_AFTER_CANCEL = "charged_after_cancel"
    CARD_EXPIRED = "card_expired"
    NO_PAYMENT_METHOD = "no_payment_method"
    OPEN_DISPUTE = "open_dispute"
    INQUIRY = "inquiry"
    LOST_DISPUTE = "lost_dispute"
    ALREADY_REFUNDED = "already_refunded"
    REFUND_PENDING = "refund_pending"
    CANCEL_SCHEDULED = "cancel_scheduled"
    ANNUAL = "annual"
    TEAM = "team"
    PRORATION = "proration"
    TRIAL_CONVERTED = "trial_converted"
    WITHDRAWAL_PERIOD = "withdrawal_period"
    CONTRACT = "contract"
    SEVERAL_CUSTOMERS = "several_customers"
    PENDING_AUTHORISATION = "pending_authorisation"
    PAYMENT_PROCESSING = "payment_processing"
    REFUND_FAILED = "refund_failed"
    PAID_FROM_BALANCE = "paid_from_balance"
    CREDIT_BALANCE = "credit_balance"
    COLLECTION_PAUSED = "collection_paused"


class Bucket(StrEnum):
    """The one class a case is put in."""

    NEEDS_HUMAN = "needs_human"
    TEAM_PURCHASE = "team_purchase"
    DUPLICATE_SUBSCRIPTION = "duplicate_subscription"
    FAILED_PAYMENT = "failed_payment"
    PRODUCT_FAILURE = "product_failure"
    SELF_SERVE_GAP = "self_serve_gap"


class ActionKind(StrEnum):
    """What may be proposed; never performed."""

    PORTAL = "portal"
    CANCEL = "cancel"
    REFUND = "refund"
    NO_OP = "no_op"


class When(StrEnum):
    """When a cancellation takes effect."""

    NOW = "now"
    PERIOD_END = "period_end"


class Level(StrEnum):
    """Churn risk and priority."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who wrote, as far as it is proven. `customer_ids` are the records of the person the mail is about."""

    verdict: Verdict
    customer_ids: tuple[str, ...] = ()
    matched_by: str | None = None  # `Lead.via` of the strongest lead
    evidence: tuple[str, ...] = ()  # sentences for the note, strongest first
    forged: bool = False  # dmarc=fail: the note begins "likely forged: do not send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """One fact out of the ordinary, the objects that show it, and the sentence an agent reads."""

    name: AnomalyName
    objects: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A proposed step. `amount` only for a refund, `when` only for a cancel."""

    kind: ActionKind
    object: str | None = None
    when: When | None = None
    amount: Money | None = None
    flags: tuple[str, ...] = ()
    why: str = ""  # one sentence for the agent
    reason: str | None = None  # Stripe's refund reason: duplicate | requested_by_customer

    @property
    def reversible(self) -> bool:
        """A refund and an immediate cancel cannot be undone; the rest can."""
        if self.kind is ActionKind.CANCEL:
            return self.when is When.PERIOD_END
        return self.kind is not ActionKind.REFUND


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """One row of the bucket table: whether it held, and what made it hold or fail."""

    row: str  # "1" … "7", "3b"
    rule: str  # the function's name
    bucket: Bucket
    held: bool
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductGap:
    """What the product lacks that made this mail necessary; counted by key."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    """What the proposed actions would cost: minor units of `currency`. Both changes come from the prices themselves."""

    cash_out: int = 0
    mrr_change: int = 0
    arr_change: int = 0
    currency: str | None = None


class FactKind(StrEnum):
    """The kinds of token that a draft may only show when bound to Stripe."""

    AMOUNT = "amount"
    DATE = "date"
    LAST4 = "last4"
    CARD_BRAND = "card_brand"
    PLAN = "plan"
    INVOICE_NUMBER = "invoice_number"
    NAME = "name"
    URL = "url"
    COUNT = "count"
    METHOD = "method"  # a means of payment that is no card, as customers call it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value the draft may show, and the Stripe object and field it comes from.

    `value` is typed by kind: `Money`, `date`, `int` for a count, else `str`. Templates see it under `name`.
    `every` is a plan's interval where its name alone would not tell it from another: its unit and how many.
    """

    name: str
    kind: FactKind
    value: Money | date | int | str
    object: str
    field: str
    every: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of the draft: the template that words it and the facts it may use.

    `template` is a path below `templates/drafts/<language>/` without ending, as `failed_payment/portal`.
    """

    template: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading of the note and its `- ` lines, without the dash."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reply an agent may send. `body` is plain text, the quoted original included."""

    to: tuple[str, ...]
    subject: str
    body: str
    template: str
    language: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCase:
    """What the store remembers of a case before this one, in the same thread or of the same person.

    Whose it is tells `proven_for`: what was never proven, or proven somebody else's, weighs on nothing.
    """

    id: str
    at: datetime
    same_thread: bool
    bucket: Bucket | None = None
    intents: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()  # Stripe ids its actions and anomalies concerned
    actions: tuple[Action, ...] = ()
    draft_state: str | None = None  # filed | sent | touched | gone | unknown
    asked_cancel: bool = False  # a verified customer asked for cancellation then: notice, if it was the same one
    proven_for: tuple[str, ...] = ()  # the records on which its sender was verified; none where nobody was
    forged: bool = False  # a trusted header said dmarc=fail: somebody else's mail
    drafted_in: str = ""  # the language of its draft (ISO 639-1), if it had one


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """One of two decisions that the words leave open: what it would propose, how likely, and for which wishes."""

    bucket: Bucket
    actions: tuple[Action, ...]
    probability: float
    intents: tuple[Intent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that was decided about one mail. `bucket`, `identity`, `says` only where the outcome is `drafted`."""

    id: str
    message_id: str | None
    outcome: Outcome
    reason: str | None = None
    language: str = "en"
    intents: tuple[IntentScore, ...] = ()
    cues: tuple[CueFound, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()  # how the mail may be understood, likeliest first
    carried_by: CarrierKind | None = None  # who handed the mail on, where somebody else wrote it
    identity: Identity | None = None
    anomalies: tuple[Anomaly, ...] = ()
    bucket: Bucket | None = None
    confidence: float = 0.0
    decided_between: tuple[Between, ...] = ()  # where the words left two decisions, both of them, likeliest first
    because: tuple[str, ...] = ()
    ladder: tuple[RuleResult, ...] = ()
    actions: tuple[Action, ...] = ()
    rejected: tuple[str, ...] = ()  # alternatives and refunds that were stopped, each with its reason
    if_confirmed: tuple[str, ...] = ()  # row 1: what it would be if a human clears the doubt
    revenue: Revenue = Revenue()
    product_gap: ProductGap | None = None
    says: tuple[Paragraph, ...] = ()  # the first is the main answer, others answer what else was asked
    churn_risk: Level = Level.LOW
    churn_facts: tuple[str, ...] = ()
    priority: Level = Level.LOW
    follow_up: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()  # for CUSTOMER: what else the mail named
    owing: tuple[str, ...] = ()  # invoices of the person that may still be charged: open, under way, or drafts
    digest: str = ""  # of the billing state it was judged on
    testimony: ModelSays | None = None  # of the language model, where it was asked: for the record, nothing rests on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The numbers of the policy, from `[policy]` and its neighbours in the configuration."""

    refund_days: int = 30
    renewal_grace_days: int = 14
    withdrawal_days: int = 14
    trial_days: int = 14
    duplicate_hours: int = 72
    incomplete_days: int = 30
    subaddress_domains: tuple[str, ...] = ()
    handle_metadata: tuple[tuple[str, str], ...] = ()  # (label, metadata key)
    seat_metadata: tuple[str, ...] = (
        "seat",
        "seats",
        "workspace",
        "workspace_id",
        "team",
        "team_id",
        "org",
        "org_id",
        "organization",
    )
    contract_metadata: tuple[str, ...] = ("contract", "contract_id")
    default_language: str = "en"

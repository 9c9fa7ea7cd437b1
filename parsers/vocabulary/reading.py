"""The nouns of what the customer wants: intents and cues, each with the words that hit."""

from dataclasses import dataclass
from enum import StrEnum

from parsers.vocabulary.mail import Span


class Intent(StrEnum):
    """What the customer asks for."""

    REFUND = "refund"
    CANCEL = "cancel"
    BROKEN_BILLING = "broken_billing"
    INVOICE_REQUEST = "invoice_request"
    PLAN_OR_SEATS = "plan_or_seats"
    PRODUCT_FAILURE = "product_failure"
    OTHER = "other"


BILLING_INTENTS = frozenset(Intent) - {Intent.PRODUCT_FAILURE, Intent.OTHER}


class Cue(StrEnum):
    """A smaller signal in the words that helps the decision."""

    DUPLICATE_CLAIM = "duplicate_claim"
    UNEXPECTED_CHARGE = "unexpected_charge"
    PAYMENT_FAILED = "payment_failed"
    UPDATE_CARD = "update_card"
    CANNOT_CANCEL = "cannot_cancel"
    ALREADY_CANCELLED = "already_cancelled"
    TEAM_MENTION = "team_mention"
    PRODUCT_BROKEN = "product_broken"
    TRUST_BREAK = "trust_break"
    CHARGEBACK_THREAT = "chargeback_threat"
    LEGAL_THREAT = "legal_threat"
    UNAUTHORISED_PAYMENT = "unauthorised_payment"
    ERASURE_REQUEST = "erasure_request"
    PROMISED_REFUND = "promised_refund"
    USAGE_LIMITS = "usage_limits"
    PERSONAL_MISTAKE = "personal_mistake"
    DECLINES_REFUND = "declines_refund"
    DECLINES_CANCEL = "declines_cancel"
    CANCEL_EVERYTHING = "cancel_everything"
    PAID_NOT_SERVED = "paid_not_served"  # the money went, and the product still treats them as not paying
    # Beyond the policy's list, for its finer points:
    ASKS_HOW = "asks_how"  # "where do I…", "how can I…", "I can't find…": portal_not_found
    HARDSHIP = "hardship"  # a death, an illness, work lost: answered first of all with a human sentence, by a human


class Speaker(StrEnum):
    """Who writes, and on whose account."""

    CUSTOMER = "customer"  # on their own account
    FOR_OTHER = "for_other"  # on somebody else's: a parent's, an employer's
    MERCHANT = "merchant"  # a user of the product about their own business with their customers
    NOT_CUSTOMER = "not_customer"  # before buying, an applicant, a supplier, a sender of advertising


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One rule that hit: its id, the words, and where they stood."""

    rule: str
    text: str
    field: str  # "subject" | "body"
    span: Span
    weight: float = 1.0
    barred: str = (
        ""  # what took the hit away: "negation: not", "condition: if", "veto: refund-policy"; empty: it counts
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentScore:
    """One intent of the mail, its strength 0 to 1, and the rules behind it."""

    intent: Intent
    score: float
    primary: bool = False
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFound:
    """One cue and the rules behind it."""

    cue: Cue
    hits: tuple[Hit, ...] = ()
    probability: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One way of understanding the mail: its wishes, the primary first (none: it asks nothing of billing)."""

    intents: tuple[Intent, ...]
    probability: float  # 0 to 1; those of one reading sum to 1

    @property
    def primary(self) -> Intent:
        """The wish that decides."""
        return self.intents[0] if self.intents else Intent.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one reader alone holds: the wish it hears first, and how likely it calls it, 0 to 1."""

    reader: str  # rules | learned | learned with sentence vectors | language model
    intent: Intent
    probability: float


class Silence(StrEnum):
    """Why the language model is not among the readers of a mail that it was to read."""

    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    TOO_LONG = "too_long"
    NONSENSE = "nonsense"
    UNPROVEN = "unproven"
    SPENT = "spent"
    PAUSED = "paused"

    @property
    def words(self) -> str:
        """The same for people."""
        return _SILENCES[self]


_SILENCES = {
    Silence.TIMEOUT: "no answer in time",
    Silence.RATE_LIMITED: "too many requests",
    Silence.UNAVAILABLE: "it cannot be reached",
    Silence.REFUSED: "it refused",
    Silence.TOO_LONG: "an answer over the limit",
    Silence.NONSENSE: "an answer that is none",
    Silence.UNPROVEN: "nothing in its answer stands in the mail",
    Silence.SPENT: "the day's requests are used up",
    Silence.PAUSED: "left alone after failures",
}


class ClaimKind(StrEnum):
    """What a claim is about."""

    INTENT = "intent"
    CUE = "cue"
    ABOUT = "about"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that the language model says of a mail, as a word of ours, and the mail's own words that it points at.

    `name` is an intent, a cue, a speaker, or `yes` or `no`. `primary` is whether an intent is the one that decides.
    """

    kind: ClaimKind
    name: str
    hit: Hit
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSays:
    """What a language model said of a mail, as far as it holds: closed words and places in the mail, none of its own.

    `prompt` is the hash of instructions and definitions. `trust` is how often its primary is held to be right, 0 to 1.
    `dropped` says of each claim that did not hold what was wrong with it. `silence` is set where it said nothing.
    """

    model: str
    prompt: str
    trust: float = 0.0
    claims: tuple[Claim, ...] = ()
    dropped: tuple[str, ...] = ()
    silence: Silence | None = None

    @property
    def wishes(self) -> tuple[Intent, ...]:
        """The primary first; `other` alone where it heard none; empty where it said nothing of wishes."""
        found = [each for each in self.claims if each.kind is ClaimKind.INTENT]
        return tuple(Intent(each.name) for each in sorted(found, key=lambda each: not each.primary))

    @property
    def cues(self) -> frozenset[Cue]:
        """The cues that it heard."""
        return frozenset(Cue(each.name) for each in self.claims if each.kind is ClaimKind.CUE)

    @property
    def about(self) -> bool | None:
        """Whether it is about an account or payment; None where it said nothing of that."""
        return next((each.name == "yes" for each in self.claims if each.kind is ClaimKind.ABOUT), None)

    @property
    def speaker(self) -> Speaker | None:
        """Who writes; None where it said nothing of that."""
        return next((Speaker(each.name) for each in self.claims if each.kind is ClaimKind.SPEAKER), None)

    def hits(self, kind: ClaimKind, name: str) -> tuple[Hit, ...]:
        """The mail's words behind a claim."""
        return tuple(each.hit for each in self.claims if each.kind is kind and each.name == name)


# From so much likelihood of billing on, or below so much confidence, a mail is not sure to be about something else.
DOUBT = 0.15
UNDERSTOOD = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the words say. `intents` holds the primary first; a mail that asks nothing has `other` alone.

    `hypotheses` are the few likeliest sets of wishes; `intents` are those of the first. `confidence` is its
    probability, calibrated: the share of such readings that are right. `sure` is whether it reached the
    threshold of the keyword file; what an unsure reading leads to, the facts may still tell (policy, section 5).
    `about_billing` is whether the mail concerns an account or payment at all, theirs or another's
    (a general question about policy or prices does not).
    """

    intents: tuple[IntentScore, ...] = ()
    cues: tuple[CueFound, ...] = ()
    confidence: float = 0.0
    sure: bool = False
    sure_from: float = 0.6  # `thresholds.sure` of the keyword file: below it a decision is a human's
    about_billing: bool = False
    negated: tuple[
        Hit, ...
    ] = ()  # hits that a negation, a condition or another person's voice took away, for `explain`
    churn_risk: tuple[Hit, ...] = ()  # conditional wishes: "if this goes on, I'll cancel"
    hypotheses: tuple[Hypothesis, ...] = ()
    speaker: Speaker = Speaker.CUSTOMER
    about: float = 0.0  # how likely it is about an account or payment
    votes: tuple[Vote, ...] = ()  # each reader's own, for `explain`
    fingerprint: str = ""  # SHA-256 of the keyword files and the learned reader
    testimony: ModelSays | None = None  # what the language model said, where it was asked

    @property
    def doubted(self) -> bool:
        """Whether it may be about an account or payment for all we understood: not understood is not "not billing"."""
        return not self.about_billing and (self.about >= DOUBT or self.confidence < UNDERSTOOD)

    @property
    def primary(self) -> Intent:
        """The one intent that decides among the rows."""
        return next((found.intent for found in self.intents if found.primary), Intent.OTHER)

    def has(self, cue: Cue) -> bool:
        """Whether the cue was found."""
        return any(found.cue is cue for found in self.cues)

    def wants(self, intent: Intent) -> bool:
        """Whether the intent is among those found, primary or not."""
        return any(found.intent is intent for found in self.intents)

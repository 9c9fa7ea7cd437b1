"""The nouns of a mail: who wrote, what is new in it, what it names, and what may be believed of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from parsers.domains import address_key, domain_key


class Place(StrEnum):
    """Where in a mail something stood; trust falls from top to bottom."""

    SUBJECT = "subject"
    NEW_TEXT = "new_text"
    URL = "url"  # a link's target within the new text
    HEADER = "header"
    ATTACHMENT = "attachment"
    QUOTE = "quote"
    FORWARD = "forward"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters, `start <= i < end`, in the text of its `Place`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One address as it was written, and the display name beside it (may be empty)."""

    address: str
    name: str = ""

    @property
    def folded(self) -> str:
        """The form that two spellings of one address share: ASCII in lower case, the domain as A-labels (IDNA 2008)."""
        return address_key(self.address)

    @property
    def domain(self) -> str:
        """The part after the last `@`, as A-labels in lower case; all of it if there is none."""
        return domain_key(self.address.rpartition("@")[2])


class IdentifierKind(StrEnum):
    """What a token names. The Stripe kinds carry Stripe's own object names."""

    CUSTOMER = "customer"  # cus_
    SUBSCRIPTION = "subscription"  # sub_
    SUBSCRIPTION_ITEM = "subscription_item"  # si_
    INVOICE = "invoice"  # in_
    CHARGE = "charge"  # ch_ py_
    PAYMENT_INTENT = "payment_intent"  # pi_
    REFUND = "refund"  # re_ pyr_
    DISPUTE = "dispute"  # du_ dp_
    CHECKOUT_SESSION = "checkout_session"  # cs_
    PAYMENT_METHOD = "payment_method"  # pm_
    INVOICE_NUMBER = "invoice_number"
    RECEIPT_NUMBER = "receipt_number"
    ADDRESS = "address"  # an e-mail address in the text
    HANDLE = "handle"  # a user name, mapped by `stripe.handle_metadata`
    LAST4 = "last4"
    AMOUNT = "amount"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A token that may lead to a person or a payment.

    `value` is normalised: ids and numbers as Stripe writes them, addresses as written, `last4` four digits,
    amounts `"4900 usd"` (minor units, lower-case currency; currency `"?"` if the mail names none), dates ISO
    (`2026-11-02`; `--11-02` if the year is not written), handles `"github:octocat"`. `written` is the text as it stood.
    """

    kind: IdentifierKind
    value: str
    written: str
    place: Place
    span: Span


class CutKind(StrEnum):
    """What a removed part of the body is."""

    QUOTE = "quote"
    FORWARD = "forward"
    SIGNATURE = "signature"
    FOOTER = "footer"  # legal text, "sent from my phone", list footers
    OWN_DRAFT = "own_draft"  # our own earlier reply, recognised without quote marks
    CARRIER = "carrier"  # what a form, or a colleague who forwards, put around the writer's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A part of the body that the customer did not write this time, and the rule that told."""

    kind: CutKind
    text: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineAnswer:
    """A line of the customer's own, with the quoted lines right above it that it answers."""

    quoted: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came along; listed, never opened."""

    name: str
    media_type: str
    size: int  # decoded bytes


class AutomaticKind(StrEnum):
    """Why a mail counts as a machine's."""

    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    BULK = "bulk"
    LIST = "list"
    NOTIFICATION = "notification"  # system mail; Stripe's own notices too
    OWN = "own"  # from one of our addresses
    LOOP = "loop"  # carries our own marks


class Certainty(StrEnum):
    """`certain` is dropped; `likely` is settled where the customer record is known."""

    CERTAIN = "certain"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """A machine wrote this, with the header or the words that told."""

    kind: AutomaticKind
    certainty: Certainty
    reason: str  # e.g. "Auto-Submitted: auto-replied"
    original_recipient: str | None = None  # of a bounce, where it says


class CarrierKind(StrEnum):
    """Who handed on what somebody else wrote."""

    GROUP = "group"  # a group of ours that rewrote From to our own address
    FORM = "form"  # a contact form or a form service
    FORWARD = "forward"  # a colleague


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A mail that was handed on: who wrote it, as the carrier says. The writer is found by it, never proven.

    `subject` is the writer's own, empty where the carrier wrote it. `evidence`: what told, in sentences.
    """

    by: CarrierKind
    writer: Mailbox
    subject: str = ""
    evidence: tuple[str, ...] = ()


class AuthenticationStatus(StrEnum):
    """What may be believed of the From address."""

    AUTHENTICATED = "authenticated"
    UNAUTHENTICATED = "unauthenticated"  # nothing trusted speaks for it
    FORGED = "forged"  # a trusted header says dmarc=fail


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """The verdict on the From domain (RFC 8601), with the sentences that led to it, trusted header first."""

    status: AuthenticationStatus
    method: str | None = None  # dmarc | dkim | spf: what authenticated it
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A secret that stood in the mail and was blacked out; never the secret itself."""

    # card_number | cvc | iban | ssn | stripe_secret_key | stripe_restricted_key | webhook_secret | client_secret |
    # api_key | …
    kind: str
    hint: str  # last4 of a card, the prefix of a key; may be empty
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """ISO 639-1 code of the new text; confidence 0 to 1. `und` where the text is too short to tell."""

    code: str = "und"
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail as far as the product may know it: every text in it is already redacted.

    `content_hash` is the SHA-256 hex digest of the raw bytes; `arrived_at` (aware, UTC) is what all windows count to.
    """

    content_hash: str
    message_id: str | None = None  # as it stood, angle brackets and all
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    senders: tuple[Mailbox, ...] = ()  # every From address; exactly one is the sane case
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    arrived_at: datetime
    date: datetime | None = None
    new_text: str = ""  # the customer's own words, this time
    full_text: str = ""  # all of the body, for the quote below a draft
    cuts: tuple[Cut, ...] = ()
    inline_answers: tuple[InlineAnswer, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    automatic: Automatic | None = None
    authentication: Authentication = Authentication(status=AuthenticationStatus.UNAUTHENTICATED)
    redactions: tuple[Redaction, ...] = ()
    language: Language = Language()
    encrypted: str | None = None  # "S/MIME", "PGP": nothing could be read
    defects: tuple[str, ...] = ()  # what was wrong with the bytes, in words
    crowd: tuple[str, ...] = ()  # over the sender's cap, so a human's: why, then the others of the hour, in sentences
    sent_by: tuple[Mailbox, ...] = ()  # the Sender field
    carried: Carried | None = None  # somebody else wrote it

    @property
    def sender(self) -> Mailbox | None:
        """The one From address; None where there is none or more than one."""
        return self.senders[0] if len(self.senders) == 1 else None

    @property
    def writers(self) -> tuple[Mailbox, ...]:
        """Whose words these are: the From addresses, or of a carried mail the writer whom its carrier names."""
        return (self.carried.writer,) if self.carried else self.senders

    @property
    def answered(self) -> Mailbox | None:
        """Whom a draft goes to: the From address; of several the one that Sender names too, else the first.

        Of carried mail the writer, but the colleague who forwards. None where there is no such address.
        """
        if self.carried and self.carried.by is not CarrierKind.FORWARD:
            return self.carried.writer if self.carried.writer.address else None
        sent_by = {mailbox.folded for mailbox in self.sent_by}
        return next((each for each in self.senders if each.folded in sent_by), next(iter(self.senders), None))

    @property
    def unread_body(self) -> str | None:
        """The file that holds all of the body and could not be read: Outlook's winmail.dat."""
        if self.new_text.strip() or self.full_text.strip():
            return None
        packed = (file for file in self.attachments if "ms-tnef" in file.media_type or file.name == "winmail.dat")
        return next((file.name or file.media_type for file in packed), None)

    @property
    def own_subject(self) -> str:
        """The subject in the writer's own words."""
        return self.carried.subject if self.carried else self.subject

    @property
    def foreign_reply_to(self) -> tuple[Mailbox, ...]:
        """Reply-To addresses in another domain than From: named in the note, never used; a carried writer's is."""
        domains = {mailbox.domain for mailbox in (*self.senders, *self.writers)}
        return tuple(mailbox for mailbox in self.reply_to if mailbox.domain not in domains)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRules:
    """What the mail server's owner told us; `parsers.read_message` needs it to tell friend from foe."""

    addresses: tuple[str, ...] = ()  # our own
    authserv_ids: tuple[str, ...] = ()  # RFC 8601 ids to trust; "microsoft" admits the id-less style
    own_hosts: tuple[str, ...] = ()  # hosts whose Received lines may stand above the trusted header
    accept_spf_only: bool = False
    handle_labels: tuple[str, ...] = ("github",)  # words before a handle: "my GitHub user is octocat"
    message_id_domain: str = ""  # of our own drafts: what carries it is a loop
    carriers: tuple[str, ...] = ()  # addresses of our groups and forms, whose mail somebody else wrote
    own_drafts: tuple[str, ...] = ()  # bodies we wrote earlier in this thread, newest first
    dkim: tuple[tuple[str, bool], ...] = ()  # (signing domain, verified) from the optional check, made by the worker

"""What the case book hands out: claims, kept work, and records of cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parsers.vocabulary import BillingState, Case, Draft, Message, Reading
from worker.ports import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One mail, ours until the lease ends. `fence` tells us from whoever had it before or has it after.

    `attempts` counts this one. `raw` is empty where the mail was already worked off and its bytes deleted since.
    `size` may exceed `len(raw)`, where only the head of an oversized mail was fetched.
    """

    mail_id: int
    case_id: str
    account: str
    content_hash: str
    message_id: str | None
    arrived_at: datetime
    size: int
    owner: str
    fence: int
    attempts: int
    faults: int
    lease: float  # seconds
    raw: bytes
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was made of a mail, exactly as it was judged: a restart files these very texts. All of it is redacted."""

    case_id: str
    account: str
    revision: int
    message: Message
    reading: Reading
    state: BillingState
    case: Case
    draft: Draft | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One row of the case list; `shown` is the case JSON."""

    id: str
    arrived_at: datetime
    judged_at: datetime
    outcome: str
    bucket: str | None
    verdict: str | None
    confidence: float
    language: str
    priority: str
    status: str
    status_by: str | None
    revision: int
    version: int
    changed: tuple[str, ...]  # what a later look at Stripe found changed
    draft_state: str | None
    shown: dict[str, Any]
    status_at: datetime | None = None
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How often the product lacked something, and what the cases proposed to pay back for it (minor units)."""

    key: str
    cases: int
    cash_out: int
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the trail. `detail` never holds a name or an address in clear."""

    at: datetime
    actor: str
    action: str
    case_id: str | None
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An agent's decision. `version` is the case's that it was made on; `edited` is 0 untouched to 1 rewritten."""

    case_id: str
    version: int
    by: str
    decision: str  # approve | reject | take_over | snooze | reopen
    reason: str | None = None
    subject: str | None = None  # of the draft as approved
    body: str | None = None
    edited: float | None = None
    at: datetime | None = None  # when it was recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an agent says should have been read or decided."""

    case_id: str
    by: str
    kind: str  # intent | customer | bucket
    was: str | None = None
    should_be: str | None = None
    remark: str | None = None
    at: datetime | None = None  # when it was recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who may sign in to the review desk. `password` is an argon2 hash, `role` is `agent` or `ops`."""

    name: str
    role: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A tool that may call the desk's API."""

    name: str
    role: str
    seen_at: datetime | None = None

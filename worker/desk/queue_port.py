"""What the review desk asks of the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from parsers.vocabulary import BillingState, Case, Draft, Message, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which cases: an empty field does not narrow. Every word of `text` must stand in subject, sender or new text.

    `status`: open (waiting for an agent) | snoozed | approved | rejected | closed; `sure`: sure | fair | unsure.
    """

    outcome: str = "drafted"
    status: str = "open"
    bucket: str = ""
    verdict: str = ""
    sure: str = ""
    language: str = ""
    text: str = ""
    page: int = 1
    per_page: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of the queue."""

    id: str
    arrived_at: datetime
    sender: str
    subject: str
    outcome: str
    bucket: str | None
    verdict: str | None
    confidence: float
    priority: str
    language: str
    proposed: str
    gap: str | None
    status: str
    status_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the queue; `counts` are by bucket, whatever bucket was asked for; `languages` are those there are."""

    rows: tuple[CaseRow, ...]
    total: int
    counts: Mapping[str, int]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case, whole. The recorded values are None once the mail was forgotten or never read.

    `status` is open | stale | taken_over | snoozed | approved | rejected | closed, since `status_at` and through
    `status_by` (None: by the worker). `version` grows with every decision and every new `revision` of the texts;
    `changed` says what made a newer revision necessary. `mails` is when earlier mails of this person came.
    """

    row: CaseRow
    shown: Mapping[str, Any]
    message: Message | None
    reading: Reading | None
    state: BillingState | None
    case: Case | None = None
    draft: Draft | None = None
    status: str = "open"
    status_by: str | None = None
    status_at: datetime | None = None
    snoozed_until: datetime | None = None
    version: int = 1
    revision: int = 1
    changed: tuple[str, ...] = ()
    mails: tuple[datetime, ...] = ()


class CaseShelf(Protocol):
    """The store, as the desk sees it."""

    def page(self, query: Query) -> Page:
        """One page of the queue, by priority, then the oldest first."""
        ...

    def pulse(self) -> str:
        """Another text whenever something in the queue changed."""
        ...

    def view(self, case_id: str) -> CaseView | None:
        """One case by its whole id; None if there is none."""
        ...

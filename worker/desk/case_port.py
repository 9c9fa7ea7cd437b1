"""What the case page asks of the world: decisions, the trail, the mail's source, Stripe, the drafts folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from parsers.vocabulary import BillingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an agent decides about `version` of a case. `subject` and `body` are the draft as approved."""

    case_id: str
    version: int
    by: str
    decision: str  # approve | reject | take_over | snooze | reopen
    status: str  # the case's afterwards
    reason: str | None = None
    subject: str | None = None
    body: str | None = None
    edited: float | None = None  # 0 untouched to 1 rewritten
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What should have been read or decided. `kind` is intent | customer | bucket."""

    case_id: str
    by: str
    kind: str
    was: str | None
    should_be: str
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a case's history: who did what, when; `told` adds a reason or a figure."""

    at: datetime
    by: str
    action: str
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A draft that is ready to be sent by a human."""

    version: int
    by: str
    at: datetime | None
    subject: str
    body: str
    edited: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """What Stripe says now. `newer` is whether the case was judged anew because of it."""

    state: BillingState
    changed: tuple[str, ...] = ()
    newer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the last look at Stripe on request found, a line for each action of the case."""

    at: datetime
    by: str
    lines: tuple[tuple[str, str], ...]  # done | not done | changed | unknown | nothing to do; and in words
    changed: tuple[str, ...] = ()


class CaseDesk(Protocol):
    """The case book, Stripe and the drafts folder, as the case page sees them."""

    def decide(self, decision: Decision) -> int:
        """Record it; the case's new version. Raises `Overtaken` where the case has moved on since."""
        ...

    def correct(self, mistake: Mistake) -> None:
        """Keep what should have been."""
        ...

    def approved(self, case_id: str) -> Approved | None:
        """The draft as last approved; None where nobody did."""
        ...

    def history(self, case_id: str) -> Sequence[Event]:
        """Everything that happened to the case, oldest first."""
        ...

    def source(self, case_id: str, by: str) -> bytes | None:
        """The mail as it came, and a line in the trail; None once it was deleted."""
        ...

    def look(self, case_id: str) -> SecondLook | None:
        """Read Stripe anew; None where there is no such case. Raises `SupportError`, `ConfigError`."""
        ...

    def renew(self, case_id: str) -> bool:
        """Judge the case anew on what Stripe says now; whether that made a new revision."""
        ...

    def saw(self, case_id: str, seen: Seen) -> None:
        """Keep what was found in the trail."""
        ...

    def last_seen(self, case_id: str, revision: int) -> Seen | None:
        """What was found last of this revision."""
        ...

    def letter(self, case_id: str, by: str) -> bytes | None:
        """The approved draft as a mail for a mail program to open; None where nothing is approved."""
        ...

    @property
    def drafts_folder(self) -> bool:
        """Whether there is one to put approved drafts into."""
        ...

    def put_in_drafts(self, case_id: str, by: str) -> str | None:
        """Put the approved draft there, once; in words why it was withheld, None where it lies there.

        Raises `SupportError`, `ConfigError`.
        """
        ...

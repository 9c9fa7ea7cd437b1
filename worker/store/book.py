"""The case book: every mail, what was made of it, and who works on it."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import make_url

from parsers.errors import ConfigError
from parsers.vocabulary import BillingState, Case, Draft, EarlierCase, Message, Outcome, Reading
from worker.case_json import bare_json
from worker.ports import Cursor, Delivery
from worker.store import audit, budget, caselist, casework, claims, intake, owners, schema, threads
from worker.store.database import Clock, Database
from worker.store.values import AuditEntry, CaseRecord, Claim, Gap, Kept
from worker.store.vault import Pseudonyms, Vault, key_beside

JUDGED = "judged"
_HOUR = timedelta(hours=1)


class CaseBook:
    """Open with `CaseBook.open`. Safe for several threads; several processes may share one database.

    Every method raises `StoreUnavailable` where the database is out of reach.
    """

    def __init__(self, database: Database, vault: Vault, names: Pseudonyms, *, sender_cap: int) -> None:
        self._database = database
        self._vault = vault
        self._names = names
        self._sender_cap = sender_cap
        self.arrived = threading.Event()  # set when mail was taken in by this process

    @classmethod
    def open(cls, url: str, *, key: str | None = None, clock: Clock | None = None, sender_cap: int = 10) -> Self:
        """Open or make the store at an SQLAlchemy URL, brought to the newest shape.

        `key` is a Fernet key; without one, that of an SQLite database lies in a file beside it, made on first use.
        `clock` stands in for the database's in tests. Raises `ConfigError`, `StoreUnavailable`.
        """
        database = Database(url, clock=clock)
        try:
            vault = Vault(key or _own_key(url))
            schema.migrate(database)
            return cls(database, vault, schema.pseudonyms(database, vault), sender_cap=sender_cap)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Let go of all connections."""
        self._database.close()

    # Intake

    def cursor(self, account: str, folder: str) -> Cursor | None:
        """How far this folder was read; None on the first start."""
        with self._database.read() as tx:
            return intake.cursor(tx, account, folder)

    def take(self, deliveries: Sequence[Delivery], *, cursor: Cursor | None = None) -> int:
        """Store mails and move the cursor in one transaction; returns how many were new. Durable once it returns."""
        parcels = [intake.parcel(delivery, self._vault.seal(delivery.raw)) for delivery in deliveries]
        with self._database.write(durable=True) as tx:
            new = intake.take(tx, parcels, cursor)
        if new:
            self.arrived.set()
        return new

    def known(self, account: str, name: str) -> bool:
        """Whether a maildir file of this name was taken in before."""
        with self._database.read() as tx:
            return intake.known(tx, account, name)

    # Working on a mail

    def claim(self, owner: str, lease: float) -> Claim | None:
        """The mail that is due longest, ours for `lease` seconds, this attempt counted; None where none is due."""
        with self._database.write() as tx:
            row = claims.claim_next(tx, owner, lease)
            return claims.as_claim(tx, row, lease, self._vault.open) if row else None

    def renew(self, claim: Claim) -> None:
        """Stretch the lease from now. Raises `LostLease`."""
        with self._database.write() as tx:
            claims.hold(tx, claim)

    def outbox(self, claim: Claim) -> "CaseOutbox":
        """A helpdesk's memory for this mail."""
        return CaseOutbox(self._database, claim)

    def keep(
        self,
        claim: Claim,
        *,
        message: Message,
        reading: Reading,
        state: BillingState,
        case: Case,
        draft: Draft | None,
        note: str | None,
        shown: Mapping[str, object],
    ) -> Kept:
        """Keep what was made of the mail, in one transaction, as step "judged"; once: what was kept before stays.

        `shown` is the case JSON. Returns what is kept. Raises `LostLease`.
        """
        work = Kept(
            case_id=claim.case_id,
            account=claim.account,
            revision=1,
            message=message,
            reading=reading,
            state=state,
            case=case,
            draft=draft,
            note=note,
        )
        with self._database.write() as tx:
            claims.hold(tx, claim)
            before = casework.kept(tx, claim.case_id)
            if before:
                return before
            casework.keep(tx, claim, work, shown, self._names)
            claims.step(tx, claim, JUDGED)
        return work

    def kept(self, claim: Claim) -> Kept | None:
        """What was kept of this mail before a crash, word for word; None where it was not judged yet."""
        with self._database.read() as tx:
            return casework.kept(tx, claim.case_id)

    def step(self, claim: Claim, name: str) -> None:
        """Note that a step is done. Raises `LostLease`."""
        with self._database.write() as tx:
            claims.hold(tx, claim)
            claims.step(tx, claim, name)

    def done(self, claim: Claim, name: str) -> bool:
        """Whether a step was done, by whomever."""
        with self._database.read() as tx:
            return claims.is_done(tx, claim, name)

    def finish(self, claim: Claim) -> Outcome:
        """The mail is worked off; what became of it. Raises `LostLease`, and `ValueError` where nothing was kept."""
        with self._database.write() as tx:
            outcome = caselist.outcome(tx, claim.case_id)
            if outcome is None:
                raise ValueError(f"case {claim.case_id}: finished before it was kept")
            claims.settle(tx, claim, "done")
        return Outcome(outcome)

    def postpone(self, claim: Claim, error: str, delay: float, *, count: bool = False) -> None:
        """Try again in `delay` seconds. `count` says whether this attempt counts towards quarantine: a passing fault
        of somebody else's does not. Raises `LostLease`.
        """
        with self._database.write() as tx:
            claims.release(tx, claim, error=error, delay=delay, count=count)

    def quarantine(self, claim: Claim, error: str) -> None:
        """Put the mail aside with its error, the raw mail kept for `retention_days`. Raises `LostLease`."""
        shown = bare_json(case_id=claim.case_id, message_id=claim.message_id, outcome=Outcome.QUARANTINED, reason=error)
        with self._database.write() as tx:
            casework.quarantine(tx, claim, shown)
            claims.settle(tx, claim, "quarantined", error)

    def free(self) -> int:
        """Let the mails be due whose worker is known to be dead, so that a restart need not wait for its leases."""
        with self._database.write() as tx:
            return claims.free(tx, owners.is_dead)

    def wake(self) -> int:
        """`free`, and let every postponed mail be due now; how many."""
        with self._database.write() as tx:
            return claims.wake(tx) + claims.free(tx, owners.is_dead)

    def waiting(self) -> int:
        """How many mails are not worked off."""
        with self._database.read() as tx:
            return claims.remaining(tx)

    def next_due(self) -> float | None:
        """Seconds until a mail may be claimed, 0 where one may now; None where none waits."""
        with self._database.read() as tx:
            return claims.next_due(tx)

    def counts(self) -> dict[str, int]:
        """How many mails are `waiting`, `claimed`, `done`, `quarantined`."""
        with self._database.read() as tx:
            return intake.counts(tx)

    # What is known of the past

    def history(self, message: Message, customers: Sequence[str]) -> tuple[EarlierCase, ...]:
        """Cases before this mail, in its thread or of these Stripe customers, newest first."""
        with self._database.read() as tx:
            return threads.history(tx, message, customers, self._names)

    def own_drafts(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        """Bodies we drafted earlier in the thread, newest first."""
        with self._database.read() as tx:
            return threads.own_drafts(tx, message_ids, self._names) if message_ids else ()

    def sender_rate(self, message: Message) -> int:
        """How many mails of this sender in this thread, or of this subject, came within the hour before and were
        worked on, this one not counted.
        """
        with self._database.read() as tx:
            return threads.sender_rate(tx, message, _HOUR, self._names)

    def over_cap(self, message: Message) -> bool:
        """Whether this sender and thread had their share within the hour."""
        return self.sender_rate(message) >= self._sender_cap

    # Cases

    def cases(
        self, *, since: datetime | None = None, bucket: str | None = None, limit: int | None = None
    ) -> tuple[CaseRecord, ...]:
        """Every mail that was worked off, oldest first; with a `limit` the newest so many."""
        with self._database.read() as tx:
            return caselist.listed(tx, since=since, bucket=bucket, limit=limit)

    def case(self, beginning: str) -> CaseRecord | None:
        """The case of this id, or whose id alone begins so. Raises `LookupError` where several do."""
        with self._database.read() as tx:
            return caselist.found(tx, beginning)

    def record(self, case_id: str) -> Kept | None:
        """What the case was judged on, for `explain`."""
        with self._database.read() as tx:
            return casework.kept(tx, case_id)

    def recorded(self) -> Iterator[Kept]:
        """All that was ever judged and not forgotten, oldest mail first, a page at a time."""
        after = None
        while True:
            with self._database.read() as tx:
                page = casework.recorded(tx, after)
            yield from (kept for _, kept in page)
            if not page:
                return
            after = page[-1][0]

    def gaps(self, *, since: datetime | None = None) -> tuple[Gap, ...]:
        """Product gaps with their cases and money, most cases first."""
        with self._database.read() as tx:
            return caselist.gaps(tx, since)

    # Audit and budgets

    def audit(self, actor: str, action: str, *, case_id: str | None = None, **detail: object) -> None:
        """Add to the trail; no name or address of a customer belongs into `detail`."""
        with self._database.write() as tx:
            audit.enter(tx, actor, action, case_id=case_id, detail=detail)

    def trail(self, *, case_id: str | None = None, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """The newest lines of the trail, oldest first."""
        with self._database.read() as tx:
            return audit.trail(tx, case_id=case_id, limit=limit)

    def take_tokens(self, number: int, rate: float) -> float:
        """Reserve so many requests of the `rate` a second that all workers share; the seconds to wait first."""
        with self._database.write() as tx:
            return budget.take_tokens(tx, "stripe", number, rate)

    def spend_reads(self, number: int, per_day: int) -> bool:
        """Take from the day's allowance of looks at open cases (UTC); False where that much is not left."""
        with self._database.write() as tx:
            return budget.spend(tx, "reads", number, per_day)


class CaseOutbox:
    """A helpdesk's memory for one mail; a worker that lost the lease can read it, not write it."""

    def __init__(self, database: Database, claim: Claim) -> None:
        self._database = database
        self._claim = claim

    def recall(self, key: str) -> str | None:
        """What was remembered, or None."""
        with self._database.read() as tx:
            return claims.recall(tx, self._claim.mail_id, key)

    def remember(self, key: str, value: str) -> None:
        """Keep it; durable before it returns. Raises `LostLease`."""
        with self._database.write(durable=True) as tx:
            claims.hold(tx, self._claim)
            claims.remember(tx, self._claim.mail_id, key, value)


def _own_key(url: str) -> str:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise ConfigError('store.key is not set: write key = { env = "DESKHAND_STORE_KEY" } under [store]')
    path = Path(parsed.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    return key_beside(path)

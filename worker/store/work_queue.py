"""The case book as the loop sees it."""

from collections.abc import Mapping

from parsers.vocabulary import BillingState, Case, Draft, Message, Outcome, Reading
from worker.case_json import bare_json
from worker.store import case_lists, cases, intake, leases, worker_names
from worker.store.database import Database
from worker.store.open_store import Opened
from worker.store.store_values import Claim, Kept

JUDGED = "judged"


class Worklist(Opened):
    """Hands out mails and keeps what is made of them."""

    def claim(self, owner: str, lease: float) -> Claim | None:
        """The mail that is due longest, ours for `lease` seconds, this attempt counted; None where none is due."""
        with self._database.write() as tx:
            row = leases.claim_next(tx, owner, lease)
            return leases.as_claim(tx, row, lease, self._vault.open) if row else None

    def renew(self, claim: Claim) -> None:
        """Stretch the lease from now. Raises `LostLease`."""
        with self._database.write() as tx:
            leases.hold(tx, claim)

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
            leases.hold(tx, claim)
            before = cases.kept(tx, claim.case_id)
            if before:
                return before
            cases.keep(tx, claim, work, shown, self._names)
            leases.step(tx, claim, JUDGED)
        return work

    def kept(self, claim: Claim) -> Kept | None:
        """What was kept of this mail before a crash, word for word; None where it was not judged yet."""
        with self._database.read() as tx:
            return cases.kept(tx, claim.case_id)

    def step(self, claim: Claim, name: str) -> None:
        """Note that a step is done. Raises `LostLease`."""
        with self._database.write() as tx:
            leases.hold(tx, claim)
            leases.step(tx, claim, name)

    def done(self, claim: Claim, name: str) -> bool:
        """Whether a step was done, by whomever."""
        with self._database.read() as tx:
            return leases.is_done(tx, claim, name)

    def finish(self, claim: Claim) -> Outcome:
        """The mail is worked off; what became of it. Raises `LostLease`, and `ValueError` where nothing was kept."""
        with self._database.write() as tx:
            outcome = case_lists.outcome(tx, claim.case_id)
            if outcome is None:
                raise ValueError(f"case {claim.case_id}: finished before it was kept")
            leases.settle(tx, claim, "done")
        return Outcome(outcome)

    def postpone(self, claim: Claim, error: str, delay: float, *, count: bool = False) -> None:
        """Try again in `delay` seconds. `count` says whether this attempt counts towards quarantine: a passing fault
        of somebody else's does not. Raises `LostLease`.
        """
        with self._database.write() as tx:
            leases.release(tx, claim, error=error, delay=delay, count=count)

    def quarantine(self, claim: Claim, error: str) -> None:
        """Put the mail aside with its error, the raw mail kept for `retention_days`. Raises `LostLease`."""
        shown = bare_json(case_id=claim.case_id, message_id=claim.message_id, outcome=Outcome.QUARANTINED, reason=error)
        with self._database.write() as tx:
            cases.quarantine(tx, claim, shown)
            leases.settle(tx, claim, "quarantined", error)

    def again(self, case_id: str) -> bool:
        """Let a quarantined mail be tried anew, its attempts forgiven; whether there was one with its raw mail."""
        with self._database.write() as tx:
            return leases.again(tx, case_id)

    def free(self) -> int:
        """Let the mails be due whose worker is known to be dead, so that a restart need not wait for its leases."""
        with self._database.write() as tx:
            return leases.free(tx, worker_names.is_dead)

    def wake(self) -> int:
        """`free`, and let every postponed mail be due now; how many."""
        with self._database.write() as tx:
            return leases.wake(tx) + leases.free(tx, worker_names.is_dead)

    def waiting(self) -> int:
        """How many mails are not worked off."""
        with self._database.read() as tx:
            return leases.remaining(tx)

    def next_due(self) -> float | None:
        """Seconds until a mail may be claimed, 0 where one may now; None where none waits."""
        with self._database.read() as tx:
            return leases.next_due(tx)

    def counts(self) -> dict[str, int]:
        """How many mails are `waiting`, `claimed`, `done`, `quarantined`."""
        with self._database.read() as tx:
            return intake.counts(tx)


class CaseOutbox:
    """A helpdesk's memory for one mail; a worker that lost the lease can read it, not write it."""

    def __init__(self, database: Database, claim: Claim) -> None:
        self._database = database
        self._claim = claim
        self._known: dict[str, str] | None = None  # read once: while the lease holds, nobody else writes here

    def recall(self, key: str) -> str | None:
        """What was remembered, or None."""
        if self._known is None:
            with self._database.read() as tx:
                self._known = leases.remembered(tx, self._claim.mail_id)
        return self._known.get(key)

    def remember(self, key: str, value: str) -> None:
        """Keep it; durable before it returns. Raises `LostLease`."""
        with self._database.write(durable=True) as tx:
            leases.hold(tx, self._claim)
            leases.remember(tx, self._claim.mail_id, key, value)
        if self._known is not None:
            self._known[key] = value

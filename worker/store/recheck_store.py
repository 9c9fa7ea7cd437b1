"""The case book as the second look at a case sees it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from worker.store import cases, leases, rechecks
from worker.store.open_store import Opened
from worker.store.store_values import Claim, Kept

_MONTH = timedelta(days=30)


class Revisions(Opened):
    """Reopens cases that wait for an agent."""

    def unchecked(self, older_than: timedelta, *, within: timedelta = _MONTH, limit: int = 100) -> tuple[str, ...]:
        """Undecided cases whose facts were last read longer ago, the longest first; not mail older than `within`."""
        with self._database.read() as tx:
            return rechecks.unchecked(tx, older_than, within, limit)

    def earlier_in_thread(self, claim: Claim) -> tuple[str, ...]:
        """Undecided cases of the mails that came before this one in its thread; this one must have been kept."""
        with self._database.read() as tx:
            return rechecks.earlier_in_thread(tx, claim.mail_id)

    def reopen(self, case_id: str, owner: str, lease: float) -> Claim | None:
        """Claim a mail that was worked off, to look at its case again; None where somebody has it in hand.

        Should this worker die, another takes the mail over and files whatever revision was kept last.
        """
        with self._database.write() as tx:
            row = leases.reopen(tx, case_id, owner, lease)
            return leases.as_claim(tx, row, lease, self._vault.open) if row else None

    def checked(self, claim: Claim) -> None:
        """The facts of the case still hold. Raises `LostLease`."""
        with self._database.write() as tx:
            leases.hold(tx, claim)
            rechecks.checked(tx, claim)

    def restate(
        self, claim: Claim, work: Kept, *, shown: Mapping[str, object], changed: tuple[str, ...], supersedes: Kept
    ) -> Kept:
        """Keep what was made of the case on newer facts as its next revision; `changed` is for the agent, one sentence
        each. The case is `stale` then, and its texts are to be filed. Raises `LostLease`.
        """
        newer = replace(work, revision=supersedes.revision + 1)
        with self._database.write() as tx:
            leases.hold(tx, claim)
            rechecks.prepare_revision(tx, claim, newer.revision, changed)
            cases.rewrite(tx, newer, shown, changed)
        return newer

    def draft_is(self, claim: Claim, state: str) -> None:
        """What became of the draft: filed | touched | gone | sent | unknown. Gone or sent, the case is closed.

        Raises `LostLease`.
        """
        with self._database.write() as tx:
            leases.hold(tx, claim)
            rechecks.draft_is(tx, claim, state)

"""A second look at cases that wait for an agent: do the facts that the draft stands on still hold?"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from classifiers.digest import is_unchanged
from parsers.errors import LostLease, SupportError, TransientError
from worker.ports import DraftState
from worker.run.attempts import later, said
from worker.run.changes import changes
from worker.store import CaseBook, Claim, Kept, owner_name

log = logging.getLogger(__name__)

Reconsider = Callable[[Kept], Kept]
"""Judge the kept message anew on what Stripe says now; revision and case id stay."""
File = Callable[[Claim, Kept], object]
"""Leave the texts of a revision with the helpdesk; an untouched earlier draft of ours is replaced."""
AskDraft = Callable[[Claim, Kept], DraftState]
"""What became of the draft that was left."""
Show = Callable[[Kept], Mapping[str, object]]
"""The case JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """Looks again at undecided cases, each at most once in `every`, all together at most `reads_per_day` times a day.

    A changed digest makes the case stale: an untouched draft is replaced, beside a touched one only a note is left.
    """

    book: CaseBook
    reconsider: Reconsider
    file: File
    ask_draft: AskDraft
    show: Show
    reads_per_day: int = 500
    every: timedelta = timedelta(days=1)
    lease: float = 120.0

    def sweep(self) -> int:
        """Look at all that are due, as far as the day's allowance goes; how many turned out stale."""
        return self._look_at(self.book.unchecked(self.every))

    def after(self, claim: Claim) -> int:
        """New mail came in the thread, and its case was kept: look at the cases before it; how many are stale."""
        return self._look_at(self.book.earlier_in_thread(claim))

    def _look_at(self, case_ids: Iterable[str]) -> int:
        stale = 0
        for case_id in case_ids:
            if not self.book.spend_reads(1, self.reads_per_day):
                log.info("the day's allowance of %d second looks is used up", self.reads_per_day)
                break
            found = self.look(case_id)
            if found is None:
                break  # what kept us from this case will keep us from the next
            stale += found
        return stale

    def look(self, case_id: str) -> bool | None:
        """Look at one case, whoever asked: whether it was stale; None where that could not be found out."""
        claim = self.book.reopen(case_id, owner_name(), self.lease)
        kept = self.book.kept(claim) if claim else None
        if claim is None or kept is None:
            return False
        try:
            stale = self._look(claim, kept)
            self.book.finish(claim)
            return stale
        except LostLease:
            return False
        except SupportError as error:
            log.warning("case %s could not be looked at again: %s", case_id, said(error))
            self._put_back(claim, kept, error)
            return None

    def _put_back(self, claim: Claim, kept: Kept, error: SupportError) -> None:
        """As it was; but a revision that was kept and not filed is for the loop to go on with, as after any fault."""
        try:
            newest = self.book.kept(claim)
            if newest is None or newest.revision == kept.revision:
                self.book.finish(claim)
            else:
                passing = isinstance(error, TransientError)
                self.book.postpone(claim, said(error), later(claim, error), count=not passing)
        except (LostLease, TransientError) as trouble:  # the lease will run out
            log.warning("case %s could not be put back: %s", claim.case_id, said(trouble))

    def _look(self, claim: Claim, kept: Kept) -> bool:
        state = self.ask_draft(claim, kept) if kept.draft else DraftState.UNKNOWN
        if state is not DraftState.UNKNOWN:
            self.book.draft_is(claim, "filed" if state is DraftState.UNTOUCHED else state.value)
        return state is not DraftState.GONE and self._renew(claim, kept, state)

    def _renew(self, claim: Claim, kept: Kept, state: DraftState) -> bool:
        newer = self.reconsider(kept)
        if is_unchanged(kept.case.digest, kept.state, newer.case.digest):
            self.book.checked(claim)
            return False
        if state is DraftState.TOUCHED:
            newer = replace(newer, draft=None)  # theirs now: only a note tells what changed
        told = changes(kept.state, newer.state) or ("the billing state has changed",)
        work = self.book.restate(claim, newer, shown=self.show(newer), changed=told, supersedes=kept)
        self.file(claim, work)
        return True

"""The case book as the review desk sees it."""

from datetime import datetime

from worker.store import reviews
from worker.store.open_store import Opened
from worker.store.store_values import Correction, Review


class Decisions(Opened):
    """Records what agents decide."""

    def decide(self, review: Review, *, status: str, snoozed_until: datetime | None = None) -> int:
        """Record a decision made on `review.version` of the case, which then has `status`; the case's new version.

        Raises `Overtaken` where somebody else has decided since that version was read.
        """
        with self._database.write(durable=True) as tx:
            return reviews.decide(tx, review, status=status, snoozed_until=snoozed_until)

    def reviews(self, case_id: str) -> tuple[Review, ...]:
        """The decisions on a case, oldest first; `version` is the case's after each."""
        with self._database.read() as tx:
            return reviews.decided(tx, case_id)

    def correct(self, correction: Correction) -> None:
        """Keep what should have been read."""
        with self._database.write(durable=True) as tx:
            reviews.correct(tx, correction)

    def corrections(self, *, since: datetime | None = None, case_id: str | None = None) -> tuple[Correction, ...]:
        """What agents corrected, of all cases or of one, oldest first."""
        with self._database.read() as tx:
            return reviews.corrected(tx, since, case_id)

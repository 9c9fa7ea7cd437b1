"""What a decision makes of a case: approved, or approved with steps in Stripe still to take; and what comes next."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, tzinfo

from parsers.errors import Overtaken
from worker.desk import decisions
from worker.desk.case_port import Approved, CaseDesk, Decision
from worker.desk.queue_port import CaseRow, CaseView
from worker.desk.quote import split
from worker.desk.view.checklist import open_steps


def decided(
    view: CaseView,
    cases: CaseDesk,
    kind: str,
    given: Mapping[str, str],
    *,
    by: str,
    confirmed: tuple[str, ...] = (),
    zone: tzinfo = UTC,
) -> Decision:
    """What is asked for, now; a draft approved with steps open is still to do in Stripe. Raises `Unfit`."""
    to_do = kind == "approve" and bool(open_steps_of(view, cases))
    now = datetime.now(UTC)
    return decisions.decision(view, kind, given, by=by, now=now, confirmed=confirmed, to_do=to_do, zone=zone)


def open_steps_of(view: CaseView, cases: CaseDesk) -> tuple[str, ...]:
    """What is still to do in Stripe of a case, in words, as far as the last look at it shows."""
    if view.case is None or view.state is None or not view.row.bucket:
        return ()
    return open_steps(view.case, view.state, cases.last_seen(view.row.id, view.revision))


def settle_if_done(view: CaseView, cases: CaseDesk, by: str) -> None:
    """An approved case is ready to be sent once Stripe shows its steps done; if nobody was faster."""
    if view.status == "to_do" and not open_steps_of(view, cases):
        given = {"version": str(view.version), "remark": "Stripe shows them done"}
        with suppress(Overtaken):
            cases.decide(decisions.decision(view, "settle", given, by=by, now=datetime.now(UTC)))


def waits(row: CaseRow, by: str) -> bool:
    """Whether the case is one to go on with: undecided, and nobody else's."""
    return row.status in decisions.UNDECIDED and not (row.status == "taken_over" and row.status_by != by)


def editor(view: CaseView, approved: Approved | None) -> dict[str, str] | None:
    """The text to begin with: what was approved before, unless the draft is newer than that."""
    if view.draft is None:
        return None
    kept = approved if approved and view.status != "stale" else view.draft
    letter, quote = split(kept.body)
    # The quote may have been left out: it is there to be put back.
    return {"subject": kept.subject, "body": letter, "quote": split(view.draft.body)[1], "below": "on" if quote else ""}

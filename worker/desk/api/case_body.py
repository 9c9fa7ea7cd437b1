"""One case and its history as the API's JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from starlette.responses import JSONResponse

from worker.desk.case_port import CaseDesk, Event
from worker.desk.decisions import choices, corrections
from worker.desk.queue_port import CaseView

Json = dict[str, Any]


def refused(status: int, text: str) -> JSONResponse:
    """Why something is not done."""
    return JSONResponse({"error": text}, status_code=status)


def case_json(view: CaseView, cases: CaseDesk) -> Json:
    """The case as `deskhand show --json` prints it, with its mail, its standing and what may be done with it."""
    standing = {
        "arrived_at": _at(view.row.arrived_at),
        "mail": _mail(view),
        "status": view.status,
        "status_by": view.status_by,
        "status_at": _at(view.status_at),
        "snoozed_until": _at(view.snoozed_until),
        "version": view.version,
        "revision": view.revision,
        "changed": list(view.changed),
        "choices": list(choices(view)),
        "may_be": _may_be(view),
        "approved": _approved(view, cases),
        "looked": _looked(view, cases),
    }
    return {**view.shown, **standing}


def history_json(events: Iterable[Event]) -> Json:
    """Who did what, oldest first."""
    return {
        "events": [{"at": _at(each.at), "by": each.by, "action": each.action, "told": each.told} for each in events]
    }


def _mail(view: CaseView) -> Json | None:
    if view.message is None:
        return None
    return {"sender": view.row.sender, "subject": view.message.subject, "new_text": view.message.new_text}


def _may_be(view: CaseView) -> dict[str, list[str]]:
    """By kind of correction, what may be given; nothing where nothing was judged."""
    if view.case is None or not view.row.bucket:
        return {}
    return {kind: list(allowed) for kind, (_, allowed) in corrections(view).items()}


def _approved(view: CaseView, cases: CaseDesk) -> Json | None:
    found = cases.approved(view.row.id) if view.status == "approved" else None
    if found is None:
        return None
    return {"by": found.by, "at": _at(found.at), "subject": found.subject, "body": found.body, "edited": found.edited}


def _looked(view: CaseView, cases: CaseDesk) -> Json | None:
    found = cases.last_seen(view.row.id, view.revision)
    if found is None:
        return None
    lines = [{"state": state, "text": text} for state, text in found.lines]
    return {"at": _at(found.at), "by": found.by, "lines": lines, "changed": list(found.changed)}


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

"""One case: the mail, the draft, the note, the evidence, and what is to be done before it is sent."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from parsers.errors import ConfigError, Overtaken, SupportError
from parsers.vocabulary import BillingState
from worker.desk import decisions
from worker.desk.case_port import CaseDesk, Seen
from worker.desk.clock import clock_of
from worker.desk.deciding import decided, editor, open_steps_of, settle_if_done, waits
from worker.desk.edits import marks
from worker.desk.queue_port import CaseView, Query
from worker.desk.quote import split
from worker.desk.site import Site, agent_of
from worker.desk.view.cautions import FORGED, cautions
from worker.desk.view.checklist import DONE, OURS, actions_of, examined, steps
from worker.desk.view.labels import glosses, highlighted, hits, sections
from worker.desk.view.source import source
from worker.desk.view.stripe_facts import facts, linked, oddities
from worker.desk.view.timeline import picture
from worker.desk.view.trail import overtaken, said, standing

NOTICES = {
    "approve": "Approved. Nothing was sent: hand the draft over below.",
    "settle": "The steps in Stripe are settled. Nothing was sent: hand the draft over below.",
    "reject": "Rejected.",
    "take_over": "The case is yours now.",
    "snooze": "Put off.",
    "reopen": "The case is open again.",
    "corrected": "Thank you, that is kept: keywords eval and keywords suggest learn from it.",
    "looked": "Stripe was read again: see below what is done.",
    "renewed": "Stripe has changed. The case was judged anew; this is the newer draft.",
    "drafts": "The draft lies in the mailbox's Drafts folder. Nothing was sent.",
}


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of a case."""
    work = Casework(site)
    here = "/cases/{case_id}"
    return [
        Route(here, work.show, methods=["GET"]),
        Route(f"{here}/source", work.source, methods=["GET"]),
        Route(f"{here}/decide/{{decision}}", work.decide, methods=["POST"]),
        Route(f"{here}/check", work.check, methods=["POST"]),
        Route(f"{here}/correct", work.correct, methods=["POST"]),
        Route(f"{here}/look", work.look, methods=["POST"]),
        Route(f"{here}/letter", work.letter, methods=["POST"]),
        Route(f"{here}/drafts", work.put_in_drafts, methods=["POST"]),
    ]


class Casework:
    """The pages of a case. Whatever changes something answers with a redirect, so that a reload repeats nothing."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request) -> Response:
        """The case, whole."""
        return await run_in_threadpool(self._shown, request)

    async def source(self, request: Request) -> Response:
        """The mail's source as plain text."""
        return await run_in_threadpool(self._source, request)

    async def decide(self, request: Request) -> Response:
        """Approve, settle, reject, take over, put off, reopen."""
        return await run_in_threadpool(self._decided, request, *await _form(request))

    async def check(self, request: Request) -> Response:
        """What of the text in the editor no fact of the case carries."""
        return await run_in_threadpool(self._checked, request, *await _form(request))

    async def correct(self, request: Request) -> Response:
        """Wrong intent, wrong customer, wrong bucket."""
        given, _ = await _form(request)
        return await run_in_threadpool(self._corrected, request, given)

    async def look(self, request: Request) -> Response:
        """Read Stripe again: what is done of the checklist?"""
        return await run_in_threadpool(self._looked, request)

    async def letter(self, request: Request) -> Response:
        """The approved draft as a mail to download."""
        return await run_in_threadpool(self._letter, request)

    async def put_in_drafts(self, request: Request) -> Response:
        """The approved draft into the Drafts folder."""
        return await run_in_threadpool(self._put_in_drafts, request)

    def _shown(self, request: Request) -> Response:
        view = self._view(request)
        if view is None:
            return self._absent(request)
        return self._page(request, view, notice=NOTICES.get(request.query_params.get("said", ""), ""))

    def _source(self, request: Request) -> Response:
        view, cases = self._view(request), self._site.desk.cases
        raw = cases.source(view.row.id, agent_of(request).name) if view and cases else None
        if raw is None:
            return PlainTextResponse("The mail's source is not kept any more.\n", status_code=404)
        return PlainTextResponse(source(raw))

    def _decided(self, request: Request, given: Mapping[str, str], confirmed: tuple[str, ...]) -> Response:
        view, cases, kind = self._view(request), self._site.desk.cases, request.path_params["decision"]
        if view is None or cases is None or kind not in decisions.STATUS_AFTER:
            return self._absent(request)
        clock, by = clock_of(request), agent_of(request).name
        try:
            cases.decide(decided(view, cases, kind, given, by=by, confirmed=confirmed, zone=clock.zone))
        except decisions.Unproven as unproven:
            marked = {"unproven": unproven.found, "confirmed": confirmed}
            return self._page(request, view, trouble=str(unproven), typed=given, status=422, more=marked)
        except decisions.Unfit as unfit:
            return self._page(request, view, trouble=str(unfit), typed=given, status=422, more={"refused": kind})
        except Overtaken:
            newer = self._view(request) or view
            return self._page(request, newer, trouble=overtaken(newer, clock), typed=given, status=409)
        return self._next(view, by) if kind == "approve" else _back(view, kind)

    def _next(self, view: CaseView, by: str) -> Response:
        """After approving: the next case that waits for this agent, which tells of the one that was approved."""
        rows = (row for row in self._site.desk.shelf.page(Query()).rows if row.id != view.row.id)
        found = next((row for row in rows if waits(row, by)), None)
        address = f"/cases/{found.id}?approved={view.row.id}" if found else ""
        return RedirectResponse(address, status_code=303) if found else _back(view, "approve")

    def _checked(self, request: Request, given: Mapping[str, str], confirmed: tuple[str, ...]) -> Response:
        view = self._view(request)
        if view is None:
            return self._absent(request)
        found = marks(view, " ".join(given.get("subject", "").split()), decisions.written(view, given))
        return self._site.page(request, "case_marks.html.j2", unproven=found, confirmed=confirmed)

    def _corrected(self, request: Request, given: Mapping[str, str]) -> Response:
        view, cases = self._view(request), self._site.desk.cases
        if view is None or cases is None:
            return self._absent(request)
        try:
            cases.correct(decisions.mistake(view, given, by=agent_of(request).name))
        except decisions.Unfit as unfit:
            return self._page(request, view, trouble=str(unfit), status=422)
        return _back(view, "corrected")

    def _looked(self, request: Request) -> Response:
        view, cases = self._view(request), self._site.desk.cases
        if view is None or cases is None or view.case is None or view.state is None:
            return self._absent(request)
        try:
            return _back(view, second_look(view, cases, agent_of(request).name))
        except (SupportError, ConfigError) as error:
            return self._page(request, view, trouble=f"Stripe could not be read: {error}", status=503)

    def _letter(self, request: Request) -> Response:
        view, cases = self._view(request), self._site.desk.cases
        letter = cases.letter(view.row.id, agent_of(request).name) if view and cases else None
        if view is None or letter is None:
            return self._absent(request)
        name = {"Content-Disposition": f'attachment; filename="answer-{view.row.id[:8]}.eml"'}
        return Response(letter, media_type="message/rfc822", headers=name)

    def _put_in_drafts(self, request: Request) -> Response:
        view, cases = self._view(request), self._site.desk.cases
        if view is None or cases is None:
            return self._absent(request)
        try:
            withheld = cases.put_in_drafts(view.row.id, agent_of(request).name)
        except (SupportError, ConfigError) as error:
            return self._page(request, view, trouble=f"The mailbox did not take the draft: {error}", status=503)
        if withheld:
            return self._page(request, view, trouble=f"Not put into Drafts: {withheld}.", status=409)
        return _back(view, "drafts")

    def _done(self, request: Request) -> CaseView | None:
        """The case that was approved right before this one came up."""
        name = request.query_params.get("approved", "")
        found = self._site.desk.shelf.view(name) if name else None
        return found if found and found.status in {"approved", "to_do"} else None

    def _view(self, request: Request) -> CaseView | None:
        return self._site.desk.shelf.view(request.path_params["case_id"])

    def _absent(self, request: Request) -> Response:
        return self._site.page(request, "absent.html.j2", status=404)

    def _page(
        self,
        request: Request,
        view: CaseView,
        *,
        notice: str = "",
        trouble: str = "",
        typed: Mapping[str, str] | None = None,
        status: int = 200,
        more: Mapping[str, Any] | None = None,
    ) -> Response:
        told = {
            "notice": notice,
            "trouble": trouble,
            "typed": typed or {},
            "standing": standing(view, clock_of(request)),
        }
        marked = {"unproven": (), "confirmed": (), "refused": "", "done": self._done(request), **(more or {})}
        work = _work(view, self._site.desk.cases)
        return self._site.page(
            request,
            "case.html.j2",
            status=status,
            view=view,
            row=view.row,
            shown=view.shown,
            **told,
            **marked,
            **_read(view),
            **work,
        )


def second_look(view: CaseView, cases: CaseDesk, by: str) -> str:
    """What became of the checklist. A case that waits for a decision is judged anew where Stripe has changed, unless
    what changed is that the agent has done what was proposed.
    """
    assert view.case is not None
    assert view.state is not None
    second = cases.look(view.row.id)
    if second is None:
        return "looked"
    lines = examined(view.case, view.state, second.state)
    undecided = view.status in {"open", "stale"} and all(state != DONE for state, _ in lines)
    if second.newer and undecided and cases.renew(view.row.id):
        return "renewed"
    cases.saw(view.row.id, Seen(at=datetime.now(UTC), by=by, lines=lines, changed=second.changed))
    settle_if_done(view, cases, by)
    return "looked"


def _read(view: CaseView) -> dict[str, Any]:
    """What the page shows of the mail and of Stripe."""
    message, reading, state = view.message, view.reading, view.state
    drawn = picture(state, view.row.arrived_at, view.mails) if state and state.customers else None
    written_in = message.language.code.replace("und", "") if message else ""
    return {
        "forged": bool(view.case and view.case.identity and view.case.identity.forged),
        "cautions": [line for line in cautions(view) if line != FORGED],
        "written_in": written_in or (view.row.language if view.row.bucket else ""),
        "theirs": written_in,
        "ours": str((view.shown.get("draft") or {}).get("language", "")),
        "marks": highlighted(message.new_text, reading) if message and reading else (),
        "subject": highlighted(message.subject, reading, "subject") if message and reading else (),
        "hits": hits(reading) if message and reading else (),
        "picture": drawn,
        "facts": facts(state) if state else (),
        "anomalies": oddities(view),
        "note": _note(view.shown.get("note") or "", state),
        "glosses": glosses(bool(view.case and any(one.kind in OURS for one in actions_of(view.case)))),
    }


def _note(text: str, state: BillingState | None) -> list[tuple[str, list[Any]]]:
    return [(section.heading, [linked(line, state) for line in section.lines]) for section in sections(text)]


def _work(view: CaseView, cases: CaseDesk | None) -> dict[str, Any]:
    """What there is to do, and what was done."""
    now = datetime.now(UTC)
    approved = cases.approved(view.row.id) if cases else None
    return {
        "choices": decisions.choices(view) if cases else (),
        "reasons": decisions.REASONS,
        "corrections": decisions.corrections(view) if cases and view.case and view.row.bucket else {},
        "steps": steps(view.case, view.state) if view.case and view.state and view.row.bucket else (),
        "seen": cases.last_seen(view.row.id, view.revision) if cases else None,
        "open_steps": open_steps_of(view, cases) if cases and view.status != "approved" else (),
        "approved": approved if view.status in {"approved", "to_do"} else None,
        "parts": split(approved.body) if approved else ("", ""),
        "draft": editor(view, approved),
        "drafts_folder": bool(cases and cases.drafts_folder),
        "history": [(event, said(event)) for event in cases.history(view.row.id)] if cases else (),
        "days": ((now + timedelta(days=1)).date().isoformat(), (now + timedelta(days=365)).date().isoformat()),
    }


def _back(view: CaseView, notice: str) -> Response:
    return RedirectResponse(f"/cases/{view.row.id}?said={notice}", status_code=303)


async def _form(request: Request) -> tuple[dict[str, str], tuple[str, ...]]:
    """A form's fields, and what was confirmed by name."""
    form = await request.form()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return fields, tuple(value for value in form.getlist("confirm") if isinstance(value, str))
